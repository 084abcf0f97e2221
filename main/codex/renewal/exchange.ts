// One exchange: proof that we can save, journal, last look, mark, send, journal the answer, understand
// it, publish. What we cannot save we do not spend; what was sent once is not sent again.
// Source of the steps: reliability.md §3.2 steps 5 to 10, §4.3.

import { sameAccount } from '../../core/auth.ts';
import type { Failure } from '../../core/failure.ts';
import { type ExchangeAnswer, readExchangeAnswer, type TokenGrant } from '../../core/grant.ts';
import { tokenEndpointOf } from '../../core/provenance.ts';
import type { RecoveryStep } from '../../core/recovery.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { BegunExchange } from '../ledger-file.ts';
import { isSameLook, isSameSignIn, type Look, lookAt } from '../look.ts';
import { closedGate } from './gates.ts';
import { createJournalFile, type JournalFile, type OpenJournal } from './journal-file.ts';
import { cannotPrepare, proveSavable } from './preflight.ts';
import { publish } from './publish.ts';
import {
  accountPrintOf,
  ended,
  fittingGrant,
  NOT_SAVED,
  OUTCOME_UNKNOWN,
  parentOf,
  type Rotated,
  type RotationContext,
  unwritable,
  withGrant,
} from './rotation-parts.ts';
import type { TempFile } from './temp-file.ts';

/** More than a look or a request may take: the computer has slept, or its clock was set. */
const SLEPT_MS = MINUTE_MS;

export interface ExchangeInput {
  readonly look: Look;
  readonly onceMore: boolean;
}

/** Everything that must be there before a token may be sent. */
interface Preflight {
  readonly look: Look;
  readonly parent: string;
  readonly account: string;
  readonly temp: TempFile;
  readonly journalFile: JournalFile;
  readonly journal: OpenJournal;
}

/** Invariant: called with our own lock held and no journal left. */
export async function exchangeOnce(
  context: RotationContext,
  { look, onceMore }: ExchangeInput,
): Promise<Rotated> {
  const { ledger, ports } = context;
  const parent = await parentOf(ledger, look.signIn);
  const account = await accountPrintOf(ledger, look.signIn);
  const gate = await closedGate(context, { look, onceMore, parent, account });
  if (gate !== null) return ended(gate);
  // Why before the journal: whoever finds one that stayed has to take the token for sent.
  const stayed = ports.power.stayAwake();
  try {
    const prepared = await prepare(context, { look, parent, account });
    return 'kind' in prepared ? ended(prepared) : await sendPrepared(context, prepared, onceMore);
  } finally {
    stayed();
  }
}

async function sendPrepared(
  context: RotationContext,
  prepared: Preflight,
  onceMore: boolean,
): Promise<Rotated> {
  try {
    return await sendAndKeep(context, prepared, onceMore);
  } finally {
    await prepared.journal.close().catch(() => undefined);
    await prepared.temp.discard();
  }
}

async function prepare(
  context: RotationContext,
  { look, parent, account }: Pick<Preflight, 'look' | 'parent' | 'account'>,
): Promise<Preflight | Failure> {
  const { ports } = context;
  const temp = await proveSavable(context, look);
  if ('kind' in temp) return temp;
  try {
    const journalFile = createJournalFile(ports.files, look.realPath);
    const sentAtMs = ports.clock.nowMs();
    const header = { version: 1, parent, account, sentAtMs, document: look.text } as const;
    const journal = await journalFile.begin(header);
    return { look, parent, account, temp, journalFile, journal };
  } catch (error) {
    await temp.discard();
    return cannotPrepare(error);
  }
}

async function sendAndKeep(
  context: RotationContext,
  prepared: Preflight,
  onceMore: boolean,
): Promise<Rotated> {
  const { ports, ledger, openai, authFile, tokenUrlOverride } = context;
  const { look, parent, account, journalFile, journal } = prepared;
  const { refreshToken } = look.signIn.tokens;
  const ask = { account, token: parent, onceMore };
  const begun = refreshToken && (await ledger.beginExchange({ ...ask, refreshToken }));
  if (begun === null || refreshToken === null) {
    await journalFile.remove();
    return ended(unwritable('the ledger cannot be saved'));
  }
  // Why after the mark: a disk may take its time, or the computer may have slept over it.
  const lookedAtMs = ports.clock.nowMs();
  const last = await lookAt(ports, authFile);
  const isSame = last.ok && isSameLook(last.value, look);
  const sentAtMs = ports.clock.nowMs();
  // Why: what was seen before a sleep may have been renewed by Codex since.
  const isOld = sentAtMs - lookedAtMs > SLEPT_MS;
  if (!isSame || isOld || !ports.power.mayExchange()) {
    await begun.notSent();
    await journalFile.remove();
    return ended({ kind: isSame ? 'busy' : 'account-changed' });
  }
  const endpoint = tokenEndpointOf(look.text);
  const answer = await openai.exchange({
    url: tokenUrlOverride ?? endpoint.url,
    clientId: endpoint.clientId,
    refreshToken,
  });
  const body = answer.ok ? answer.value.body : answer.failure.partialBody;
  // Why first: a token that came must be kept before anything is done with it. Should even that fail,
  // it is still in hand, and publishing it is the best that is left.
  if (body !== null) await journal.received(body).catch(() => undefined);
  const understood = readExchangeAnswer(answer, { nowMs: ports.clock.nowMs() });
  // Why again: the computer has slept over the request, and the pause before another begins now.
  if (ports.clock.nowMs() - sentAtMs > SLEPT_MS) await ledger.countExchange(account);
  return concludeExchange(context, prepared, { understood, begun });
}

