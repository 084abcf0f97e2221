// What tests of the packaged app start from, beside the desktop: for each test homes that are signed in,
// and a way to start the packaged app that is always ended.

import { desktopTest } from '../desktop-test.ts';
import { createHomes, type Homes } from '../plimsoll.ts';
import { type PackagedApp, type PackagedInput, startPackaged } from './packaged.ts';

type StartOptions = Omit<PackagedInput, 'desktop' | 'homes'>;

export interface PackageFixtures {
  /** Signed in to the stand-in; the first start has been. */
  readonly homes: Homes;
  readonly start: (options?: StartOptions) => Promise<PackagedApp>;
}

export const test = desktopTest.extend<PackageFixtures>({
  homes: async ({ standIn }, use) => {
    const homes = createHomes(standIn);
    homes.writeAuth(standIn.signIn().authJson);
    homes.writeSettings({ welcomed: true });
    await use(homes);
    homes.remove();
  },
  start: async ({ desktop, homes }, use) => {
    const running: PackagedApp[] = [];
    await use(async (options = {}) => {
      const app = await startPackaged({ desktop, homes, ...options });
      running.push(app);
      return app;
    });
    for (const { child, ended } of running) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    }
  },
});

export { expect } from 'playwright/test';
