// Settings in the running app, through the real bridge: from a key press to the settings file, to the
// system, and back to what is seen.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SETTINGS } from '../main/core/settings.ts';
import { expect, test } from './fixtures.ts';
import { openSettings } from './page-checks.ts';

test('settings: a choice by keyboard lands in the file, is seen at once and survives a restart', async ({
  homes,
  standIn,
  opened,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  homes.writeSettings({ welcomed: true, soundOfANewerVersion: 'bell' });
  const { page, app, quit } = await opened({ isFirstStart: true });
  const file = path.join(homes.plimsollHome, 'settings.json');
  const kept = () => JSON.parse(readFileSync(file, 'utf8'));
  await expect(page.getByRole('meter')).toHaveCount(2);
  await openSettings(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect.poll(kept).toMatchObject({ numbers: 'used' });
  await page.getByRole('textbox', { name: 'Shortcut' }).focus();
  await page.keyboard.press('Control+Alt+u');
  await expect.poll(kept).toMatchObject({ numbers: 'used', shortcut: 'Ctrl+Alt+U' });
  expect(
    await app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Ctrl+Alt+U')),
  ).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.locator('.gauge-note').first()).toHaveText('used');
  await quit();
  const second = await start({ isFirstStart: true });
  expect(kept()).toMatchObject({ numbers: 'used', soundOfANewerVersion: 'bell' });
  const isTaken = () =>
    second.app
      .evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Ctrl+Alt+U'))
      // Why: while the app starts, its collector may take the answer before it is fetched.
      .catch(() => false);
  await expect.poll(isTaken).toBe(true);
});

test('settings: the chosen keys open the popover and close it, and taken ones are told', async ({
  desktop,
  homes,
  standIn,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  homes.writeSettings({ welcomed: true, shortcut: 'Ctrl+Alt+U' });
  const plimsoll = await start({ isFirstStart: true });
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  await desktop.xdotool('key', 'ctrl+alt+u');
  await expect.poll(plimsoll.isOpen).toBe(true);
  const page = await plimsoll.popover();
  await openSettings(page);
  await plimsoll.app.evaluate(({ globalShortcut }) =>
    globalShortcut.register('Ctrl+Alt+K', () => {}),
  );
  const keys = page.getByRole('textbox', { name: 'Shortcut' });
  await keys.fill('ctrl+alt+k');
  await page.keyboard.press('Enter');
  await expect(page.locator('#shortcut-error')).toContainText(
    'is taken by another app or the system. Ctrl+Alt+U stays.',
  );
  await expect(keys).toHaveValue('Ctrl+Alt+U');
  await desktop.xdotool('key', 'ctrl+alt+u');
  await expect.poll(plimsoll.isOpen).toBe(false);
});

test('settings: the menu opens their page, and the next opening shows the numbers again', async ({
  desktop,
  homes,
  standIn,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  await desktop.tray.chooseMenu('Settings');
  await expect.poll(plimsoll.isOpen).toBe(true);
  const page = await plimsoll.popover();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('meter')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect.poll(plimsoll.isOpen).toBe(false);
  await desktop.tray.chooseMenu('Open Plimsoll');
  await expect(page.getByRole('meter')).toHaveCount(2);
  // The story: the second time, and while the numbers were open, the menu did nothing.
  for (const _time of ['from the numbers', 'and again']) {
    await desktop.tray.chooseMenu('Settings');
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('meter')).toHaveCount(2);
  }
  await page.keyboard.press('Escape');
  await expect.poll(plimsoll.isOpen).toBe(false);
  await desktop.tray.chooseMenu('Settings');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused();
});

test('settings: start at login is a file of the system, and reset puts everything back', async ({
  desktop,
  homes,
  standIn,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  homes.writeSettings({ welcomed: true, theme: 'dark', thresholds: [60] });
  const { page } = await opened({ isFirstStart: true });
  await openSettings(page);
  const entry = path.join(desktop.env.XDG_CONFIG_HOME ?? '', 'autostart', 'plimsoll.desktop');
  await page.getByRole('switch', { name: 'Start at login' }).press('Space');
  await expect.poll(() => existsSync(entry)).toBe(true);
  expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=.* --login$/m);
  const reset = page.locator('#reset-status').locator('..').getByRole('button');
  await reset.press('Enter');
  await reset.press('Enter');
  await expect.poll(() => existsSync(entry)).toBe(false);
  const file = path.join(homes.plimsollHome, 'settings.json');
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  expect(kept).toEqual({ ...DEFAULT_SETTINGS, welcomed: true });
  await expect(page.getByRole('switch', { name: 'Start at login' })).not.toBeChecked();
});

test('settings: a file that cannot be read is kept aside and said once', async ({
  homes,
  standIn,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const file = path.join(homes.plimsollHome, 'settings.json');
  writeFileSync(file, '{"numbers": "us');
  const first = await start({ isFirstStart: true });
  await expect.poll(first.isOpen).toBe(true);
  const page = await first.popover();
  await expect(page.getByText('Your settings could not be read')).toBeVisible();
  expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('{"numbers": "us');
  await page.getByRole('button', { name: 'All right' }).click();
  await expect(page.getByText('Your settings could not be read')).toHaveCount(0);
  await first.quit();
  const second = await start({ isFirstStart: true });
  await sleep(800);
  expect(await second.isOpen()).toBe(false);
});

test('settings: another language is spoken at once, in popover, bar and menu, and after a restart', async ({
  desktop,
  homes,
  standIn,
  opened,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  homes.writeSettings({ welcomed: true });
  const { page, quit } = await opened({ isFirstStart: true });
  const title = page.getByRole('heading', { level: 1 });
  const menu = async () => (await desktop.tray.menu()).map(({ label }) => label);
  await expect(page.getByRole('meter')).toHaveCount(2);
  await openSettings(page);
  await page.getByRole('radio', { name: 'Deutsch' }).check({ force: true });
  await expect(title).toHaveText('Einstellungen');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect.poll(() => desktop.tray.tooltip()).toContain('übrig');
  await expect.poll(menu).toContain('Plimsoll beenden');
  await page.getByRole('radio', { name: '简体中文' }).check({ force: true });
  await expect(title).toHaveText('设置');
  await expect.poll(() => desktop.tray.tooltip()).toContain('剩余');
  await quit();
  await start({ isFirstStart: true });
  await expect.poll(() => desktop.tray.tooltip()).toContain('剩余');
});
