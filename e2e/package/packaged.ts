// The packaged app as a test drives it. Its fuses refuse a debugger of the main process, so it is
// started as a person starts it, clicked in the tray, and its popover is read as a web page.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright';
import type { Desktop } from '../../scripts/desktop.mjs';
import { electronSwitches } from '../machine.ts';
import type { Homes } from '../plimsoll.ts';

const START_LIMIT_MS = 30_000;
const CLICK_TRIES = 5;
const CLICK_LIMIT_MS = 4_000;
const STEP_MS = 100;

export function packagesFolder(): string {
  const folder = process.env.PLIMSOLL_TEST_PACKAGES;
  if (folder === undefined) throw new Error('the packages were not made');
  return folder;
}

export function packageFile(ending: string): string {
  const folder = packagesFolder();
  const name = readdirSync(folder).find((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`no ${ending} was made`);
  return path.join(folder, name);
}

export function unpackedFolder(): string {
  return path.join(packagesFolder(), 'linux-unpacked');
}

export interface PackagedInput {
  readonly desktop: Pick<Desktop, 'env'>;
  readonly homes: Pick<Homes, 'codexHome' | 'plimsollHome'>;
  readonly program?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Before the program: what puts it into another network. */
  readonly through?: readonly string[];
}

export interface PackagedApp {
  readonly child: ChildProcess;
  /** Where the renderer can be read. */
  readonly debugAddress: string;
  /** Everything that it has written so far. */
  said(): string;
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | string | null>;
}

export function environmentOf({ desktop, homes, env = {} }: PackagedInput): NodeJS.ProcessEnv {
  const { ELECTRON_OVERRIDE_DIST_PATH: _dist, ELECTRON_EXEC_PATH: _exe, ...rest } = desktop.env;
  return { ...rest, CODEX_HOME: homes.codexHome, PLIMSOLL_HOME: homes.plimsollHome, ...env };
}

/** Resolves once Chromium says where it can be read. */
export async function startPackaged(input: PackagedInput): Promise<PackagedApp> {
  const { program = path.join(unpackedFolder(), 'plimsoll'), args = [], through = [] } = input;
  const switches = [...electronSwitches(), '--remote-debugging-port=0', ...args];
  const [command = '', ...rest] = [...through, program, ...switches];
  const child = spawn(command, rest, {
    env: environmentOf(input),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const debugAddress = await new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(lines.join('\n'))), START_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const [, address] = /DevTools listening on ws:\/\/([\d.:]+)\//.exec(line) ?? [];
        if (address === undefined) return;
        clearTimeout(limit);
        resolve(`http://${address}`);
      });
    }
  });
  return { child, debugAddress, said: () => lines.join('\n'), ended };
}

/** Clicks the icon until the popover is there; resolves with its page. */
export async function openPackaged(
  { tray }: Desktop,
  { debugAddress }: Pick<PackagedApp, 'debugAddress'>,
): Promise<{ readonly page: Page; readonly browser: Browser }> {
  await tray.item();
  const browser = await chromium.connectOverCDP(debugAddress);
  for (let tries = 1; tries <= CLICK_TRIES; tries += 1) {
    await tray.click();
    for (let waitedMs = 0; waitedMs < CLICK_LIMIT_MS; waitedMs += STEP_MS) {
      const page = panelPage(browser);
      if (page !== null) return { page, browser };
      await sleep(STEP_MS);
    }
  }
  throw new Error('the popover did not open');
}

export function panelPage(browser: Browser): Page | null {
  const pages = browser.contexts().flatMap((context) => context.pages());
  return pages.find((page) => page.url().startsWith('plimsoll://')) ?? null;
}

/** Processes that were started from that folder. */
export function processesFrom(folder: string): readonly string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(`${folder}/`) && !/^\s*\d+ Z/.test(line));
}
