// Facts about when to look again: each row of reliability.md §7, and bounds for any pacing at all.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, dueAfter, endedAt, polled, start } from './example-pacing.ts';
import { exampleAccount as account, exampleFailures, exampleSnapshot } from './example-states.ts';
import { type Failure, remedyOf } from './failure.ts';
import { codexUsed, disturbed, pollBegan, pollEnded } from './pacing.ts';
import { loginDelayMs, mayPollNow, wakeDelayMs } from './schedule.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

const offline: Failure = { kind: 'offline' };
const untold: Failure = { kind: 'rate-limited', retryAtMs: null };
const signIn: Failure = { kind: 'sign-in-required', reason: 'rejected' };

function toldFor(ms: number): Failure {
  return { kind: 'rate-limited', retryAtMs: start.wallMs + ms };
}

describe('the interval', () => {
  test.each([
    ['5 min less a tenth, at the least', 5, 0, 4.5 * MINUTE_MS],
    ['5 min in the middle', 5, 0.5, 5 * MINUTE_MS],
    ['5 min and a tenth, at the most', 5, 1, 5.5 * MINUTE_MS],
    ['what the setting says', 20, 0.5, 20 * MINUTE_MS],
    ['never below a minute: 1', 1, 0, MINUTE_MS],
    ['never below a minute: 0', 0, 0, MINUTE_MS],
    ['never below a minute: negative', -5, 0.5, MINUTE_MS],
    ['at most an hour', 1e9, 0.5, HOUR_MS],
    ['the default, if the setting is no number', Number.NaN, 0.5, 5 * MINUTE_MS],
  ])('is %s', (_name, pollMinutes, random, expected) => {
    expect(dueAfter(polled({ random }), { pollMinutes })).toBeCloseTo(expected);
  });

  test.each([
    ['on battery', { isSaving: true }, 0, 15],
    ['on battery, if the setting is longer', { isSaving: true, pollMinutes: 30 }, 0, 30],
    ['after 29 min without use', {}, 29 * MINUTE_MS, 5],
    ['after half an hour without use', {}, 30 * MINUTE_MS, 15],
    ['after half an hour that nobody watched', { noticesUse: false }, 30 * MINUTE_MS, 5],
    ['after a day without use, on battery', { isSaving: true }, DAY_MS, 15],
  ])('%s is so many minutes', (_name, conditions, ranForMs, minutes) => {
    expect(dueAfter(polled({ ranForMs }), conditions)).toBe(minutes * MINUTE_MS);
  });

  test('is another one at once, when the setting or the supply changes', () => {
    const pacing = polled();
    const due = [5, 20, 5].map((pollMinutes) => dueAfter(pacing, { pollMinutes }, at(MINUTE_MS)));
    expect(due).toEqual([5 * MINUTE_MS, 20 * MINUTE_MS, 5 * MINUTE_MS]);
    expect(dueAfter(pacing, { isSaving: true }, at(MINUTE_MS))).toBe(15 * MINUTE_MS);
  });

  test('is short again when numbers have risen, although nobody saw any use', () => {
    const draws = { wait: 0.5, soon: 0.5 };
    const end = { clocks: start, draws, failure: null, snapshot: null, hasRisen: true };
    expect(dueAfter(pollEnded(polled({ ranForMs: DAY_MS }), end))).toBe(5 * MINUTE_MS);
  });
});

describe('a failure', () => {
  test.each([
    ['offline, 1st', offline, 1, MINUTE_MS],
    ['offline, 2nd', offline, 2, 2 * MINUTE_MS],
    ['offline, 5th', offline, 5, 16 * MINUTE_MS],
    ['offline, 6th', offline, 6, 30 * MINUTE_MS],
    ['offline, 5000th', offline, 5000, 30 * MINUTE_MS],
    ['429 without a moment, 1st', untold, 1, 5 * MINUTE_MS],
    ['429 without a moment, 2nd', untold, 2, 10 * MINUTE_MS],
    ['429 without a moment, 3rd', untold, 3, 20 * MINUTE_MS],
    ['429 without a moment, 4th', untold, 4, 40 * MINUTE_MS],
    ['429 without a moment, 5th', untold, 5, HOUR_MS],
    ['429 without a moment, 9th', untold, 9, HOUR_MS],
    ['sign-in needed, 1st', signIn, 1, HOUR_MS],
    ['sign-in needed, 9th', signIn, 9, HOUR_MS],
  ])('backs off as reliability.md §7 says: %s', (_name, failure, inRow, expected) => {
    expect(dueAfter(polled({ failure, inRow, random: 1 }))).toBe(expected);
  });

  test('uses full jitter but never hurries, when offline', () => {
    expect(dueAfter(polled({ failure: offline, inRow: 4, random: 0.5 }))).toBe(4 * MINUTE_MS);
    expect(dueAfter(polled({ failure: offline, inRow: 4, random: 0 }))).toBe(10 * SECOND_MS);
  });

  test('is forgotten by one success', () => {
    const failed = polled({ failure: offline, inRow: 9 });
    expect(dueAfter(endedAt(failed, start))).toBe(5 * MINUTE_MS);
    expect(dueAfter(endedAt(endedAt(failed, start), start, { failure: offline, random: 1 }))).toBe(
      MINUTE_MS,
    );
  });

  test('is not hurried by use of Codex', () => {
    for (const failure of [offline, untold, signIn]) {
      const pacing = polled({ failure, inRow: 3, random: 1 });
      expect(dueAfter(codexUsed(pacing, start.steadyMs))).toBe(dueAfter(pacing));
    }
  });
});

