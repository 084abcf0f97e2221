// Facts about what alerts say: percent used, which limit, when, in one short message.

import { expect, test } from 'vitest';
import type { Alert } from './alert-claims.ts';
import { presentAlerts } from './alert-text.ts';
import { alertWorld, credits, session, startMs, weekly } from './example-alerts.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';
import { createWords } from './words/words.ts';

const unknown = { resetsAtMs: null };

test.each<[string, Partial<UsageSnapshot>, string, string]>([
  [
    'a threshold',
    { windows: [session(10), weekly(80)] },
    '80% of the weekly limit used',
    'At this rate it runs out on Mon at 12:00; it resets on Wed at 12:00.',
  ],
  [
    'a threshold without a forecast',
    { windows: [{ ...session(82), durationMs: 2.1 * HOUR_MS, kind: 'other' }] },
    '82% of the 126-minute limit used',
    'It resets at 14:00.',
  ],
  [
    'a threshold without a reset',
    { windows: [{ ...weekly(99.7), ...unknown }] },
    '99% of the weekly limit used',
    'When it resets is not known.',
  ],
  [
    'a limit that is used up while credits are spent',
    { windows: [weekly(100)], credits },
    '100% of the weekly limit used',
    'Credits are being spent until Wed 12:00.',
  ],
  [
    'a block',
    { windows: [session(100), weekly(10)] },
    'Blocked: the 5-hour limit is used up',
    'Work is possible again at 14:00.',
  ],
  [
    'a block whose end is not known',
    { windows: [{ ...weekly(100), ...unknown }] },
    'Blocked: the weekly limit is used up',
    'When it resets is not known.',
  ],
  [
    'two blocks, the one that ends last first',
    { windows: [session(100), weekly(110)] },
    'Blocked: the weekly limit is used up',
    'Work is possible again on Wed at 12:00. Blocked: the 5-hour limit is used up.',
  ],
  [
    'two thresholds, the fuller one first',
    {
      windows: [
        { ...session(85), ...unknown },
        { ...weekly(96), ...unknown },
      ],
    },
    '96% of the weekly limit used',
    'When it resets is not known. 85% of the 5-hour limit used.',
  ],
  [
    'an earned reset',
    { windows: [], resetCredits: { available: 1, expiriesMs: [startMs + 3 * HOUR_MS] } },
    'An earned reset is about to expire',
    'It expires at 15:00.',
  ],
  [
    'several earned resets',
    {
      windows: [],
      resetCredits: { available: 2, expiriesMs: [startMs + HOUR_MS, startMs + 20 * HOUR_MS] },
    },
    '2 earned resets are about to expire',
    'The first expires at 13:00.',
  ],
])('presentAlerts: says %s', (_name, fields, title, body) => {
  const world = alertWorld();
  world.poll({ windows: [] });
  world.poll(fields);
  expect(world.messages).toEqual([{ title, body }]);
});

test('presentAlerts: says that work is possible again, and why', () => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  world.poll({ windows: [weekly(100)] });
  world.poll({ windows: [weekly(100)], credits });
  expect(world.messages.at(-1)).toEqual({
    title: 'Codex can be used again',
    body: 'Credits are being spent until Wed 12:00.',
  });
});

test('presentAlerts: names the limit that has room again, and what else there is to say', () => {
  const world = alertWorld();
  world.poll({ windows: [session(10), weekly(70)] });
  world.poll({ windows: [session(100), weekly(70)] });
  world.nowMs = session(0).resetsAtMs + MINUTE_MS;
  const fresh = { ...session(1), resetsAtMs: world.nowMs + 5 * HOUR_MS };
  world.poll({ windows: [fresh, { ...weekly(81), ...unknown }] });
  expect(world.messages.at(-1)).toEqual({
    title: 'Codex can be used again',
    body: 'There is room in the 5-hour limit again. 81% of the weekly limit used.',
  });
});

test('presentAlerts: says that a sign-in is needed, and not whose', () => {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  world.fail({ kind: 'sign-in-required', reason: 'rejected' });
  expect(world.messages).toEqual([
    {
      title: 'Sign in to Codex again',
      body: 'Without it, how much is left cannot be asked; the numbers stay as they were.',
    },
  ]);
});

test('presentAlerts: writes words, numbers and moments as the place does', () => {
  const words = createWords({ locale: 'de-DE', timeZone: 'Europe/Berlin' });
  const { due } = alertAt80();
  const text = presentAlerts(due, { words, nowMs: startMs });
  expect(text?.title).toBe('80\u202f% des Wochenlimits verbraucht');
  expect(text?.body).toContain('13:00');
});

test('presentAlerts: says nothing, when there is nothing to say', () => {
  const words = createWords({ locale: 'en', timeZone: 'UTC' });
  expect(presentAlerts([], { words, nowMs: startMs })).toBeNull();
});

function alertAt80(): { readonly due: readonly Alert[] } {
  const world = alertWorld();
  world.poll({ windows: [weekly(10)] });
  world.poll({ windows: [{ ...weekly(80), resetsAtMs: startMs + DAY_MS }] });
  return world;
}
