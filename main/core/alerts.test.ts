// Facts about alerts: what is told, what is held back and why, and that nothing is told twice.

import { expect, test } from 'vitest';
import { NO_MEMORY } from './alert-memory.ts';
import { isQuiet } from './alerts.ts';
import { alertWorld, credits, session, spend, startMs, weekly } from './example-alerts.ts';
import { exampleFailures, nameOf } from './example-states.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

test('decideAlerts: tells once, when a poll crosses a threshold, also after a restart', () => {
  const world = alertWorld();
  expect(world.poll({ windows: [session(70), weekly(40)] })).toEqual([]);
  expect(world.poll({ windows: [session(80), weekly(40)] })).toEqual(['threshold session 80']);
  expect(world.poll({ windows: [session(80), weekly(40)] })).toEqual([]);
  world.restart();
  expect(world.poll({ windows: [session(86), weekly(40)] })).toEqual([]);
  expect(world.poll({ windows: [session(95), weekly(40)] })).toEqual(['threshold session 95']);
  expect(world.poll({ windows: [session(99.9), weekly(40)] })).toEqual([]);
});

test.each([
  ['what is past at the first sight is noted', [85], []],
  ['nothing at 79.9', [10, 79.9], []],
  ['80 at 80', [10, 80], ['80']],
  ['one alert, the higher, when both are crossed together', [10, 97], ['97']],
  ['the next threshold after a baseline', [85, 95], ['95']],
  ['nothing at 0, and what is above 100 as used up', [0, 130], ['blocked', '130']],
  ['nothing for a missing percent, and once after it', [70, null, 82, null, 83], ['82']],
  ['nothing for a zero that flickers', [70, 82, 0, 82, 0, 96, 0, 96], ['82', '96']],
  ['the baseline also where the first percent is missing', [null, 85, 96], ['96']],
] as const)('decideAlerts: tells %s', (_name, percents, expected) => {
  const world = alertWorld();
  const told = percents.flatMap((percent) => world.poll({ windows: [weekly(percent)] }));
  const short = told.map((line) => line.replace(/^threshold weekly /, '').replace(' weekly', ''));
  expect(short).toEqual(expected);
});

test('decideAlerts: has a memory for every account, and a switch is no alert', () => {
  const [one, other] = [alertWorld(), alertWorld()];
  one.poll({ windows: [weekly(10)] });
  expect(one.poll({ windows: [weekly(82)] })).toHaveLength(1);
  expect(other.poll({ windows: [weekly(90)] })).toEqual([]);
  expect(one.poll({ windows: [weekly(82)] })).toEqual([]);
});

test.each([
  ['5-hour', session, 5 * HOUR_MS],
  ['weekly', weekly, 7 * DAY_MS],
])('decideAlerts: a new %s window may be told again', (_name, window, lengthMs) => {
  const world = alertWorld();
  world.poll({ windows: [window(10)] });
  expect(world.poll({ windows: [window(82)] })).toHaveLength(1);
  world.nowMs += lengthMs;
  const next = { resetsAtMs: world.nowMs + lengthMs - MINUTE_MS };
  expect(world.poll({ windows: [{ ...window(3), ...next }] })).toEqual([]);
  expect(world.poll({ windows: [{ ...window(81), ...next }] })).toHaveLength(1);
});

test('decideAlerts: a new window that is full at first sight is told: nobody polled meanwhile', () => {
  const world = alertWorld();
  world.poll({ windows: [session(82)] });
  world.nowMs += 8 * HOUR_MS;
  const resetsAtMs = world.nowMs + HOUR_MS;
  expect(world.poll({ windows: [{ ...session(83), resetsAtMs }] })).toHaveLength(1);
});

test('decideAlerts: an early reset is a new window, when percent fell and the reset moved', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10)] });
  world.poll({ windows: [session(82)] });
  const resetsAtMs = session(0).resetsAtMs + HOUR_MS;
  world.poll({ windows: [{ ...session(2), resetsAtMs }] });
  expect(world.poll({ windows: [{ ...session(82), resetsAtMs }] })).toHaveLength(1);
});