describe('a told wait', () => {
  test.each([0, 1])('is kept, and a little more, whatever the pace', (random) => {
    const failure = toldFor(990 * SECOND_MS);
    const waitMs = dueAfter(polled({ failure, random, paceDivisor: 60 }));
    expect(waitMs).toBeGreaterThan(990 * SECOND_MS);
    expect(waitMs).toBeLessThanOrEqual(992 * SECOND_MS);
  });

  test.each([
    ['none', 0],
    ['in the past', -DAY_MS],
    ['a second', SECOND_MS],
  ])('of no length does not hurry: %s', (_name, ms) => {
    expect(dueAfter(polled({ failure: toldFor(ms) }))).toBe(10 * SECOND_MS);
    let pacing = polled({ failure: toldFor(ms) });
    for (let times = 0; times < 6; times += 1) {
      pacing = endedAt(pollBegan(pacing, start), start, { failure: toldFor(ms) });
    }
    expect(dueAfter(pacing)).toBe(3 * MINUTE_MS);
  });

  test.each([
    ['an hour back', -HOUR_MS],
    ['ten years back', -3_650 * DAY_MS],
    ['an hour on', HOUR_MS],
    ['ten years on', 3_650 * DAY_MS],
  ])('is as long as it was, when the clock is set %s', (_name, jumpMs) => {
    const pacing = polled({ failure: toldFor(990 * SECOND_MS) });
    expect(dueAfter(pacing, {}, at(60 * SECOND_MS, jumpMs))).toBeCloseTo(991.5 * SECOND_MS);
  });

  test('is never longer than a day, however far the clock was set back before', () => {
    expect(dueAfter(polled({ failure: toldFor(400 * DAY_MS) }))).toBeLessThan(DAY_MS + MINUTE_MS);
  });

  test('is not cut short by waking up', () => {
    const pacing = polled({ failure: toldFor(990 * SECOND_MS) });
    const woken = disturbed(pacing, at(MINUTE_MS), 25 * SECOND_MS);
    expect(dueAfter(woken)).toBe(dueAfter(pacing));
  });

  test('is over after a sleep that was longer, also where the steady clock sleeps too', () => {
    const pacing = polled({ failure: toldFor(990 * SECOND_MS) });
    const woken = disturbed(pacing, at(MINUTE_MS, 8 * HOUR_MS), 25 * SECOND_MS);
    expect(dueAfter(woken)).toBe(MINUTE_MS + 25 * SECOND_MS);
  });

  test('without a moment is not cut short by waking up either', () => {
    const pacing = polled({ failure: untold, inRow: 3 });
    expect(dueAfter(disturbed(pacing, at(MINUTE_MS), 25 * SECOND_MS))).toBe(20 * MINUTE_MS);
  });
});

