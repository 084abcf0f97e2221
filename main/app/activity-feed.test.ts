// Facts about when local sessions are counted, with a count and a clock that are driven by hand.

import { describe, expect, test } from 'vitest';
import type { Activity } from '../codex/activity/activity.ts';
import type { ActivitySpans } from '../core/activity/report-types.ts';
import { madeUpSpans } from '../core/example-activity.ts';
import { MINUTE_MS, SECOND_MS } from '../core/time.ts';
import { type ActivityFeed, createActivityFeed } from './activity-feed.ts';

const TODAY = '2026-11-22';
const spansOf = (scale: number, today = TODAY): ActivitySpans =>
  madeUpSpans({ today, days: [1, scale] });
const partly = (scale: number): ActivitySpans => ({
  ...spansOf(scale),
  progress: { doneBytes: 1, totalBytes: 2 },
});

/** Lets everything that waits for nothing happen. */
const settle = (): Promise<unknown> => new Promise((done) => setImmediate(done));

function createWorld() {
  const world = {
    nowMs: 1_000_000,
    today: TODAY,
    isWanted: true,
    codexHome: '/home/a' as string | null,
    /** What was asked of counts, in order. */
    heard: [] as string[],
    changes: 0,
    timer: null as { readonly atMs: number; readonly callback: () => void } | null,
    answer: (_spans: ActivitySpans | null): void => {},
    tell: (_spans: ActivitySpans): void => {},
    endStop: (): void => {},
    stopsAtOnce: true,
  };
  const open = (codexHome: string): Activity => ({
    refresh() {
      world.heard.push(`count ${codexHome}`);
      return new Promise((resolve) => {
        world.answer = resolve;
      });
    },
    onProgress(listener) {
      world.tell = listener;
      return () => {};
    },
    stop() {
      world.heard.push('stop');
      world.answer(null);
      if (world.stopsAtOnce) return Promise.resolve();
      return new Promise((resolve) => {
        world.endStop = resolve;
      });
    },
  });
  const feed: ActivityFeed = createActivityFeed({
    open,
    codexHome: () => world.codexHome,
    isWanted: () => world.isWanted,
    nowMs: () => world.nowMs,
    timeZone: () => 'UTC',
    today: () => world.today,
    steadyMs: () => world.nowMs,
    after(delayMs, callback) {
      const timer = { atMs: world.nowMs + delayMs, callback };
      world.timer = timer;
      return () => {
        if (world.timer === timer) world.timer = null;
      };
    },
    // As the app does: a repaint asks what there is to show.
    onChange() {
      world.changes += 1;
      feed.shown();
    },
  });
  const answer = async (spans: ActivitySpans | null): Promise<void> => {
    await settle();
    world.answer(spans);
    await settle();
  };
  /** Passes time, and what was due in it happens. */
  const pass = async (ms: number): Promise<void> => {
    world.nowMs += ms;
    const due = world.timer;
    if (due !== null && due.atMs <= world.nowMs) {
      world.timer = null;
      due.callback();
    }
    await settle();
  };
  return { world, feed, answer, pass };
}

async function createCounted() {
  const made = createWorld();
  made.feed.setOpen(true);
  await made.answer(spansOf(1));
  return made;
}

