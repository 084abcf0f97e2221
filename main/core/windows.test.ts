import { describe, expect, test } from 'vitest';
import { exampleTakenAtMs } from './examples.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { createDoubts, type Members } from './usage-fields.ts';
import { isResetElapsed, kindOf, readLimit, windowLabelUnit } from './windows.ts';

const takenAtMs = exampleTakenAtMs;
const nowS = takenAtMs / SECOND_MS;

function read(members: Members, spendReached = false) {
  const doubts = createDoubts();
  const part = { members, path: 'rate_limit', doubts };
  const windows = readLimit(part, { takenAtMs, spendReached });
  return { windows, confidence: doubts.confidence() };
}

function readOne(window: Members): { row: RateLimitWindow | undefined; confidence: string } {
  const { windows, confidence } = read({
    primary_window: { used_percent: 5, limit_window_seconds: 18_000, ...window },
  });
  return { row: windows[0], confidence };
}

test.each([
  [5 * HOUR_MS, 'session'],
  [5 * HOUR_MS * 0.98, 'session'],
  [5 * HOUR_MS * 0.979, 'other'],
  [5 * HOUR_MS * 1.021, 'other'],
  [DAY_MS, 'daily'],
  [7 * DAY_MS - MINUTE_MS, 'weekly'],
  [27 * DAY_MS, 'other'],
  [28 * DAY_MS, 'monthly'],
  [30 * DAY_MS, 'monthly'],
  [31 * DAY_MS, 'monthly'],
  [32 * DAY_MS, 'other'],
])('kindOf: %d ms is %s', (durationMs, kind) => {
  expect(kindOf(durationMs)).toBe(kind);
});

test.each([
  [5 * HOUR_MS - MINUTE_MS, { kind: 'session', unit: 'hour', count: 5 }],
  [3 * DAY_MS, { kind: 'other', unit: 'day', count: 3 }],
  [3 * DAY_MS + SECOND_MS, { kind: 'other', unit: 'day', count: 3 }],
  [9 * HOUR_MS, { kind: 'other', unit: 'hour', count: 9 }],
  [25 * HOUR_MS, { kind: 'other', unit: 'hour', count: 25 }],
  [90 * MINUTE_MS, { kind: 'other', unit: 'minute', count: 90 }],
  [90 * SECOND_MS, { kind: 'other', unit: 'second', count: 90 }],
])('windowLabelUnit: %d ms is %j', (durationMs, label) => {
  expect(windowLabelUnit(durationMs)).toEqual(label);
});

describe('percent used', () => {
  test.each([
    [12.5, 12.5, 'exact'],
    ['12.5', 12.5, 'exact'],
    [' 7 ', 7, 'exact'],
    [0, 0, 'exact'],
    [-0, 0, 'exact'],
    [100, 100, 'exact'],
    [137, 137, 'exact'],
    [-3, 0, 'assumed'],
    [null, null, 'exact'],
    [undefined, null, 'exact'],
    ['bad', null, 'partial'],
    ['', null, 'partial'],
    ['0x10', null, 'partial'],
    ['1e999', null, 'partial'],
    [Number.POSITIVE_INFINITY, null, 'partial'],
    [true, null, 'partial'],
    [[5], null, 'partial'],
  ])('readLimit: used_percent %j reads as %j, %s', (used_percent, usedPercent, confidence) => {
    const read = readOne({ used_percent });
    expect([read.row?.usedPercent, read.confidence]).toEqual([usedPercent, confidence]);
  });
});

describe('reset', () => {
  test.each([
    ['seconds', { reset_at: nowS + 60 }, 60, 'exact'],
    ['text seconds', { reset_at: String(nowS + 60) }, 60, 'exact'],
    ['milliseconds', { reset_at: takenAtMs + 60_000 }, 60, 'assumed'],
    ['0', { reset_at: 0 }, null, 'exact'],
    ['negative', { reset_at: -5 }, null, 'exact'],
    ['a moment of 1970', { reset_at: 18_000 }, null, 'exact'],
    ['text', { reset_at: 'soon' }, null, 'partial'],
    ['beyond the year 9999', { reset_at: 1e300 }, null, 'partial'],
    ['past', { reset_at: nowS - 60 }, -60, 'exact'],
    ['absent, seconds from now given', { reset_after_seconds: 60 }, 60, 'exact'],
    ['0, seconds from now given', { reset_at: 0, reset_after_seconds: 60 }, 60, 'exact'],
    ['text, seconds from now given', { reset_at: 'x', reset_after_seconds: 60 }, 60, 'partial'],
    ['absent, 0 seconds from now', { reset_after_seconds: 0 }, null, 'exact'],
    ['absent, too many seconds from now', { reset_after_seconds: 1e300 }, null, 'partial'],
  ])('readLimit: the reset is right, when it is %s', (_name, window, inS, confidence) => {
    const { row, confidence: read } = readOne(window);
    const wanted = inS === null ? null : takenAtMs + inS * SECOND_MS;
    expect([row?.resetsAtMs, read]).toEqual([wanted, confidence]);
  });

  test('isResetElapsed: is true from the moment of the reset, never for an unknown one', () => {
    expect(isResetElapsed({ resetsAtMs: 1_000 }, 999)).toBe(false);
    expect(isResetElapsed({ resetsAtMs: 1_000 }, 1_000)).toBe(true);
    expect(isResetElapsed({ resetsAtMs: null }, 1_000)).toBe(false);
  });
});

