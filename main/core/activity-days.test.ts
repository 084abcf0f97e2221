// Facts about local days: their names and where they begin, in zones of every kind.

import { expect, test } from 'vitest';
import { dayIndex, localDays } from './activity-days.ts';

const days = (timeZone: string, now: string, count: number) =>
  localDays({ timeZone, nowMs: Date.parse(now), count });
const beginnings = ({ starts }: { readonly starts: readonly number[] }): readonly string[] =>
  starts.map((quarter) => new Date(quarter * 900_000).toISOString().slice(0, 16));

test.each([
  ['UTC', '2026-11-22T23:59:00Z', '2026-11-22', '2026-11-22T00:00', '2026-11-23T00:00'],
  ['UTC', '2026-11-22T00:00:00Z', '2026-11-22', '2026-11-22T00:00', '2026-11-23T00:00'],
  ['Europe/Berlin', '2026-11-22T22:59:00Z', '2026-11-22', '2026-11-21T23:00', '2026-11-22T23:00'],
  ['Europe/Berlin', '2026-11-22T23:00:00Z', '2026-11-23', '2026-11-22T23:00', '2026-11-23T23:00'],
  ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29', '2026-03-28T23:00', '2026-03-29T22:00'],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-24T22:00', '2026-10-25T23:00'],
  ['Asia/Kathmandu', '2026-06-01T18:14:00Z', '2026-06-01', '2026-05-31T18:15', '2026-06-01T18:15'],
  [
    'Pacific/Kiritimati',
    '2026-06-01T11:00:00Z',
    '2026-06-02',
    '2026-06-01T10:00',
    '2026-06-02T10:00',
  ],
  ['Pacific/Niue', '2026-06-01T11:00:00Z', '2026-06-01', '2026-06-01T11:00', '2026-06-02T11:00'],
  [
    'Australia/Lord_Howe',
    '2026-04-05T12:00:00Z',
    '2026-04-05',
    '2026-04-04T13:00',
    '2026-04-05T13:30',
  ],
  [
    'America/Sao_Paulo',
    '2018-11-04T12:00:00Z',
    '2018-11-04',
    '2018-11-04T03:00',
    '2018-11-05T02:00',
  ],
  ['Not/AZone', '2026-11-22T12:00:00Z', '2026-11-22', '2026-11-22T00:00', '2026-11-23T00:00'],
])('localDays: in %s at %s it is %s', (timeZone, now, name, from, to) => {
  const today = days(timeZone, now, 1);
  expect(today.names).toEqual([name]);
  expect(beginnings(today)).toEqual([from, to]);
});

test('localDays: days follow each other, and each has its own quarters', () => {
  for (const timeZone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe']) {
    const year = days(timeZone, '2026-12-31T12:00:00Z', 400);
    const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    expect(new Set(year.names).size).toBe(400);
    year.names.forEach((name, at) => {
      const [from = 0, to = 0] = year.starts.slice(at, at + 2);
      expect(calendar.format(from * 900_000)).toBe(name);
      expect(calendar.format(to * 900_000 - 1)).toBe(name);
      expect([92, 94, 96, 98, 100]).toContain(to - from);
      expect(dayIndex(year, from)).toBe(at);
      expect(dayIndex(year, to - 1)).toBe(at);
    });
  }
});

test('localDays: a day that a zone left out has no quarters', () => {
  const skipped = days('Pacific/Apia', '2012-01-01T00:00:00Z', 4);
  expect(skipped.names).toEqual(['2011-12-29', '2011-12-30', '2011-12-31', '2012-01-01']);
  const [, left, next] = skipped.starts;
  expect(left).toBe(next);
});

test('dayIndex: nothing before the first day nor after today', () => {
  const two = days('UTC', '2026-11-22T12:00:00Z', 2);
  const [first = 0, , end = 0] = two.starts;
  expect([first - 1, first, end - 1, end].map((quarter) => dayIndex(two, quarter))).toEqual([
    ...[-1, 0, 1, -1],
  ]);
});
