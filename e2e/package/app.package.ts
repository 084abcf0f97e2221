// The packaged app as a person has it: started, clicked and read; quit by signal and by menu without a
// process left; one instance; and start at login, which names the installed program.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronSwitches } from '../machine.ts';
import { expect, test } from './fixtures.ts';
import { environmentOf, openPackaged, processesFrom, unpackedFolder } from './packaged.ts';

test('packaged app: starts, asks once, and its popover says what is left', async ({
  desktop,
  standIn,
  start,
}) => {
  const app = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  const { page } = await openPackaged(desktop, app);
  await expect(page.getByRole('meter')).toHaveCount(2);
  await expect(page.locator('body')).toContainText('Resets in');
  expect(standIn.requests.map(({ path: asked }) => asked)).toEqual(['/backend-api/wham/usage']);
  expect(standIn.violations).toEqual([]);
});

test('packaged app: ends by SIGTERM and by its menu, and leaves no process behind', async ({
  desktop,
  start,
}) => {
  const first = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  expect(processesFrom(unpackedFolder()).length).toBeGreaterThan(1);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  await expect.poll(() => processesFrom(unpackedFolder())).toEqual([]);
  const second = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  await desktop.tray.chooseMenu('Quit Plimsoll');
  expect(await second.ended).toBe(0);
  await expect.poll(() => processesFrom(unpackedFolder())).toEqual([]);
});

test('packaged app: a second start shows the first and ends', async ({ desktop, homes, start }) => {
  const app = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  const again = spawnSync(path.join(unpackedFolder(), 'plimsoll'), electronSwitches(), {
    env: environmentOf({ desktop, homes }),
    cwd: '/',
    timeout: 30_000,
  });
  expect(again.status).toBe(0);
  await expect
    .poll(() => desktop.xdotool('search', '--onlyvisible', '--class', 'plimsoll').catch(() => ''))
    .toMatch(/^\d+/);
  expect(app.child.exitCode).toBeNull();
});

test('packaged app: local activity is counted from inside the archive', async ({
  desktop,
  homes,
  start,
}) => {
  const day = path.join(homes.codexHome, 'sessions', '2026', '01', '01');
  mkdirSync(day, { recursive: true });
  writeFileSync(path.join(day, 'rollout-2026-01-01T00-00-00-a.jsonl'), '{}\n');
  const app = await start();
  const { page } = await openPackaged(desktop, app);
  await expect(page.getByRole('meter')).toHaveCount(2);
  await expect.poll(() => existsSync(path.join(homes.plimsollHome, 'activity'))).toBe(true);
});

test('packaged app: start at login names the program, and is taken back', async ({
  desktop,
  start,
}) => {
  const app = await start();
  const { page } = await openPackaged(desktop, app);
  await expect(page.getByRole('meter')).toHaveCount(2);
  await page.getByRole('button', { name: 'Settings' }).click();
  const entry = path.join(desktop.env.XDG_CONFIG_HOME ?? '', 'autostart', 'plimsoll.desktop');
  const choice = page.getByRole('switch', { name: 'Start at login' });
  await choice.press('Space');
  await expect.poll(() => existsSync(entry)).toBe(true);
  const line = `Exec=${path.join(unpackedFolder(), 'plimsoll')} --login`;
  expect(readFileSync(entry, 'utf8').split('\n')).toContain(line);
  await choice.press('Space');
  await expect.poll(() => existsSync(entry)).toBe(false);
});
