// Facts about silence: snoozing until the reset, what was not shown, and the reasons in the log.

import { expect, test } from 'vitest';
import { LOG_MAX_ENTRIES } from './alert-memory.ts';
import { alertWorld, session, startMs, weekly } from './example-alerts.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

test('snoozeAlerts: silences a limit until its reset, across restarts, and no longer', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(10)] });
  world.poll({ windows: [session(82), weekly(10)] });
  world.snooze({ windows: [session(82), weekly(10)] });
  world.restart();
  expect(world.poll({ windows: [session(96), weekly(10)] })).toEqual([]);
  expect(world.poll({ windows: [session(100), weekly(10)] })).toEqual([]);
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const resetsAtMs = world.nowMs + 5 * HOUR_MS;
  expect(world.poll({ windows: [{ ...session(1), resetsAtMs }, weekly(10)] })).toEqual([]);
  const again = { windows: [{ ...session(82), resetsAtMs }, weekly(10)] };
  expect(world.poll(again)).toEqual(['threshold session 82']);
});

test('snoozeAlerts: leaves the other limits loud, and the end of a block that was told', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(10)] });
  world.poll({ windows: [session(100), weekly(10)] });
  world.snooze({ windows: [session(100), weekly(10)] });
  expect(world.poll({ windows: [session(100), weekly(82)] })).toEqual(['threshold weekly 82']);
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const resetsAtMs = world.nowMs + 5 * HOUR_MS;
  const after = { windows: [{ ...session(0), resetsAtMs }, weekly(82)] };
  expect(world.poll(after)).toEqual(['usable-again session']);
});

test('snoozeAlerts: follows a reset that drifts', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10)] });
  world.poll({ windows: [session(82)] });
  world.snooze({ windows: [session(82)] });
  for (let step = 1; step <= 40; step += 1) {
    const resetsAtMs = session(0).resetsAtMs + step * 10 * MINUTE_MS;
    expect(world.poll({ windows: [{ ...session(96), resetsAtMs }] })).toEqual([]);
  }
});

test.each([
  ['nothing is near', [session(79), weekly(10)], 'none'],
  ['a limit is near', [session(80), weekly(10)], 'offered'],
  ['a limit is used up', [session(10), weekly(100)], 'offered'],
  ['the numbers are from before a reset', [{ ...session(90), resetsAtMs: startMs }], 'none'],
  ['a percent is missing', [session(null)], 'none'],
  ['there is no limit', [], 'none'],
] as const)('snoozeState: when %s', (_name, windows, expected) => {
  const world = alertWorld();
  world.poll({ windows });
  expect(world.snoozeState({ windows })).toBe(expected);
  world.snooze({ windows });
  expect(world.snoozeState({ windows })).toBe(expected === 'none' ? 'none' : 'on');
});

test('snoozeState: is offered again, when another limit comes near', () => {
  const world = alertWorld();
  const near = [session(82), weekly(10)];
  world.poll({ windows: near });
  world.snooze({ windows: near });
  world.poll({ windows: [session(82), weekly(81)] });
  expect(world.snoozeState({ windows: [session(82), weekly(81)] })).toBe('offered');
});

test('recordShown: what was not shown is due again, and what was is not', () => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  const hidden = { isShown: false };
  expect(world.poll({ windows: [weekly(82)] }, hidden)).toEqual(['threshold weekly 82']);
  world.restart();
  expect(world.poll({ windows: [weekly(82)] }, hidden)).toEqual(['threshold weekly 82']);
  expect(world.poll({ windows: [weekly(82)] })).toEqual(['threshold weekly 82']);
  expect(world.poll({ windows: [weekly(82)] })).toEqual([]);
});

test('the log: has every decision with its reason, and a repeated one once', () => {
  const world = alertWorld();
  const poll = (percent: number) => world.poll({ windows: [weekly(percent)] });
  poll(85);
  world.settings = { ...DEFAULT_SETTINGS, quietHours: { fromMinute: 0, toMinute: 60 } };
  world.minuteOfDay = 30;
  poll(96);
  poll(96);
  world.minuteOfDay = 60;
  poll(96);
  world.snooze({ windows: [weekly(96)] });
  poll(100);
  world.nowMs = weekly(0).resetsAtMs + MINUTE_MS;
  const next = (percent: number) => ({ ...weekly(percent), resetsAtMs: world.nowMs + 7 * DAY_MS });
  world.poll({ windows: [next(1)] });
  world.poll({ windows: [next(82)], confidence: 'partial' });
  const alerts = { ...DEFAULT_SETTINGS.alerts, threshold: false };
  world.settings = { ...DEFAULT_SETTINGS, alerts };
  world.poll({ windows: [next(82)] });
  expect(world.memory.log.map(({ kind, percent, decision }) => [kind, percent, decision])).toEqual([
    ['threshold', 85, 'baseline'],
    ['threshold', 96, 'quiet-hours'],
    ['threshold', 96, 'told'],
    ['blocked', null, 'snoozed'],
    ['threshold', 82, 'doubt'],
    ['threshold', 82, 'switched-off'],
  ]);
});

test('the log: is bounded', () => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  for (let week = 1; week <= 40; week += 1) {
    const resetsAtMs = startMs + week * 7 * DAY_MS;
    world.nowMs = resetsAtMs - DAY_MS;
    for (const percent of [3, 82, 96])
      world.poll({ windows: [{ ...weekly(percent), resetsAtMs }] });
  }
  expect(world.memory.log).toHaveLength(LOG_MAX_ENTRIES);
  expect(world.memory.log.at(-1)?.percent).toBe(96);
});
