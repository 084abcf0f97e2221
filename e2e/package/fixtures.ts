// What tests of the packaged app start from: one private desktop a worker, and for each test a stand-in,
// homes, and a way to start the packaged app that is always ended.

import { test as base } from 'playwright/test';
import { type Desktop, startDesktop } from '../../scripts/desktop.mjs';
import { createHomes, type Homes } from '../plimsoll.ts';
import { type StandIn, startStandIn } from '../stand-in/server.ts';
import { type PackagedApp, type PackagedInput, startPackaged } from './packaged.ts';

type StartOptions = Omit<PackagedInput, 'desktop' | 'homes'>;

export interface PackageFixtures {
  readonly standIn: StandIn;
  /** Signed in to the stand-in; the first start has been. */
  readonly homes: Homes;
  readonly start: (options?: StartOptions) => Promise<PackagedApp>;
}

export const test = base.extend<PackageFixtures, { readonly desktop: Desktop }>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of the pattern.
    async ({}, use) => {
      const desktop = await startDesktop();
      await use(desktop);
      await desktop.stop();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  standIn: async ({}, use) => {
    const standIn = await startStandIn();
    await use(standIn);
    await standIn.close();
  },
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
