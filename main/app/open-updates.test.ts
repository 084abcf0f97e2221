// Facts about whom this build asks for a newer version: nobody so long as the home page is nobody's, and
// in a packaged build never whom the environment names.

import { afterEach, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { isReserved, siteOf } from '../core/updates/site.ts';
import { ownFeed, RELEASES_URL } from './open-updates.ts';

const LOOPBACK = 'http://127.0.0.1:4000/releases/latest.json';
const site = siteOf(packageJson.homepage);

/** Why: one question is asked of Electron, and this is its answer. */
const electron = (isPackaged: boolean) =>
  ({ app: { isPackaged } }) as Parameters<typeof ownFeed>[0];

afterEach(() => void vi.unstubAllEnvs());

test('package.json: the home page is the one place that names an address', () => {
  expect(site?.home).toBe(packageJson.homepage);
  expect(RELEASES_URL).toBe(`${packageJson.homepage}/releases`);
});

test.each([true, false])('ownFeed: by itself it is below the home page, or nowhere (%s)', (is) => {
  vi.stubEnv('PLIMSOLL_FEED', '');
  const own = site === null || isReserved(site) ? null : site.feed;
  expect(ownFeed(electron(is))).toBe(own);
});

test('ownFeed: a build from the sources may be pointed at this computer, a packaged one not', () => {
  vi.stubEnv('PLIMSOLL_FEED', LOOPBACK);
  expect(ownFeed(electron(false))).toBe(LOOPBACK);
  expect(ownFeed(electron(true))).not.toBe(LOOPBACK);
});

test('ownFeed: a place elsewhere is refused, and then nobody is asked', () => {
  vi.stubEnv('PLIMSOLL_FEED', 'https://evil.example/latest.json');
  expect(ownFeed(electron(false))).toBeNull();
});
