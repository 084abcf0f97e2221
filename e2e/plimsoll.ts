// Plimsoll itself as a test or the demo drives it: the built app in real Electron, on a private
// desktop, with a throwaway Codex home that points at the stand-in. Nothing of the person's is used.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { Desktop } from '../scripts/desktop.mjs';
import { electronExecutable, electronSwitches, ROOT } from './machine.ts';
import type { StandIn } from './stand-in/server.ts';

const LAUNCH_LIMIT_MS = 20_000;
const CLICK_TRIES = 5;
const CLICK_LIMIT_MS = 4_000;
const CLICK_STEP_MS = 50;
const REMOVE_TRIES = 20;

export interface Homes {
  readonly folder: string;
  readonly codexHome: string;
  readonly plimsollHome: string;
  /** Replaces auth.json as Codex does: whole, by rename. */
  writeAuth(text: string): void;
  /** Writes Plimsoll's settings before it starts. */
  writeSettings(settings: object): void;
  remove(): void;
}

/** A Codex home whose config.toml names the stand-in, and a folder for Plimsoll. */
export function createHomes(standIn: Pick<StandIn, 'baseUrl'>): Homes {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-homes-'));
  const codexHome = path.join(folder, 'codex');
  const plimsollHome = path.join(folder, 'plimsoll');
  for (const home of [codexHome, plimsollHome]) mkdirSync(home, { mode: 0o700 });
  writeFileSync(path.join(codexHome, 'config.toml'), `chatgpt_base_url = "${standIn.baseUrl}"\n`);
  return {
    folder,
    codexHome,
    plimsollHome,
    writeAuth(text) {
      const temp = path.join(codexHome, '.auth-demo');
      writeFileSync(temp, text, { mode: 0o600 });
      renameSync(temp, path.join(codexHome, 'auth.json'));
    },
    writeSettings(settings) {
      writeFileSync(path.join(plimsollHome, 'settings.json'), JSON.stringify(settings));
    },
    remove: () => removeFolder(folder),
  };
}

/** Why more than once: Chromium's children write on for a moment when the app was killed. */
function removeFolder(folder: string): void {
  for (let tries = 1; ; tries += 1) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 1 });
      return;
    } catch (error) {
      if (tries === REMOVE_TRIES) throw error;
    }
  }
}

export interface RunningApp {
  readonly app: ElectronApplication;
  /** The popover's page; it exists only once the popover has been opened. */
  popover(): Promise<Page>;
  isOpen(): Promise<boolean>;
  /** Ends it as a person would; resolves when every process is gone. */
  quit(): Promise<void>;
}

export interface StartInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homes: Homes;
  readonly standIn: Pick<StandIn, 'tokenUrl'>;
  /** Sixty times faster than life. */
  readonly isFast: boolean;
  readonly args?: readonly string[];
}

export async function startPlimsoll({
  env,
  homes,
  standIn,
  isFast,
  args = [],
}: StartInput): Promise<RunningApp> {
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...electronSwitches(), ROOT, ...args],
    timeout: LAUNCH_LIMIT_MS,
    env: definedOnly({
      ...env,
      ELECTRON_OVERRIDE_DIST_PATH: '',
      CODEX_HOME: homes.codexHome,
      PLIMSOLL_HOME: homes.plimsollHome,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: standIn.tokenUrl,
      // Why: whatever the home page is one day, no test asks it.
      PLIMSOLL_FEED: env.PLIMSOLL_FEED ?? 'nobody',
      PLIMSOLL_PACE: isFast ? 'demo' : undefined,
    }),
  });
  askAgain(app);
  return {
    app,
    popover: () => app.firstWindow(),
    isOpen: () =>
      app
        .evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().some((window) => window.isVisible()),
        )
        // Why: a window that is just being made may answer nothing.
        .catch(() => false),
    quit: () => app.close(),
  };
}

/** Why: the app's collector may take an answer before Playwright fetches it; then it is asked again. */
function askAgain(app: ElectronApplication): void {
  const ask = app.evaluate.bind(app);
  const evaluate = async (...question: Parameters<typeof ask>): Promise<unknown> => {
    try {
      return await ask(...question);
    } catch (error) {
      if (!String(error).includes('garbage collected')) throw error;
      return ask(...question);
    }
  };
  Object.assign(app, { evaluate });
}

/** Starts it once more, as a person does who sees nothing; returns when the second one has ended. */
export function startAgain({ env, homes }: Pick<StartInput, 'env' | 'homes'>): void {
  execFileSync(electronExecutable(), [...electronSwitches(), ROOT], {
    env: { ...env, CODEX_HOME: homes.codexHome, PLIMSOLL_HOME: homes.plimsollHome },
    stdio: 'ignore',
    timeout: LAUNCH_LIMIT_MS,
  });
}

/**
 * Opens the popover by a real click on the icon; resolves once it is seen.
 * Why more than one click: a busy computer may take a while to put a new icon into its bar.
 */
export async function openByClick({ tray }: Desktop, plimsoll: RunningApp): Promise<Page> {
  await tray.item();
  for (let tries = 1; tries <= CLICK_TRIES; tries += 1) {
    await tray.click();
    for (let waitedMs = 0; waitedMs < CLICK_LIMIT_MS; waitedMs += CLICK_STEP_MS) {
      if (await plimsoll.isOpen()) return plimsoll.popover();
      await sleep(CLICK_STEP_MS);
    }
  }
  throw new Error('the popover did not open');
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
