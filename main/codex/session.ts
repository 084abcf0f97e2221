// One poll: load the sign-in, ask, recover from a rejected token, ask again. Carries out what core
// decides; keeps no token after it returns, only the fingerprint of a rejected one.

import type { UsageAnswer } from '../core/answers.ts';
import type { AuthFile } from '../core/auth.ts';
import { type Failure, fail, type Result, succeed, type Warning } from '../core/failure.ts';
import type { Account, Outcome } from '../core/reading.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import { MINUTE_MS } from '../core/time.ts';
import { parseUsage } from '../core/usage.ts';
import { usageUrl } from './endpoints.ts';
import type { Keyring } from './keyring.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { OpenAi } from './openai.ts';
import { type Attempt, firstAttempt, recover } from './renewal/recover.ts';
import type { Rotation } from './renewal/rotation.ts';
import { withResets } from './reset-list.ts';
import { loadSignIn, type SignedIn, type SignInContext } from './sign-in.ts';

/** More than locks, a live Codex and every deadline together can take. */
const AWAKE_POLL_MAX_MS = 5 * MINUTE_MS;

export interface SessionContext extends SignInContext {
  readonly ledger: LedgerFile;
  readonly openai: OpenAi;
  readonly rotation: Pick<Rotation, 'permit' | 'rotate' | 'settle'>;
  readonly keyring?: Keyring;
  readonly paceDivisor: number;
}

export interface ReadOptions {
  /** A person asked: a sign-in that was refused before is asked with again. */
  readonly force: boolean;
  /** The person clicked "Try once more": a token whose fate is unknown may be sent again. */
  readonly onceMore: boolean;
  /** The person clicked "Repair": a file that stays half may be put back from the journal. */
  readonly repair?: boolean;
}

export interface Session {
  /**
   * Asks for the quota, with recovery. At most three usage requests and one rotation.
   * Unless forced, a sign-in that was refused before is not asked with again: no request is made.
   */
  readUsage(options: ReadOptions): Promise<Outcome>;
  /** What a poll does before it asks: finishes what a crash left, and loads. Makes no request. */
  loadOnly(options: ReadOptions): Promise<LoadedOnly>;
  /** Whether the file holds anything else than the last poll asked with; makes no request. */
  isNews(): Promise<boolean>;
  /** Whose sign-in the file holds now; makes no request. */
  identify(): Promise<Result<Account>>;
  /** When that sign-in may be asked about again, epoch ms; null if now, or if there is none. */
  notBeforeMs(): Promise<number | null>;
}

export interface LoadedOnly extends Pick<Outcome, 'recovery' | 'warning'> {
  readonly loaded: Result<SignedIn>;
}

/** What a session remembers between polls; never a token. */
interface Memory {
  /** Of an access token that was refused for good, with the failure it led to. */
  refused: {
    readonly fingerprint: string;
    readonly failure: Failure;
    readonly warning: Warning | null;
  } | null;
  /** What the last poll found on the disk, without secrets. */
  found: string | null;
  /** A journal may be waiting: at the start, and after one that could not be settled. */
  mustSettle: boolean;
  /** Polls in a row that found auth.json half and renewed tokens waiting for it. */
  halfPolls: number;
  lastGood: {
    readonly etag: string;
    readonly key: string;
    readonly snapshot: UsageSnapshot;
  } | null;
}

/** Source: reliability.md §3.3. */
const HALF_POLLS_BEFORE_REPAIR = 3;

export function createSession(context: SessionContext): Session {
  const memory: Memory = {
    refused: null,
    found: null,
    mustSettle: true,
    halfPolls: 0,
    lastGood: null,
  };
  return {
    readUsage: (options) => readUsage(context, memory, options),
    loadOnly: (options) => settleAndLoad(context, memory, options),
    async isNews() {
      const loaded = await loadSignIn(context);
      return (await describeFound(context, loaded)) !== memory.found;
    },
    async identify() {
      const loaded = await loadSignIn(context);
      return loaded.ok ? succeed(loaded.value.account) : loaded;
    },
    async notBeforeMs() {
      const loaded = await loadSignIn(context);
      return loaded.ok ? context.ledger.usageNotBeforeMs(loaded.value.account.key) : null;
    },
  };
}

async function readUsage(
  context: SessionContext,
  memory: Memory,
  options: ReadOptions,
): Promise<Outcome> {
  const { loaded, ...settled } = await settleAndLoad(context, memory, options);
  if (!loaded.ok) return { ...settled, account: null, result: loaded };
  const { refused } = memory;
  if (refused !== null && !options.force) {
    const fingerprint = await fingerprintOf(context, loaded.value.signIn);
    if (fingerprint === refused.fingerprint) {
      const { failure, warning } = refused;
      return { ...settled, account: loaded.value.account, result: fail(failure), warning };
    }
  }
  memory.refused = null;
  const first = firstAttempt(loaded.value, { settled, onceMore: options.onceMore });
  const outcome = await ask(context, memory, first);
  // Why again: what recovery itself put on the disk is no news.
  if (outcome.recovery.length > 0) {
    memory.found = await describeFound(context, await loadSignIn(context));
  }
  return outcome;
}

