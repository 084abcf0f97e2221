// Facts about the accounts on the settings page: what a row offers, what came of adding and importing.

import { expect, test } from 'vitest';
import { parseAct } from './acts.ts';
import { DEFAULT_SETTINGS, parseSettingChange } from './settings.ts';
import { type AccountPreferences, presentAccounts } from './settings-accounts.ts';
import { presentSettings } from './settings-panel.ts';
import { NO_PREFERENCES } from './settings-panel-types.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const OWN = { id: 'default', name: null, kind: 'home', problem: null } as const;
const WORK = { id: '0a0b0c0d', name: 'work', kind: 'home', problem: null } as const;

function contextOf(accounts: Partial<AccountPreferences>) {
  const preferences = {
    ...NO_PREFERENCES,
    accounts: { listed: [OWN], outcome: null, ...accounts },
  };
  return { words, settings: DEFAULT_SETTINGS, preferences };
}

function controlsOf(accounts: Partial<AccountPreferences>) {
  return presentAccounts(contextOf(accounts));
}

test('presentAccounts: Codex’s own home stays, another can be taken off the list', () => {
  const [own, work] = controlsOf({ listed: [OWN, WORK] });
  expect(own).toMatchObject({ kind: 'account', label: 'Default', remove: null });
  expect(work).toMatchObject({ label: 'work', remove: { spoken: 'Remove work' } });
  const change = work?.kind === 'account' ? work.remove?.change : null;
  expect(parseSettingChange(change)).toEqual({ removeAccount: WORK.id });
});

test('presentAccounts: says what is wrong with an account by the notice’s own title', () => {
  const copy = { kind: 'copy', other: null } as const;
  const [, work] = controlsOf({ listed: [OWN, { ...WORK, problem: copy }] });
  expect(work?.error).toBe('Two copies of one sign-in');
});

test('presentAccounts: both ways of adding are acts that the bridge takes', () => {
  const acts = controlsOf({}).flatMap((each) => (each.kind === 'button' ? [each.act] : []));
  expect(acts.map(parseAct)).toEqual(['add-account-folder', 'import-accounts']);
});

test.each([
  [{ way: 'add', name: 'work', outcome: 'added' }, '“work” is added.'],
  [{ way: 'add', name: 'work', outcome: 'no-home' }, 'There is no auth.json in that folder.'],
  [{ way: 'add', name: 'work', outcome: 'already-known' }, 'work: already known'],
  [
    {
      way: 'import',
      sections: [
        { name: 'a', outcome: 'added' },
        { name: 'b', outcome: 'for-now' },
      ],
    },
    'a: added · b: used until Plimsoll ends',
  ],
] as const)('presentAccounts: says what came of %j', (outcome, status) => {
  const statuses = controlsOf({ outcome }).flatMap((each) =>
    each.kind === 'button' && each.status !== null ? [each.status] : [],
  );
  expect(statuses).toEqual([status]);
});

test('presentAccounts: says the line of what is wrong with a file', () => {
  const outcome = { way: 'import', problem: 'unknown-key', line: 7 } as const;
  const [error] = controlsOf({ outcome }).flatMap(({ error: wrong }) => wrong ?? []);
  expect(error).toMatch(/^Line 7: only access_token, /);
});

test('presentSettings: asks which account the mark shows, only while there are several', () => {
  const idsOf = (listed: AccountPreferences['listed']) =>
    presentSettings(contextOf({ listed })).groups.flatMap(({ controls }) =>
      controls.map(({ id }) => id),
    );
  expect(idsOf([OWN])).not.toContain('mark');
  expect(idsOf([OWN, WORK])).toContain('mark');
});

test.each([
  [{ account: '0a0b0c0d' }, true],
  [{ account: 'default' }, true],
  [{ account: '/home/me/.codex' }, false],
  [{ account: '0a0b0c0d', mark: 'chosen' }, false],
  [{ mark: 'most-pressing' }, true],
  [{ mark: 'all' }, false],
  [{ removeAccount: '../x' }, false],
])('parseSettingChange: %j is taken: %s', (change, isTaken) => {
  expect(parseSettingChange(change)).toEqual(isTaken ? change : null);
});
