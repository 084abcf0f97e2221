// Which Codex programs are running: this person's own ones, by program name, and on Linux by the home
// they work on. Where the system does not tell, the answer is the careful one.

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Processes } from './ports.ts';

const run = promisify(execFile);
const LIST_TIMEOUT_MS = 5_000;
const LIST_MAX_BYTES = 4 * 1024 * 1024;
/** Source: the program file of codex-cli and of its npm launcher's native package. */
const PROGRAM = /^codex(-cli)?(-[\w.-]+)?(\.exe)?$/i;

export interface ProcessContext {
  readonly platform: NodeJS.Platform;
  readonly uid: number | null;
  readonly homeDirectory: string;
}

export function createProcesses(context: ProcessContext): Processes {
  if (context.platform === 'linux') {
    return { isCodexAlive: (codexHome) => isAliveOnLinux(context, codexHome) };
  }
  const isWindows = context.platform === 'win32';
  return { isCodexAlive: () => (isWindows ? isListedOnWindows() : isListedByPs(context)) };
}

async function isAliveOnLinux(context: ProcessContext, codexHome: string): Promise<boolean> {
  const names = await readdir('/proc').catch((): string[] => []);
  const pids = names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = await Promise.all(pids.map((pid) => isCodexOf(context, pid, codexHome)));
  return found.includes(true);
}

async function isCodexOf(
  { uid, homeDirectory }: ProcessContext,
  pid: string,
  codexHome: string,
): Promise<boolean> {
  const folder = path.join('/proc', pid);
  try {
    if (uid !== null && (await stat(folder)).uid !== uid) return false;
    const program = await readlink(path.join(folder, 'exe'));
    if (!PROGRAM.test(path.basename(program.replace(/ \(deleted\)$/, '')))) return false;
  } catch {
    // It has ended, or is not ours to look at.
    return false;
  }
  const environment = await readFile(path.join(folder, 'environ'), 'utf8').catch(() => null);
  // Why: a Codex whose environment cannot be read may well be on our home.
  if (environment === null) return true;
  const home = await homeOf(environment.split('\0'), { folder, homeDirectory });
  return isSameFolder(home, codexHome);
}

/** The home that a Codex with this environment works on. */
async function homeOf(
  environment: readonly string[],
  { folder, homeDirectory }: { readonly folder: string; readonly homeDirectory: string },
): Promise<string> {
  const variable = (name: string): string =>
    environment.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  const set = variable('CODEX_HOME');
  if (set.trim() === '') return path.join(variable('HOME') || homeDirectory, '.codex');
  const cwd = await readlink(path.join(folder, 'cwd')).catch(() => '/');
  return path.resolve(cwd, set);
}

/** By place, not by name: a home may be reached by a link too. */
async function isSameFolder(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((folder) => stat(folder).catch(() => null)));
  if (!one || !other) return path.resolve(a) === path.resolve(b);
  return one.dev === other.dev && one.ino === other.ino;
}

async function isListedByPs({ uid }: ProcessContext): Promise<boolean> {
  const listed = await list('ps', ['-axo', 'uid=,comm=']);
  if (listed === null) return true;
  return listed.some((line) => {
    const [owner = '', ...command] = line.trim().split(/\s+/);
    const isOurs = uid === null || Number(owner) === uid;
    return isOurs && PROGRAM.test(path.basename(command.join(' ')));
  });
}

async function isListedOnWindows(): Promise<boolean> {
  const listed = await list('tasklist', ['/fo', 'csv', '/nh']);
  if (listed === null) return true;
  return listed.some((line) => PROGRAM.test(line.split('","')[0]?.replace(/^"/, '') ?? ''));
}

async function list(program: string, args: readonly string[]): Promise<string[] | null> {
  try {
    const limits = { timeout: LIST_TIMEOUT_MS, maxBuffer: LIST_MAX_BYTES };
    const { stdout } = await run(program, [...args], limits);
    return stdout.split('\n').filter((line) => line.trim() !== '');
  } catch {
    // The careful answer is the caller's: a Codex may be alive.
    return null;
  }
}
