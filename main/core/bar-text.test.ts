import { expect, test } from 'vitest';
import { presentBarText } from './bar-text.ts';
import { exampleAccount as account, exampleFailures, exampleSnapshot } from './example-states.ts';
import { exampleTakenAtMs as nowMs } from './examples.ts';
import { type PresentContext, presentPanel } from './panel.ts';
import { NO_READING, type Reading } from './reading.ts';
import { type BarText, DEFAULT_SETTINGS, type Settings } from './settings.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const session: RateLimitWindow = {
  id: 'primary',
  kind: 'session',
  durationMs: 5 * HOUR_MS,
  usedPercent: 37,
  resetsAtMs: nowMs + 2 * HOUR_MS + 14 * MINUTE_MS + SECOND_MS,
  depleted: false,
  trend: null,
};
const daily: RateLimitWindow = { ...session, kind: 'daily', durationMs: DAY_MS, usedPercent: 1 };
const weekly: RateLimitWindow = {
  ...session,
  id: 'secondary',
  kind: 'weekly',
  durationMs: 7 * DAY_MS,
  usedPercent: 76,
  resetsAtMs: nowMs + 3 * DAY_MS + HOUR_MS,
};
const full = { usedPercent: 100, depleted: true };

function fresh(...windows: readonly RateLimitWindow[]): Reading {
  return { kind: 'fresh', account, snapshot: { ...exampleSnapshot, credits: null, windows } };
}

function textOf(
  reading: Reading,
  settings: Partial<Settings>,
  { isAlwaysSeen = true, atMs = nowMs } = {},
) {
  const context: PresentContext = {
    words,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    nowMs: atMs,
    paceDivisor: 1,
  };
  const shown = { reading, polling: false, nextPollAtMs: null, notBeforeMs: null };
  const { panel } = presentPanel({ ...shown, recovery: [], warning: null }, context);
  return presentBarText({ reading, gauges: panel.gauges, isAlwaysSeen }, context);
}

const passed = { ...session, resetsAtMs: nowMs };
const unknown = { ...session, usedPercent: null };

test.each<[string, BarText, Reading, string | null]>([
  ['nothing is wanted', 'none', fresh(session, weekly), null],
  ['one share is wanted', 'percent', fresh(session, weekly), '63%'],
  ['the week is empty', 'percent', fresh(session, { ...weekly, ...full }), '0%'],
  ['a percent is unknown', 'percent', fresh(unknown, weekly), '–'],
  ['a reset has passed', 'percent', fresh(passed, weekly), '24%'],
  ['there is no limit', 'percent', fresh(), null],
  ['nothing was asked', 'percent', NO_READING, null],
  ['both shares are wanted', 'both', fresh(session, daily, weekly), '63% · 24%'],
  ['there is one window', 'both', fresh(session), '63%'],
  ['there is no limit', 'both', fresh(), null],
  ['a countdown is wanted', 'countdown', fresh(session, weekly), '2 h 14 min'],
  ['a reset is unknown', 'countdown', fresh({ ...session, resetsAtMs: null }, weekly), '3 d 1 h'],
  ['no reset is known', 'countdown', fresh({ ...session, resetsAtMs: null }), null],
  ['a reset has passed', 'countdown', fresh(passed), null],
  ['the week is empty', 'countdown', fresh(session, { ...weekly, ...full }), '3 d 1 h'],
  ['nothing was asked', 'countdown', NO_READING, null],
])('presentBarText: is right, when %s (%s)', (_name, barText, reading, expected) => {
  expect(textOf(reading, { barText }).text).toBe(expected);
});

test('presentBarText: counts as the person has chosen', () => {
  expect(textOf(fresh(session, weekly), { barText: 'both', numbers: 'used' }).text).toBe(
    '37% · 76%',
  );
});

test('presentBarText: has no text without numbers, whatever went wrong', () => {
  for (const failure of exampleFailures) {
    for (const barText of ['percent', 'both', 'countdown'] as const) {
      expect(textOf({ kind: 'failed', failure }, { barText }).text).toBeNull();
    }
  }
});

test('presentBarText: knows when a countdown that is seen will be wrong, and nothing else will', () => {
  const { changesAtMs } = textOf(fresh(session), { barText: 'countdown' });
  expect(changesAtMs).not.toBeNull();
  const at = (atMs: number) => textOf(fresh(session), { barText: 'countdown' }, { atMs }).text;
  expect([at((changesAtMs ?? 0) - 1), at(changesAtMs ?? 0)]).toEqual(['2 h 14 min', '2 h 13 min']);
  for (const barText of ['none', 'percent', 'both'] as const) {
    expect(textOf(fresh(session), { barText }).changesAtMs).toBeNull();
  }
});

test('presentBarText: names the moment instead, where nobody repaints', () => {
  const hidden = textOf(fresh(session), { barText: 'countdown' }, { isAlwaysSeen: false });
  expect(hidden).toEqual({ text: 'Resets at 14:14', changesAtMs: null });
});
