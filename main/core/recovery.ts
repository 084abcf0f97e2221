// What to do after OpenAI rejected the tokens of a poll: one table, decided here, carried out by
// codex/session.ts. Never touches a token; it sees only where the tokens came from.

import type { SignInReason } from './failure.ts';

/** Where the tokens that were just rejected came from. */
export type TokensFrom = 'first-load' | 'reload' | 'refresh';

/** Whether the refresh token may be spent; if not, the true reason for the person. */
export type RefreshPermit =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: SignInReason };

export type RecoveryDecision =
  | { readonly step: 'retry' }
  | { readonly step: 'refresh' }
  | { readonly step: 'give-up'; readonly reason: SignInReason };

/** One thing that recovery did, for the popover's line and for `recovery` in contract.md §4. */
export type RecoveryStep =
  | {
      readonly atMs: number;
      readonly step: 'reload';
      readonly outcome: 'changed' | 'unchanged' | 'other-account' | 'gone';
    }
  | {
      readonly atMs: number;
      readonly step: 'settle';
      readonly outcome: 'published' | 'dropped' | 'kept';
    }
  | {
      readonly atMs: number;
      readonly step: 'wait-for-codex' | 'ask-codex';
      readonly outcome: 'renewed' | 'unchanged';
    }
  | {
      readonly atMs: number;
      readonly step: 'refresh';
      readonly outcome: 'saved' | 'not-saved-yet' | 'adopted' | 'refused' | 'not-sent' | 'unknown';
    };

/** A step without its moment. */
export type BareStep = RecoveryStep extends infer Step
  ? Step extends RecoveryStep
    ? Omit<Step, 'atMs'>
    : never
  : never;

/** A step with its moment. */
export function stampStep(step: BareStep, atMs: number): RecoveryStep {
  // Why: spreading a union loses the pairing of step and outcome that its type has.
  return { atMs, ...step } as RecoveryStep;
}

export interface RejectedTokens {
  readonly tokensFrom: TokensFrom;
  /** The file, loaded again after the rejection, holds another access token. */
  readonly diskChanged: boolean;
  readonly permit: RefreshPermit;
}

/** Reload first, refresh second, the person last; every chain of decisions ends. */
export function decideRecovery({
  tokensFrom,
  diskChanged,
  permit,
}: RejectedTokens): RecoveryDecision {
  if (tokensFrom === 'refresh') return { step: 'give-up', reason: 'rejected' };
  if (tokensFrom === 'first-load' && diskChanged) return { step: 'retry' };
  if (permit.allowed) return { step: 'refresh' };
  return { step: 'give-up', reason: permit.reason };
}
