// Facts about local days: their names and where they begin, in zones of every kind.

import { afterEach, expect, test } from 'vitest';
import { createCalendar, dayName } from './days.ts';

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

const QUARTER_MS = 900_000;
const quarterOf = (moment: string): number => Math.floor(Date.parse(moment) / QUARTER_MS);
const stamp = (quarter: number): string => new Date(quarter * QUARTER_MS).toISOString();

test.each([
  ['UTC', '2026-11-22T23:59:00Z', '2026-11-22', '2026-11-22T00:00'],
  ['UTC', '2026-11-22T00:00:00Z', '2026-11-22', '2026-11-22T00:00'],
  ['Europe/Berlin', '2026-11-22T22:59:00Z', '2026-11-22', '2026-11-21T23:00'],
  ['Europe/Berlin', '2026-11-22T23:00:00Z', '2026-11-23', '2026-11-22T23:00'],
  ['Europe/Berlin', '2026-03-29T21:59:00Z', '2026-03-29', '2026-03-28T23:00'],
  ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30', '2026-03-29T22:00'],
  ['Europe/Berlin', '2026-10-25T22:59:00Z', '2026-10-25', '2026-10-24T22:00'],
  ['Europe/London', '2026-03-29T22:59:00Z', '2026-03-29', '2026-03-29T00:00'],
  ['Europe/London', '2026-03-29T23:00:00Z', '2026-03-30', '2026-03-29T23:00'],
  ['Asia/Kathmandu', '2026-06-01T18:14:00Z', '2026-06-01', '2026-05-31T18:15'],
  ['Pacific/Kiritimati', '2026-06-01T11:00:00Z', '2026-06-02', '2026-06-01T10:00'],
  ['Pacific/Niue', '2026-06-01T11:00:00Z', '2026-06-01', '2026-06-01T11:00'],
  ['Australia/Lord_Howe', '2026-04-05T13:29:00Z', '2026-04-05', '2026-04-04T13:00'],
  ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04', '2018-11-04T03:00'],
  ['Not/AZone', '2026-11-22T12:00:00Z', '2026-11-22', '2026-11-22T00:00'],
  ['Europe/Berlin', '9999-12-31T12:00:00Z', '9999-12-31', '9999-12-30T23:00'],
  ['Europe/Berlin', '0001-06-01T12:00:00Z', '0001-06-01', '0001-06-01T00:00'],
])('a calendar: in %s at %s it is %s', (timeZone, now, name, from) => {
  const { dayOf, startOfDay } = createCalendar(timeZone);
  expect(dayName(dayOf(quarterOf(now)))).toBe(name);
  expect(stamp(startOfDay(quarterOf(now))).slice(0, 16)).toBe(from);
});

test('a calendar: every quarter of three years is of the day that the system says', () => {
  for (const timeZone of ['UTC', 'Europe/London', 'America/St_Johns', 'Australia/Lord_Howe']) {
    const { dayOf } = createCalendar(timeZone);
    const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    const to = quarterOf('2028-01-01T00:00:00Z');
    for (let quarter = quarterOf('2025-01-01T00:00:00Z'); quarter < to; quarter += 1) {
      const name = dayName(dayOf(quarter));
      if (name !== calendar.format(quarter * QUARTER_MS)) expect([quarter, name]).toBeNull();
    }
  }
});

test('a calendar: a day that a zone left out has no quarters', () => {
  const { dayOf } = createCalendar('Pacific/Apia');
  const from = quarterOf('2011-12-29T20:00:00Z');
  const days = Array.from({ length: 192 }, (_, at) => dayName(dayOf(from + at)));
  expect([...new Set(days)]).toEqual(['2011-12-29', '2011-12-31', '2012-01-01']);
});

test.each(['UTC', 'Europe/London', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe'])(
  'a calendar of the own zone says the same: %s',
  (timeZone) => {
    process.env.TZ = timeZone;
    const [own, other] = [createCalendar(timeZone, timeZone), createCalendar(timeZone)];
    const to = quarterOf('2027-01-01T00:00:00Z');
    for (let quarter = quarterOf('2025-12-30T00:00:00Z'); quarter < to; quarter += 1) {
      if (own.dayOf(quarter) !== other.dayOf(quarter)) expect(quarter).toBeNull();
    }
  },
);
