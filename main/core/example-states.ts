// One example of everything that a reading can be made of, shared by all tests: the example answer
// as numbers, whose they are, and one failure of every kind and reason; a new kind does not compile
// until it is here.

import { exampleIdToken, exampleTakenAtMs, exampleUsageAnswer } from './examples.ts';
import type { Failure, FailureKind, OtherSignIn, SignInReason } from './failure.ts';
import type { KeyringIssue } from './keyring.ts';
import type { Account } from './reading.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { MINUTE_MS } from './time.ts';
import { parseUsage } from './usage.ts';

export const exampleAccount: Account = {
  key: 'example-account',
  id: exampleUsageAnswer.account_id,
  email: exampleUsageAnswer.email,
  apiKeyBeside: false,
};

export const exampleSnapshot: UsageSnapshot = readExample();

const otherSignIns: Record<OtherSignIn, true> = {
  bedrock: true,
  'agent-identity': true,
  'personal-access-token': true,
  'custom-backend': true,
  'unknown-mode': true,
};

const signInReasons: Record<SignInReason, true> = {
  'no-tokens': true,
  rejected: true,
  'no-refresh-token': true,
  'refresh-disabled': true,
  'refresh-expired': true,
  'refresh-reused': true,
  'refresh-revoked': true,
  'not-renewed': true,
  'codex-not-found': true,
};

const keyringIssues: Record<KeyringIssue, true> = {
  ephemeral: true,
  'not-possible': true,
  'no-program': true,
  'no-entry': true,
  'not-opened': true,
  unreadable: true,
};

const failuresByKind: { readonly [Kind in FailureKind]: readonly Failure[] } = {
  'auth-file-missing': [{ kind: 'auth-file-missing' }],
  'auth-file-unreadable': [
    { kind: 'auth-file-unreadable', issue: 'not-a-file' },
    { kind: 'auth-file-unreadable', issue: 'not-permitted' },
    { kind: 'auth-file-unreadable', issue: 'EIO' },
  ],
  'auth-file-malformed': [{ kind: 'auth-file-malformed', issue: 'tokens: expected object' }],
  'auth-file-unwritable': [{ kind: 'auth-file-unwritable', issue: 'EROFS' }],
  'auth-in-keyring': [
    { kind: 'auth-in-keyring' },
    ...keysOf(keyringIssues).map((issue) => ({ kind: 'auth-in-keyring', issue }) as const),
  ],
  'api-key-only': [{ kind: 'api-key-only' }],
  'other-sign-in': keysOf(otherSignIns).map((reason) => ({ kind: 'other-sign-in', reason })),
  'config-malformed': [{ kind: 'config-malformed', issue: 'line 3' }],
  'address-refused': [{ kind: 'address-refused', setting: 'chatgpt_base_url' }],
  'sign-in-required': keysOf(signInReasons).map((reason) => ({ kind: 'sign-in-required', reason })),
  offline: [{ kind: 'offline' }],
  timeout: [{ kind: 'timeout' }],
  tls: [
    { kind: 'tls', clockOffByMs: null },
    { kind: 'tls', clockOffByMs: 90 * MINUTE_MS },
  ],
  'captive-portal': [{ kind: 'captive-portal' }],
  'proxy-sign-in': [{ kind: 'proxy-sign-in' }],
  blocked: [{ kind: 'blocked' }],
  'rate-limited': [
    { kind: 'rate-limited', retryAtMs: null },
    { kind: 'rate-limited', retryAtMs: exampleTakenAtMs + 17 * MINUTE_MS },
  ],
  'server-error': [{ kind: 'server-error', status: 503 }],
  'account-changed': [{ kind: 'account-changed' }],
  busy: [{ kind: 'busy' }],
  'nothing-saved': [{ kind: 'nothing-saved' }],
  'nothing-in-log': [{ kind: 'nothing-in-log' }],
  'unexpected-status': [{ kind: 'unexpected-status', status: 418 }],
  'unexpected-body': [{ kind: 'unexpected-body', issue: 'rate_limit: expected object' }],
};

export const exampleFailures: readonly Failure[] = Object.values(failuresByKind).flat();

/** A failure as a test's name has it: "other-sign-in bedrock". */
export function nameOf(failure: Failure): string {
  return Object.values(failure)
    .filter((value) => value !== null)
    .join(' ');
}

function keysOf<Key extends string>(record: Record<Key, true>): readonly Key[] {
  // Why: the record's type is closed, so its keys are all there are.
  return Object.keys(record) as Key[];
}

function readExample(): UsageSnapshot {
  const takenAtMs = exampleTakenAtMs;
  const read = parseUsage({ body: exampleUsageAnswer, takenAtMs, idToken: exampleIdToken });
  if (!read.ok) throw new Error(`the example answer: ${read.failure.kind}`);
  return read.value;
}
