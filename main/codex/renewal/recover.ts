// What a poll does after OpenAI rejected its tokens: loads the file again, and carries out what core
// decides: ask again, renew, or give up with the true reason.

import { type AuthFile, sameAccount } from '../../core/auth.ts';
import type { Failure, Result, Warning } from '../../core/failure.ts';
import type { Outcome } from '../../core/reading.ts';
import { decideRecovery, type RecoveryStep, type TokensFrom } from '../../core/recovery.ts';
import type { CodexPorts } from '../ports.ts';
import { loadSignIn, type SignedIn, type SignInContext } from '../sign-in.ts';
import type { Rotation } from './rotation.ts';

/** Source: reliability.md I9. */
export const USAGE_REQUESTS_PER_POLL = 3;

/** One poll on its way: who is asked for, with which tokens, and what recovery did so far. */
export interface Attempt extends SignedIn {
  readonly tokensFrom: TokensFrom;
  /** Other tokens of the same account, to be tried if these are rejected after a rotation. */
  readonly otherwise: AuthFile | null;
  /** Usage requests made before this attempt. */
  readonly requests: number;
  readonly onceMore: boolean;
  readonly steps: readonly RecoveryStep[];
  readonly warning: Warning | null;
}

export interface RecoverContext extends SignInContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'>;
  readonly rotation: Pick<Rotation, 'permit' | 'rotate'>;
}

/** The next attempt, or why there is none. */
export type Recovered =
  | { readonly attempt: Attempt }
  | {
      readonly attempt: null;
      readonly failure: Failure;
      readonly steps: readonly RecoveryStep[];
      readonly warning: Warning | null;
    };

export function firstAttempt(
  loaded: SignedIn,
  how: {
    readonly settled: Pick<Outcome, 'recovery' | 'warning'>;
    readonly onceMore: boolean;
  },
): Attempt {
  const { recovery: steps, warning } = how.settled;
  const { onceMore } = how;
  return {
    ...loaded,
    tokensFrom: 'first-load',
    otherwise: null,
    requests: 0,
    onceMore,
    steps,
    warning,
  };
}

export async function recover(context: RecoverContext, rejected: Attempt): Promise<Recovered> {
  const requests = rejected.requests + 1;
  if (rejected.otherwise !== null && requests < USAGE_REQUESTS_PER_POLL) {
    return { attempt: { ...rejected, requests, signIn: rejected.otherwise, otherwise: null } };
  }
  if (isBadLuck(rejected, requests, context.ports.clock.nowMs())) {
    const { steps, warning } = rejected;
    return { attempt: null, failure: { kind: 'busy' }, steps, warning };
  }
  const disk = await loadSignIn(context);
  const reload = reloadStep(context, rejected, disk);
  const isFirst = rejected.tokensFrom === 'first-load';
  const steps = isFirst ? [...rejected.steps, reload] : rejected.steps;
  if (!disk.ok) return { attempt: null, failure: disk.failure, steps, warning: rejected.warning };
  const { permit, warning } = await permitFor(context, disk.value, rejected);
  const decision = decideRecovery({
    tokensFrom: rejected.tokensFrom,
    diskChanged: reload.outcome !== 'unchanged',
    permit,
  });
  const next: Attempt = { ...rejected, ...disk.value, requests, steps };
  switch (decision.step) {
    case 'retry':
      return { attempt: { ...next, tokensFrom: 'reload' } };
    case 'refresh':
      return rotateOnce(context, rejected.signIn, next);
    case 'give-up': {
      const failure: Failure = { kind: 'sign-in-required', reason: decision.reason };
      return { attempt: null, failure, steps, warning: warning ?? rejected.warning };
    }
  }
}

/**
 * Nothing is wrong with the sign-in, and the next poll has better luck: somebody renews faster than we
 * can ask, or the computer slept between our refresh and the request until the new token had lapsed.
 */
function isBadLuck(
  { tokensFrom, signIn, steps }: Attempt,
  requests: number,
  nowMs: number,
): boolean {
  if (tokensFrom !== 'refresh') return requests >= USAGE_REQUESTS_PER_POLL;
  const { expiresAtMs } = signIn;
  const refreshedAtMs = steps.at(-1)?.atMs ?? nowMs;
  return expiresAtMs !== null && expiresAtMs > refreshedAtMs && expiresAtMs <= nowMs;
}

function permitFor(
  { rotation }: RecoverContext,
  { config, signIn, isFromKeyring }: SignedIn,
  { onceMore, warning }: Attempt,
): ReturnType<Rotation['permit']> {
  if (isFromKeyring) {
    return Promise.resolve({ permit: { allowed: false, reason: 'not-renewed' }, warning: null });
  }
  // Why: with an entry in the keychain Codex ignores the file, and nobody knows without opening it.
  if (config.store === 'auto') {
    return Promise.resolve({ permit: { allowed: false, reason: 'rejected' }, warning: null });
  }
  // Why: what waits in the journal is tried again, and is told instead of the mark on its parent.
  if (warning?.kind === 'refreshed-tokens-not-saved') {
    return Promise.resolve({ permit: { allowed: true }, warning: null });
  }
  return rotation.permit(signIn, { onceMore });
}

function reloadStep(
  { ports }: RecoverContext,
  rejected: Attempt,
  disk: Result<SignedIn>,
): RecoveryStep & { step: 'reload' } {
  const atMs = ports.clock.nowMs();
  if (!disk.ok) return { atMs, step: 'reload', outcome: 'gone' };
  const { signIn } = disk.value;
  if (!sameAccount(signIn, rejected.signIn)) {
    return { atMs, step: 'reload', outcome: 'other-account' };
  }
  const unchanged = signIn.tokens.accessToken.equals(rejected.signIn.tokens.accessToken);
  return { atMs, step: 'reload', outcome: unchanged ? 'unchanged' : 'changed' };
}

async function rotateOnce(
  { rotation }: RecoverContext,
  rejected: AuthFile,
  next: Attempt,
): Promise<Recovered> {
  const rotated = await rotation.rotate(rejected, { onceMore: next.onceMore });
  const steps = [...next.steps, ...rotated.steps];
  const warning = rotated.warning ?? next.warning;
  if (!rotated.result.ok) {
    return { attempt: null, failure: rotated.result.failure, steps, warning };
  }
  const { otherwise, tokensFrom } = rotated;
  const signIn = rotated.result.value;
  return { attempt: { ...next, tokensFrom, signIn, otherwise, steps, warning } };
}
