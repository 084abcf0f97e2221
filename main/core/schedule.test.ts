import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleFailures } from './example-states.ts';
import { type Failure, remedyOf } from './failure.ts';
import { loginDelayMs, nextPollDelayMs, wakeDelayMs } from './schedule.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

const nowMs = 1_795_348_800_000;
const offline: Failure = { kind: 'offline' };
const untold: Failure = { kind: 'rate-limited', retryAtMs: null };
const told: Failure = { kind: 'rate-limited', retryAtMs: nowMs + 990 * SECOND_MS };
const signIn: Failure = { kind: 'sign-in-required', reason: 'rejected' };

function delayMs(failure: Failure | null, failuresInRow: number, random = 1, paceDivisor = 1) {
  return nextPollDelayMs({ failure, failuresInRow, nowMs, random, paceDivisor });
}

test.each([
  ['5 min less a tenth, at the least', delayMs(null, 0, 0), 4.5 * MINUTE_MS],
  ['5 min in the middle', delayMs(null, 0, 0.5), 5 * MINUTE_MS],
  ['5 min and a tenth, at the most', delayMs(null, 0, 1), 5.5 * MINUTE_MS],
])('nextPollDelayMs: after a success it is %s', (_name, actual, expected) => {
  expect(actual).toBeCloseTo(expected);
});

test.each([
  ['offline, 1st', offline, 1, MINUTE_MS],
  ['offline, 2nd', offline, 2, 2 * MINUTE_MS],
  ['offline, 5th', offline, 5, 16 * MINUTE_MS],
  ['offline, 6th', offline, 6, 30 * MINUTE_MS],
  ['offline, 5000th', offline, 5000, 30 * MINUTE_MS],
  ['429 without a moment, 1st', untold, 1, 5 * MINUTE_MS],
  ['429 without a moment, 4th', untold, 4, 40 * MINUTE_MS],
  ['429 without a moment, 9th', untold, 9, HOUR_MS],
  ['sign-in needed, 1st', signIn, 1, HOUR_MS],
  ['sign-in needed, 9th', signIn, 9, HOUR_MS],
])(
  'nextPollDelayMs: backs off as reliability.md §7 says, when %s',
  (_name, failure, row, expected) => {
    expect(delayMs(failure, row)).toBe(expected);
  },
);

test('nextPollDelayMs: uses full jitter but never hurries, when offline', () => {
  expect(delayMs(offline, 4, 0.5)).toBe(4 * MINUTE_MS);
  expect(delayMs(offline, 4, 0)).toBe(10 * SECOND_MS);
});

test('nextPollDelayMs: waits the told time and a little more, whatever the pace', () => {
  for (const random of [0, 1]) {
    const waitMs = delayMs(told, 1, random, 60);
    expect(waitMs).toBeGreaterThan(990 * SECOND_MS);
    expect(waitMs).toBeLessThanOrEqual(992 * SECOND_MS);
  }
});

test('nextPollDelayMs: divides every other wait, in a demo', () => {
  expect(delayMs(signIn, 1, 0.5, 60)).toBe(MINUTE_MS);
  expect(delayMs(null, 0, 0.5, 60)).toBe(5 * SECOND_MS);
});

test('nextPollDelayMs: is positive, finite and never longer than a day and a bit', () => {
  const draw = fc.double({ min: 0, max: 1, noNaN: true });
  const failure = fc.option(fc.constantFrom(...exampleFailures));
  fc.assert(
    fc.property(failure, fc.nat(), draw, (anyFailure, failuresInRow, random) => {
      const waitMs = delayMs(anyFailure, failuresInRow, random);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThan(25 * HOUR_MS);
      if (anyFailure !== null && remedyOf(anyFailure.kind) === 'act') expect(waitMs).toBe(HOUR_MS);
    }),
  );
});

test('wakeDelayMs: is 10 to 40 s, divided by the pace', () => {
  expect([wakeDelayMs(0, 1), wakeDelayMs(1, 1)]).toEqual([10 * SECOND_MS, 40 * SECOND_MS]);
  expect(wakeDelayMs(0.5, 5)).toBe(5 * SECOND_MS);
});

test('loginDelayMs: is 2 to 10 s, divided by the pace', () => {
  expect([loginDelayMs(0, 1), loginDelayMs(1, 1)]).toEqual([2 * SECOND_MS, 10 * SECOND_MS]);
  expect(loginDelayMs(0.5, 6)).toBe(SECOND_MS);
});
