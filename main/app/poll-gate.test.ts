// Facts about the gate: whatever comes when, polls begin a gap apart, and nobody waits for ever.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STAGGER_GAP_MS } from '../core/stagger.ts';
import { settle } from '../testing/monitor-world.ts';
import { createPollGate } from './poll-gate.ts';

function createWorld() {
  let nowMs = 0;
  let timers: readonly { readonly atMs: number; readonly act: () => void }[] = [];
  const after = (delayMs: number, act: () => void) => {
    const timer = { atMs: nowMs + delayMs, act };
    timers = [...timers, timer];
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  const gate = createPollGate({ steadyMs: () => nowMs, after }, () => 1);
  return {
    gate,
    nowMs: () => nowMs,
    timers: () => timers.length,
    async pass(ms: number) {
      const endMs = nowMs + ms;
      for (;;) {
        const [next] = timers
          .filter(({ atMs }) => atMs <= endMs)
          .toSorted((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        nowMs = next.atMs;
        next.act();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
}

test('turn: the first begins at once, the second a gap later, and a person before who came by a timer', async () => {
  const { gate, nowMs, pass, timers } = createWorld();
  const began: [string, number][] = [];
  const ask = (name: string, isPersonal: boolean): void =>
    void gate.turn(name, isPersonal).then(() => began.push([name, nowMs()]));
  for (const name of ['first', 'second', 'third']) ask(name, false);
  await settle();
  await pass(STAGGER_GAP_MS / 2);
  ask('click', true);
  await pass(10 * STAGGER_GAP_MS);
  expect(began).toEqual([
    ['first', 0],
    ['click', STAGGER_GAP_MS],
    ['second', 2 * STAGGER_GAP_MS],
    ['third', 3 * STAGGER_GAP_MS],
  ]);
  expect(timers()).toBe(0);
});

test('turn: never closer than the gap, and everybody has a turn, whoever asks when', async () => {
  const anyAsking = fc.array(fc.tuple(fc.nat(5_000), fc.boolean()), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(anyAsking, async (askings) => {
      const { gate, nowMs, pass } = createWorld();
      const began: number[] = [];
      for (const [number, [waitMs, isPersonal]] of askings.entries()) {
        await pass(waitMs);
        void gate.turn(String(number), isPersonal).then(() => began.push(nowMs()));
        await settle();
      }
      await pass((askings.length + 1) * STAGGER_GAP_MS);
      expect(began).toHaveLength(askings.length);
      for (const [at, beganMs] of began.entries())
        if (at > 0) expect(beganMs - (began[at - 1] ?? 0)).toBeGreaterThanOrEqual(STAGGER_GAP_MS);
    }),
    { numRuns: 100 },
  );
});

test('turn: one account alone never waits, and after it another does', async () => {
  const { gate, nowMs, pass } = createWorld();
  const began: number[] = [];
  for (const account of ['a', 'a', 'b']) {
    void gate.turn(account, false).then(() => began.push(nowMs()));
    await settle();
  }
  await pass(STAGGER_GAP_MS);
  expect(began).toEqual([0, 0, STAGGER_GAP_MS]);
});
