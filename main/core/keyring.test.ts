// Facts about Codex's entry in the keychain: its name, and what the answer of a program means.

import { expect, test } from 'vitest';
import { type Ended, keyringAccount, mayOpen, readEntry } from './keyring.ts';

test('keyringAccount: is the first 16 digits of the digest, as Codex has it', () => {
  expect(keyringAccount('0123456789abcdef0123456789abcdef')).toBe('cli|0123456789abcdef');
});

const quiet = { stdout: '', hasComplained: false };

test.each<[string, string, Ended, object]>([
  ['an entry', 'linux', { ...quiet, code: 0, stdout: '{"a":1}' }, { text: '{"a":1}' }],
  ['an entry with an end of line', 'darwin', { ...quiet, code: 0, stdout: '{}\n' }, { text: '{}' }],
  ['an empty one', 'linux', { ...quiet, code: 0, stdout: '\n' }, { issue: 'no-entry' }],
  ['none', 'linux', { ...quiet, code: 1 }, { issue: 'no-entry' }],
  ['none, on a Mac', 'darwin', { ...quiet, code: 44, hasComplained: true }, { issue: 'no-entry' }],
  ['no service', 'linux', { ...quiet, code: 1, hasComplained: true }, { issue: 'not-opened' }],
  [
    'a refusal, on a Mac',
    'darwin',
    { ...quiet, code: 128, hasComplained: true },
    { issue: 'not-opened' },
  ],
  ['a failure, on a Mac', 'darwin', { ...quiet, code: 1 }, { issue: 'not-opened' }],
  ['no end', 'linux', { ...quiet, code: null, stdout: '{"half' }, { issue: 'not-opened' }],
])('readEntry: takes %s for what it is (%s)', (_, platform, ended, expected) => {
  expect(readEntry(ended, platform)).toEqual(expected);
});

test('mayOpen: says no where asking once more changes nothing', () => {
  const issues = ['no-program', 'no-entry', 'not-opened', 'unreadable'] as const;
  expect([undefined, ...issues].map(mayOpen)).toEqual([true, true, true, true, true]);
  expect((['ephemeral', 'not-possible'] as const).map(mayOpen)).toEqual([false, false]);
});