test('decideAlerts: an early reset is one also behind a zero that flickered', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10)] });
  world.poll({ windows: [session(82)] });
  world.poll({ windows: [session(0)] });
  const resetsAtMs = session(0).resetsAtMs + HOUR_MS;
  world.poll({ windows: [{ ...session(2), resetsAtMs }] });
  expect(world.poll({ windows: [{ ...session(82), resetsAtMs }] })).toHaveLength(1);
});

test.each([
  ['drifts by seconds', [1_000, 2_000, -3_000, 4_000]],
  ['drifts on and on', Array.from({ length: 60 }, (_, index) => index * 5 * MINUTE_MS)],
  ['is put off without a fall', [2 * HOUR_MS]],
  ['moves back and forth', [5 * HOUR_MS, 0, 5 * HOUR_MS, 0]],
  ['is no longer told', [null, null, 0, null]],
])('decideAlerts: the same window is told once, when its reset %s', (_name, shifts) => {
  const world = alertWorld();
  world.poll({ windows: [session(10)] });
  expect(world.poll({ windows: [session(82)] })).toHaveLength(1);
  const { resetsAtMs } = session(0);
  for (const shift of shifts) {
    const moved = { ...session(82), resetsAtMs: shift === null ? null : resetsAtMs + shift };
    expect(world.poll({ windows: [moved] })).toEqual([]);
  }
});

test('decideAlerts: a reset that comes and goes makes no new window', () => {
  const world = alertWorld();
  world.poll({ windows: [{ ...session(10), resetsAtMs: null }] });
  expect(world.poll({ windows: [session(82)] })).toHaveLength(1);
  expect(world.poll({ windows: [{ ...session(83), resetsAtMs: null }] })).toEqual([]);
});

test('decideAlerts: a new window is one, though its percent is missing and our clock is behind', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10)] });
  world.poll({ windows: [session(100)] });
  world.nowMs = session(0).resetsAtMs - MINUTE_MS;
  const resetsAtMs = session(0).resetsAtMs + 5 * HOUR_MS;
  expect(world.poll({ windows: [{ ...session(null), resetsAtMs }] })).toEqual([]);
  const after = { windows: [{ ...session(3), resetsAtMs }] };
  expect(world.poll(after)).toEqual(['usable-again session']);
});

test('decideAlerts: a window that vanishes and returns is told once', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(10)] });
  expect(world.poll({ windows: [session(10), weekly(82)] })).toHaveLength(1);
  expect(world.poll({ windows: [session(10)] })).toEqual([]);
  expect(world.poll({ windows: [] })).toEqual([]);
  expect(world.poll({ windows: [weekly(83), session(10)] })).toEqual([]);
});

test('decideAlerts: says nothing of numbers from before a reset', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10)] });
  world.nowMs = session(0).resetsAtMs + 1;
  expect(world.poll({ windows: [session(90)] })).toEqual([]);
  expect(world.poll({ windows: [session(100)] })).toEqual([]);
});

test('decideAlerts: merges what falls together', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(10)] });
  const told = world.poll({ windows: [session(96), weekly(82)] });
  expect(told).toEqual(['threshold session 96', 'threshold weekly 82']);
  expect(world.messages).toHaveLength(1);
});

test('decideAlerts: model limits and code review are told of by nobody', () => {
  const world = alertWorld();
  const full = (percent: number) => ({
    windows: [session(10)],
    additional: [{ id: 'spark', name: 'Spark', windows: [weekly(percent)] }],
    codeReview: [weekly(percent)],
  });
  world.poll(full(10));
  expect(world.poll(full(100))).toEqual([]);
});

