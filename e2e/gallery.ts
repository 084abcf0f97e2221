// Paints any panel in real Electron, for screenshots, axe, keyboard and layout.
// Needs neither a sign-in nor a server: a panel is all there is.

import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { Panel } from '../preload/contract.ts';
import { builtFile, electronExecutable, electronSwitches } from './machine.ts';

const LAUNCH_LIMIT_MS = 20_000;

export interface OpenedGallery {
  readonly app: ElectronApplication;
  readonly page: Page;
  show(panel: Panel): Promise<void>;
  /** In force at once; what moves to it is waited for by the next showing. */
  setTheme(theme: 'light' | 'dark'): Promise<void>;
  /** Calls that came over the bridge so far. */
  calls(): Promise<string[]>;
  close(): Promise<void>;
}

/** Resolves once the first panel is painted. */
export async function openGallery(
  env: Readonly<Record<string, string>>,
  first: Panel,
): Promise<OpenedGallery> {
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...electronSwitches(), builtFile('e2e', 'gallery.js')],
    env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: '' },
    timeout: LAUNCH_LIMIT_MS,
  });
  await app.evaluate((_electronModule, panel) => globalThis.gallery.open(panel), first);
  const page = await app.firstWindow();
  const gallery: OpenedGallery = {
    app,
    page,
    async show(panel) {
      await app.evaluate((_electronModule, next) => globalThis.gallery.show(next), panel);
      await settled(page);
    },
    async setTheme(theme) {
      await page.emulateMedia({ colorScheme: theme });
    },
    calls: () => app.evaluate(() => [...globalThis.gallery.calls]),
    close: () => app.close(),
  };
  await page.waitForSelector('#root > :not(.skeleton)');
  await settled(page);
  return gallery;
}

/** Waits until bars have come to rest and the page has been painted twice. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
    const running = document.getAnimations().filter(({ effect }) => {
      const { iterations } = effect?.getTiming() ?? {};
      return iterations !== Number.POSITIVE_INFINITY;
    });
    await Promise.all(running.map(({ finished }) => finished.catch(() => null)));
    // The window follows its content a moment later, as far as the screen lets it.
    const { documentElement } = document;
    let height = innerHeight;
    for (let still = 0; still < 15 && documentElement.scrollHeight > height; still += 1) {
      await frame();
      if (innerHeight !== height) still = 0;
      height = innerHeight;
    }
    await frame();
  });
}
