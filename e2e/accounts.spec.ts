// Two Codex homes in real Electron: one added through the settings, both asked, switched between in the
// popover and in the icon's menu, remembered, drawn by the mark, warned about as copies, removed.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from './fixtures.ts';
import { type Homes, openByClick, type RunningApp } from './plimsoll.ts';
import { type StandIn, startStandIn } from './stand-in/server.ts';

const ID = '0a0b0c0d';

/** Another home, at a service of its own so that its numbers differ. */
function makeWorkHome(homes: Homes, standIn: StandIn): string {
  const folder = path.join(homes.folder, '.codex-work');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(path.join(folder, 'config.toml'), `chatgpt_base_url = "${standIn.baseUrl}"\n`);
  const { authJson } = standIn.signIn({ account: 'acct-work' });
  writeFileSync(path.join(folder, 'auth.json'), authJson, { mode: 0o600 });
  return folder;
}

function makeKnown(homes: Homes, folder: string): void {
  const account = { id: ID, name: 'work', place: { kind: 'home', folder }, sessionsDir: null };
  const file = path.join(homes.plimsollHome, 'accounts.json');
  writeFileSync(file, JSON.stringify({ version: 1, accounts: [account] }));
}

/** What the system's dialog would answer. */
async function willPick({ app }: RunningApp, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] });
  }, folder);
}

function radio(page: Page, name: RegExp) {
  return page.getByRole('radiogroup', { name: 'Account' }).getByRole('radio', { name });
}

test('accounts: a second home is asked beside the first, and switched to by keys and by the menu', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  const other = await startStandIn();
  standIn.usage.set('plus-primary-and-secondary');
  other.usage.set('limit-reached-with-credit-balance');
  homes.writeAuth(standIn.signIn().authJson);
  makeKnown(homes, makeWorkHome(homes, other));
  const plimsoll = await start();
  await expect.poll(() => desktop.tray.tooltip(), { timeout: 15_000 }).toMatch(/work: .*used up/);
  const [calm] = await desktop.tray.icons();
  const page = await openByClick(desktop, plimsoll);
  await expect(radio(page, /^Default, room left/)).toBeChecked();
  await expect(page.locator('.verdict')).toContainText('left');

  await radio(page, /^Default/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(radio(page, /^work, /)).toBeChecked();
  await expect(radio(page, /^work, /)).toBeFocused();
  await expect(page.locator('.verdict')).toContainText('used up');
  const [pressing] = await desktop.tray.icons();
  expect(calm?.argb.equals(pressing?.argb ?? Buffer.alloc(0))).toBe(false);
  const settings = path.join(homes.plimsollHome, 'settings.json');
  expect(JSON.parse(readFileSync(settings, 'utf8')).account).toBe(ID);

  const labels = (await desktop.tray.menu()).map(({ label }) => label);
  const own = labels.find((label) => label.startsWith('Default: ')) ?? '';
  expect(labels.some((label) => label.startsWith('work: '))).toBe(true);
  await desktop.tray.chooseMenu(own);
  await expect.poll(async () => radio(page, /^Default/).isChecked()).toBe(true);
  expect(JSON.parse(readFileSync(settings, 'utf8')).account).toBe('default');
  await other.close();
});

test('accounts: a folder is added in the settings, and removed again', async ({
  standIn,
  homes,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const folder = makeWorkHome(homes, standIn);
  const plimsoll = await opened();
  const { page } = plimsoll;
  await expect(page.getByRole('radiogroup')).toHaveCount(0);
  await willPick(plimsoll, folder);
  await page.locator('#open-settings').click();
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await expect(page.getByText('“work” is added.')).toBeVisible();
  const text = await page.evaluate(() => document.documentElement.outerHTML);
  expect(text).not.toContain(folder);
  await expect
    .poll(() =>
      standIn.requests.some(({ headers }) => headers['chatgpt-account-id'] === 'acct-work'),
    )
    .toBe(true);
  await page.getByRole('button', { name: 'Remove work' }).click();
  await page.getByRole('button', { name: 'Really remove?' }).click();
  await expect(page.getByRole('button', { name: 'Remove work' })).toHaveCount(0);
  expect(readFileSync(path.join(folder, 'auth.json'), 'utf8')).toContain('acct-work');
});

test('accounts: two copies of one sign-in are asked about once, and said to be copies', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const folder = makeWorkHome(homes, standIn);
  copyFileSync(path.join(homes.codexHome, 'auth.json'), path.join(folder, 'auth.json'));
  makeKnown(homes, folder);
  const plimsoll = await start({ isFast: false });
  await expect.poll(() => desktop.tray.tooltip()).toContain('work: ');
  const page = await openByClick(desktop, plimsoll);
  await expect(page.getByText('Two copies of one sign-in')).toBeVisible();
  await expect(page.getByText(/^“work” has the same one/)).toBeVisible();
  await page.waitForTimeout(3_000);
  expect(standIn.requests.filter(({ route }) => route === 'usage')).toHaveLength(1);
});
