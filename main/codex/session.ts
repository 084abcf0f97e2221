// One poll: load the sign-in, ask, recover from a rejected token, ask again. Carries out what core
// decides; keeps no token after it returns, only the fingerprint of a rejected one.

import type { UsageAnswer } from '../core/answers.ts';
import { type AuthFile, sameAccount } from '../core/auth.ts';
import { type Failure, fail, type Result, succeed } from '../core/failure.ts';
import type { Account, Outcome } from '../core/reading.ts';
import {
  decideRecovery,
  type RecoveryStep,
  type RefreshPermit,
  type TokensFrom,
} from '../core/recovery.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import { parseUsage } from '../core/usage.ts';
import { usageUrl } from './endpoints.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { OpenAi } from './openai.ts';
import type { CodexPorts } from './ports.ts';
import { loadSignIn, type SignedIn } from './sign-in.ts';

/** Spends the refresh token and saves the grant; answers with the tokens to ask with. */
export type Rotate = (rejected: AuthFile) => Promise<{
  readonly result: Result<AuthFile>;
  readonly steps: readonly RecoveryStep[];
}>;

export interface SessionContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'>;
  readonly codexHome: string;
  readonly ledger: LedgerFile;
  readonly openai: OpenAi;
  /** Null in a build or setting in which nothing is ever exchanged. */
  readonly rotate: Rotate | null;
}

export interface Session {
  /**
   * Asks for the quota, with recovery. At most three usage requests and one rotation.
   * Unless forced, a sign-in that was refused before is not asked with again: no request is made.
   */
  readUsage(options: { readonly force: boolean }): Promise<Outcome>;
  /** Whose sign-in the file holds now; makes no request. */
  identify(): Promise<Result<Account>>;
}

/** What a session remembers between polls; never a token. */
interface Memory {
  /** Of an access token that was refused for good, with the failure it led to. */
  refused: { readonly fingerprint: string; readonly failure: Failure } | null;
  lastGood: {
    readonly etag: string;
    readonly key: string;
    readonly snapshot: UsageSnapshot;
  } | null;
}

/** One poll on its way: who is asked for, and what recovery did so far. */
interface Attempt extends SignedIn {
  readonly tokensFrom: TokensFrom;
  readonly steps: readonly RecoveryStep[];
}

export function createSession(context: SessionContext): Session {
  const memory: Memory = { refused: null, lastGood: null };
  return {
    readUsage: ({ force }) => readUsage(context, memory, force),
    async identify() {
      const loaded = await loadSignIn(context);
      return loaded.ok ? succeed(loaded.value.account) : loaded;
    },
  };
}

async function readUsage(
  context: SessionContext,
  memory: Memory,
  force: boolean,
): Promise<Outcome> {
  const loaded = await loadSignIn(context);
  if (!loaded.ok) return outcome(null, loaded, []);
  const { refused } = memory;
  if (refused !== null && !force) {
    const fingerprint = await fingerprintOf(context, loaded.value.signIn);
    if (fingerprint === refused.fingerprint) {
      return outcome(loaded.value.account, fail(refused.failure), []);
    }
  }
  memory.refused = null;
  return ask(context, memory, { ...loaded.value, tokensFrom: 'first-load', steps: [] });
}

async function ask(context: SessionContext, memory: Memory, first: Attempt): Promise<Outcome> {
  let attempt = first;
  for (;;) {
    const answer = await request(context, memory, attempt);
    if (answer.kind !== 'rejected') {
      return outcome(attempt.account, understand(context, memory, attempt, answer), attempt.steps);
    }
    const next = await recover(context, attempt);
    if (!next.result.ok) {
      const { failure } = next.result;
      if (failure.kind === 'sign-in-required') {
        memory.refused = { fingerprint: await fingerprintOf(context, attempt.signIn), failure };
      }
      return outcome(next.account, fail(failure), next.steps);
    }
    attempt = next.result.value;
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

interface Recovered {
  readonly account: Account | null;
  readonly steps: readonly RecoveryStep[];
  readonly result: Result<Attempt>;
}

/** After a rejection: the next attempt, or why there is none. */
async function recover(context: SessionContext, attempt: Attempt): Promise<Recovered> {
  const disk = await loadSignIn(context);
  const reload = reloadStep(context, attempt, disk);
  const steps = attempt.tokensFrom === 'first-load' ? [...attempt.steps, reload] : attempt.steps;
  if (!disk.ok) return { account: attempt.account, steps, result: disk };
  const decision = decideRecovery({
    tokensFrom: attempt.tokensFrom,
    diskChanged: reload.outcome !== 'unchanged',
    permit: permitFor(context, disk.value.signIn),
  });
  switch (decision.step) {
    case 'retry':
      return onwards({ ...disk.value, tokensFrom: 'reload', steps });
    case 'refresh':
      return rotateOnce(context, { ...disk.value, tokensFrom: 'refresh', steps });
    case 'give-up': {
      const failure: Failure = { kind: 'sign-in-required', reason: decision.reason };
      return { account: attempt.account, steps, result: fail(failure) };
    }
  }
}

function onwards(attempt: Attempt): Recovered {
  return { account: attempt.account, steps: attempt.steps, result: succeed(attempt) };
}

function reloadStep(
  { ports }: SessionContext,
  attempt: Attempt,
  disk: Result<SignedIn>,
): RecoveryStep & { step: 'reload' } {
  const atMs = ports.clock.nowMs();
  if (!disk.ok) return { atMs, step: 'reload', outcome: 'gone' };
  const { signIn } = disk.value;
  if (!sameAccount(signIn, attempt.signIn))
    return { atMs, step: 'reload', outcome: 'other-account' };
  const unchanged = signIn.tokens.accessToken.equals(attempt.signIn.tokens.accessToken);
  return { atMs, step: 'reload', outcome: unchanged ? 'unchanged' : 'changed' };
}

function permitFor({ rotate }: SessionContext, signIn: AuthFile): RefreshPermit {
  if (!signIn.mayExchange.ok) {
    const missing = signIn.mayExchange.why === 'no-refresh-token';
    return { allowed: false, reason: missing ? 'no-refresh-token' : 'rejected' };
  }
  return rotate === null ? { allowed: false, reason: 'rejected' } : { allowed: true };
}

async function rotateOnce({ rotate }: SessionContext, attempt: Attempt): Promise<Recovered> {
  if (rotate === null) throw new Error('a refresh was decided without permission');
  const rotated = await rotate(attempt.signIn);
  const steps = [...attempt.steps, ...rotated.steps];
  if (!rotated.result.ok) return { account: attempt.account, steps, result: rotated.result };
  return onwards({ ...attempt, signIn: rotated.result.value, steps });
}

function fingerprintOf({ ledger }: SessionContext, signIn: AuthFile): Promise<string> {
  return ledger.fingerprint(signIn.tokens.accessToken);
}

function outcome(
  account: Account | null,
  result: Result<UsageSnapshot>,
  recovery: readonly RecoveryStep[],
): Outcome {
  return { account, result, recovery, warning: null };
}