test('decideAlerts: tells that work is blocked, and that it is possible again, once each', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(10)] });
  expect(world.poll({ windows: [session(100), weekly(30)] })).toEqual([
    'blocked session',
    'threshold session 100',
  ]);
  expect(world.poll({ windows: [session(100), weekly(30)] })).toEqual([]);
  world.restart();
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const resetsAtMs = world.nowMs + 5 * HOUR_MS;
  const after = { windows: [{ ...session(0), resetsAtMs }, weekly(30)] };
  expect(world.poll(after)).toEqual(['usable-again session']);
  expect(world.poll(after)).toEqual([]);
});

test('decideAlerts: work is not possible again, while another limit is used up', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(90)] });
  expect(world.poll({ windows: [session(100), weekly(90)] })).toContain('blocked session');
  expect(world.poll({ windows: [session(100), weekly(100)] })).toContain('blocked weekly');
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const fresh = { ...session(0), resetsAtMs: world.nowMs + 5 * HOUR_MS };
  expect(world.poll({ windows: [fresh, weekly(100)] })).toEqual([]);
  world.nowMs = weekly(0).resetsAtMs + MINUTE_MS;
  const windows = [
    { ...session(0), resetsAtMs: world.nowMs + 5 * HOUR_MS },
    { ...weekly(0), resetsAtMs: world.nowMs + 7 * DAY_MS },
  ];
  expect(world.poll({ windows })).toEqual(['usable-again weekly']);
});

test.each([
  ['a zero flickers', { windows: [weekly(0)] }],
  ['the window vanishes', { windows: [session(10)] }],
  ['every limit vanishes', { windows: [] }],
  ['its percent is missing', { windows: [weekly(null), session(10)] }],
  ['the spend limit is reached instead', { windows: [weekly(20)], spendLimit: spend(100) }],
])('decideAlerts: work is not called possible again, when %s', (_name, flicker) => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  expect(world.poll({ windows: [weekly(100)] })).toContain('blocked weekly');
  expect(world.poll(flicker).filter((line) => line.startsWith('usable'))).toEqual([]);
  expect(world.poll({ windows: [weekly(100)] })).toEqual([]);
});

test('decideAlerts: a vanished window blocks no more, once its reset has passed', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(10)] });
  world.poll({ windows: [session(10), weekly(100)] });
  world.nowMs = weekly(0).resetsAtMs + MINUTE_MS;
  const fresh = { ...session(0), resetsAtMs: world.nowMs + 5 * HOUR_MS };
  expect(world.poll({ windows: [fresh] })).toEqual(['usable-again -']);
});

test('decideAlerts: who may spend credits is not blocked, and is again without them', () => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)], credits });
  expect(world.poll({ windows: [weekly(100)], credits })).toEqual(['threshold weekly 100']);
  const none = { ...credits, balance: '0' };
  expect(world.poll({ windows: [weekly(100)], credits: none })).toEqual(['blocked weekly']);
  expect(world.poll({ windows: [weekly(100)], credits })).toEqual(['usable-again weekly']);
  expect(world.poll({ windows: [weekly(100)], credits: none })).toEqual([]);
});

test('decideAlerts: a spend limit that was raised is believed at the second look', () => {
  const world = alertWorld();
  world.poll({ windows: [], spendLimit: spend(10) });
  expect(world.poll({ windows: [], spendLimit: spend(100) })).toContain('blocked spendLimit');
  expect(world.poll({ windows: [], spendLimit: spend(50) })).toEqual([]);
  expect(world.poll({ windows: [], spendLimit: spend(50) })).toEqual(['usable-again spendLimit']);
});

test('decideAlerts: a block at first sight is noted, and its end is told', () => {
  const world = alertWorld();
  expect(world.poll({ windows: [session(100)] })).toEqual([]);
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const resetsAtMs = world.nowMs + 5 * HOUR_MS;
  expect(world.poll({ windows: [{ ...session(0), resetsAtMs }] })).toEqual([
    'usable-again session',
  ]);
});

