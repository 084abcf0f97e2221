import { expect, test } from 'vitest';
import { exampleFailures, nameOf } from './example-states.ts';
import { assertNever, type Failure, reasonOf, remedyOf, retryAtOf } from './failure.ts';

/** Source: contract.md §4, the closed list. */
const CONTRACT = {
  act: [
    'auth-file-missing',
    'auth-file-unreadable',
    'auth-file-malformed',
    'auth-file-unwritable',
    'auth-in-keyring',
    'api-key-only',
    'other-sign-in',
    'config-malformed',
    'address-refused',
    'sign-in-required',
  ],
  wait: [
    'offline',
    'timeout',
    'tls',
    'captive-portal',
    'proxy-sign-in',
    'blocked',
    'rate-limited',
    'server-error',
    'account-changed',
    'busy',
    'nothing-saved',
    'nothing-in-log',
  ],
  report: ['unexpected-status', 'unexpected-body'],
};

test('remedyOf: every kind has the remedy of the contract, and there is no other kind', () => {
  const remedies: Record<string, Set<string>> = {
    act: new Set(),
    wait: new Set(),
    report: new Set(),
  };
  for (const { kind } of exampleFailures) remedies[remedyOf(kind)]?.add(kind);
  const listed = Object.entries(remedies).map(([remedy, kinds]) => [remedy, [...kinds]]);
  expect(Object.fromEntries(listed)).toEqual(CONTRACT);
});

test.each(exampleFailures.map((failure) => [nameOf(failure), failure] as const))(
  'reasonOf and retryAtOf: are null unless the kind has one: %s',
  (_name, failure) => {
    const hasReason = failure.kind === 'other-sign-in' || failure.kind === 'sign-in-required';
    expect(reasonOf(failure) !== null).toBe(hasReason);
    expect(retryAtOf(failure)).toBe(failure.kind === 'rate-limited' ? failure.retryAtMs : null);
  },
);

test('a failure is plain data that survives JSON', () => {
  const copy: readonly Failure[] = JSON.parse(JSON.stringify(exampleFailures));
  expect(copy).toEqual(exampleFailures);
});

test('assertNever: throws, when a value slipped past the compiler', () => {
  // Why: that is just what the types forbid.
  expect(() => assertNever('new-kind' as never)).toThrow('unexpected case "new-kind"');
});
