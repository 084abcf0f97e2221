import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleSnapshot } from './example-states.ts';
import {
  type GaugeContext,
  presentGauge,
  presentGauges,
  presentGroups,
  shownUsedPercent,
} from './gauges.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { createShownClock } from './shown-clock.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';
import { createWords } from './words/words.ts';

const nowMs = 1_795_348_800_000;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

function contextWith(numbers: Settings['numbers'] = 'left', laterMs = 0): GaugeContext {
  const clock = createShownClock(words, nowMs + laterMs);
  return { words, settings: { ...DEFAULT_SETTINGS, numbers }, clock, takenAtMs: nowMs };
}

function window(fields: Partial<RateLimitWindow> = {}): RateLimitWindow {
  return {
    id: 'primary',
    kind: 'session',
    durationMs: 5 * HOUR_MS,
    usedPercent: 22,
    resetsAtMs: nowMs + 134 * MINUTE_MS,
    depleted: false,
    trend: null,
    ...fields,
  };
}

test('presentGauge: says all of a window, in percent left', () => {
  expect(presentGauge('main', window(), contextWith())).toEqual({
    id: 'main session',
    label: '5-hour',
    percent: '78%',
    percentNote: 'left',
    fillPercent: 78,
    paceTickPercent: expect.closeTo(44.67, 2),
    level: 'calm',
    reset: 'Resets in 2 h 14 min, at 14:14',
    resetAt: 'Resets at 14:14',
    spoken: '5-hour limit, 78 percent left, resets in 2 h 14 min, at 14:14',
    outdated: false,
  });
});

test('presentGauge: has number, bar and tick on the other scale, in percent used', () => {
  expect(presentGauge('main', window(), contextWith('used'))).toMatchObject({
    percent: '22%',
    percentNote: 'used',
    fillPercent: 22,
    paceTickPercent: expect.closeTo(55.33, 2),
    spoken: '5-hour limit, 22 percent used, resets in 2 h 14 min, at 14:14',
  });
});

test('presentGauge: shows a dash and says why, when the percent is unknown', () => {
  expect(presentGauge('main', window({ usedPercent: null }), contextWith())).toMatchObject({
    percent: '–',
    percentNote: 'not known',
    fillPercent: null,
    paceTickPercent: null,
    level: 'calm',
    spoken: '5-hour limit, percent not known, resets in 2 h 14 min, at 14:14',
  });
});

test('presentGauge: says so, when the reset is unknown', () => {
  expect(presentGauge('main', window({ resetsAtMs: null }), contextWith())).toMatchObject({
    reset: 'Reset time not known',
    resetAt: 'Reset time not known',
    paceTickPercent: null,
    outdated: false,
  });
});

test('presentGauge: marks the number as outdated, when its reset has passed', () => {
  expect(presentGauge('main', window(), contextWith('left', 134 * MINUTE_MS))).toMatchObject({
    percent: '78%',
    reset: 'Was due to reset at 14:14',
    resetAt: 'Was due to reset at 14:14',
    outdated: true,
  });
});

test.each<[string, Partial<RateLimitWindow>, string, string]>([
  ['nothing is used', { usedPercent: 0 }, '100%', 'calm'],
  ['the lowest threshold is not reached', { usedPercent: 79 }, '21%', 'calm'],
  ['the lowest threshold is reached', { usedPercent: 80 }, '20%', 'near'],
  ['all but a hair is used', { usedPercent: 99.99 }, '1%', 'near'],
  ['all is used', { usedPercent: 100, depleted: true }, '0%', 'blocked'],
  ['more than all is used', { usedPercent: 120, depleted: true }, '0%', 'blocked'],
  ['the service says reached at 97', { usedPercent: 97, depleted: true }, '3%', 'blocked'],
  ['reached, percent unknown', { usedPercent: null, depleted: true }, '–', 'blocked'],
])('presentGauge: is right, when %s', (_name, fields, percent, level) => {
  const gauge = presentGauge('main', window(fields), contextWith());
  expect([gauge.percent, gauge.level]).toEqual([percent, level]);
});

test('presentGauge: notes that the words change when the window resets', () => {
  const context = contextWith();
  presentGauge('main', window({ resetsAtMs: nowMs + 20 }), context);
  expect(context.clock.nextChangeAtMs()).toBe(nowMs + 20);
});

test('shownUsedPercent: is whole, 0 to 100, and 100 only when nothing is left', () => {
  expect(shownUsedPercent(null)).toBeNull();
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (usedPercent) => {
      const shown = shownUsedPercent(usedPercent) ?? -1;
      expect(Number.isInteger(shown) && shown >= 0).toBe(true);
      expect(shown === 100).toBe(usedPercent >= 100);
    }),
  );
});

test('presentGauges: keeps the order and gives every row an id of its own', () => {
  const gauges = presentGauges(exampleSnapshot, contextWith());
  expect(gauges.map(({ id, label }) => [id, label])).toEqual([
    ['main session', '5-hour'],
    ['main weekly', 'Weekly'],
  ]);
});

test('presentGroups: has each model under its own name, and code review last', () => {
  const snapshot = { ...exampleSnapshot, codeReview: [window()] };
  const groups = presentGroups(snapshot, contextWith());
  expect(groups.map(({ title, gauges }) => [title, ...gauges.map(({ id }) => id)])).toEqual([
    ['GPT-5.3-Codex-Spark', 'model codex_bengalfox weekly'],
    ['Code review', 'review session'],
  ]);
});

test('presentGroups: is empty, when there is nothing but main limits', () => {
  const snapshot = { ...exampleSnapshot, additional: [] };
  expect(presentGroups(snapshot, contextWith())).toEqual([]);
});