test('decideAlerts: a partial answer is believed once the next one says the same', () => {
  const world = alertWorld();
  const partial = { confidence: 'partial' } as const;
  world.poll({ windows: [weekly(10)] });
  expect(world.poll({ windows: [weekly(82)], ...partial })).toEqual([]);
  expect(world.poll({ windows: [weekly(10)] })).toEqual([]);
  expect(world.poll({ windows: [weekly(82)], ...partial })).toEqual([]);
  expect(world.poll({ windows: [weekly(82)], ...partial })).toEqual(['threshold weekly 82']);
  expect(world.poll({ windows: [weekly(82)] })).toEqual([]);
  expect(world.poll({ windows: [weekly(96)], confidence: 'assumed' })).toHaveLength(1);
});

test('decideAlerts: edited thresholds are followed, and none is told below a higher one', () => {
  const world = alertWorld();
  world.settings = { ...DEFAULT_SETTINGS, thresholds: [50] };
  world.poll({ windows: [weekly(10)] });
  expect(world.poll({ windows: [weekly(60)] })).toEqual(['threshold weekly 60']);
  world.settings = { ...DEFAULT_SETTINGS, thresholds: [40, 90] };
  expect(world.poll({ windows: [weekly(61)] })).toEqual([]);
  expect(world.poll({ windows: [weekly(90)] })).toEqual(['threshold weekly 90']);
});

test('decideAlerts: a kind that is switched off is no news when it is switched on again', () => {
  const world = alertWorld();
  const off = { ...DEFAULT_SETTINGS.alerts, threshold: false, blocked: false };
  world.settings = { ...DEFAULT_SETTINGS, alerts: off };
  world.poll({ windows: [session(10), weekly(10)] });
  expect(world.poll({ windows: [session(82), weekly(10)] })).toEqual([]);
  world.settings = DEFAULT_SETTINGS;
  expect(world.poll({ windows: [session(83), weekly(10)] })).toEqual([]);
});

test('decideAlerts: a used-up limit is told as a threshold, where blocked is not wanted', () => {
  const world = alertWorld();
  const alerts = { ...DEFAULT_SETTINGS.alerts, blocked: false };
  world.settings = { ...DEFAULT_SETTINGS, alerts };
  world.poll({ windows: [session(10)] });
  expect(world.poll({ windows: [session(100)] })).toEqual(['threshold session 100']);
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const resetsAtMs = world.nowMs + 5 * HOUR_MS;
  expect(world.poll({ windows: [{ ...session(0), resetsAtMs }] })).toEqual([
    'usable-again session',
  ]);
});

const lost = ['sign-in-required', 'auth-file-missing'];

test.each(exampleFailures.map((failure) => [nameOf(failure), failure] as const))(
  'decideAlerts: tells of a lost sign-in, and of no other failure: %s',
  (_name, failure) => {
    const world = alertWorld();
    expect(world.fail(failure)).toEqual([]);
    world.poll({ windows: [weekly(10)] });
    const told = lost.includes(failure.kind) ? ['sign-in'] : [];
    expect(world.fail(failure)).toEqual(told);
    world.restart();
    expect(world.fail(failure)).toEqual([]);
    expect(world.fail({ kind: 'offline' })).toEqual([]);
    expect(world.fail(failure)).toEqual([]);
    expect(world.poll({ windows: [weekly(10)] })).toEqual([]);
    expect(world.fail(failure)).toEqual(told);
  },
);

test('decideAlerts: tells of an earned reset within a day of its expiry, once an expiry', () => {
  const world = alertWorld();
  const expiring = (...expiriesMs: readonly number[]) => ({
    windows: [weekly(10)],
    resetCredits: { available: expiriesMs.length, expiriesMs },
  });
  const first = startMs + 2 * DAY_MS;
  expect(world.poll(expiring(first, first + DAY_MS))).toEqual([]);
  world.nowMs = first - DAY_MS - 1;
  expect(world.poll(expiring(first, first + DAY_MS))).toEqual([]);
  world.nowMs = first - DAY_MS;
  expect(world.poll(expiring(first, first + DAY_MS))).toEqual(['reset-credit 1']);
  world.restart();
  expect(world.poll(expiring(first, first + DAY_MS))).toEqual([]);
  world.nowMs = first;
  expect(world.poll(expiring(first, first + DAY_MS))).toEqual(['reset-credit 1']);
});