describe('a missing length', () => {
  const inS = (seconds: number) => ({ reset_at: nowS + seconds });
  const week = { limit_window_seconds: 604_800 };
  const session = { limit_window_seconds: 18_000 };
  test.each([
    ['5-hour in the primary slot', { primary_window: {} }, ['session'], 'assumed'],
    ['weekly in the secondary slot', { secondary_window: {} }, ['weekly'], 'assumed'],
    [
      'weekly, when the reset is days away',
      { primary_window: inS(200_000) },
      ['weekly'],
      'assumed',
    ],
    ['5-hour, a clock skew apart', { primary_window: inS(18_030) }, ['session'], 'assumed'],
    [
      'weekly, when the other slot is the 5-hour one',
      { primary_window: {}, secondary_window: session },
      ['session', 'weekly'],
      'assumed',
    ],
    [
      '5-hour, when the other slot is the weekly one',
      { primary_window: week, secondary_window: inS(60) },
      ['session', 'weekly'],
      'assumed',
    ],
    [
      'never 5-hour, when the reset is days away',
      { primary_window: week, secondary_window: inS(200_000) },
      ['weekly'],
      'assumed',
    ],
    [
      'both guessed',
      { primary_window: {}, secondary_window: {} },
      ['session', 'weekly'],
      'assumed',
    ],
    [
      'guessed, when it is 0',
      { primary_window: { limit_window_seconds: 0 } },
      ['session'],
      'assumed',
    ],
    [
      'guessed, when it is text',
      { primary_window: { limit_window_seconds: 'x' } },
      ['session'],
      'partial',
    ],
    [
      'guessed, when absurd',
      { primary_window: { limit_window_seconds: 1e300 } },
      ['session'],
      'partial',
    ],
  ])('readLimit: is %s', (_name, members, kinds, confidence) => {
    const { windows, confidence: actual } = read(members);
    expect([windows.map((window) => window.kind), actual]).toEqual([kinds, confidence]);
  });
});

describe('rows', () => {
  test.each([
    ['the fuller row', 40, 41, 604_800, [41]],
    ['the known row', null, 3, 604_800, [3]],
    ['the first row, when both are equal', 3, 3, 604_800, [3]],
    ['one row of an unfamiliar length', 7, 8, 7_200, [8]],
  ])('readLimit: keeps %s, when a kind comes twice', (_name, first, second, seconds, rows) => {
    const { windows } = read({
      primary_window: { used_percent: first, limit_window_seconds: seconds },
      secondary_window: { used_percent: second, limit_window_seconds: seconds },
    });
    expect(windows.map((window) => window.usedPercent)).toEqual(rows);
  });

  test('readLimit: keeps both rows, when unfamiliar lengths differ, shortest first', () => {
    const { windows } = read({
      primary_window: { used_percent: 1, limit_window_seconds: 7_200 },
      secondary_window: { used_percent: 2, limit_window_seconds: 3_600 },
    });
    expect(windows.map((window) => window.usedPercent)).toEqual([2, 1]);
  });
});

describe('depleted', () => {
  const two = (first: number | null, second: number | null) => ({
    primary_window: { used_percent: first, limit_window_seconds: 18_000 },
    secondary_window: { used_percent: second, limit_window_seconds: 604_800 },
  });
  test.each([
    ['nothing below 100', two(99.9, 20), false, [false, false], 'exact'],
    ['a full window', two(100, 20), false, [true, false], 'exact'],
    [
      'the fullest, when the limit is reached',
      { ...two(30, 97), limit_reached: true },
      false,
      [false, true],
      'assumed',
    ],
    [
      'the fullest, when use is not allowed',
      { ...two(98, 97), allowed: false },
      false,
      [true, false],
      'assumed',
    ],
    [
      'only the full one, when the limit is reached',
      { ...two(100, 97), limit_reached: true },
      false,
      [true, false],
      'exact',
    ],
    [
      'nothing, when the spend limit is what is reached',
      { ...two(98, 97), allowed: false },
      true,
      [false, false],
      'exact',
    ],
    [
      'one, when no percent is known',
      { ...two(null, null), allowed: false },
      false,
      [true, false],
      'assumed',
    ],
    [
      'nothing, when the flags are unreadable',
      { ...two(98, 97), allowed: 'no' },
      false,
      [false, false],
      'partial',
    ],
  ])('readLimit: %s', (_name, members, spendReached, depleted, confidence) => {
    const { windows, confidence: actual } = read(members, spendReached);
    expect([windows.map((window) => window.depleted), actual]).toEqual([depleted, confidence]);
  });
});
