// Facts about alerting: told only once it was shown, one at a time, over any disk, account by account.

import { expect, test, vi } from 'vitest';
import { session, startMs, weekly } from '../core/example-alerts.ts';
import { exampleAccount, exampleSnapshot } from '../core/example-states.ts';
import { type Failure, fail, succeed } from '../core/failure.ts';
import type { Outcome } from '../core/reading.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { createWords } from '../core/words/words.ts';
import { type AlertingPorts, createAlerting } from './alerting.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

type Heard = Pick<Outcome, 'account' | 'result'>;

/** A good answer of an account whose weekly limit is used so far. */
function used(percent: number, key = exampleAccount.key): Heard {
  const snapshot = { ...exampleSnapshot, credits: null, windows: [session(5), weekly(percent)] };
  return { account: { ...exampleAccount, key }, result: succeed(snapshot) };
}

function failed(failure: Failure): Heard {
  return { account: null, result: fail(failure) };
}

const gone: Failure = { kind: 'auth-file-missing' };

/** Alerting over a disk and a daemon of the test's own. */
function createWorld() {
  const disk = new Map<string, string>();
  const world = {
    disk,
    isDiskBroken: false,
    hasDaemon: true,
    titles: [] as string[],
    noted: [] as string[],
    onChange: vi.fn(),
    save: vi.fn(async (account: string, memory: unknown) => {
      if (world.isDiskBroken) throw new Error('full');
      disk.set(account, JSON.stringify(memory));
    }),
    start() {
      const ports: AlertingPorts = {
        async load(account) {
          if (world.isDiskBroken) throw new Error('broken');
          return JSON.parse(disk.get(account) ?? 'null');
        },
        save: world.save,
        settings: () => DEFAULT_SETTINGS,
        words: () => words,
        nowMs: () => startMs,
        minuteOfDay: () => 0,
        async show({ title }) {
          world.titles.push(title);
          return world.hasDaemon;
        },
        note: ({ kind, percent, decision }) =>
          void world.noted.push(`${kind} ${percent} ${decision}`),
        onChange: world.onChange,
      };
      return createAlerting(ports);
    },
  };
  return world;
}

const told82 = '82% of the weekly limit used';

test('heed: shows what is due, and saves it, so that a restart tells nothing again', async () => {
  const world = createWorld();
  const first = world.start();
  await first.heed(used(10));
  await first.heed(used(82));
  const second = world.start();
  await second.heed(used(82));
  expect(world.titles).toEqual([told82]);
});

test('heed: notes each decision once, with its reason', async () => {
  const world = createWorld();
  const alerting = world.start();
  for (const percent of [81, 81, 96, 96]) await alerting.heed(used(percent));
  await world.start().heed(used(96));
  expect(world.noted).toEqual(['threshold 81 baseline', 'threshold 96 told']);
});

test('heed: does one outcome at a time, in their order', async () => {
  const world = createWorld();
  const alerting = world.start();
  await Promise.all([10, 82, 82, 96, 96].map((percent) => alerting.heed(used(percent))));
  expect(world.titles).toEqual([told82, '96% of the weekly limit used']);
});

test('heed: saves nothing, when there is nothing new to remember', async () => {
  const world = createWorld();
  const alerting = world.start();
  await alerting.heed(used(10));
  await alerting.heed(used(10));
  await alerting.heed(failed({ kind: 'offline' }));
  expect(world.save).toHaveBeenCalledOnce();
  expect(world.onChange).not.toHaveBeenCalled();
});

test('heed: tells once in a run over a disk that fails, and never throws', async () => {
  const world = createWorld();
  world.isDiskBroken = true;
  const alerting = world.start();
  for (const percent of [10, 82, 82]) await alerting.heed(used(percent));
  expect(world.titles).toEqual([told82]);
});

test('heed: tells once more after a restart, when it could not be saved', async () => {
  const world = createWorld();
  const first = world.start();
  await first.heed(used(10));
  world.isDiskBroken = true;
  await first.heed(used(82));
  world.isDiskBroken = false;
  const second = world.start();
  await second.heed(used(82));
  await second.heed(used(82));
  expect(world.titles).toEqual([told82, told82]);
});

test('heed: keeps a memory for every account', async () => {
  const world = createWorld();
  const alerting = world.start();
  await alerting.heed(used(10, 'one'));
  await alerting.heed(used(90, 'two'));
  await alerting.heed(used(82, 'one'));
  await alerting.heed(used(97, 'two'));
  await alerting.heed(used(83, 'one'));
  expect(world.titles).toEqual([told82, '97% of the weekly limit used']);
  expect([...world.disk.keys()]).toEqual(['one', 'two']);
});

test('heed: a lost sign-in is told for the account whose numbers were shown last', async () => {
  const world = createWorld();
  const first = world.start();
  await first.heed(failed(gone));
  await first.heed(used(10));
  const second = world.start();
  second.begin(exampleAccount.key);
  await second.heed(failed(gone));
  await second.heed(failed(gone));
  expect(world.titles).toEqual(['Sign in to Codex again']);
});

test('heed: an alert that cannot be shown is the popover’s notice, until it was open once', async () => {
  const world = createWorld();
  world.hasDaemon = false;
  const alerting = world.start();
  await alerting.heed(used(10));
  expect(alerting.shown()).toEqual({ notice: null, snooze: 'none' });
  await alerting.heed(used(82));
  await alerting.heed(used(82));
  expect(world.titles).toEqual([told82]);
  expect(alerting.shown().notice?.title).toBe(told82);
  expect(world.onChange).toHaveBeenCalledOnce();
  alerting.noticeSeen();
  expect(alerting.shown().notice).toBeNull();
});

test('heed: the notice of one account is not shown for another', async () => {
  const world = createWorld();
  world.hasDaemon = false;
  const alerting = world.start();
  await alerting.heed(used(10, 'one'));
  await alerting.heed(used(82, 'one'));
  await alerting.heed(used(10, 'two'));
  expect(alerting.shown()).toEqual({ notice: null, snooze: 'none' });
});

test('snooze: silences the rest of the window, also after a restart', async () => {
  const world = createWorld();
  const first = world.start();
  await first.snooze();
  await first.heed(used(10));
  await first.heed(used(82));
  expect(first.shown().snooze).toBe('offered');
  await first.snooze();
  expect(first.shown().snooze).toBe('on');
  const second = world.start();
  await second.heed(used(97));
  expect(second.shown().snooze).toBe('on');
  expect(world.titles).toEqual([told82]);
});
