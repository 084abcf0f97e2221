// A newer version in the running app, from a feed on the loopback to the line, the menu and the page that
// a click opens; and everything that must bring no line, and where nobody is to be asked no request.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from 'playwright';
import { isReserved, siteOf } from '../main/core/updates/site.ts';
import { expect, test } from './fixtures.ts';
import { ROOT } from './machine.ts';
import { clippedBoxes, openSettings, putAxeInto, violationsOf } from './page-checks.ts';
import { listenOnLoopback } from './stand-in/loopback.ts';

const { homepage } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const FEED_PATH = '/releases/latest.json';
const NEWER = { version: '99.0.0', page: `${homepage}/releases/99.0.0` };
/** At the pace of tests the first look comes ten seconds after the start at the latest. */
const FIRST_LOOK_MS = 12_000;
const SWITCH = 'Say when a new version is out';

/** A feed that says this, and what it was asked. */
async function startFeed(body: string) {
  const asked: { readonly url: string; readonly names: readonly string[] }[] = [];
  const { origin, close } = await listenOnLoopback((request, response) => {
    asked.push({ url: request.url ?? '', names: Object.keys(request.headers).toSorted() });
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'id=1' }).end(body);
  });
  return { asked, close, host: new URL(origin).host, env: { PLIMSOLL_FEED: origin + FEED_PATH } };
}

/** What is opened in a browser from now on is kept here instead. */
async function watchBrowser({ evaluate }: Pick<ElectronApplication, 'evaluate'>) {
  await evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    Reflect.set(shell, 'openExternal', async (url: string) => void opened.push(url));
  });
  return async (): Promise<readonly unknown[]> =>
    evaluate(() => [...Reflect.get(globalThis, 'opened')]);
}

test('updates: a newer version is one line, which opens our own page and can be hidden for good', async ({
  desktop,
  homes,
  standIn,
  opened,
  start,
}) => {
  const notifiedBefore = desktop.notifications.sent.length;
  const feed = await startFeed(JSON.stringify(NEWER));
  homes.writeAuth(standIn.signIn().authJson);
  const { page, app, quit } = await opened({ env: feed.env });
  await expect(page.getByRole('meter')).toHaveCount(2);
  await expect(page.getByText('Plimsoll 99.0.0 is out')).toBeVisible();
  expect(feed.asked).toEqual([
    { url: FEED_PATH, names: ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'] },
  ]);
  await putAxeInto(page);
  expect(await violationsOf(page)).toEqual([]);
  expect(await clippedBoxes(page)).toEqual([]);

  const openedPages = await watchBrowser(app);
  await page.getByRole('button', { name: 'What is new' }).press('Enter');
  await expect.poll(openedPages).toEqual([`${homepage}/releases`]);
  await desktop.tray.chooseMenu('Plimsoll 99.0.0 is out');
  await expect.poll(openedPages).toHaveLength(2);
  expect(new Set(await openedPages()).size).toBe(1);
  expect(desktop.notifications.sent.length).toBe(notifiedBefore);

  await page.locator('#open-trust').click();
  const asked = page.locator('section[aria-labelledby="trust-contacted"] li', {
    has: page.getByText(feed.host, { exact: true }),
  });
  await expect(asked).toContainText('To see whether a newer Plimsoll is out');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Hide' }).press('Space');
  await expect(page.getByText('Plimsoll 99.0.0 is out')).toHaveCount(0);
  await expect(page.locator('#refresh')).toBeFocused();
  await quit();
  const kept = JSON.parse(readFileSync(path.join(homes.plimsollHome, 'updates.json'), 'utf8'));
  expect(kept).toMatchObject({ named: '99.0.0', hidden: '99.0.0' });
  await start({ env: feed.env });
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  const labels = (await desktop.tray.menu()).map(({ label }) => label);
  expect(labels.filter((label) => label.includes('99.0.0'))).toEqual([]);
  expect(feed.asked.length).toBe(1);
  await feed.close();
});

test('updates: switched off nobody is asked; on again, soon', async ({
  homes,
  standIn,
  opened,
}) => {
  const feed = await startFeed(JSON.stringify(NEWER));
  homes.writeAuth(standIn.signIn().authJson);
  homes.writeSettings({ welcomed: true, updates: false });
  const { page } = await opened({ isFirstStart: true, env: feed.env });
  await page.waitForTimeout(FIRST_LOOK_MS);
  expect(feed.asked).toEqual([]);
  await openSettings(page);
  const toggle = page.getByRole('switch', { name: SWITCH });
  await expect(toggle).not.toBeChecked();
  await putAxeInto(page);
  expect(await violationsOf(page)).toEqual([]);
  expect(await clippedBoxes(page)).toEqual([]);
  await toggle.press('Space');
  await expect(toggle).toBeChecked();
  await expect.poll(() => feed.asked.length).toBe(1);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Plimsoll 99.0.0 is out')).toBeVisible();
  await feed.close();
});

test('updates: a hostile feed brings no line and takes nothing away', async ({
  homes,
  standIn,
  opened,
}) => {
  const page = 'https://evil.example/releases/99.0.0';
  const feed = await startFeed(JSON.stringify({ ...NEWER, page }));
  homes.writeAuth(standIn.signIn().authJson);
  const { page: popover } = await opened({ env: feed.env });
  await expect.poll(() => feed.asked.length).toBe(1);
  await expect(popover.getByRole('meter')).toHaveCount(2);
  await expect(popover.getByText('99.0.0')).toHaveCount(0);
  await expect(popover.locator('.notice')).toHaveCount(0);
  await feed.close();
});

test('updates: the switch and the host are there only where the home page is somebody’s', async ({
  homes,
  standIn,
  opened,
}) => {
  const site = siteOf(homepage);
  const count = site === null || isReserved(site) ? 0 : 1;
  homes.writeAuth(standIn.signIn().authJson);
  const { page } = await opened({ env: { PLIMSOLL_FEED: '' } });
  await openSettings(page);
  await expect(page.getByRole('switch', { name: 'Start at login' })).toHaveCount(1);
  await expect(page.getByRole('switch', { name: SWITCH })).toHaveCount(count);
  await page.keyboard.press('Escape');
  await page.locator('#open-trust').click();
  await expect(page.getByText('To ask how much is left').first()).toBeVisible();
  await expect(page.getByText('To see whether a newer Plimsoll is out')).toHaveCount(count);
});