describe('createActivityFeed: counts', () => {
  test('nothing until the popover opens', async () => {
    const { world, feed, pass } = createWorld();
    feed.noteUse();
    expect(feed.shown()).toMatchObject({ spans: null, countedAtMs: 0, failed: false });
    await pass(60 * MINUTE_MS);
    expect([world.heard, world.timer]).toEqual([[], null]);
  });

  test('once it opens, and says so once', async () => {
    const { world, feed } = await createCounted();
    expect(world.heard).toEqual(['count /home/a']);
    expect(feed.shown()).toMatchObject({
      spans: spansOf(1),
      countedAtMs: 1_000_000,
      failed: false,
    });
    expect(world.changes).toBe(1);
  });

  test('again when a session changed, but not all the time', async () => {
    const { world, feed, answer, pass } = await createCounted();
    feed.noteUse();
    feed.noteUse();
    await pass(4 * SECOND_MS);
    expect(world.heard).toHaveLength(1);
    await pass(SECOND_MS);
    expect(world.heard).toHaveLength(2);
    await answer(spansOf(2));
    expect(feed.shown()?.spans).toEqual(spansOf(2));
    expect(world.timer).toBeNull();
  });

  test('once more, when a session changed while it counted', async () => {
    const { world, feed, answer, pass } = createWorld();
    feed.setOpen(true);
    await settle();
    for (let at = 0; at < 9; at += 1) feed.noteUse();
    expect([world.heard.length, world.timer]).toEqual([1, null]);
    await answer(spansOf(1));
    await pass(5 * SECOND_MS);
    expect(world.heard).toHaveLength(2);
    await answer(spansOf(1));
    expect(world.timer).toBeNull();
  });

  test('equal again is no change', async () => {
    const { world, feed, answer, pass } = await createCounted();
    await pass(5 * SECOND_MS);
    feed.noteUse();
    await answer(structuredClone(spansOf(1)));
    expect(world.changes).toBe(1);
    expect(feed.shown()?.countedAtMs).toBe(world.nowMs);
  });

  test('another day, as soon as a repaint notices it', async () => {
    const { world, feed, answer, pass } = await createCounted();
    world.today = '2026-11-23';
    await pass(5 * SECOND_MS);
    feed.shown();
    await answer(spansOf(3, world.today));
    expect(world.heard).toHaveLength(2);
    expect(feed.shown()?.spans?.today.to).toBe('2026-11-23');
  });

  test('with a clock that was set back as well', async () => {
    const { world, feed, pass } = await createCounted();
    world.today = '2026-11-21';
    feed.shown();
    await pass(5 * SECOND_MS);
    expect(world.heard).toHaveLength(2);
  });
});

describe('createActivityFeed: a long first count', () => {
  test('shows today first, and the rest as it comes', async () => {
    const { world, feed, answer } = createWorld();
    feed.setOpen(true);
    await settle();
    world.tell(partly(1));
    expect(feed.shown()?.spans).toEqual(partly(1));
    world.tell({ ...partly(1), progress: { doneBytes: 2, totalBytes: 2 } });
    await answer(spansOf(1));
    expect(feed.shown()?.spans).toEqual(spansOf(1));
    expect(world.changes).toBe(3);
  });

  test('never takes a part for what was all of it', async () => {
    const { world, feed, answer, pass } = await createCounted();
    await pass(5 * SECOND_MS);
    feed.noteUse();
    await settle();
    world.tell(partly(2));
    expect(feed.shown()?.spans).toEqual(spansOf(1));
    await answer(spansOf(2));
    expect(feed.shown()?.spans).toEqual(spansOf(2));
  });

  test('is left when the popover closes, and goes on at once when it opens', async () => {
    const { world, feed, answer } = createWorld();
    feed.setOpen(true);
    await settle();
    world.tell(partly(1));
    feed.setOpen(false);
    await answer({ ...spansOf(0.5) });
    expect(world.heard).toEqual(['count /home/a', 'stop']);
    expect(feed.shown()).toMatchObject({ spans: partly(1), failed: false });
    feed.setOpen(true);
    await answer(spansOf(1));
    expect(world.heard).toEqual(['count /home/a', 'stop', 'count /home/a']);
    expect(feed.shown()?.spans).toEqual(spansOf(1));
  });

  test('is not begun anew before the one that was left has ended', async () => {
    const { world, feed } = createWorld();
    world.stopsAtOnce = false;
    feed.setOpen(true);
    await settle();
    feed.setOpen(false);
    feed.setOpen(true);
    await settle();
    expect(world.heard).toEqual(['count /home/a', 'stop']);
    world.endStop();
    await settle();
    expect(world.heard).toEqual(['count /home/a', 'stop', 'count /home/a']);
  });
});

