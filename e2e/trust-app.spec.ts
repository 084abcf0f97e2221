// The trust page in the running app, through the real bridge: it tells what this very run has touched,
// comes only when asked for, goes onto the clipboard, and is still known after a restart.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from './fixtures.ts';
import { clippedBoxes, putAxeInto, violationsOf } from './page-checks.ts';
import type { StandIn } from './stand-in/server.ts';

/** The words of a row: its purpose, and what came of it. */
function row(page: Page, section: string, target: string) {
  return page.locator(`section[aria-labelledby="trust-${section}"] li`, {
    has: page.getByText(target, { exact: true }),
  });
}

const count = ({ requests }: StandIn, route: string): number =>
  requests.filter((request) => request.route === route).length;

test('trust: tells the hosts and files of this run, and what recovery did', async ({
  homes,
  standIn,
  opened,
}) => {
  const signIn = standIn.signIn();
  homes.writeAuth(signIn.authJson);
  standIn.expireAccess(signIn.accessToken);
  const { page } = await opened();
  await expect(page.getByText('it was renewed and saved')).toBeVisible();
  const way = page.locator('#open-trust');
  await way.press('Enter');
  await expect(page.getByRole('heading', { name: 'What Plimsoll did' })).toBeFocused();
  const { host } = new URL(standIn.tokenUrl);
  const asked = row(page, 'contacted', host);
  await expect(asked).toHaveCount(2);
  await expect(asked.first()).toContainText('To ask how much is left');
  await expect(asked.last()).toContainText('To renew an expired sign-in');
  await expect(asked.last()).toContainText('Once');
  await expect(row(page, 'contacted', 'auth.openai.com')).toContainText('Not contacted so far');
  const authFile = path.join(homes.codexHome, 'auth.json');
  // A name is painted in pieces, broken after its separators.
  for (const section of ['read', 'written'])
    await expect(
      page.locator(`section[aria-labelledby="trust-${section}"] .trust-name`, {
        hasText: authFile,
      }),
    ).not.toHaveCount(0);
  await expect(page.locator('section[aria-labelledby="trust-recovery"] li')).toHaveText([
    /it was renewed and saved/,
  ]);
  await putAxeInto(page);
  expect(await violationsOf(page)).toEqual([]);
  expect(await clippedBoxes(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(way).toBeFocused();
  expect(count(standIn, 'token')).toBe(1);
});

test('trust: is copied as text, known after a restart, and reached from the menu', async ({
  desktop,
  homes,
  standIn,
  opened,
  start,
}) => {
  const signIn = standIn.signIn();
  homes.writeAuth(signIn.authJson);
  const { page, app, quit } = await opened();
  await expect(page.getByRole('meter')).toHaveCount(2);
  await page.locator('#open-trust').click();
  await page.getByRole('button', { name: 'Copy as text' }).press('Space');
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  const text = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toContain(`${path.join(homes.codexHome, 'auth.json')}\n  Your Codex sign-in`);
  for (const token of [signIn.accessToken, signIn.refreshToken]) {
    expect(text).not.toContain(token.slice(0, 12));
    expect(text).not.toContain(token.slice(-12));
  }
  await quit();
  const saved = JSON.parse(readFileSync(path.join(homes.plimsollHome, 'trust.json'), 'utf8'));
  expect(saved.deeds.length).toBeGreaterThan(5);
  const second = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  await desktop.tray.chooseMenu('What Plimsoll did');
  await expect.poll(second.isOpen).toBe(true);
  const again = await second.popover();
  await expect(again.getByRole('heading', { name: 'What Plimsoll did' })).toBeFocused();
  const { host } = new URL(standIn.tokenUrl);
  await expect(row(again, 'contacted', host)).toContainText(/[2-9] times/);
  // Closed and opened anew, it shows the numbers; asked for anew, the page comes again.
  await again.keyboard.press('Escape');
  await again.keyboard.press('Escape');
  await expect.poll(second.isOpen).toBe(false);
  await desktop.tray.chooseMenu('What Plimsoll did');
  await expect(again.getByRole('heading', { name: 'What Plimsoll did' })).toBeFocused();
});
