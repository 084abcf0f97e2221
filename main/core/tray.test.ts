import { expect, test } from 'vitest';
import { exampleAccount as account, exampleFailures, exampleSnapshot } from './example-states.ts';
import { exampleTakenAtMs } from './examples.ts';
import type { Failure } from './failure.ts';
import type { MarkShape } from './icon.ts';
import { markOf } from './mark.ts';
import { type PresentContext, presentPanel, type Shown } from './panel.ts';
import { NO_READING, type Reading } from './reading.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { presentTray, type TrayView } from './tray.ts';
import { createWords } from './words/words.ts';

const nowMs = exampleTakenAtMs + 20 * SECOND_MS;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const context: PresentContext = { words, settings: DEFAULT_SETTINGS, nowMs, paceDivisor: 1 };
const snapshot = exampleSnapshot;
const offline: Failure = { kind: 'offline' };

const session: RateLimitWindow = {
  id: 'primary',
  kind: 'session',
  durationMs: 5 * HOUR_MS,
  usedPercent: 22,
  resetsAtMs: nowMs + 2 * HOUR_MS,
  depleted: false,
  trend: null,
};
const weekly: RateLimitWindow = {
  ...session,
  id: 'secondary',
  kind: 'weekly',
  durationMs: 7 * DAY_MS,
  usedPercent: 43,
  resetsAtMs: nowMs + 84 * HOUR_MS,
};
const spent: SpendLimit = {
  limit: '500',
  used: '500',
  remaining: '0',
  usedPercent: 100,
  remainingPercent: 0,
  resetsAtMs: nowMs + DAY_MS,
  reached: true,
};
const full = { usedPercent: 100, depleted: true };
const credits = { balance: '5', hasCredits: true, unlimited: false, overageLimitReached: null };

function shownOf(reading: Reading): Shown {
  return {
    reading,
    polling: false,
    nextPollAtMs: null,
    notBeforeMs: null,
    recovery: [],
    warning: null,
  };
}

function trayOf(reading: Reading): TrayView {
  const shown = shownOf(reading);
  return presentTray(shown, presentPanel(shown, context).panel, context);
}

function freshWith(fields: Partial<UsageSnapshot>): Reading {
  return { kind: 'fresh', account, snapshot: { ...snapshot, credits: null, ...fields } };
}

test('presentTray: carries everything that matters as text, when numbers are fresh', () => {
  const { tooltip, menu } = trayOf({ kind: 'fresh', snapshot, account });
  expect(tooltip).toBe('Plimsoll: On pace: 57% of the weekly limit left until Wed 23:20.');
  expect(menu.map((group) => group.map(({ label }) => label))).toEqual([
    [
      'On pace: 57% of the weekly limit left until Wed 23:20.',
      '5-hour: 78% left · Resets at 14:00',
      'Weekly: 57% left · Resets on Wed at 23:20',
      'GPT-5.3-Codex-Spark, weekly: 95% left · Resets on Sat at 06:53',
      'Credits: 17.25',
      'Earned resets: 2',
    ],
    ['Open Plimsoll', 'Refresh', 'Open usage page', 'Settings', 'What Plimsoll did'],
    ['Quit Plimsoll'],
  ]);
});

test('presentTray: marks old numbers in the tooltip and names what is wrong in the menu', () => {
  const { tooltip, menu } = trayOf({ kind: 'stale', snapshot, account, failure: offline });
  expect(tooltip).toMatch(/ \(Saved at 12:00: offline\)$/);
  expect(menu[0]?.[1]).toMatchObject({ id: 'notice', label: 'Offline', enabled: false });
  expect(menu[0]?.at(-1)?.label).toBe('Saved at 12:00: offline');
});

test.each([
  ['none', []],
  ['offered', [['Snooze alerts until the reset', 'snooze-alerts', true]]],
  ['on', [['Alerts are snoozed until the reset', null, false]]],
] as const)('presentTray: offers to snooze alerts, when there are any: %s', (snooze, expected) => {
  const alerts = { notice: null, snooze };
  const shown = { ...shownOf({ kind: 'fresh', snapshot, account }), alerts };
  const items = presentTray(shown, presentPanel(shown, context).panel, context).menu.flat();
  const found = items.filter(({ id }) => id === 'snooze');
  expect(found.map(({ label, act, enabled }) => [label, act, enabled])).toEqual(expected);
});

test('presentPanel: has an alert that could not be shown as its notice, after every other', () => {
  const notice = { title: '82% of the weekly limit used', body: 'It resets at 14:00.' };
  const alerts = { notice, snooze: 'none' } as const;
  const noticeOf = (reading: Reading) =>
    presentPanel({ ...shownOf(reading), alerts }, context).panel.notice;
  expect(noticeOf({ kind: 'fresh', snapshot, account })).toEqual({
    tone: 'wait',
    title: notice.title,
    text: notice.body,
    button: null,
  });
  expect(noticeOf({ kind: 'stale', snapshot, account, failure: offline })?.title).toBe('Offline');
});

test.each<[string, Reading, string]>([
  ['that it is the first look', NO_READING, 'Plimsoll: First look'],
  ['what is wrong', { kind: 'failed', failure: offline }, 'Plimsoll: Offline'],
])('presentTray: says %s, when there are no numbers', (_name, reading, tooltip) => {
  expect(trayOf(reading).tooltip).toBe(tooltip);
});