async function settleAndLoad(
  context: SessionContext,
  memory: Memory,
  options: ReadOptions,
): Promise<LoadedOnly> {
  const settled = await settleIfNeeded(context, memory, options);
  // Why: who asks once more may have signed in anew meanwhile.
  if (options.force && context.keyring?.isOpen() === true) context.keyring.open();
  const loaded = await loadSignIn(context);
  memory.found = await describeFound(context, loaded);
  return { ...settled, loaded };
}

/** What a crash left is finished first; nothing is read for it when nothing can be waiting. */
async function settleIfNeeded(
  { rotation }: SessionContext,
  memory: Memory,
  { repair = false }: ReadOptions,
): Promise<Pick<Outcome, 'recovery' | 'warning'>> {
  if (!memory.mustSettle) return { recovery: [], warning: null };
  const { steps, warning, waitsFor } = await rotation.settle({ repair });
  memory.mustSettle = waitsFor !== null;
  memory.halfPolls = waitsFor === 'whole-file' ? memory.halfPolls + 1 : 0;
  const mayRepair = warning !== null && memory.halfPolls >= HALF_POLLS_BEFORE_REPAIR;
  return { recovery: steps, warning: mayRepair ? { ...warning, mayRepair } : warning };
}

async function ask(context: SessionContext, memory: Memory, first: Attempt): Promise<Outcome> {
  const beganAtMs = context.ports.clock.nowMs();
  let attempt = first;
  for (;;) {
    const answer = await request(context, memory, attempt);
    const { steps: recovery, warning, account } = attempt;
    if (answer.kind !== 'rejected') {
      const understood = understand(context, memory, attempt, answer);
      const result = understood.ok
        ? succeed(await withResets(context, attempt, understood.value))
        : understood;
      return { account, result, recovery, warning };
    }
    const next = await recover(context, attempt);
    // Why after each: a note beside auth.json may have to stay, or a disk may refuse to let it go.
    memory.mustSettle = true;
    if (next.attempt !== null) {
      attempt = next.attempt;
      continue;
    }
    // Why: renewed tokens may have run out in a sleep; that says nothing of the sign-in.
    const hasSlept = context.ports.clock.nowMs() - beganAtMs > AWAKE_POLL_MAX_MS;
    const isOut = attempt.tokensFrom === 'refresh' && hasSlept;
    const failure: Failure = isOut ? { kind: 'timeout' } : next.failure;
    if (failure.kind === 'sign-in-required') {
      const fingerprint = await fingerprintOf(context, attempt.signIn);
      memory.refused = { fingerprint, failure, warning: next.warning };
    }
    return { account, result: fail(failure), recovery: next.steps, warning: next.warning };
  }
}

/** One usage request, inside the budget. */
async function request(
  { ledger, openai }: SessionContext,
  memory: Memory,
  { config, signIn, account }: Attempt,
): Promise<UsageAnswer> {
  const reserved = await ledger.reserveUsage(account.key);
  if (!reserved.ok) return { kind: 'failed', failure: reserved.failure };
  const etag = memory.lastGood?.key === account.key ? memory.lastGood.etag : null;
  const answer = await openai.fetchUsage({ url: usageUrl(config.baseUrl), signIn, etag });
  if (answer.kind === 'failed' && answer.failure.kind === 'rate-limited') {
    const { retryAtMs } = answer.failure;
    if (retryAtMs !== null) await ledger.noteRetryAt(account.key, retryAtMs);
  }
  return answer;
}

function understand(
  { ports }: SessionContext,
  memory: Memory,
  { signIn, account }: Attempt,
  answer: Exclude<UsageAnswer, { kind: 'rejected' }>,
): Result<UsageSnapshot> {
  const takenAtMs = ports.clock.nowMs();
  if (answer.kind === 'failed') return fail(answer.failure);
  if (answer.kind === 'not-modified') {
    const { lastGood } = memory;
    if (lastGood?.key === account.key) return succeed({ ...lastGood.snapshot, takenAtMs });
    return fail({ kind: 'unexpected-status', status: 304 });
  }
  const { body, etag } = answer;
  const idToken = { plan: signIn.plan, email: signIn.email };
  const snapshot = parseUsage({ body, takenAtMs, idToken });
  const keep = snapshot.ok && etag !== null;
  memory.lastGood = keep ? { etag, key: account.key, snapshot: snapshot.value } : null;
  return snapshot;
}

/** What makes one state of the disk another: tokens, account, settings, or what is wrong. */
async function describeFound(context: SessionContext, loaded: Result<SignedIn>): Promise<string> {
  if (!loaded.ok) return JSON.stringify(loaded.failure);
  const { signIn, account, config } = loaded.value;
  return JSON.stringify([await fingerprintOf(context, signIn), account.key, config]);
}

function fingerprintOf({ ledger }: SessionContext, signIn: AuthFile): Promise<string> {
  return ledger.fingerprint(signIn.tokens.accessToken);
}
