// Local activity in real Electron, with its worker: from session files to the popover, exact, today
// first, and nothing at all once it is switched off.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { DAY_MS, SECOND_MS } from '../main/core/time.ts';
import type { Panel } from '../preload/contract.ts';
import { expect, test } from './fixtures.ts';
import { openSettings } from './page-checks.ts';
import { openByClick, type RunningApp } from './plimsoll.ts';
import { SPEND, type WrittenSession, writeSession } from './session-store.ts';

const CALL = SPEND.input + SPEND.output;
const OLD_SESSIONS = 40;
const OLD_DAYS = 20;
/** Longer than the pause between two counts. */
const AFTER_PAUSE = { timeout: 20 * SECOND_MS };

declare global {
  /** What main pushed of today's tokens, and how far it said the rest was; in the main process. */
  var activityPushed: { readonly tokens: string | null; readonly counting: string | null }[];
}

/** Two sessions of today, and many of the days before. */
function writeStore(codexHome: string): WrittenSession {
  const nowMs = Date.now();
  for (let number = 1; number <= OLD_SESSIONS; number += 1) {
    const atMs = nowMs - (1 + (number % OLD_DAYS)) * DAY_MS;
    writeSession({
      ...{ codexHome, number, atMs, model: 'gpt-old', turns: 2, fillerBytes: 300_000 },
    });
  }
  writeSession({ codexHome, number: 100, atMs: nowMs, model: 'gpt-new', turns: 1 });
  return writeSession({ codexHome, number: 101, atMs: nowMs, model: 'gpt-new', turns: 2 });
}

/** Keeps what is pushed from now on, whichever window it goes to. */
function notePushes({ app }: RunningApp): Promise<void> {
  return app.evaluate((electron) => {
    globalThis.activityPushed = [];
    electron.app.on('web-contents-created', (_event, contents) => {
      const send = contents.send.bind(contents);
      contents.send = (channel: string, panel: Panel) => {
        const { today, details } = panel?.activity ?? {};
        if (today !== undefined)
          globalThis.activityPushed.push({
            tokens: today.spoken,
            counting: details?.counting?.text ?? null,
          });
        send(channel, panel);
      };
    });
  });
}

/** Everything of activity that is spoken in full. */
function spoken(page: Page): Promise<readonly (string | null)[]> {
  return page
    .locator('.activity [role=img]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
}

/** What the trust page says of session files that were counted. */
async function countedFiles(page: Page): Promise<readonly string[]> {
  await page.locator('#open-trust').press('Enter');
  const rows = page.locator('section[aria-labelledby="trust-read"] li');
  await expect(rows).not.toHaveCount(0);
  const texts = await rows.filter({ hasText: '*.jsonl' }).allInnerTexts();
  await page.keyboard.press('Escape');
  return texts;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ');
}

const tokens = (calls: number): string => `${(calls * CALL).toLocaleString('en-US')} tokens`;

test('activity: today comes first, then the rest, and every number is exact', async ({
  desktop,
  homes,
  standIn,
  start,
}, info) => {
  homes.writeAuth(standIn.signIn().authJson);
  const session = writeStore(homes.codexHome);
  homes.writeSettings({ welcomed: true, activityOpen: true, chartSpan: '30d', language: 'en' });
  const plimsoll = await start({ isFirstStart: true, isFast: false });
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  expect(existsSync(path.join(homes.plimsollHome, 'activity'))).toBe(false);
  await notePushes(plimsoll);
  const page = await openByClick(desktop, plimsoll);
  const counts = page.locator('.activity-counts');
  await expect
    .poll(async () => plain(await counts.last().innerText()))
    .toMatch(/^2 sessions in 5 h · \d+ in 7 d · 42 in all$/);
  expect(plain(await counts.first().innerText())).toBe('2 sessions · 3 turns · 3 calls');
  expect(plain(await counts.nth(1).innerText())).toBe('42 sessions · 83 turns · 83 calls');
  const [today, days, month, input, output, ...models] = await spoken(page);
  expect([today, month]).toEqual([tokens(3), tokens(83)]);
  expect(days).toContain('used on 21 days');
  expect(input).toBe('Input: 83,000 tokens, 49,800 of them cached');
  expect(output).toBe('Output: 4,150 tokens, 1,660 of them reasoning');
  expect(models).toEqual([
    `gpt-old: ${tokens(80)}, 96 percent`,
    `gpt-new: ${tokens(3)}, 4 percent`,
  ]);
  await page.screenshot({ path: info.outputPath('activity.png') });

  const pushed = await plimsoll.app.evaluate(() => globalThis.activityPushed);
  const known = pushed.filter((each) => each.tokens === tokens(3));
  expect(known[0]?.counting).toMatch(/^Counting older sessions… \d+%$/);
  expect(known.at(-1)?.counting).toBeNull();

  session.grow();
  await expect.poll(async () => (await spoken(page))[0], AFTER_PAUSE).toBe(tokens(4));
  expect(await countedFiles(page)).toEqual([expect.stringContaining('never sent')]);
});

test('activity: opens and closes by keyboard, is remembered, and shares the chart’s span', async ({
  homes,
  standIn,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  writeStore(homes.codexHome);
  homes.writeSettings({ welcomed: true, language: 'en' });
  const { page } = await opened({ isFirstStart: true, isFast: false });
  const kept = () =>
    JSON.parse(readFileSync(path.join(homes.plimsollHome, 'settings.json'), 'utf8'));
  const button = page.getByRole('button', { name: 'Activity today' });
  await expect.poll(async () => (await spoken(page))[0]).toBe(tokens(3));
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await expect(page.locator('.activity-details')).toHaveCount(0);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(button).toBeFocused();
  await expect.poll(kept).toMatchObject({ activityOpen: true });
  await page.getByRole('button', { name: '30 d' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Last 30 days' })).toBeVisible();
  await expect.poll(kept).toMatchObject({ chartSpan: '30d' });
  await button.press('Enter');
  await expect(page.locator('.activity-details')).toHaveCount(0);
});

test('activity: switched off, no session file is opened and nothing is kept', async ({
  desktop,
  homes,
  standIn,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const session = writeStore(homes.codexHome);
  homes.writeSettings({ welcomed: true, activity: false, language: 'en' });
  const plimsoll = await start({ isFirstStart: true, isFast: false });
  const page = await openByClick(desktop, plimsoll);
  await expect(page.getByRole('meter')).toHaveCount(2);
  const readAtMs = (): number => statSync(session.file).atimeMs;
  const before = readAtMs();
  session.grow();
  await page.waitForTimeout(3 * SECOND_MS);
  await expect(page.locator('.activity')).toHaveCount(0);
  expect(existsSync(path.join(homes.plimsollHome, 'activity'))).toBe(false);
  expect(readAtMs()).toBe(before);
  expect(await countedFiles(page)).toEqual([]);

  await openSettings(page);
  await page.getByRole('switch', { name: 'Local activity' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await spoken(page))[0]).toBe(tokens(4));
  // What shows that the check above can fail: being counted, the file is read.
  expect(readAtMs()).toBeGreaterThan(before);

  await openSettings(page);
  await page.getByRole('switch', { name: 'Local activity' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.activity')).toHaveCount(0);
  const afterwards = readAtMs();
  session.grow();
  await page.waitForTimeout(7 * SECOND_MS);
  expect(readAtMs()).toBe(afterwards);
});
