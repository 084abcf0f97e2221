import { expect, test } from 'vitest';
import { DAY_MS, formatInstant, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

test('time: the units are multiples of each other, in ms', () => {
  expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([1e3, 6e4, 3.6e6, 8.64e7]);
});

test.each([
  [1_795_348_800_000, '2026-11-22T12:00:00Z'],
  [1_795_348_800_999, '2026-11-22T12:00:00Z'],
  [0, '1970-01-01T00:00:00Z'],
  [253_402_300_799_999, '9999-12-31T23:59:59Z'],
])('formatInstant: prints %d as RFC 3339 in UTC, to the second', (atMs, expected) => {
  expect(formatInstant(atMs)).toBe(expected);
});
