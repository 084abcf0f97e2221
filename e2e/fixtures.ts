// What tests of the built app start from, beside the desktop: for each test homes and a way to start
// Plimsoll that is always ended.

import type { Page } from 'playwright';
import { desktopTest } from './desktop-test.ts';
import {
  createHomes,
  type Homes,
  openByClick,
  type RunningApp,
  startPlimsoll,
} from './plimsoll.ts';

export interface TestFixtures {
  readonly homes: Homes;
  /** Starts Plimsoll; the first-start popover stays shut unless asked for. */
  readonly start: (options?: StartOptions) => Promise<RunningApp>;
  /** Plimsoll started, and its popover opened by a click on the icon. */
  readonly opened: (options?: StartOptions) => Promise<OpenedApp>;
}

export interface OpenedApp extends RunningApp {
  readonly page: Page;
}

export interface StartOptions {
  readonly isFirstStart?: boolean;
  readonly isFast?: boolean;
  /** Beside what every start is given. */
  readonly env?: Readonly<Record<string, string>>;
}

export const test = desktopTest.extend<TestFixtures>({
  homes: async ({ standIn }, use) => {
    const homes = createHomes(standIn);
    await use(homes);
    homes.remove();
  },
  start: async ({ desktop, standIn, homes }, use, info) => {
    const running: RunningApp[] = [];
    await use(async ({ isFirstStart = false, isFast = true, env = {} } = {}) => {
      if (!isFirstStart) homes.writeSettings({ welcomed: true });
      const given = { ...desktop.env, ...env };
      const started = await startPlimsoll({ env: given, homes, standIn, isFast });
      running.push(started);
      return started;
    });
    if (info.status !== info.expectedStatus) {
      await desktop.screenshot(info.outputPath('screen.png'));
    }
    for (const app of running) await app.quit();
  },
  opened: async ({ desktop, start }, use) => {
    await use(async (options) => {
      const plimsoll = await start(options);
      return { ...plimsoll, page: await openByClick(desktop, plimsoll) };
    });
  },
});

export { expect } from 'playwright/test';
