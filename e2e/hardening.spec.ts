// The page of the running app, asked from inside, and its session, asked from main: what code that is
// not ours could reach, open or be granted there. All of it is nothing.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

test('hardening: code in the popover reaches no host, holds no Node and is granted nothing', async ({
  standIn,
  homes,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const { page, app } = await opened();
  await expect(page.getByRole('meter')).toHaveCount(2);
  const probe = `${standIn.origin}/probe`;
  const seen = await page.evaluate(async (url) => {
    const fails = (work: () => Promise<unknown>): Promise<boolean> =>
      Promise.resolve()
        .then(work)
        .then(
          () => false,
          () => true,
        );
    const { state } = await navigator.permissions.query({ name: 'geolocation' });
    return {
      address: location.href.replace(/#.*/, ''),
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
      isFetchCut: await fails(() => fetch(url)),
      isScreenDenied: await fails(() => navigator.mediaDevices.getDisplayMedia()),
      isWindowDenied: window.open('about:blank') === null,
      location: state,
      notifications: Notification.permission,
    };
  }, probe);
  expect(seen).toEqual({
    address: 'plimsoll://panel/index.html',
    node: [],
    isFetchCut: true,
    isScreenDenied: true,
    isWindowDenied: true,
    location: 'denied',
    notifications: 'denied',
  });
  // Why: the page's policy stops a request before the session could; main is bound by no policy.
  const asked = await app.evaluate(
    ({ session }, url) =>
      session
        .fromPartition('popover')
        .fetch(url)
        .then(
          () => 'answered',
          (error: Error) => error.message,
        ),
    probe,
  );
  expect(asked).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(standIn.requests.filter(({ path }) => path.includes('probe'))).toEqual([]);
});

test('hardening: what the app writes can be read by its owner alone', async ({
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  // Why the first: at any later one the settings are the test's own file.
  await start({ isFirstStart: true });
  const own = (): readonly string[] =>
    readdirSync(homes.plimsollHome, { recursive: true, encoding: 'utf8' })
      // Chromium's own, without anything of the person's.
      .filter((name) => !/^(chromium|Crashpad|Singleton)/.test(name));
  for (const name of ['settings.json', 'ledger.json', 'logs/plimsoll.log']) {
    await expect.poll(own).toContain(path.normalize(name));
  }
  const modes = own().map((name) => {
    const entry = statSync(path.join(homes.plimsollHome, name), { throwIfNoEntry: false });
    return { name, others: entry === undefined ? 0 : entry.mode & 0o077 };
  });
  expect(modes.filter(({ others }) => others !== 0)).toEqual([]);
});