test('presentTray: facts do nothing; refresh is offered unless the service said to wait', () => {
  const view = trayOf({ kind: 'fresh', snapshot, account });
  expect(view.menu[0]?.every(({ act, enabled }) => act === null && !enabled)).toBe(true);
  const mayPoll = (changes: Partial<Shown>) => {
    const shown = { ...shownOf({ kind: 'saved', snapshot, account }), ...changes };
    const { menu } = presentTray(shown, presentPanel(shown, context).panel, context);
    return menu[1]?.find(({ id }) => id === 'poll')?.enabled;
  };
  expect(mayPoll({ notBeforeMs: nowMs + 1 })).toBe(false);
  expect(mayPoll({ notBeforeMs: nowMs })).toBe(true);
  expect(mayPoll({})).toBe(true);
});

test('presentTray: is the same while a poll runs and after it, when the answer is equal', () => {
  const even = freshWith({ windows: [{ ...session, usedPercent: 20 }, weekly] });
  if (even.kind !== 'fresh') throw new Error('it is');
  const before = shownOf(even);
  const during = { ...before, polling: true };
  const laterMs = nowMs + 5 * MINUTE_MS;
  const after = shownOf({ ...even, snapshot: { ...even.snapshot, takenAtMs: laterMs } });
  const view = (shown: Shown, atMs: number) => {
    const then = { ...context, nowMs: atMs };
    return presentTray(shown, presentPanel(shown, then).panel, then);
  };
  expect(view(during, nowMs)).toEqual(view(before, nowMs));
  expect(view(after, laterMs)).toEqual(view(before, nowMs));
});

test('presentTray: puts the text beside the mark where bars show any, else before the tooltip', () => {
  const shown = shownOf({ kind: 'fresh', snapshot, account });
  const wanted = { ...context, settings: { ...DEFAULT_SETTINGS, barText: 'both' as const } };
  const view = (showsText: boolean) =>
    presentTray(shown, presentPanel(shown, wanted).panel, wanted, { showsText });
  expect(view(true).title).toBe('78% · 57%');
  expect(view(true).tooltip).toMatch(/^Plimsoll: On pace/);
  expect(view(false).title).toBeNull();
  expect(view(false).tooltip).toMatch(/^78% · 57% – Plimsoll: On pace/);
});

const reset = { ...session, resetsAtMs: nowMs };

test.each<[string, Reading, MarkShape, number | null, number | null]>([
  ['nothing was asked', NO_READING, 'never', null, null],
  ['there never were numbers', { kind: 'failed', failure: offline }, 'stale', null, null],
  ['all is well', freshWith({ windows: [session, weekly] }), 'healthy', 0.78, 0.57],
  ['there is one window', freshWith({ windows: [session] }), 'healthy', 0.78, 0.78],
  ['there is no limit', freshWith({ windows: [] }), 'healthy', null, null],
  [
    'a percent is unknown',
    freshWith({ windows: [{ ...session, usedPercent: null }, weekly] }),
    'healthy',
    null,
    0.57,
  ],
  [
    'a window is near its end',
    freshWith({ windows: [session, { ...weekly, usedPercent: 80 }] }),
    'near',
    0.78,
    0.2,
  ],
  [
    'no window is near its end but the verdict says to slow down',
    freshWith({ windows: [{ ...session, usedPercent: 70 }, weekly] }),
    'near',
    0.3,
    0.57,
  ],
  [
    'the spend limit alone is near its end',
    freshWith({ windows: [session], spendLimit: { ...spent, usedPercent: 90, reached: false } }),
    'near',
    0.78,
    0.78,
  ],
  [
    'a window is used up',
    freshWith({ windows: [session, { ...weekly, ...full }] }),
    'blocked',
    0.78,
    0,
  ],
  [
    'more than all is used',
    freshWith({ windows: [{ ...session, ...full, usedPercent: 130 }] }),
    'blocked',
    0,
    0,
  ],
  [
    'credits are being spent',
    freshWith({ windows: [{ ...session, ...full }], credits }),
    'near',
    0,
    0,
  ],
  [
    'the spend limit is reached',
    freshWith({ windows: [session], spendLimit: spent }),
    'blocked',
    0.78,
    0.78,
  ],
  [
    'the reset of a reached spend limit has passed',
    freshWith({ windows: [session], spendLimit: { ...spent, resetsAtMs: nowMs } }),
    'stale',
    0.78,
    0.78,
  ],
  ['a reset has passed', freshWith({ windows: [reset, weekly] }), 'stale', 0.57, 0.57],
  ['numbers are saved', { kind: 'saved', snapshot, account }, 'stale', 0.78, 0.57],
  ['numbers are old', { kind: 'stale', snapshot, account, failure: offline }, 'stale', 0.78, 0.57],
])('markOf: is right, when %s', (_name, reading, shape, ring, bar) => {
  const mark = markOf(reading, context);
  expect(mark.shape).toBe(shape);
  for (const [actual, expected] of [
    [mark.ring, ring],
    [mark.bar, bar],
  ] as const) {
    if (expected === null) expect(actual).toBeNull();
    else expect(actual).toBeCloseTo(expected);
  }
});

test('markOf: is as calm as the verdict, for any use', () => {
  for (let usedPercent = 0; usedPercent < 100; usedPercent += 1) {
    const reading = freshWith({ windows: [{ ...session, usedPercent }, weekly] });
    const { panel } = presentPanel(shownOf(reading), context);
    const { shape } = markOf(reading, context);
    expect(shape).toBe(panel.verdict?.level === 'calm' ? 'healthy' : 'near');
  }
});

test('markOf: has the dot only when a sign-in is what is needed', () => {
  const dotted = exampleFailures.filter(
    (failure) => markOf({ kind: 'failed', failure }, context).shape === 'sign-in',
  );
  expect(new Set(dotted.map(({ kind }) => kind))).toEqual(
    new Set(['auth-file-missing', 'sign-in-required']),
  );
});
