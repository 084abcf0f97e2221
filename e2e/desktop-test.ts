// What every test on a desktop starts from, of the app as it is built and of the packaged one: a private
// desktop a worker, and for each test a stand-in for OpenAI.

import { test as base } from 'playwright/test';
import { type Desktop, startDesktop } from '../scripts/desktop.mjs';
import { type StandIn, startStandIn } from './stand-in/server.ts';

export const desktopTest = base.extend<
  { readonly standIn: StandIn },
  { readonly desktop: Desktop }
>({
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
});
