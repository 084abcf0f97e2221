// Facts about the zone of this process: its name is one that the calendar knows, found where the system
// keeps it or else asked of Intl.

import { afterEach, expect, test } from 'vitest';
import { systemTimeZone, type ZonePlaces } from './system-zone.ts';

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

const places = (more: Partial<ZonePlaces>): ZonePlaces => ({
  tz: undefined,
  platform: 'linux',
  readLink: () => '/usr/share/zoneinfo/Europe/Berlin',
  exists: () => true,
  ...more,
});

test.each<[string, Partial<ZonePlaces>, string]>([
  ['the link', {}, 'Europe/Berlin'],
  [
    'the link of macOS',
    { platform: 'darwin', readLink: () => '/var/db/timezone/zoneinfo/America/Indiana/Knox' },
    'America/Indiana/Knox',
  ],
  ['TZ before it', { tz: 'Asia/Kolkata' }, 'Asia/Kolkata'],
  ['UTC', { tz: 'UTC' }, 'UTC'],
])('systemTimeZone: says what %s says', (_, more, expected) => {
  process.env.TZ = 'Asia/Tokyo';
  expect(systemTimeZone(places(more))).toBe(expected);
});

test.each<[string, Partial<ZonePlaces>]>([
  ['a zone that is not there', { exists: () => false }],
  ['a rule instead of a name', { tz: 'CET-1CEST' }],
  ['a name with a colon', { tz: ':Europe/Berlin' }],
  ['an old name', { tz: 'CET' }],
  ['a name that Intl writes shorter', { tz: 'Etc/UTC' }],
  ['a way out', { tz: 'Europe/../../etc/passwd' }],
  ['nothing', { tz: '' }],
  ['a link to nowhere', { readLink: () => '/tmp/zone' }],
  ['Windows', { platform: 'win32' }],
  [
    'no link',
    {
      readLink: () => {
        throw Object.assign(new Error('EINVAL'), { code: 'EINVAL' });
      },
    },
  ],
])('systemTimeZone: asks Intl for %s', (_, more) => {
  process.env.TZ = 'Asia/Tokyo';
  expect(systemTimeZone(places(more))).toBe('Asia/Tokyo');
});

test.each(['Mars/Olympus', ''])('systemTimeZone: TZ="%s", which nobody knows, is UTC', (tz) => {
  process.env.TZ = tz;
  expect(systemTimeZone(places({ tz, exists: () => false }))).toBe('UTC');
});

test('systemTimeZone: of this machine it is a zone that the calendar knows', () => {
  const timeZone = systemTimeZone();
  expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
});