test.each([
  ['none is left', { available: 0, expiriesMs: [startMs + HOUR_MS] }],
  ['no expiry is known', { available: 2, expiriesMs: [] }],
  ['nothing is known', null],
  ['it has passed', { available: 1, expiriesMs: [startMs - 1, startMs] }],
])('decideAlerts: no earned reset is about to expire, when %s', (_name, resetCredits) => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  expect(world.poll({ windows: [weekly(10)], resetCredits })).toEqual([]);
});

test('decideAlerts: an earned reset that expires soon at first sight is noted', () => {
  const world = alertWorld();
  const resetCredits = { available: 1, expiriesMs: [startMs + HOUR_MS] };
  expect(world.poll({ windows: [weekly(10)], resetCredits })).toEqual([]);
  expect(world.poll({ windows: [weekly(10)], resetCredits })).toEqual([]);
});

const night = { fromMinute: 22 * 60, toMinute: 7 * 60 };

test('decideAlerts: tells after quiet hours what is still true, and drops what is over', () => {
  const world = alertWorld();
  world.settings = { ...DEFAULT_SETTINGS, quietHours: night };
  world.poll({ windows: [session(10), weekly(10)] });
  world.minuteOfDay = 23 * 60;
  expect(world.poll({ windows: [session(85), weekly(82)] })).toEqual([]);
  expect(world.poll({ windows: [session(100), weekly(84)] })).toEqual([]);
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const windows = [{ ...session(0), resetsAtMs: world.nowMs + 5 * HOUR_MS }, weekly(84)];
  expect(world.poll({ windows })).toEqual([]);
  world.minuteOfDay = 7 * 60;
  expect(world.poll({ windows })).toEqual(['threshold weekly 84']);
  expect(world.poll({ windows })).toEqual([]);
});

test('decideAlerts: says after quiet hours that work is possible again, if it told of the block', () => {
  const world = alertWorld();
  world.settings = { ...DEFAULT_SETTINGS, quietHours: night };
  world.poll({ windows: [session(10)] });
  expect(world.poll({ windows: [session(100)] })).toContain('blocked session');
  world.minuteOfDay = 2 * 60;
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const windows = [{ ...session(0), resetsAtMs: world.nowMs + 5 * HOUR_MS }];
  expect(world.poll({ windows })).toEqual([]);
  world.minuteOfDay = 7 * 60;
  expect(world.poll({ windows })).toEqual(['usable-again session']);
});

test.each([
  [null, 0, false],
  [night, 22 * 60 - 1, false],
  [night, 22 * 60, true],
  [night, 0, true],
  [night, 7 * 60 - 1, true],
  [night, 7 * 60, false],
  [{ fromMinute: 600, toMinute: 660 }, 599, false],
  [{ fromMinute: 600, toMinute: 660 }, 600, true],
  [{ fromMinute: 600, toMinute: 660 }, 660, false],
  [{ fromMinute: 600, toMinute: 600 }, 600, false],
])('isQuiet: %j at minute %d is %s', (quietHours, minuteOfDay, expected) => {
  expect(isQuiet(quietHours, minuteOfDay)).toBe(expected);
});

test('the memory: holds no more than kinds, limits, percentages, moments and reasons', () => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  world.poll({ windows: [weekly(82)] });
  expect(JSON.stringify(world.memory)).not.toMatch(/@|example|plus/i);
  expect(world.memory.log).toEqual([
    { atMs: startMs, kind: 'threshold', limit: 'weekly', percent: 82, decision: 'told' },
  ]);
  expect(NO_MEMORY.log).toEqual([]);
});