describe('a reset', () => {
  test.each([
    ['5 s after it, at the least', 0, [2 * MINUTE_MS], 2 * MINUTE_MS + 5 * SECOND_MS],
    ['20 s after it, at the most', 1, [2 * MINUTE_MS], 2 * MINUTE_MS + 20 * SECOND_MS],
    ['the earliest of two', 0, [DAY_MS, 2 * MINUTE_MS], 2 * MINUTE_MS + 5 * SECOND_MS],
    ['once for two that coincide', 0, [100_000, 130_000], 135_000],
    ['a minute after the last poll, if it is due at once', 0, [SECOND_MS], MINUTE_MS],
    ['not for one that lies behind', 0.5, [-SECOND_MS, 0], 5 * MINUTE_MS],
    ['not for one beyond the interval', 0.5, [HOUR_MS], 5 * MINUTE_MS],
    ['not for an unknown one', 0.5, [null], 5 * MINUTE_MS],
  ])('is followed by a poll %s', (_name, random, resets, expected) => {
    expect(dueAfter(polled({ random, resets }))).toBe(expected);
  });

  test('is followed on battery, in idle time and in the longest interval too', () => {
    const pacing = polled({ random: 0, resets: [2 * MINUTE_MS], ranForMs: DAY_MS });
    const calm = { isSaving: true, pollMinutes: 60 };
    expect(dueAfter(pacing, calm)).toBe(2 * MINUTE_MS + 5 * SECOND_MS);
  });

  /** The wait after the poll that has followed a reset at 2 min, and what it answered. */
  function waitAfterFollowing(before: readonly number[], after: readonly number[]): number {
    const now = at(2 * MINUTE_MS + 12.5 * SECOND_MS);
    const began = pollBegan(polled({ resets: before }), now);
    return (
      dueAfter(endedAt(began, now, { resets: after }), {}, now) + start.steadyMs - now.steadyMs
    );
  }

  test.each([
    ['the old one again', [120_000], [120_000]],
    ['the old one as just ahead', [120_000], [135_000]],
    ['one that moves on by a minute', [120_000], [240_000]],
  ])('is followed once, when the service then reports %s', (_name, before, after) => {
    expect(waitAfterFollowing(before, after)).toBe(5 * MINUTE_MS);
  });

  test('is followed, when another one shortly before it was: both were known', () => {
    expect(waitAfterFollowing([120_000, 300_000], [300_000])).toBe(180_000);
  });

  test.each([-HOUR_MS, HOUR_MS, -3_650 * DAY_MS, 3_650 * DAY_MS])(
    'costs at most one more poll, when the clock is set by %d ms',
    (jumpMs) => {
      const now = at(MINUTE_MS, jumpMs);
      const dueMs = dueAfter(polled({ resets: [2 * MINUTE_MS] }), {}, now);
      expect(dueMs).toBeGreaterThanOrEqual(MINUTE_MS);
      expect(dueMs).toBeLessThanOrEqual(5 * MINUTE_MS);
      const after = endedAt(pollBegan(polled({ resets: [2 * MINUTE_MS] }), now), now, {
        resets: [2 * MINUTE_MS],
      });
      expect(dueAfter(after, {}, now)).toBeGreaterThan(now.steadyMs - start.steadyMs + MINUTE_MS);
    },
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

test('nextPollDueMs: divides every wait but the told one, in a demo', () => {
  const paceDivisor = 60;
  expect(dueAfter(polled({ failure: signIn, paceDivisor }))).toBe(MINUTE_MS);
  expect(dueAfter(polled({ paceDivisor }))).toBe(5 * SECOND_MS);
});

test.each([
  ['click', 59 * SECOND_MS, 0, false],
  ['click', 60 * SECOND_MS, 0, true],
  ['opened', 60 * SECOND_MS, 0, true],
  ['opened', 5 * SECOND_MS, -HOUR_MS, true],
  ['opened', 5 * SECOND_MS, HOUR_MS, true],
  ['click', 0.5 * SECOND_MS, -HOUR_MS, false],
] as const)(
  'mayPollNow: %s %d ms after good numbers, the clock set by %d ms: %s',
  (cause, afterMs, jumpMs, expected) => {
    const snapshot = { ...exampleSnapshot, takenAtMs: start.wallMs };
    const reading = { kind: 'fresh', snapshot, account } as const;
    const now = at(afterMs, jumpMs);
    expect(mayPollNow(cause, { pacing: polled(), reading }, now)).toBe(expected);
  },
);

test('nextPollDueMs: is finite, not before its floors and not later than a day, for anything', () => {
  const draw = fc.double({ min: 0, max: 1, noNaN: true });
  const failure = fc.option(fc.constantFrom(...exampleFailures));
  const jump = fc.integer({ min: -5_000 * DAY_MS, max: 5_000 * DAY_MS });
  const reset = fc.option(fc.integer({ min: -DAY_MS, max: 40 * DAY_MS }));
  const conditions = fc.record({
    pollMinutes: fc.double(),
    isSaving: fc.boolean(),
    noticesUse: fc.boolean(),
  });
  const row = fc.record({
    failure,
    inRow: fc.nat(),
    random: draw,
    resets: fc.array(reset, { maxLength: 4 }),
    ranForMs: fc.nat(DAY_MS),
  });
  fc.assert(
    fc.property(row, conditions, jump, (given, wished, jumpMs) => {
      const waitMs = dueAfter(polled(given), wished, at(0, jumpMs));
      expect(waitMs).toBeGreaterThanOrEqual(given.failure === null ? MINUTE_MS : 10 * SECOND_MS);
      expect(waitMs).toBeLessThan(DAY_MS + MINUTE_MS);
      const isAct = given.failure !== null && remedyOf(given.failure.kind) === 'act';
      if (isAct) expect(waitMs).toBe(HOUR_MS);
    }),
  );
});
