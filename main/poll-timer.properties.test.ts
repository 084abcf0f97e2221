// What holds of the poll timer whatever happens, in any order: bounds, one timer, no stall, no poll
// inside a told wait.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core/time.ts';
import { createPollWorld, mostInAnHour, type PollWorld } from './testing/poll-world.ts';

/** Anything that may happen, by name and size; size is 0 to 1. */
const EVENTS: Readonly<Record<string, (world: PollWorld, size: number) => void>> = {
  passes: ({ pass }, size) => pass(size * 20 * MINUTE_MS),
  passesLong: ({ pass }, size) => pass(size * 5 * HOUR_MS),
  passesShort: ({ pass }, size) => pass(size * 20 * SECOND_MS),
  clockBack: ({ setClock }, size) => setClock(-size * 400 * DAY_MS),
  clockOn: ({ setClock }, size) => setClock(size * 400 * DAY_MS),
  away: ({ timer }) => timer.stop(),
  back({ timer }) {
    if (!timer.isActive()) timer.resume();
  },
  sleeps(world, size) {
    world.timer.stop();
    world.sleep(size * 9 * HOUR_MS, size > 0.5);
    world.wake();
    world.timer.resume();
  },
  sleepsUntold(world, size) {
    world.sleep(size * 9 * HOUR_MS, size > 0.5);
    world.wake();
  },
  used: ({ timer }) => timer.noteUse(),
  clicks: ({ ask }) => ask('click'),
  opens: ({ ask }) => ask('opened'),
  networkChanges: ({ setNetwork }) => setNetwork('changed'),
  networkGoes: ({ setNetwork }) => setNetwork('offline'),
  networkComes: ({ setNetwork }) => setNetwork('settled'),
  setting: ({ be }, size) => be({ pollMinutes: size * 70 - 5, isSaving: size > 0.7 }),
  seesUse: ({ be }, size) => be({ noticesUse: size > 0.5 }),
  willBeGood: ({ willAnswer }) => willAnswer({ resetsInMs: [] }),
  willReset: ({ willAnswer }, size) => willAnswer({ resetsInMs: [size * 1e6, size * 3e6, 3] }),
  willFail: ({ willAnswer }) => willAnswer({ failure: { kind: 'offline' } }),
  willLimit: ({ willAnswer }) => willAnswer({ failure: { kind: 'rate-limited', retryAtMs: null } }),
  willNeedSignIn: ({ willAnswer }) =>
    willAnswer({ failure: { kind: 'sign-in-required', reason: 'rejected' } }),
  willTell: ({ willAnswer }, size) => willAnswer({ retryAfterMs: size * 2 * HOUR_MS - MINUTE_MS }),
};

test('whatever happens: one timer while active, none while away, bounded, never stalled', () => {
  const event = fc.record({
    name: fc.constantFrom(...Object.keys(EVENTS)),
    size: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const draws = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), draws, (events, chance) => {
      const random = (): number => chance.next().value ?? 0.5;
      const world = createPollWorld({ random });
      for (const { name, size } of events) {
        EVENTS[name]?.(world, size);
        const expected = world.timer.isActive() && !world.isPolling() ? 1 : 0;
        expect(world.timersMs()).toHaveLength(expected);
      }
      expectBounds(world);
      expectLife(world);
    }),
    { numRuns: 500 },
  );
});

function expectBounds({ polls, delays }: PollWorld): void {
  for (const delayMs of delays) {
    expect(delayMs).toBeGreaterThanOrEqual(0);
    expect(delayMs).toBeLessThanOrEqual(DAY_MS);
  }
  const timed = polls.filter(({ cause }) => cause === 'timer');
  expect(mostInAnHour(timed)).toBeLessThanOrEqual(24);
  const gaps = timed.slice(1).map(({ trueMs }, at) => trueMs - (timed[at]?.trueMs ?? 0));
  expect(Math.min(Number.POSITIVE_INFINITY, ...gaps)).toBeGreaterThanOrEqual(10 * SECOND_MS);
}

/** Once all is well, a poll comes within the wait then in force, and then at the interval. */
function expectLife(world: PollWorld): void {
  if (!world.timer.isActive()) world.timer.resume();
  world.setNetwork('settled');
  world.willAnswer({ resetsInMs: [] });
  world.be({ pollMinutes: 5, isSaving: false, noticesUse: false });
  const before = world.polls.length;
  world.pass(2 * HOUR_MS + 10 * MINUTE_MS);
  expect(world.polls.length).toBeGreaterThan(before);
  const then = world.polls.length;
  world.pass(HOUR_MS);
  expect(world.polls.length - then).toBeGreaterThanOrEqual(10);
}

test('whatever happens but a clock that is set: no poll inside a told wait', () => {
  const names = Object.keys(EVENTS).filter((name) => !/^clock|^will/.test(name));
  const event = fc.record({
    name: fc.constantFrom(...names),
    size: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const waits = fc.integer({ min: 1, max: 5 * HOUR_MS });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), waits, (events, retryAfterMs) => {
      const world = createPollWorld();
      world.willAnswer({ retryAfterMs });
      for (const { name, size } of events) EVENTS[name]?.(world, size);
      const gaps = world.polls
        .slice(1)
        .map(({ trueMs }, at) => trueMs - (world.polls[at]?.trueMs ?? 0));
      expect(Math.min(Number.POSITIVE_INFINITY, ...gaps)).toBeGreaterThanOrEqual(retryAfterMs);
    }),
    { numRuns: 1_000 },
  );
});
