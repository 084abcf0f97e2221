import { expect, test } from 'vitest';
import { hasSlept, onWall } from './clocks.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

const now = { steadyMs: 10_000, wallMs: 1_795_348_800_000 };

test.each([
  ['nothing', null, null, null],
  ['an instant ahead', 15_000, null, now.wallMs + 5_000],
  [
    'an instant that is shown a little off, as it is shown',
    15_000,
    now.wallMs + 4_200,
    now.wallMs + 4_200,
  ],
  ['an instant that is shown an hour off, anew', 15_000, now.wallMs + HOUR_MS, now.wallMs + 5_000],
  ['a fraction, as whole milliseconds', 15_000.4, null, now.wallMs + 5_000],
])('onWall: shows %s', (_name, steadyAtMs, shownMs, expected) => {
  expect(onWall(steadyAtMs, shownMs, now)).toBe(expected);
});

test.each([
  ['in time', 5 * MINUTE_MS, 5 * MINUTE_MS, false],
  ['a second late', 5 * MINUTE_MS + 1_000, 5 * MINUTE_MS + 1_000, false],
  ['hours late, by both clocks', 8 * HOUR_MS, 8 * HOUR_MS, true],
  ['hours late, by the wall alone', 5 * MINUTE_MS, 8 * HOUR_MS, true],
  ['in time, the wall set back by years', 5 * MINUTE_MS, -900 * DAY_MS, false],
  ['in time, the wall corrected by a second', 5 * MINUTE_MS, 5 * MINUTE_MS - 1_000, false],
])('hasSlept: a timer of 5 min that fires %s', (_name, steadyPassedMs, wallPassedMs, expected) => {
  const later = { steadyMs: now.steadyMs + steadyPassedMs, wallMs: now.wallMs + wallPassedMs };
  expect(hasSlept({ armed: now, dueMs: now.steadyMs + 5 * MINUTE_MS }, later)).toBe(expected);
});

test('hasSlept: a timer that was due before it was set is not late by that', () => {
  expect(hasSlept({ armed: now, dueMs: now.steadyMs - DAY_MS }, now)).toBe(false);
});