interface Answered {
  readonly understood: ExchangeAnswer;
  readonly begun: BegunExchange;
}

async function concludeExchange(
  context: RotationContext,
  prepared: Preflight,
  { understood, begun }: Answered,
): Promise<Rotated> {
  const { journalFile, account } = prepared;
  switch (understood.kind) {
    case 'grant': {
      if (gainsNothing(understood.grant, prepared.look)) {
        await journalFile.remove();
        const failure: Failure = { kind: 'unexpected-body', issue: 'access_token: missing' };
        return ended(failure, [stepOf(context, 'unknown')], OUTCOME_UNKNOWN);
      }
      const fitting = fittingGrant(understood.grant, prepared.look.signIn);
      if (fitting !== null) return save(context, prepared, fitting);
      // Granted to somebody else: of no use here, and kept in the journal while the parent is on disk.
      await begun.refused('rejected');
      return ended(REJECTED, [stepOf(context, 'refused')]);
    }
    case 'not-sent':
      await begun.notSent();
      await journalFile.remove();
      if (understood.failure.kind === 'rate-limited' && understood.failure.retryAtMs !== null) {
        await context.ledger.noteRetryAt(account, understood.failure.retryAtMs);
      }
      return ended(understood.failure, [stepOf(context, 'not-sent')]);
    case 'unknown':
      await journalFile.remove();
      return ended(understood.failure, [stepOf(context, 'unknown')], OUTCOME_UNKNOWN);
    case 'refused': {
      await begun.refused(understood.reason);
      await journalFile.remove();
      const failure: Failure = { kind: 'sign-in-required', reason: understood.reason };
      return ended(failure, [stepOf(context, 'refused')]);
    }
  }
}

const REJECTED: Failure = { kind: 'sign-in-required', reason: 'rejected' };

/** No access token, and the refresh token that we already have. */
function gainsNothing({ accessToken, refreshToken }: TokenGrant, { signIn }: Look): boolean {
  const parent = signIn.tokens.refreshToken;
  const isParent = refreshToken === null || (parent !== null && refreshToken.equals(parent));
  return accessToken === null && isParent;
}

async function save(
  context: RotationContext,
  { look, temp, journalFile }: Preflight,
  grant: TokenGrant,
): Promise<Rotated> {
  const pending: Rotated = {
    result: { ok: true, value: withGrant(look, grant) },
    tokensFrom: 'refresh',
    otherwise: null,
    steps: [stepOf(context, 'not-saved-yet')],
    warning: NOT_SAVED,
  };
  const published = await publish(context, {
    grant,
    realPath: look.realPath,
    temp,
    isParent: async (signIn) => isSameSignIn(signIn, look.signIn),
  });
  if (published.kind === 'pending') return pending;
  if (published.kind === 'saved') {
    await journalFile.remove();
    const steps = [stepOf(context, 'saved')];
    return { ...pending, steps, warning: null };
  }
  await journalFile.yieldTo(context.authFile);
  return diskWon(context, pending, { look, winner: published.look });
}

/** Rule 32 of reading-rules.md: ours serves this poll if it is the same account, else it is dropped. */
function diskWon(
  context: RotationContext,
  pending: Rotated,
  { look, winner }: { readonly look: Look; readonly winner: Look | null },
): Rotated {
  const steps = [stepOf(context, 'adopted')];
  const isSame =
    winner !== null &&
    winner.signIn.mode === look.signIn.mode &&
    sameAccount(winner.signIn, look.signIn);
  if (!isSame) return ended({ kind: 'account-changed' }, steps);
  return { ...pending, otherwise: winner.signIn, steps, warning: null };
}

function stepOf(
  { ports }: RotationContext,
  outcome: Extract<RecoveryStep, { step: 'refresh' }>['outcome'],
): RecoveryStep {
  return { atMs: ports.clock.nowMs(), step: 'refresh', outcome };
}
