// Real Electron in a real tray: the icon is found and clicked with the pointer, the popover is opened
// and read, a refresh is clicked, and quitting leaves no process behind.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { builtFile } from './machine.ts';
import { startAgain } from './plimsoll.ts';

test('desktop: a click on the icon opens the popover under it, another closes it', async ({
  desktop,
  standIn,
  homes,
  start,
}, info) => {
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  await desktop.tray.click();
  await expect.poll(plimsoll.isOpen).toBe(true);
  const page = await plimsoll.popover();
  await expect(page.getByRole('meter')).toHaveCount(2);
  await expect(page.locator('body')).toContainText('Resets in');

  const bounds = await plimsoll.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds() ?? null,
  );
  expect(bounds?.width).toBe(340);
  expect(bounds?.y).toBeLessThan(60);
  expect((bounds?.x ?? 0) + 340).toBeGreaterThan(1260);
  await desktop.screenshot(info.outputPath('open.png'));
  await desktop.tray.click();
  await expect.poll(plimsoll.isOpen).toBe(false);
  await desktop.tray.activate();
  await expect.poll(plimsoll.isOpen).toBe(true);
  await desktop.xdotool('mousemove', 200, 600, 'click', 1);
  await expect.poll(plimsoll.isOpen).toBe(false);
});

test('desktop: Refresh asks once more, and a second click within the minute does not', async ({
  standIn,
  homes,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const { page } = await opened({ isFast: false });
  await expect(page.locator('body')).toContainText('Live');
  expect(standIn.requests.length).toBe(1);
  const refresh = page.getByRole('button', { name: 'Refresh', exact: true });
  await expect(refresh).toHaveAttribute('aria-disabled', 'true');
  await refresh.click({ force: true });
  await page.waitForTimeout(300);
  expect(standIn.requests.length).toBe(1);
});

test('desktop: the icon is redrawn when the numbers change, and the menu says the same', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  const [before] = await desktop.tray.icons();
  const labels = (await desktop.tray.menu()).map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['Open Plimsoll', 'Refresh', 'Quit Plimsoll']));
  expect(labels.some((label) => label.startsWith('5-hour: 88% left'))).toBe(true);
  standIn.usage.set('limit-reached-with-credit-balance');
  await desktop.tray.click();
  const page = await plimsoll.popover();
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect.poll(() => desktop.tray.tooltip()).toContain('used up');
  const [after] = await desktop.tray.icons();
  expect(before?.argb.equals(after?.argb ?? Buffer.alloc(0))).toBe(false);
});

test('desktop: the very first start opens the popover once', async ({ standIn, homes, start }) => {
  homes.writeAuth(standIn.signIn().authJson);
  const first = await start({ isFirstStart: true });
  await expect.poll(first.isOpen).toBe(true);
  await first.quit();
  const second = await start({ isFirstStart: true });
  await second.app.evaluate(() => new Promise((done) => setTimeout(done, 800)));
  expect(await second.isOpen()).toBe(false);
});

test('desktop: quits without a word while the first popover is still being made', async ({
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await start({ isFirstStart: true });
  const isShowing = (): boolean => existsSync(path.join(homes.plimsollHome, 'settings.json'));
  await expect.poll(isShowing, { intervals: [5] }).toBe(true);
  const { pid = 0 } = plimsoll.app.process();
  // A message that waits for somebody to click it would hold up the end.
  await plimsoll.quit();
  expect(existsSync(`/proc/${pid}`)).toBe(false);
});

test('desktop: a second start shows the first and ends', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  startAgain({ env: desktop.env, homes });
  await expect.poll(plimsoll.isOpen).toBe(true);
});

test('desktop: Quit in the menu ends every process', async ({
  desktop,
  standIn,
  homes,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await opened();
  const closed = plimsoll.app.waitForEvent('close');
  await desktop.tray.chooseMenu('Quit Plimsoll');
  await closed;
  await expect.poll(() => processesOf(homes.plimsollHome)).toEqual([]);
});

/** Commands of live processes whose environment names this Plimsoll home. */
function processesOf(plimsollHome: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readProc(pid, 'environ').includes(`PLIMSOLL_HOME=${plimsollHome}\0`))
    .map((pid) => readProc(pid, 'cmdline').split('\0')[0] ?? pid);
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(path.join('/proc', pid, file), 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

test('desktop: no token, account id or path reaches the popover', async ({
  standIn,
  homes,
  opened,
}) => {
  const signIn = standIn.signIn();
  homes.writeAuth(signIn.authJson);
  const { page } = await opened();
  await expect(page.getByRole('meter')).toHaveCount(2);
  const panel = await page.evaluate(
    () =>
      new Promise<string>((done) => window.plimsoll.onPanel((got) => done(JSON.stringify(got)))),
  );
  const html = await page.content();
  const log = readFileSync(path.join(homes.plimsollHome, 'logs', 'plimsoll.log'), 'utf8');
  for (const secret of [signIn.accessToken, signIn.refreshToken, signIn.idToken]) {
    for (let at = 0; at + 12 <= secret.length; at += 4) {
      const piece = secret.slice(at, at + 12);
      for (const shown of [panel, html, log]) expect(shown.includes(piece)).toBe(false);
    }
  }
  for (const shown of [panel, html]) {
    expect(shown).not.toContain(signIn.accountId);
    expect(shown).not.toContain(homes.codexHome);
  }
});

test('desktop: the build has one entry file a process and a preload of one file', () => {
  for (const file of [
    'main/main.js',
    'main/cli.js',
    'preload/preload.cjs',
    'renderer/index.html',
  ]) {
    expect(existsSync(builtFile(...file.split('/'))), file).toBe(true);
  }
  expect(readdirSync(builtFile('preload'))).toEqual(['preload.cjs']);
});
