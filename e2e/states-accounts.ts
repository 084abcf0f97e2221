// The states of a popover with several accounts, and of their list in the settings. Names are people's
// own: short and long ones, in more than one script.

import type { AccountShown, AccountsShown } from '../main/core/accounts-shown.ts';
import { failed, fresh, type State, stale, twoWindows } from './fixed.ts';

const calm = fresh(twoWindows(37, 44));
const READINGS = [
  calm,
  fresh(twoWindows(45, 96)),
  fresh(twoWindows(11, 100)),
  stale({ kind: 'offline' }),
  failed({ kind: 'sign-in-required', reason: 'rejected' }),
  { kind: 'none' },
] as const;

/** Accounts of those names after Codex's own, with every state in turn. */
function accounts(
  names: readonly string[],
  { chosen = 0, problem = null }: { chosen?: number; problem?: AccountShown['problem'] } = {},
): AccountsShown {
  const all = [null, ...names].map((name, at): AccountShown => {
    const reading = READINGS[at % READINGS.length] ?? calm;
    return { id: idOf(at), name, reading, problem: at === chosen ? problem : null };
  });
  return { all, chosenId: idOf(chosen) };
}

function idOf(at: number): string {
  return at === 0 ? 'default' : `0000000${at.toString(16)}`;
}

const TEN = ['work', 'Kunde A', 'client-b', 'ci', '实验', 'lab', 'team', 'night', 'spare'];
const LONG = [
  'Forschungsgemeinschaft Nord, zweites Konto',
  'shared-account-for-nightly-builds-2026-x',
].map((name) => [...name].slice(0, 40).join(''));

export const ACCOUNT_STATES = {
  'accounts-two': { reading: calm, accounts: accounts(['work']) },
  'accounts-three': { reading: READINGS[1], accounts: accounts(['work', 'client'], { chosen: 1 }) },
  'accounts-ten': { reading: calm, accounts: accounts(TEN, { chosen: 6 }) },
  'accounts-long-names': { reading: calm, accounts: accounts(LONG) },
  'accounts-copy': {
    reading: calm,
    accounts: accounts(['work'], { problem: { kind: 'copy', other: 'work' } }),
  },
  'accounts-same-file': {
    reading: calm,
    accounts: accounts(['work'], { problem: { kind: 'same-file', other: 'work' } }),
  },
  'accounts-import-again': {
    reading: failed({ kind: 'sign-in-required', reason: 'no-tokens' }),
    accounts: accounts(['work'], { chosen: 1, problem: { kind: 'import-again' } }),
  },
} satisfies Record<string, State>;

export const ACCOUNT_SETTINGS_STATES = {
  'settings-accounts': {
    reading: calm,
    preferences: {
      startAtLogin: true,
      accounts: {
        listed: [
          { id: idOf(0), name: null, kind: 'home', problem: null },
          { id: idOf(1), name: 'work', kind: 'home', problem: { kind: 'copy', other: null } },
          { id: idOf(2), name: LONG[0] ?? '', kind: 'auth-file', problem: null },
          { id: idOf(3), name: 'ci', kind: 'token', problem: { kind: 'import-again' } },
        ],
        outcome: {
          way: 'import',
          sections: [
            { name: 'ci', outcome: 'for-now' },
            { name: 'client', outcome: 'no-such-file' },
          ],
        },
      },
    },
  },
} satisfies Record<string, State>;
