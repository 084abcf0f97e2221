import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';
import {
  ageChangesInMs,
  ageParts,
  countdownChangesInMs,
  createFormats,
  durationParts,
  type MomentParts,
} from './formats.ts';

const london = createFormats({ locale: 'en-GB', timeZone: 'Europe/London' });
const at = (text: string): number => Date.parse(text);

/** Why: Intl writes spaces that do not break, and not the same ones in every version. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

function joined({ day, time }: MomentParts): string {
  return day === null ? time : `${day} ${time}`;
}

test.each([
  ['en-US', '63%', '1,204', '6:40 PM', 'Tue 6:40 PM', 'Dec 4 6:40 PM'],
  ['en-GB', '63%', '1,204', '18:40', 'Tue 18:40', '4 Dec 18:40'],
  ['de-DE', '63 %', '1.204', '18:40', 'Di 18:40', '4. Dez. 18:40'],
  ['zh-CN', '63%', '1,204', '18:40', '周二 18:40', '12月4日 18:40'],
])('createFormats: writes as people do, in %s', (locale, percent, count, clock, week, later) => {
  const formats = createFormats({ locale, timeZone: 'UTC' });
  const nowMs = at('2026-11-22T12:00:00Z');
  const shown = [
    formats.percent(63),
    formats.count(1204),
    formats.clock(at('2026-11-22T18:40:00Z')),
    joined(formats.moment(at('2026-11-24T18:40:00Z'), nowMs)),
    joined(formats.moment(at('2026-12-04T18:40:00Z'), nowMs)),
  ];
  expect(shown.map(plain)).toEqual([percent, count, clock, week, later]);
});

test.each([
  ['the same minute', '2026-11-22T12:00:00Z', '12:00'],
  ['the last minute of the day', '2026-11-22T23:59:00Z', '23:59'],
  ['the first minute of tomorrow', '2026-11-23T00:00:00Z', 'Mon 00:00'],
  ['the last day of the coming week', '2026-11-28T23:59:00Z', 'Sat 23:59'],
  ['a week from now, whose weekday would say today', '2026-11-29T00:00:00Z', '29 Nov 00:00'],
  ['earlier today', '2026-11-22T00:00:00Z', '00:00'],
  ['yesterday', '2026-11-21T23:59:00Z', '21 Nov 23:59'],
  ['next year', '2027-01-04T09:12:00Z', '4 Jan 09:12'],
])('moment: names no more than is needed, for %s', (_name, then, expected) => {
  expect(joined(london.moment(at(then), at('2026-11-22T12:00:00Z')))).toBe(expected);
});

test.each([
  // 2026-10-25 has 25 hours in London: 02:00 BST becomes 01:00 GMT.
  ['before the long hour', '2026-10-25T00:30:00Z', '01:30'],
  ['after the long hour', '2026-10-25T01:30:00Z', '01:30'],
  ['the end of the long day', '2026-10-25T23:59:00Z', '23:59'],
  ['the day after', '2026-10-26T00:00:00Z', 'Mon 00:00'],
  ['the last day of the week after', '2026-10-31T23:59:00Z', 'Sat 23:59'],
])('moment: counts days, not 24 hours, when summer time ends: %s', (_name, then, expected) => {
  expect(joined(london.moment(at(then), at('2026-10-24T23:30:00Z')))).toBe(expected);
});

test.each([
  // 2026-03-29 has 23 hours in London: 01:00 GMT becomes 02:00 BST.
  ['before the gap', '2026-03-29T00:59:00Z', '00:59'],
  ['after the gap', '2026-03-29T01:00:00Z', '02:00'],
  ['the first minute of the day after', '2026-03-29T23:00:00Z', 'Mon 00:00'],
])('moment: is right, when summer time begins: %s', (_name, then, expected) => {
  expect(joined(london.moment(at(then), at('2026-03-29T00:10:00Z')))).toBe(expected);
});

test.each([
  ['Pacific/Kiritimati', 'Mon 08:40'],
  ['Asia/Kathmandu', 'Mon 00:25'],
  ['America/Los_Angeles', '10:40'],
])('moment: takes day and hour from the person’s zone: %s', (timeZone, expected) => {
  const formats = createFormats({ locale: 'en-GB', timeZone });
  const nowMs = at(
    timeZone === 'Pacific/Kiritimati' ? '2026-11-22T09:00:00Z' : '2026-11-22T12:00:00Z',
  );
  expect(joined(formats.moment(at('2026-11-22T18:40:00Z'), nowMs))).toBe(expected);
});

test.each([
  ['an empty TZ', { locale: 'en-GB', timeZone: 'Etc/Unknown' }],
  ['a zone that does not exist', { locale: 'en-GB', timeZone: 'Mars/Olympus' }],
])('createFormats: falls back to UTC, with %s', (_name, place) => {
  expect(createFormats(place).clock(at('2026-11-22T18:40:00Z'))).toBe('18:40');
});

test.each(['C', 'en_US_POSIX', '', 'not a locale'])(
  'createFormats: falls back to English, with the locale "%s"',
  (locale) => {
    expect(createFormats({ locale, timeZone: 'UTC' }).percent(63)).toBe('63%');
  },
);

test.each([
  [-1, { kind: 'minutes', minutes: 0 }],
  [0, { kind: 'minutes', minutes: 0 }],
  [MINUTE_MS - 1, { kind: 'minutes', minutes: 0 }],
  [HOUR_MS - 1, { kind: 'minutes', minutes: 59 }],
  [HOUR_MS, { kind: 'hours', hours: 1, minutes: 0 }],
  [DAY_MS - 1, { kind: 'hours', hours: 23, minutes: 59 }],
  [DAY_MS, { kind: 'days', days: 1, hours: 0 }],
  [7 * DAY_MS - 1, { kind: 'days', days: 6, hours: 23 }],
])('durationParts: cuts %d ms to its two largest units', (durationMs, expected) => {
  expect(durationParts(durationMs)).toEqual(expected);
});

test.each([
  [0, { kind: 'now' }],
  [10 * SECOND_MS - 1, { kind: 'now' }],
  [10 * SECOND_MS, { kind: 'seconds', seconds: 10 }],
  [MINUTE_MS - 1, { kind: 'seconds', seconds: 50 }],
  [MINUTE_MS, { kind: 'long', duration: { kind: 'minutes', minutes: 1 } }],
])('ageParts: shows %d ms in calm steps', (ageMs, expected) => {
  expect(ageParts(ageMs)).toEqual(expected);
});

const span = fc.oneof(fc.nat(2 * MINUTE_MS), fc.nat(2 * DAY_MS), fc.nat(40 * DAY_MS));

test('ageChangesInMs: the text stays until then and is another one just then', () => {
  fc.assert(
    fc.property(span, (ageMs) => {
      const inMs = ageChangesInMs(ageMs);
      expect(inMs).toBeGreaterThan(0);
      expect(ageParts(ageMs + inMs - 1)).toEqual(ageParts(ageMs));
      expect(ageParts(ageMs + inMs)).not.toEqual(ageParts(ageMs));
    }),
  );
});

test('countdownChangesInMs: the text stays until then and is another one just then', () => {
  fc.assert(
    fc.property(span, (leftMs) => {
      const inMs = countdownChangesInMs(leftMs);
      if (inMs === null) {
        expect(leftMs).toBe(0);
        return;
      }
      expect(inMs).toBeGreaterThan(0);
      const then = leftMs - inMs;
      expect(durationParts(then + 1)).toEqual(durationParts(leftMs));
      if (then >= 0) expect(durationParts(then)).not.toEqual(durationParts(leftMs));
    }),
  );
});
