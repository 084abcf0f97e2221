// Runs the built command as a person would: a process of its own, with its own homes.
// Builds it first when a source file is newer. Only tests import this.

import { spawn } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createLocks } from '../codex/locks.ts';
import { nodePorts } from '../codex/node-ports.ts';

const CHECKOUT = path.resolve(import.meta.dirname, '../..');
const BUILT = path.join(CHECKOUT, 'out/main/cli.js');
const BUILD_WAIT_MS = 120_000;

/** Builds the command unless it is newer than every source file; files of tests do not count. */
export async function ensureBuilt(): Promise<void> {
  if (await isBuilt()) return;
  await mkdir(path.join(CHECKOUT, 'out'), { recursive: true });
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  // Why: test files run beside each other, and a build empties the folder that another one reads.
  const release = await locks.acquire(path.join(CHECKOUT, 'out/build.lock'), BUILD_WAIT_MS);
  try {
    if (!(await isBuilt())) await build();
  } finally {
    if (typeof release === 'function') await release();
  }
}

async function isBuilt(): Promise<boolean> {
  const names = await readdir(path.join(CHECKOUT, 'main'), { recursive: true });
  const sources = names
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^testing/.test(name))
    .map((name) => path.join('main', name));
  const all = [...sources, 'package.json', 'electron.vite.config.ts'];
  const times = await Promise.all(all.map((name) => changedAtMs(path.join(CHECKOUT, name))));
  return (await changedAtMs(BUILT)) > Math.max(...times);
}

async function changedAtMs(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

async function build(): Promise<void> {
  const child = spawn('npx', ['electron-vite', 'build'], { cwd: CHECKOUT, stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error('npx electron-vite build failed');
}

export interface CommandHomes {
  readonly folder: string;
  readonly codexHome: string;
  readonly plimsollHome: string;
  /** Where a renewal goes; without one, to a port of this computer that nobody listens on. */
  readonly standIn?: { readonly tokenUrl: string };
}

/** Why always an address of our own: no test may ever send a token to the real endpoint. */
const NOBODY_LISTENS = 'http://127.0.0.1:9/oauth/token';

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts it, such as `prlimit --fsize=4096`. */
  readonly through?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves with the next whole line on standard output. */
  nextLine(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading, as `head -1` does. */
  closeOutput(): void;
}

/** Starts `plimsoll` with those words. */
export function startCommand(
  words: readonly string[],
  { folder, codexHome, plimsollHome, standIn }: CommandHomes,
  { env = {}, through = [] }: CommandOptions = {},
): Running {
  const startedAtMs = performance.now();
  const [program = process.execPath, ...rest] = [...through, process.execPath, BUILT, ...words];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CODEX_HOME: codexHome,
      PLIMSOLL_HOME: plimsollHome,
      TZ: 'UTC',
      LANG: 'en_US.UTF-8',
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: standIn?.tokenUrl ?? NOBODY_LISTENS,
      ...env,
    },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  let taken = 0;
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) =>
      resolve({ code, signal, ...output, tookMs: performance.now() - startedAtMs }),
    );
  });
  return {
    ended,
    kill: (signal) => child.kill(signal),
    closeOutput: () => child.stdout.destroy(),
    async nextLine() {
      for (;;) {
        const end = output.stdout.indexOf('\n', taken);
        if (end !== -1) {
          const line = output.stdout.slice(taken, end);
          taken = end + 1;
          return line;
        }
        await new Promise<void>((resolve, reject) => {
          child.stdout.once('data', () => resolve());
          child.stdout.once('end', () => reject(new Error(`no further line; ${output.stderr}`)));
        });
      }
    },
  };
}

/** Runs `plimsoll` with those words to its end. */
export function runCommand(
  words: readonly string[],
  homes: CommandHomes,
  options: CommandOptions = {},
): Promise<Ended> {
  return startCommand(words, homes, options).ended;
}
