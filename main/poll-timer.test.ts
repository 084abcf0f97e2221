// Facts about the poll timer: what the network, the clock, a restart, use and settings do to it.

import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core/time.ts';
import { createPollWorld, LATENCY_MS, mostInAnHour, WALL_MS } from './testing/poll-world.ts';

/** A world in which the first poll has ended, and so much time has passed since. */
function createRested(afterMs = 0) {
  const world = createPollWorld();
  world.pass(LATENCY_MS + afterMs);
  return world;
}

const times = { nextPollAtMs: null, notBeforeMs: null };

describe('the network', () => {
  test('offline by the system: nothing is asked, a look every minute, one poll when it is back', () => {
    const world = createRested();
    world.setNetwork('offline');
    world.pass(3 * HOUR_MS);
    expect([world.polls.length, world.seen.offline]).toEqual([1, 1]);
    expect(world.timersMs()).toEqual([MINUTE_MS]);
    expect(world.timer.times(times).nextPollAtMs).toBeNull();
    world.setNetwork('changed');
    world.pass(MINUTE_MS);
    expect(world.timersMs()).toEqual([25 * SECOND_MS]);
    const shownMs = world.timer.times(times).nextPollAtMs;
    expect(shownMs).toBe(world.now.wallMs + 25 * SECOND_MS);
    world.pass(25 * SECOND_MS);
    expect(world.polls).toHaveLength(2);
  });

  test('offline: an opened popover is told so and asks nothing; a click asks', () => {
    const world = createRested(2 * MINUTE_MS);
    world.setNetwork('offline');
    world.ask('opened');
    expect([world.polls.length, world.seen.offline]).toEqual([1, 1]);
    world.ask('click');
    expect(world.polls).toHaveLength(2);
  });

  test('offline: neither use nor a setting wakes anything sooner', () => {
    const world = createRested();
    world.setNetwork('offline');
    world.pass(6 * MINUTE_MS);
    const before = world.timersMs();
    world.timer.noteUse();
    world.timer.replan();
    expect(world.timersMs()).toEqual(before);
  });

  test('changed: has its time to settle, once, and then is asked over whatever it does', () => {
    const world = createRested();
    world.setNetwork('changed');
    world.pass(5 * MINUTE_MS);
    expect([world.polls.length, ...world.timersMs()]).toEqual([1, 25 * SECOND_MS]);
    world.setNetwork('changed');
    world.pass(25 * SECOND_MS);
    expect(world.polls).toHaveLength(2);
  });
});

describe('the clock', () => {
  test.each([-10 * 365 * DAY_MS, -HOUR_MS, 30 * SECOND_MS, HOUR_MS, 10 * 365 * DAY_MS])(
    'set by %d ms: neither a burst nor a stall, and the next poll is shown where it is',
    (jumpMs) => {
      const world = createRested();
      world.pass(MINUTE_MS);
      const shown = world.timer.times(times);
      world.setClock(jumpMs);
      const { nextPollAtMs } = world.timer.times(shown);
      expect(nextPollAtMs).toBe(world.now.wallMs + 4 * MINUTE_MS);
      world.pass(4 * MINUTE_MS + 40 * SECOND_MS);
      expect(world.polls).toHaveLength(2);
      world.pass(HOUR_MS);
      expect(world.polls.length).toBeGreaterThanOrEqual(2 + 11);
      expect(world.polls.length).toBeLessThanOrEqual(2 + 12);
    },
  );

  test.each([true, false])(
    'a long sleep that nobody told of is followed by one poll (the steady clock stands still: %s)',
    (standsStill) => {
      const world = createRested();
      world.pass(3 * MINUTE_MS);
      world.sleep(8 * HOUR_MS, standsStill);
      world.wake();
      expect(world.polls).toHaveLength(1);
      world.pass(standsStill ? 2 * MINUTE_MS + 25 * SECOND_MS : 25 * SECOND_MS);
      expect([world.polls.length, world.seen.sleeps]).toEqual([2, 1]);
      world.pass(4 * MINUTE_MS);
      expect(world.polls).toHaveLength(2);
    },
  );

  test('an opened popover after such a sleep asks at once, and says that the computer woke', () => {
    const world = createRested(3 * MINUTE_MS);
    world.sleep(8 * HOUR_MS, true);
    world.ask('opened');
    expect([world.polls.length, world.seen.sleeps]).toEqual([2, 1]);
  });

  test('set during a told wait: the button names the moment anew, and a click has to wait as long', () => {
    const world = createPollWorld();
    world.willAnswer({ retryAfterMs: 990 * SECOND_MS });
    world.pass(LATENCY_MS);
    world.setClock(DAY_MS);
    expect(world.timer.times(times).notBeforeMs).toBe(world.now.wallMs + 990 * SECOND_MS);
    world.ask('click');
    expect(world.polls).toHaveLength(1);
    world.pass(991 * SECOND_MS);
    world.ask('click');
    expect(world.polls).toHaveLength(2);
  });
});

describe('a start', () => {
  test('inside a told wait knows it at once: the button says when, and no click goes out', () => {
    const notBeforeMs = WALL_MS + 500 * SECOND_MS;
    const world = createPollWorld({ notBeforeMs });
    expect(world.timer.times(times).notBeforeMs).toBe(notBeforeMs);
    expect(world.polls.map(({ cause }) => cause)).toEqual(['timer']);
    world.willAnswer({ retryAfterMs: 498 * SECOND_MS });
    world.pass(LATENCY_MS);
    world.ask('click');
    world.pass(498 * SECOND_MS);
    expect(world.polls).toHaveLength(1);
    world.pass(2 * SECOND_MS);
    expect(world.polls).toHaveLength(2);
  });
});

describe('use and settings', () => {
  test('use after idle time is asked about within a minute, use without rest at the interval', () => {
    const world = createRested();
    world.be({ noticesUse: true });
    world.pass(HOUR_MS);
    const before = world.polls.length;
    world.timer.noteUse();
    world.pass(MINUTE_MS);
    expect(world.polls).toHaveLength(before + 1);
    for (let turn = 0; turn < 360; turn += 1) {
      world.timer.noteUse();
      world.pass(10 * SECOND_MS);
    }
    expect(world.polls).toHaveLength(before + 1 + 12);
  });

  test('a turn every three minutes is followed each time, and the budget has room for clicks', () => {
    const world = createRested(HOUR_MS);
    const before = world.polls.length;
    for (let turn = 0; turn < 20; turn += 1) {
      world.timer.noteUse();
      world.pass(3 * MINUTE_MS);
    }
    expect(world.polls.length - before).toBeGreaterThanOrEqual(19);
    expect(world.polls.length - before).toBeLessThanOrEqual(24);
  });

  test('a shorter interval holds at once, also when it is over already', () => {
    const world = createRested();
    world.be({ pollMinutes: 60 });
    world.pass(20 * MINUTE_MS);
    expect(world.polls).toHaveLength(1);
    world.be({ pollMinutes: 5 });
    world.pass(0);
    expect(world.polls).toHaveLength(2);
  });

  test('an interval of one minute leaves the budget of an hour whole: at most 24 of 30', () => {
    const world = createRested();
    world.be({ pollMinutes: 1 });
    world.pass(DAY_MS);
    expect(mostInAnHour(world.polls)).toBeLessThanOrEqual(24);
    expect(world.polls.length).toBeGreaterThan(24 * 19);
  });
});
