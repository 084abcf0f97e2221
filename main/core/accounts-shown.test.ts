// Facts about several accounts in popover, mark, tooltip and menu; and that one account changes nothing.

import { describe, expect, test } from 'vitest';
import {
  type AccountShown,
  accountNotice,
  markedAccount,
  presentSwitch,
} from './accounts-shown.ts';
import { exampleAccount as account, exampleSnapshot } from './example-states.ts';
import { type PresentContext, presentPanel, type Shown } from './panel.ts';
import { NO_READING, type Reading } from './reading.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { presentTray } from './tray.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const context: PresentContext = {
  words,
  settings: DEFAULT_SETTINGS,
  nowMs: exampleSnapshot.takenAtMs,
  paceDivisor: 1,
};
const pressing: PresentContext = {
  ...context,
  settings: { ...DEFAULT_SETTINGS, mark: 'most-pressing' },
};

const calm: Reading = { kind: 'fresh', snapshot: exampleSnapshot, account };
const full: Reading = {
  ...calm,
  snapshot: {
    ...exampleSnapshot,
    credits: null,
    windows: exampleSnapshot.windows.map((each) => ({ ...each, usedPercent: 100, depleted: true })),
  },
};
const signedOut: Reading = { kind: 'failed', failure: { kind: 'auth-file-missing' } };

function accountsOf(readings: readonly Reading[], chosen = 0) {
  const all = readings.map((reading, at): AccountShown => {
    return { id: `id${at}`, name: at === 0 ? null : `name ${at}`, reading, problem: null };
  });
  return { all, chosenId: `id${chosen}` };
}

function shownOf(accounts: Shown['accounts']): Shown {
  const quiet = {
    polling: false,
    nextPollAtMs: null,
    notBeforeMs: null,
    recovery: [],
    warning: null,
  };
  return { ...quiet, reading: calm, ...(accounts && { accounts }) };
}

test('presentSwitch: there is none for one account, nor for none', () => {
  expect([presentSwitch(undefined, context), presentSwitch(accountsOf([calm]), context)]).toEqual([
    null,
    null,
  ]);
});

test('presentSwitch: names each with its state, by shape and in words, and one is chosen', () => {
  const shown = presentSwitch(accountsOf([calm, full, signedOut, NO_READING], 1), context);
  expect(shown?.entries.map(({ shape, spoken, chosen }) => [shape, spoken, chosen])).toEqual([
    ['healthy', 'Default, room left', false],
    ['blocked', 'name 1, blocked', true],
    ['sign-in', 'name 2, sign-in needed', false],
    ['never', 'name 3, not asked yet', false],
  ]);
});

test('presentSwitch: shows the first as chosen, where the chosen one is gone', () => {
  const shown = presentSwitch({ ...accountsOf([calm, full]), chosenId: 'gone' }, context);
  expect(shown?.entries.map(({ chosen }) => chosen)).toEqual([true, false]);
});

describe('markedAccount', () => {
  test.each([
    [[calm, full], 0, 1],
    [[full, calm], 1, 0],
    [[full, full], 1, 1],
    [[full, signedOut], 0, 1],
    [[NO_READING, calm], 0, 1],
    [[calm], 0, 0],
  ])('of %j with %d chosen, the most pressing is %d', (readings, chosen, marked) => {
    const accounts = accountsOf(readings, chosen);
    expect(markedAccount(accounts, pressing)?.id).toBe(`id${marked}`);
    expect(markedAccount(accounts, context)?.id).toBe(`id${chosen}`);
  });

  test('of none there is none', () => {
    expect(markedAccount({ all: [], chosenId: 'x' }, pressing)).toBeNull();
  });
});

describe('accountNotice', () => {
  const noticeOf = (problem: AccountShown['problem'], chosen = 0) => {
    const { all, chosenId } = accountsOf([calm, calm], chosen);
    const [first, ...others] = all;
    return accountNotice(
      { all: first ? [{ ...first, problem }, ...others] : [], chosenId },
      context,
    );
  };

  test('warns of a copy by the name of the other', () => {
    expect(noticeOf({ kind: 'copy', other: 'work' })).toMatchObject({
      tone: 'act',
      title: 'Two copies of one sign-in',
      text: expect.stringMatching(/^“work” has the same one\./),
    });
    expect(noticeOf({ kind: 'same-file', other: null })?.text).toMatch(/^“Default” leads to/);
  });

  test('offers to import again', () => {
    expect(noticeOf({ kind: 'import-again' })?.button?.act).toBe('import-accounts');
  });

  test('is silent about what is not shown, and where nothing is wrong', () => {
    expect([noticeOf({ kind: 'import-again' }, 1), noticeOf(null)]).toEqual([null, null]);
  });
});

describe('presentTray', () => {
  const trayOf = (accounts: Shown['accounts'], at = context) => {
    const shown = shownOf(accounts);
    return presentTray(shown, presentPanel(shown, at).panel, at);
  };

  test('is the same with one account as without any list', () => {
    expect(trayOf(accountsOf([calm]))).toEqual(trayOf(undefined));
  });

  test('lists all accounts in tooltip and menu, to be chosen by their short ids', () => {
    const { tooltip, menu } = trayOf(accountsOf([calm, full, signedOut]));
    expect(tooltip.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^Default: On pace/),
      expect.stringMatching(/^name 1: Blocked/),
      'name 2: Not signed in to Codex',
    ]);
    expect(menu[0]?.map(({ act, checked, enabled }) => [act, checked, enabled])).toEqual([
      [{ account: 'id0' }, true, true],
      [{ account: 'id1' }, false, true],
      [{ account: 'id2' }, false, true],
    ]);
    expect(menu[1]?.[0]?.id).toBe('verdict');
  });

  test('draws the chosen account, or the most pressing one with its own text beside', () => {
    const accounts = accountsOf([calm, full]);
    const withText = {
      ...pressing,
      settings: { ...pressing.settings, barText: 'percent' as const },
    };
    expect(trayOf(accounts).mark.shape).toBe('healthy');
    expect(trayOf(accounts, pressing).mark).toMatchObject({ shape: 'blocked', ring: 0 });
    expect(trayOf(accounts, withText).tooltip).toMatch(/^0%/);
  });
});
