// Facts about what use, polls and waking up leave behind, seen by when the next poll is due.

import { describe, expect, test } from 'vitest';
import type { Clocks } from './clocks.ts';
import { at, dueAfter, endedAt, polled, start } from './example-pacing.ts';
import type { Failure } from './failure.ts';
import { codexUsed, disturbed, type Pacing, pollBegan } from './pacing.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

const offline: Failure = { kind: 'offline' };

describe('use of Codex', () => {
  const idle = polled({ ranForMs: DAY_MS });
  const used = (pacing: Pacing, ...atMs: readonly number[]): Pacing =>
    atMs.reduce((before, ms) => codexUsed(before, start.steadyMs + ms), pacing);

  test.each([
    ['20 s after it, at the least', 0, 320_000],
    ['50 s after it, at the most', 1, 350_000],
  ])('after idle time is followed by a poll %s', (_name, random, expected) => {
    expect(dueAfter(used(polled({ ranForMs: DAY_MS, random }), 300_000))).toBe(expected);
  });

  test('that goes on puts the poll at its beginning not off', () => {
    expect(dueAfter(used(idle, 300_000, 310_000, 330_000))).toBe(335_000);
  });

  test('in the midst of work is followed when Codex comes to rest', () => {
    expect(dueAfter(used(polled(), 100_000, 110_000, 120_000))).toBe(155_000);
  });

  test('that never rests is asked about at the interval', () => {
    const atMs = Array.from({ length: 30 }, (_, turn) => 10_000 * turn);
    expect(dueAfter(used(polled(), ...atMs))).toBe(5 * MINUTE_MS);
  });

  test('just after a poll waits until that is a minute old', () => {
    expect(dueAfter(used(idle, 1_000))).toBe(MINUTE_MS);
  });

  test('is followed on battery too', () => {
    expect(dueAfter(used(idle, 300_000), { isSaving: true })).toBe(335_000);
  });

  test('is forgotten by the poll that follows, but not what came while that was running', () => {
    const began = pollBegan(used(idle, 300_000), at(335_000));
    expect(dueAfter(endedAt(began, at(336_000)))).toBe(336_000 + 5 * MINUTE_MS);
    expect(dueAfter(endedAt(used(began, 335_500), at(336_000)))).toBe(395_000);
  });
});

describe('the allowance', () => {
  test('lets four polls go in a row, then one every three minutes', () => {
    let pacing = polled();
    const dues = Array.from({ length: 8 }, () => {
      const dueMs = dueAfter(disturbed(pacing, endOf(pacing), 0));
      pacing = endedAt(pollBegan(pacing, at(dueMs)), at(dueMs));
      return dueMs;
    });
    expect(dues).toEqual([0, 0, 0, 180_000, 360_000, 540_000, 720_000, 900_000]);
  });

  function endOf({ endedAtMs }: Pacing): Clocks {
    return at(endedAtMs - start.steadyMs);
  }

  test('is used up by clicks, but they make no debts', () => {
    let pacing = polled();
    for (let click = 0; click < 30; click += 1) pacing = pollBegan(pacing, at(click * SECOND_MS));
    const dueMs = dueAfter(disturbed(pacing, at(30 * SECOND_MS), 0));
    expect(dueMs).toBe(29 * SECOND_MS + 3 * MINUTE_MS);
  });
});

describe('waking up', () => {
  test('is followed by one poll after the grace, not by the missed ones', () => {
    const now = at(8 * HOUR_MS);
    const woken = disturbed(polled(), now, 25 * SECOND_MS);
    expect(dueAfter(woken, {}, now)).toBe(8 * HOUR_MS + 25 * SECOND_MS);
    const after = endedAt(pollBegan(woken, at(8 * HOUR_MS + 25 * SECOND_MS)), now);
    expect(dueAfter(after, { noticesUse: false }, now)).toBe(8 * HOUR_MS + 5 * MINUTE_MS);
  });

  test('ends a back-off, since the network may be back; a poll torn by sleep does not end the grace', () => {
    const now = at(MINUTE_MS);
    const failed = polled({ failure: offline, inRow: 6, random: 1 });
    const woken = disturbed(failed, now, 25 * SECOND_MS);
    expect(dueAfter(woken)).toBe(85 * SECOND_MS);
    expect(dueAfter(endedAt(woken, at(61 * SECOND_MS), { failure: offline, random: 1 }))).toBe(
      85 * SECOND_MS,
    );
  });
});
