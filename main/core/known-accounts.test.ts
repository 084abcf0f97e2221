// Facts about the known accounts: what may be a name, what is known already, what a file brings back.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addAccount,
  formatKnownAccounts,
  isAccountName,
  isSameName,
  KNOWN_ACCOUNTS_MAX,
  type KnownAccount,
  nameFor,
  parseKnownAccounts,
  removeAccount,
} from './known-accounts.ts';

const WORK: KnownAccount = {
  id: '00000001',
  name: 'work',
  place: { kind: 'home', folder: '/w' },
  sessionsDir: null,
};
const TOKEN: KnownAccount = { ...WORK, id: '00000002', name: 'ci', place: { kind: 'token' } };

test.each([
  ['work', true],
  ['Kunde Ä, 实验', true],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
  [' work', false],
  ['two\nlines', false],
  ['bidi\u202E', false],
  ['line\u2028', false],
  ['Default', false],
])('isAccountName: %j is one: %s', (name, is) => {
  expect(isAccountName(name)).toBe(is);
});

test('isSameName: capitals and ways of writing an accent make no other name', () => {
  expect([
    isSameName('Work', 'wORK'),
    isSameName('e\u0301', '\u00E9'),
    isSameName('a', 'b'),
  ]).toEqual([true, true, false]);
});

describe('addAccount', () => {
  const add = (changes: Partial<KnownAccount>, to: readonly KnownAccount[] = [WORK, TOKEN]) =>
    addAccount(to, { ...WORK, ...changes }, '0000000f');

  test.each([
    [{ name: 'other' }, 'already-known'],
    [{ name: 'WORK', place: { kind: 'home', folder: '/x' } }, 'name-taken'],
    [{ name: 'default', place: { kind: 'home', folder: '/x' } }, 'bad-name'],
    [{ name: 'ci', place: { kind: 'home', folder: '/x' } }, 'name-taken'],
  ] as const)('refuses %j as %s', (changes, failure) => {
    expect(add(changes)).toEqual({ ok: false, failure });
  });

  test('puts a token in the place of the one before, under its id', () => {
    const added = add({ name: 'ci', place: { kind: 'token' }, sessionsDir: '/s' });
    expect(added).toEqual({ ok: true, value: [WORK, { ...TOKEN, sessionsDir: '/s' }] });
  });

  test('has a limit', () => {
    const full = Array.from({ length: KNOWN_ACCOUNTS_MAX }, (_, at) => ({
      ...WORK,
      name: `n${at}`,
      place: { kind: 'home' as const, folder: `/${at}` },
    }));
    expect(add({ name: 'more', place: { kind: 'home', folder: '/x' } }, full)).toEqual({
      ok: false,
      failure: 'too-many',
    });
  });
});

test('removeAccount: takes one away, and nothing where there is none', () => {
  expect([removeAccount([WORK, TOKEN], WORK.id), removeAccount([TOKEN], 'x')]).toEqual([
    [TOKEN],
    [TOKEN],
  ]);
});

test.each([
  [['home', 'me', '.codex-work'], [], 'work'],
  [['home', 'me', 'work-codex'], [], 'work'],
  [['home', 'anna', '.codex'], [], 'anna'],
  [['w', 'work'], [WORK], 'work 2'],
  [['w', 'WORK'], [WORK, { ...WORK, name: 'work 2' }], 'WORK 3'],
  [['', '.codex'], [], 'codex'],
  [['x'.repeat(90)], [], 'x'.repeat(36)],
  [['default', '.codex'], [], 'codex'],
])('nameFor: %j beside %j is %s', (parts, accounts, name) => {
  expect(nameFor(parts, accounts)).toBe(name);
});

test('nameFor: is always a name, and nobody else’s', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (parts) => {
      const first = nameFor(parts, []);
      const second = nameFor(parts, [{ ...WORK, name: first }]);
      expect([isAccountName(first), isAccountName(second)]).toEqual([true, true]);
      expect(isSameName(first, second)).toBe(false);
    }),
  );
});

describe('parseKnownAccounts', () => {
  test('reads what was written', () => {
    expect(parseKnownAccounts(formatKnownAccounts([WORK, TOKEN]))).toEqual([WORK, TOKEN]);
  });

  test.each(['', 'null', '[]', '{"version":2,"accounts":[]}', '{"version":1,"accounts":[{}]}'])(
    'nothing can be read in %j',
    (text) => expect(parseKnownAccounts(text)).toBeNull(),
  );

  test('leaves out what has no name or the id of another, and a sessions folder that is none', () => {
    const text = JSON.stringify({
      version: 1,
      accounts: [
        WORK,
        { ...TOKEN, id: WORK.id },
        { ...TOKEN, name: 'default' },
        { ...TOKEN, sessionsDir: 5 },
      ],
    });
    expect(parseKnownAccounts(text)).toEqual([WORK, TOKEN]);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseKnownAccounts(text)));
  });
});
