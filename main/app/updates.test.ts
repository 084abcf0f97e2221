// Facts about the daily look for a newer version, over virtual weeks with clocks that are set, runs that
// end and moments that are no good ones; and once with a real feed and a real file.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../../e2e/stand-in/loopback.ts';
import { fetchFeed } from '../codex/feed.ts';
import { createHttp } from '../codex/http/http.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/time.ts';
import { siteOf } from '../core/updates/site.ts';
import { makePlace } from '../testing/place.ts';
import { loadOwnFile, saveOwnFile } from './own-file.ts';
import { createUpdates, type UpdatePorts } from './updates.ts';

const START_MS = Date.parse('2026-11-01T08:00:00Z');

/** A computer whose clocks, file and feed are moved by hand. */
function createWorld(input: Partial<UpdatePorts> = {}) {
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  const seen = {
    wallMs: START_MS,
    steadyMs: 0,
    isWanted: true,
    isCalm: true,
    feed: '0.3.0' as string | null,
    file: null as string | null,
    isReadOnly: false,
    /** When the feed was asked, by the steady clock. */
    asked: [] as number[],
    changes: 0,
  };
  const ports: UpdatePorts = {
    async ask() {
      seen.asked.push(seen.steadyMs);
      return seen.feed;
    },
    version: '0.2.0',
    paceDivisor: 1,
    isWanted: () => seen.isWanted,
    isCalm: () => seen.isCalm,
    load: () => seen.file,
    save(text) {
      if (!seen.isReadOnly) seen.file = text;
    },
    nowMs: () => seen.wallMs,
    steadyMs: () => seen.steadyMs,
    random: () => 0.5,
    after(delayMs, callback) {
      const timer = { dueMs: seen.steadyMs + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    onChange() {
      seen.changes += 1;
    },
    ...input,
  };
  const fire = async (): Promise<void> => {
    for (const timer of [...timers].filter(({ dueMs }) => dueMs <= seen.steadyMs)) {
      timers.delete(timer);
      timer.callback();
      await new Promise(setImmediate);
    }
  };
  return {
    seen,
    timers,
    open: () => createUpdates(ports),
    async pass(ms: number): Promise<void> {
      for (const endMs = seen.steadyMs + ms; seen.steadyMs < endMs; ) {
        const stepMs = Math.min(MINUTE_MS, endMs - seen.steadyMs);
        seen.steadyMs += stepMs;
        seen.wallMs += stepMs;
        await fire();
      }
    },
  };
}

describe('a month', () => {
  test('of one run asks once a day, first within ten minutes', async () => {
    const world = createWorld();
    const stop = world.open().start();
    await world.pass(10 * MINUTE_MS);
    expect(world.seen.asked.length).toBe(1);
    expect(world.seen.asked[0]).toBeGreaterThanOrEqual(MINUTE_MS);
    await world.pass(30 * DAY_MS - 10 * MINUTE_MS);
    expect(world.seen.asked.length).toBe(30);
    stop();
    await world.pass(3 * DAY_MS);
    expect([world.seen.asked.length, world.timers.size]).toEqual([30, 0]);
  });

  test('of failures asks no more often, and says nothing', async () => {
    const world = createWorld();
    world.seen.feed = null;
    const updates = world.open();
    updates.start();
    await world.pass(30 * DAY_MS);
    expect([world.seen.asked.length, updates.toTell()]).toEqual([30, null]);
  });

  test('of hourly restarts asks no more often', async () => {
    const world = createWorld();
    for (let hours = 0; hours < 30 * 24; hours += 1) {
      const stop = world.open().start();
      await world.pass(HOUR_MS);
      stop();
    }
    expect(world.seen.asked.length).toBeLessThanOrEqual(30);
    expect(world.seen.asked.length).toBeGreaterThan(25);
  });

  test('in which it is off asks never; on again, a few minutes later', async () => {
    const world = createWorld();
    world.seen.isWanted = false;
    const updates = world.open();
    updates.start();
    await world.pass(30 * DAY_MS);
    expect([world.seen.asked.length, world.timers.size]).toEqual([0, 0]);
    world.seen.isWanted = true;
    updates.replan();
    updates.replan();
    expect(world.timers.size).toBe(1);
    await world.pass(10 * MINUTE_MS);
    expect(world.seen.asked.length).toBe(1);
  });

  test('with nobody to ask neither asks, nor reads, nor writes, nor waits', async () => {
    const load = (): never => {
      throw new Error('read');
    };
    const world = createWorld({ ask: null, load });
    const updates = world.open();
    updates.start();
    updates.replan();
    await world.pass(30 * DAY_MS);
    expect(updates.hasFeed).toBe(false);
    expect([world.timers.size, world.seen.file, updates.toTell()]).toEqual([0, null, null]);
  });

  test('with a clock that somebody sets to and fro never asks twice within a day', async () => {
    const world = createWorld();
    world.open().start();
    for (let hours = 0; hours < 30 * 24; hours += 1) {
      world.seen.wallMs += (hours % 2 === 0 ? 1 : -1) * 400 * DAY_MS;
      await world.pass(HOUR_MS);
    }
    const { asked } = world.seen;
    const gaps = asked.slice(1).map((atMs, at) => atMs - (asked[at] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(DAY_MS);
    expect(asked.length).toBeGreaterThan(1);
  });

  test('on a disk that keeps nothing asks once a day all the same', async () => {
    const world = createWorld();
    world.seen.isReadOnly = true;
    world.open().start();
    await world.pass(30 * DAY_MS);
    expect(world.seen.asked.length).toBe(30);
  });
});

describe('clocks', () => {
  test.each([
    ['back by a year', -365 * DAY_MS],
    ['back by an hour', -HOUR_MS],
    ['forward by a year', 365 * DAY_MS],
  ])('set %s between two runs: at most one look at once, and soon daily again', async (_, ms) => {
    const world = createWorld();
    const stop = world.open().start();
    await world.pass(HOUR_MS);
    stop();
    world.seen.wallMs += ms;
    world.open().start();
    await world.pass(HOUR_MS);
    expect(world.seen.asked.length).toBeLessThanOrEqual(2);
    await world.pass(2 * DAY_MS);
    expect([3, 4]).toContain(world.seen.asked.length);
  });

  test('set back, and the app started daily: the look still comes', async () => {
    const world = createWorld();
    const stop = world.open().start();
    await world.pass(HOUR_MS);
    stop();
    world.seen.wallMs -= 365 * DAY_MS;
    for (let day = 0; day < 3; day += 1) {
      const end = world.open().start();
      await world.pass(HOUR_MS);
      end();
      await world.pass(23 * HOUR_MS);
    }
    expect(world.seen.asked.length).toBe(3);
  });
});

describe('a bad moment', () => {
  test('is waited out: not in the middle of a renewal, asleep or offline, but soon after', async () => {
    const world = createWorld();
    world.seen.isCalm = false;
    world.open().start();
    await world.pass(2 * DAY_MS);
    expect(world.seen.asked).toEqual([]);
    world.seen.isCalm = true;
    await world.pass(15 * MINUTE_MS);
    expect(world.seen.asked.length).toBe(1);
  });

  test('is not made by switching it off while an answer is on its way', async () => {
    const answers: ((version: string) => void)[] = [];
    const ask = () => new Promise<string>((answer) => void answers.push(answer));
    const world = createWorld({ ask });
    const updates = world.open();
    updates.start();
    await world.pass(10 * MINUTE_MS);
    world.seen.isWanted = false;
    updates.replan();
    answers[0]?.('0.3.0');
    await world.pass(3 * DAY_MS);
    expect([answers.length, updates.toTell(), world.timers.size]).toEqual([1, null, 0]);
    world.seen.isWanted = true;
    updates.replan();
    expect(updates.toTell()).toBe('0.3.0');
    await world.pass(10 * MINUTE_MS);
    expect(answers.length).toBe(2);
  });

  test('is not the last one: what came to nothing is asked again a day later', async () => {
    let asked = 0;
    const world = createWorld({
      async ask() {
        asked += 1;
        return asked === 1 ? null : '0.3.0';
      },
    });
    const updates = world.open();
    updates.start();
    await world.pass(DAY_MS + HOUR_MS);
    expect([asked, updates.toTell()]).toEqual([2, '0.3.0']);
  });
});

describe('what is told', () => {
  test('a newer version, until it is hidden; then the one after it; also after a restart', async () => {
    const world = createWorld();
    const updates = world.open();
    const stop = updates.start();
    await world.pass(HOUR_MS);
    expect(updates.toTell()).toBe('0.3.0');
    world.seen.feed = null;
    await world.pass(DAY_MS);
    expect(updates.toTell()).toBe('0.3.0');
    updates.hide();
    expect(updates.toTell()).toBeNull();
    stop();
    const second = world.open();
    second.start();
    expect(second.toTell()).toBeNull();
    world.seen.feed = '0.4.0';
    await world.pass(2 * DAY_MS);
    expect(second.toTell()).toBe('0.4.0');
  });

  test('nothing once that version is the one that runs, or it was withdrawn', async () => {
    const world = createWorld();
    const updates = world.open();
    updates.start();
    await world.pass(HOUR_MS);
    world.seen.feed = '0.2.0';
    await world.pass(DAY_MS);
    expect(updates.toTell()).toBeNull();
    world.seen.file = JSON.stringify({ named: '0.3.0' });
    const newer = createUpdates({ ...worldPorts(world), version: '0.3.0' });
    newer.start();
    expect(newer.toTell()).toBeNull();
  });

  test('each change of it is said, so that it is painted', async () => {
    const world = createWorld();
    const updates = world.open();
    updates.start();
    const before = world.seen.changes;
    await world.pass(HOUR_MS);
    expect(world.seen.changes).toBeGreaterThan(before);
    const found = world.seen.changes;
    updates.hide();
    expect(world.seen.changes).toBe(found + 1);
  });
});

function worldPorts({ seen }: ReturnType<typeof createWorld>): UpdatePorts {
  return {
    ask: async () => seen.feed,
    version: '0.2.0',
    paceDivisor: 1,
    isWanted: () => true,
    isCalm: () => true,
    load: () => seen.file,
    save: () => {},
    nowMs: () => seen.wallMs,
    steadyMs: () => seen.steadyMs,
    random: () => 0,
    after: () => () => {},
    onChange: () => {},
  };
}

test('a real feed: one request, a private file, and the same answer after a restart', async () => {
  const { plimsollHome } = await makePlace({ onTestFinished });
  const file = path.join(plimsollHome, 'updates.json');
  const requests: (string | undefined)[] = [];
  const { origin, goOffline } = await listenOnLoopback((request, response) => {
    requests.push(request.url);
    const page = 'https://plimsoll.example/releases/9.0.0';
    response.end(JSON.stringify({ version: '9.0.0', page }));
  });
  onTestFinished(goOffline);
  const site = siteOf('https://plimsoll.example');
  if (site === null) throw new Error('no site');
  const http = createHttp({ proxyFor: async () => 'none' });
  const address = `${origin}/releases/latest.json`;
  const answered = { isTold: () => {} };
  const told = new Promise<void>((resolve) => {
    answered.isTold = resolve;
  });
  const timers: (() => void)[] = [];
  const ports: UpdatePorts = {
    ...worldPorts(createWorld()),
    ask: () => fetchFeed({ http, address, site, version: '0.2.0' }),
    load: () => loadOwnFile(file, 4_096),
    save: (text) => void saveOwnFile(file, text),
    after(_delayMs, callback) {
      timers.push(callback);
      return () => {};
    },
    onChange: () => requests.length > 0 && answered.isTold(),
  };
  const updates = createUpdates(ports);
  updates.start();
  timers[0]?.();
  await told;
  expect([updates.toTell(), requests]).toEqual(['9.0.0', ['/releases/latest.json']]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ named: '9.0.0', hidden: null });
  const second = createUpdates(ports);
  second.start();
  expect(second.toTell()).toBe('9.0.0');
});
