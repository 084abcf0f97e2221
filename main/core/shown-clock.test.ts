import { expect, test } from 'vitest';
import { createShownClock } from './shown-clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { createWords } from './words/words.ts';

const nowMs = 1_795_348_800_000;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const open = () => createShownClock(words, nowMs);

test('nextChangeAtMs: is nothing, when no word was given out', () => {
  expect(open().nextChangeAtMs()).toBeNull();
});

test('nextChangeAtMs: is nothing for a moment, which has no countdown', () => {
  const clock = open();
  expect(clock.moment(nowMs + 2 * HOUR_MS)).toBe('14:00');
  expect(clock.moment(nowMs + 2 * DAY_MS)).toBe('Tue 12:00');
  expect(clock.at(nowMs + 2 * DAY_MS)).toBe('on Tue at 12:00');
  expect(clock.nextChangeAtMs()).toBeNull();
});

test.each([
  ['12 s old', nowMs - 12 * SECOND_MS, '10 s ago', 8 * SECOND_MS],
  ['90 s old', nowMs - 90 * SECOND_MS, '1 min ago', 30 * SECOND_MS],
  ['25 h old', nowMs - 25 * HOUR_MS, '1 d 1 h ago', HOUR_MS],
  ['of the future, by a wrong clock', nowMs + HOUR_MS, 'just now', 10 * SECOND_MS],
])('age: is said and noted, when %s', (_name, atMs, text, inMs) => {
  const clock = open();
  expect(clock.age(atMs)).toBe(text);
  expect(clock.nextChangeAtMs()).toBe(nowMs + inMs);
});

test.each([
  ['2 h and 30 s', nowMs + 2 * HOUR_MS + 30 * SECOND_MS, '2 h', 30 * SECOND_MS + 1],
  ['2 d and 1 min', nowMs + 2 * DAY_MS + MINUTE_MS, '2 d', MINUTE_MS + 1],
  ['59 s', nowMs + 59 * SECOND_MS, 'under 1 min', 59 * SECOND_MS + 1],
])('countdown: is said and noted, for %s', (_name, atMs, text, inMs) => {
  const clock = open();
  expect(clock.countdown(atMs)).toBe(text);
  expect(clock.nextChangeAtMs()).toBe(nowMs + inMs);
});

test('nextChangeAtMs: is the earliest of all, whatever the order', () => {
  const clock = open();
  clock.age(nowMs - 90 * SECOND_MS);
  clock.changesAt(nowMs + 5);
  clock.countdown(nowMs + 2 * HOUR_MS + 20);
  expect(clock.nextChangeAtMs()).toBe(nowMs + 5);
});

test('changesAt: ignores what has passed, which will not change again', () => {
  const clock = open();
  clock.changesAt(nowMs);
  clock.changesAt(nowMs - 1);
  clock.countdown(nowMs - HOUR_MS);
  expect(clock.nextChangeAtMs()).toBeNull();
});
