// Every way to fail, as plain data that is safe to log, and the remedy of each.
// Never carries a token, a path's content, or a value out of somebody's answer.

import type { KeyringIssue } from './keyring.ts';

/** What the person can do: act themselves, wait, or report a change we did not know. */
export type Remedy = 'act' | 'wait' | 'report';

/** Why a sign-in that is no ChatGPT one cannot be asked about its quota. */
export type OtherSignIn =
  | 'bedrock'
  | 'agent-identity'
  | 'personal-access-token'
  | 'custom-backend'
  | 'unknown-mode';

/** Why a ChatGPT sign-in has to be made again. */
export type SignInReason =
  | 'no-tokens'
  | 'rejected'
  | 'no-refresh-token'
  | 'refresh-disabled'
  | 'refresh-expired'
  | 'refresh-reused'
  | 'refresh-revoked'
  | 'not-renewed'
  | 'codex-not-found';

/** A closed list: contract.md §4 prints the kinds and reasons, so an addition is additive there. */
export type Failure =
  | { readonly kind: 'auth-file-missing' }
  | { readonly kind: 'auth-file-unreadable'; readonly issue: string }
  | { readonly kind: 'auth-file-malformed'; readonly issue: string }
  | { readonly kind: 'auth-file-unwritable'; readonly issue: string }
  /** Without an issue it has not been opened. */
  | { readonly kind: 'auth-in-keyring'; readonly issue?: KeyringIssue }
  | { readonly kind: 'api-key-only' }
  | { readonly kind: 'other-sign-in'; readonly reason: OtherSignIn }
  | { readonly kind: 'config-malformed'; readonly issue: string }
  | { readonly kind: 'address-refused'; readonly setting: string }
  | { readonly kind: 'sign-in-required'; readonly reason: SignInReason }
  | { readonly kind: 'offline' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'tls'; readonly clockOffByMs: number | null }
  | { readonly kind: 'captive-portal' }
  | { readonly kind: 'proxy-sign-in' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'rate-limited'; readonly retryAtMs: number | null }
  | { readonly kind: 'server-error'; readonly status: number }
  | { readonly kind: 'account-changed' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'nothing-saved' }
  | { readonly kind: 'nothing-in-log' }
  | { readonly kind: 'unexpected-status'; readonly status: number }
  | { readonly kind: 'unexpected-body'; readonly issue: string };

export type FailureKind = Failure['kind'];

/** Went wrong beside the answer: the numbers are good, something else needs attention. */
export interface Warning {
  readonly kind: 'refreshed-tokens-not-saved' | 'exchange-outcome-unknown';
  /** auth.json has stayed half for a while: the person may have it put back from the journal. */
  readonly mayRepair?: true;
}

export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: E };

export function succeed<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function fail<E>(failure: E): Result<never, E> {
  return { ok: false, failure };
}

/** Makes a switch over a closed union complete at compile time. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case ${JSON.stringify(value)}`);
}

/** Each kind's one remedy; a new kind does not compile until it has one. */
export function remedyOf(kind: FailureKind): Remedy {
  switch (kind) {
    case 'auth-file-missing':
    case 'auth-file-unreadable':
    case 'auth-file-malformed':
    case 'auth-file-unwritable':
    case 'auth-in-keyring':
    case 'api-key-only':
    case 'other-sign-in':
    case 'config-malformed':
    case 'address-refused':
    case 'sign-in-required':
      return 'act';
    case 'offline':
    case 'timeout':
    case 'tls':
    case 'captive-portal':
    case 'proxy-sign-in':
    case 'blocked':
    case 'rate-limited':
    case 'server-error':
    case 'account-changed':
    case 'busy':
    case 'nothing-saved':
    case 'nothing-in-log':
      return 'wait';
    case 'unexpected-status':
    case 'unexpected-body':
      return 'report';
    default:
      return assertNever(kind);
  }
}

/** The reason word of contract.md §4, where the kind has one. */
export function reasonOf(failure: Failure): OtherSignIn | SignInReason | null {
  return 'reason' in failure ? failure.reason : null;
}

/** When asking again makes sense by the service's own word, epoch ms; null if it did not say. */
export function retryAtOf(failure: Failure): number | null {
  return failure.kind === 'rate-limited' ? failure.retryAtMs : null;
}
