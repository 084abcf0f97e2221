// Real Electron on a desktop without any tray: the content opens in a window of its own, says what is
// wrong and what helps, can be closed and opened again, and offers the way out.

import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desktop, startDesktop } from '../scripts/desktop.mjs';
import { test as base, expect } from './fixtures.ts';
import { type RunningApp, startAgain, startPlimsoll } from './plimsoll.ts';

/** As long as a panel may well take after login. */
const PANEL_DELAY_MS = 2_500;

interface Fixtures {
  /** A desktop without a panel. */
  readonly bare: Desktop;
  readonly plimsoll: RunningApp;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of the pattern.
  bare: async ({}, use) => {
    const desktop = await startDesktop({ panel: false, notifications: false });
    await use(desktop);
    await desktop.stop();
  },
  plimsoll: async ({ bare, standIn, homes }, use) => {
    homes.writeAuth(standIn.signIn().authJson);
    const plimsoll = await startPlimsoll({ env: bare.env, homes, standIn, isFast: true });
    const { pid } = plimsoll.app.process();
    await use(plimsoll);
    if (existsSync(`/proc/${pid}`)) await plimsoll.quit();
  },
});

test('rescue: without a tray the first start opens a window that says what helps', async ({
  bare,
  plimsoll,
}, info) => {
  await expect.poll(plimsoll.isOpen).toBe(true);
  const page = await plimsoll.popover();
  const rescue = page.locator('.rescue');
  await expect(rescue.getByRole('heading', { name: 'Where is the icon?' })).toBeVisible();
  await expect(rescue).toContainText('No tray was found for Plimsoll’s icon.');
  await expect(page.getByRole('meter')).toHaveCount(2);
  await expect(page.locator('body')).toContainText('Resets in');
  expect(await bare.xdotool('search', '--onlyvisible', '--name', '^Plimsoll$')).toMatch(/^\d+$/);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollHeight - innerHeight))
    .toBe(0);
  expect(await page.evaluate(() => innerWidth)).toBe(340);
  await bare.screenshot(info.outputPath('rescue.png'));
});

test('rescue: the window can be closed, and a second start shows it again', async ({
  bare,
  homes,
  plimsoll,
}) => {
  await expect.poll(plimsoll.isOpen).toBe(true);
  const [window] = (await bare.xdotool('search', '--onlyvisible', '--name', '^Plimsoll$')).split(
    '\n',
  );
  await bare.xdotool('windowactivate', '--sync', window ?? '');
  await bare.xdotool('key', 'alt+F4');
  await expect.poll(plimsoll.isOpen).toBe(false);
  startAgain({ env: bare.env, homes });
  await expect.poll(plimsoll.isOpen).toBe(true);
  const page = await plimsoll.popover();
  await expect(page.getByRole('meter')).toHaveCount(2);
  startAgain({ env: bare.env, homes });
  expect(plimsoll.app.windows()).toHaveLength(1);
  // Why the catch: the page is gone before the key is up again.
  await page.keyboard.press('Escape').catch(() => {});
  await expect.poll(plimsoll.isOpen).toBe(false);
});

test('rescue: its button quits', async ({ plimsoll }) => {
  const page = await plimsoll.popover();
  const { pid } = plimsoll.app.process();
  const closed = plimsoll.app.waitForEvent('close');
  await page.getByRole('button', { name: 'Quit Plimsoll' }).click();
  await closed;
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
});

test('rescue: at login the icon waits for a panel that is slower, and no window opens', async ({
  bare,
  standIn,
  homes,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const [plimsoll] = await Promise.all([
    startPlimsoll({ env: bare.env, homes, standIn, isFast: true, args: ['--login'] }),
    sleep(PANEL_DELAY_MS).then(() => bare.startPanel()),
  ]);
  try {
    await expect.poll(() => bare.tray.tooltip()).toContain('left until');
    await bare.tray.chooseMenu('Open Plimsoll');
    await expect.poll(plimsoll.isOpen).toBe(true);
    const page = await plimsoll.popover();
    await expect(page.getByRole('meter')).toHaveCount(2);
    await expect(page.getByRole('heading', { name: 'Where is the icon?' })).toHaveCount(0);
  } finally {
    await plimsoll.quit();
  }
});
