// Lets the installed Codex renew its own sign-in: starts it once in app-server mode, which renews an
// expired sign-in by itself, waits a little, and ends it with its group. No shell, fixed arguments, and
// only the variables that it needs.

import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AUTH_FILE_MAX_BYTES } from '../../core/auth.ts';
import { codexRefusal } from '../../core/codex-rules.ts';
import { nodePorts } from '../node-ports.ts';
import type { CodexFinder } from '../programs/codex-finder.ts';
import { readSmallFile } from '../small-file.ts';

/** Source: reliability.md §3.2 step 4, measured: a plain start takes about 0.3 s. */
const LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 250;
const END_LIMIT_MS = 2_000;
const PASSED_ON = [
  'PATH',
  'LANG',
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
  'SSL_CERT_FILE',
  'CODEX_REFRESH_TOKEN_URL_OVERRIDE',
  // Windows starts no program with a network without these.
  'SystemRoot',
  'USERPROFILE',
];

export interface AskCodexContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly codexHome: string;
  readonly finder: CodexFinder;
  /** Told which program was tried, and whether it started. */
  readonly onStart?: (program: string, isStarted: boolean) => void;
}

/** Resolves when the file has changed, or Codex has had its time; never says what it did. */
export async function askCodex(context: AskCodexContext): Promise<void> {
  const { env, homeDirectory, codexHome, finder } = context;
  const program = await finder.find();
  if (program === null) return;
  const file = path.join(codexHome, 'auth.json');
  const before = await changeMark(file);
  const child = start(program, {
    cwd: homeDirectory,
    env: { ...pick(env), HOME: homeDirectory, CODEX_HOME: codexHome },
  });
  context.onStart?.(program, child !== null);
  if (child === null) return finder.forget();
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => {
      finder.forget();
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const changed = async (): Promise<void> => {
    for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
      if ((await changeMark(file)) !== before && (await isWhole(file))) return;
      await sleep(LOOK_EVERY_MS);
    }
  };
  await Promise.race([ended, changed()]);
  // Why gently first: it may be in the middle of something.
  endGroup(child, 'SIGTERM');
  await Promise.race([ended, sleep(END_LIMIT_MS)]);
  endGroup(child, 'SIGKILL');
}

function start(program: string, options: { cwd: string; env: Record<string, string> }) {
  try {
    const stdio: StdioOptions = ['pipe', 'ignore', 'ignore'];
    return spawn(program, ['app-server'], { ...options, stdio, detached: true });
  } catch {
    // It is being replaced by a newer one, for example: then nothing is renewed this time.
    return null;
  }
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    // Why: Windows knows no groups; the native program has no child of its own there.
    if (process.platform === 'win32') child.kill(signal);
    else if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

function pick(env: AskCodexContext['env']): Record<string, string> {
  const entries = PASSED_ON.map((name) => [name, env[name]] as const);
  const set = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set);
}

async function changeMark(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? 'none' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

/** Why: an old Codex cuts the file before it writes it, and must not be ended in between. */
async function isWhole(file: string): Promise<boolean> {
  const read = await readSmallFile(nodePorts.files, file, AUTH_FILE_MAX_BYTES);
  return read.ok && codexRefusal(read.value.text) === null;
}
