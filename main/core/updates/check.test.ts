// Facts about the feed, the day between two looks, and what of it all is told.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import {
  checkLeftMs,
  firstCheckMs,
  formatUpdateMemory,
  NO_UPDATE_MEMORY,
  parseUpdateMemory,
  readFeed,
  UPDATE_MEMORY_MAX_BYTES,
  versionToTell,
  withoutFuture,
} from './check.ts';
import type { Site } from './site.ts';
import { isNewer, isVersion } from './version.ts';

const SITE: Site = {
  home: 'https://ships.dev',
  releases: 'https://ships.dev/releases',
  feed: 'https://ships.dev/releases/latest.json',
};
const PAGE = 'https://ships.dev/releases/0.3.0';
const NOW_MS = Date.parse('2026-11-22T12:00:00Z');

describe('readFeed', () => {
  test.each([
    [{ version: '0.3.0', page: PAGE }, '0.3.0'],
    [{ version: '0.3.0-rc.1', page: PAGE }, '0.3.0-rc.1'],
    [{ version: '0.3.0', page: PAGE, signature: 'of a newer feed' }, '0.3.0'],
    [{ version: 'v0.3.0', page: PAGE }, null],
    [{ version: '0.3', page: PAGE }, null],
    [{ version: 3, page: PAGE }, null],
    [{ version: null, page: PAGE }, null],
    [{ version: '99999999999999999999.0.0', page: PAGE }, null],
    [{ version: '0.3.0' }, null],
    [{ version: '0.3.0', page: null }, null],
    [{ version: '0.3.0', page: 'https://evil.dev/releases/0.3.0' }, null],
    [{ version: '0.3.0', page: 'http://ships.dev/releases/0.3.0' }, null],
    [{ version: '0.3.0', page: 'javascript:alert(1)' }, null],
    [{ version: '0.3.0', page: `https://ships.dev/${'x'.repeat(300)}` }, null],
    [{ page: PAGE }, null],
    [[{ version: '0.3.0', page: PAGE }], null],
    [{}, null],
    [null, null],
    ['0.3.0', null],
  ])('%j names %s', (feed, version) => {
    expect(readFeed(JSON.stringify(feed), SITE)).toBe(version);
  });

  test.each(['', '{', '<!doctype html><title>Sign in</title>', '{"version":"0.3.0"', '\u0000'])(
    'what is no JSON names nothing: %j',
    (text) => {
      expect(readFeed(text, SITE)).toBeNull();
    },
  );

  test('whatever comes, only a version is ever named', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const named = readFeed(text, SITE);
        expect(named === null || isVersion(named)).toBe(true);
      }),
    );
  });
});

describe('the day between two looks', () => {
  const asked = { askedAtMs: NOW_MS, askedSteadyMs: 1_000 };

  test.each([
    ['never asked', { askedAtMs: null, askedSteadyMs: null }, 0, 0, 0],
    ['just asked', asked, 0, 0, DAY_MS],
    ['asked an hour ago', asked, HOUR_MS, HOUR_MS, DAY_MS - HOUR_MS],
    ['asked a day ago', asked, DAY_MS, DAY_MS, 0],
    ['asked by an earlier run', { ...asked, askedSteadyMs: null }, DAY_MS, 5, 0],
    ['the clock was set forward by years', asked, 900 * DAY_MS, HOUR_MS, DAY_MS - HOUR_MS],
    ['the clock was set back by an hour', asked, DAY_MS - HOUR_MS, DAY_MS, HOUR_MS],
  ])('checkLeftMs: %s', (_name, memory, wallMs, steadyMs, left) => {
    const now = { wallMs: NOW_MS + wallMs, steadyMs: 1_000 + steadyMs };
    expect(checkLeftMs(memory, now, 1)).toBe(left);
  });

  test('checkLeftMs: goes by as the pace does', () => {
    expect(checkLeftMs(asked, { wallMs: NOW_MS, steadyMs: 1_000 }, 60)).toBe(DAY_MS / 60);
  });

  test('withoutFuture: what is still to come counts as now; the rest stays', () => {
    const memory = { askedAtMs: NOW_MS + DAY_MS, named: '0.3.0', hidden: null };
    expect(withoutFuture(memory, NOW_MS)).toEqual({ ...memory, askedAtMs: NOW_MS });
    const past = { ...memory, askedAtMs: NOW_MS };
    expect(withoutFuture(past, NOW_MS)).toBe(past);
    expect(withoutFuture(NO_UPDATE_MEMORY, NOW_MS)).toBe(NO_UPDATE_MEMORY);
  });

  test('firstCheckMs: between one minute and ten', () => {
    expect([firstCheckMs(0), firstCheckMs(1)]).toEqual([MINUTE_MS, 10 * MINUTE_MS]);
  });
});

describe('versionToTell', () => {
  test.each([
    [null, null, '0.2.0', null],
    ['0.3.0', null, '0.2.0', '0.3.0'],
    ['0.3.0', '0.2.5', '0.2.0', '0.3.0'],
    ['0.3.0', '0.3.0', '0.2.0', null],
    ['0.2.9', '0.3.0', '0.2.0', null],
    ['0.4.0', '0.3.0', '0.2.0', '0.4.0'],
    ['0.2.0', null, '0.2.0', null],
    ['0.1.0', null, '0.2.0', null],
    ['0.3.0-rc.1', null, '0.3.0', null],
    ['0.3.0', null, '0.3.0-rc.1', '0.3.0'],
    ['0.3.0', null, 'of a private build', null],
  ])('%s is out, %s was hidden, this is %s: %s', (named, hidden, own, told) => {
    expect(versionToTell({ askedAtMs: null, named, hidden }, own)).toBe(told);
  });
});

describe('the memory', () => {
  test('comes back as it was written', () => {
    const memory = { askedAtMs: NOW_MS, named: '0.3.0-rc.1', hidden: '0.2.9' };
    expect(parseUpdateMemory(formatUpdateMemory(memory))).toEqual(memory);
    expect(formatUpdateMemory(memory).length).toBeLessThan(UPDATE_MEMORY_MAX_BYTES);
  });

  test.each([
    ['', NO_UPDATE_MEMORY],
    ['[]', NO_UPDATE_MEMORY],
    ['{}', NO_UPDATE_MEMORY],
    ['{"askedAtMs":-1,"named":"x","hidden":7}', NO_UPDATE_MEMORY],
    ['{"askedAtMs":5,"named":"<b>","later":{}}', { ...NO_UPDATE_MEMORY, askedAtMs: 5 }],
    ['{"askedAtMs":1e300,"named":"0.3.0"}', { ...NO_UPDATE_MEMORY, named: '0.3.0' }],
  ])('of what cannot be read, the rest is kept: %s', (text, memory) => {
    expect(parseUpdateMemory(text)).toEqual(memory);
  });

  test('whatever the file holds, only a newer version is ever told of', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const told = versionToTell(parseUpdateMemory(text), '0.2.0');
        expect(told === null || isNewer(told, '0.2.0')).toBe(true);
      }),
    );
  });
});