describe('createActivityFeed: nothing runs', () => {
  test('while the popover is closed', async () => {
    const { world, feed, pass } = await createCounted();
    feed.noteUse();
    feed.setOpen(false);
    feed.noteUse();
    world.today = '2026-11-23';
    feed.shown();
    await pass(60 * MINUTE_MS);
    expect([world.heard, world.timer]).toEqual([['count /home/a', 'stop'], null]);
  });

  test('once it is switched off, and what was counted is forgotten', async () => {
    const { world, feed, answer, pass } = await createCounted();
    feed.noteUse();
    world.isWanted = false;
    expect(feed.shown()).toBeNull();
    feed.noteUse();
    feed.setOpen(false);
    feed.setOpen(true);
    await pass(60 * MINUTE_MS);
    expect([world.heard, world.timer]).toEqual([['count /home/a', 'stop'], null]);
    world.isWanted = true;
    expect(feed.shown()?.spans).toBeNull();
    await answer(spansOf(2));
    expect(feed.shown()?.spans).toEqual(spansOf(2));
  });

  test('after its end', async () => {
    const { world, feed } = createWorld();
    feed.setOpen(true);
    await settle();
    feed.stop();
    await settle();
    expect(world.heard).toEqual(['count /home/a', 'stop']);
    expect(world.changes).toBe(0);
  });
});

describe('createActivityFeed: trouble', () => {
  test('leaves the last good numbers', async () => {
    const { world, feed, answer, pass } = await createCounted();
    await pass(5 * SECOND_MS);
    feed.noteUse();
    await answer(null);
    expect(feed.shown()).toMatchObject({ spans: spansOf(1), countedAtMs: 1_000_000, failed: true });
    feed.shown();
    await pass(60 * MINUTE_MS);
    expect(world.heard).toHaveLength(2);
    feed.noteUse();
    await answer(spansOf(1));
    expect(feed.shown()?.failed).toBe(false);
  });

  test('without any numbers is told, and tried anew at the next opening', async () => {
    const { world, feed, answer, pass } = createWorld();
    feed.setOpen(true);
    await answer(null);
    expect(feed.shown()).toMatchObject({ spans: null, failed: true });
    feed.setOpen(false);
    await pass(MINUTE_MS);
    feed.setOpen(true);
    await answer(spansOf(1));
    expect(feed.shown()).toMatchObject({ spans: spansOf(1), failed: false });
    expect(world.changes).toBe(2);
  });
});

test('createActivityFeed: another home shows nothing of the one before', async () => {
  const { world, feed, answer } = await createCounted();
  world.codexHome = '/home/b';
  expect(feed.shown()?.spans).toBeNull();
  await answer(spansOf(7));
  expect(world.heard).toEqual(['count /home/a', 'stop', 'count /home/b']);
  expect(feed.shown()?.spans).toEqual(spansOf(7));
});

test('createActivityFeed: another home is noticed also when it was chosen while closed', async () => {
  const { world, feed, answer } = await createCounted();
  feed.setOpen(false);
  world.codexHome = '/home/b';
  feed.setOpen(true);
  expect(feed.shown()?.spans).toBeNull();
  await answer(spansOf(7));
  expect(feed.shown()?.spans).toEqual(spansOf(7));
});

test('createActivityFeed: of an account whose sessions nobody can find, it says so and counts nothing', async () => {
  const { world, feed, answer, pass } = await createCounted();
  world.codexHome = null;
  expect(feed.shown()).toMatchObject({ isPlaceKnown: false, spans: null });
  feed.noteUse();
  feed.setOpen(false);
  feed.setOpen(true);
  await pass(60 * MINUTE_MS);
  expect([world.heard, world.timer]).toEqual([['count /home/a', 'stop'], null]);
  world.isWanted = false;
  expect(feed.shown()).toBeNull();
  world.isWanted = true;
  world.codexHome = '/home/a';
  expect(feed.shown()).toMatchObject({ isPlaceKnown: true, spans: null });
  await answer(spansOf(2));
  expect(feed.shown()?.spans).toEqual(spansOf(2));
});
