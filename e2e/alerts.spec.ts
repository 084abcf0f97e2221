// Alerts in real Electron through a real notification daemon: told once, with the words of core, and
// a click on it opens the popover. Where there is no daemon, the popover tells instead.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Notification } from 'electron';
import { createNotifier } from '../main/desktop/notifier.ts';
import { type Desktop, startDesktop } from '../scripts/desktop.mjs';
import { expect, test } from './fixtures.ts';
import { openByClick, startPlimsoll } from './plimsoll.ts';
import { USAGE_SAMPLES } from './stand-in/samples.ts';
import type { StandIn } from './stand-in/server.ts';

const DAEMON = 'org.freedesktop.Notifications';
const WINDOWS_END_MS = Math.floor(Date.now() / 60_000) * 60_000 + 3 * 3_600_000;

/** A Plus plan whose windows end in hours and days, used so far. */
function usage(sessionPercent: number): object {
  const plus = USAGE_SAMPLES['plus-primary-and-secondary'];
  const slot = (durationS: number, percent: number, atMs: number): object => ({
    used_percent: percent,
    limit_window_seconds: durationS,
    reset_at: Math.floor(atMs / 1000),
  });
  return {
    ...plus,
    rate_limit: {
      ...plus.rate_limit,
      primary_window: slot(18_000, sessionPercent, WINDOWS_END_MS),
      secondary_window: slot(604_800, 20, WINDOWS_END_MS + 3 * 86_400_000),
    },
  };
}

/** Resolves once so many more polls have been answered. */
async function morePolls(standIn: StandIn, count: number): Promise<void> {
  const wanted = standIn.requests.length + count;
  await expect.poll(() => standIn.requests.length, { timeout: 30_000 }).toBeGreaterThan(wanted);
}

function alertsSent({ notifications }: Desktop): readonly string[] {
  return notifications.sent.map(({ summary }) => summary).filter((text) => text.includes('used'));
}

test('alerts: a crossing is told once, a click opens the popover, and snoozing is obeyed', async ({
  desktop,
  standIn,
  homes,
  start,
}, info) => {
  homes.writeAuth(standIn.signIn().authJson);
  standIn.usage.set(usage(40));
  const plimsoll = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  expect(alertsSent(desktop)).toEqual([]);

  standIn.usage.set(usage(83));
  const told = await desktop.notifications.waitFor(
    ({ summary }) => summary.includes('used'),
    30_000,
  );
  expect(told.summary).toBe('83% of the 5-hour limit used');
  expect(told.body).toMatch(/^At this rate it runs out at .+; it resets at .+\.$/);
  expect(told.app).toBe('Plimsoll');
  await expect.poll(desktop.notifications.displayed).toBe(1);
  await desktop.screenshot(info.outputPath('alert.png'));

  expect(await plimsoll.isOpen()).toBe(false);
  await desktop.notifications.clickNewest();
  await expect.poll(plimsoll.isOpen).toBe(true);
  await morePolls(standIn, 1);
  expect(alertsSent(desktop)).toEqual([told.summary]);

  await desktop.tray.chooseMenu('Snooze alerts until the reset');
  const labels = async () => (await desktop.tray.menu()).map(({ label }) => label);
  await expect.poll(labels).toContain('Alerts are snoozed until the reset');
  standIn.usage.set(usage(97));
  await morePolls(standIn, 1);
  expect(alertsSent(desktop)).toEqual([told.summary]);
  await desktop.notifications.closeAll();
});

test('alerts: a restart tells nothing again, and the next threshold once', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  standIn.usage.set(usage(40));
  const first = await start();
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  const before = alertsSent(desktop).length;
  const toldSince = () => alertsSent(desktop).slice(before);
  standIn.usage.set(usage(85));
  await expect.poll(toldSince, { timeout: 30_000 }).toEqual(['85% of the 5-hour limit used']);
  await morePolls(standIn, 0);
  await first.quit();

  await start();
  await morePolls(standIn, 1);
  expect(toldSince()).toHaveLength(1);
  standIn.usage.set(usage(96));
  await expect.poll(() => toldSince()[1], { timeout: 30_000 }).toBe('96% of the 5-hour limit used');
  await desktop.notifications.closeAll();
});

test('alerts: what looks like markup is shown as it is', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const { app } = await start();
  await expect.poll(() => desktop.tray.tooltip()).not.toBe('Plimsoll');
  const body = 'A <b>bold</b> & "quoted" body';
  const sent: string[] = [];
  const notifier = createNotifier({
    create(options) {
      sent.push(options.body ?? '');
      // Why: only what is sent is wanted here; the real thing is made inside the app.
      return { once: () => undefined, show: () => undefined } as unknown as Notification;
    },
    platform: process.platform,
    after: () => () => undefined,
    onClick: () => undefined,
  });
  void notifier.show({ title: 'Markup', body });
  await app.evaluate(
    ({ Notification: Shown }, text) => new Shown({ title: 'Markup', body: text }).show(),
    sent[0] ?? '',
  );
  await expect.poll(() => desktop.notifications.displayed()).toBe(1);
  await desktop.notifications.closeAll();
  // dunst keeps what it draws as markup: an escaped sign is drawn as itself.
  const drawn = 'A &lt;b&gt;bold&lt;/b&gt; &amp; "quoted" body';
  await expect.poll(async () => (await desktop.notifications.history())[0]?.body).toBe(drawn);
});

test('alerts: without a daemon the popover tells, until it was open once', async ({
  standIn,
  homes,
}) => {
  const desktop = await startDesktop({ notifications: false });
  try {
    await forbidDaemon(desktop);
    homes.writeSettings({ welcomed: true });
    homes.writeAuth(standIn.signIn().authJson);
    standIn.usage.set(usage(40));
    const plimsoll = await startPlimsoll({ env: desktop.env, homes, standIn, isFast: true });
    await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
    standIn.usage.set(usage(83));
    await expect.poll(() => desktop.tray.tooltip(), { timeout: 30_000 }).toContain('Slow down');
    await morePolls(standIn, 1);
    const page = await openByClick(desktop, plimsoll);
    const notice = page.locator('.notice', { hasText: '83% of the 5-hour limit used' });
    await expect(notice).toContainText('it resets at');
    await page.keyboard.press('Escape');
    await expect.poll(plimsoll.isOpen).toBe(false);
    await openByClick(desktop, plimsoll);
    await expect(page.getByRole('meter')).toHaveCount(2);
    await expect(notice).toHaveCount(0);
    await plimsoll.quit();
  } finally {
    await desktop.stop();
  }
});

/** Why: where one is installed, the bus starts a daemon at the first notification. */
async function forbidDaemon(desktop: Desktop): Promise<void> {
  const folder = path.join(desktop.env.XDG_DATA_HOME ?? '', 'dbus-1', 'services');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${DAEMON}.service`),
    `[D-BUS Service]\nName=${DAEMON}\nExec=/bin/false\n`,
  );
  const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];
  await desktop.busctl('call', ...bus, 'ReloadConfig');
}
