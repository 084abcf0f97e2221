// Which Codex programs are running: this person's own ones, by program name, and on Linux by the home
// they work on. Where the system does not tell, the answer is the careful one.

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Processes } from '../ports.ts';

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

/** The files of the Codex programs that this person runs, on whatever home; null if untold. */
export async function runningCodexPrograms(
  context: ProcessContext,
): Promise<readonly string[] | null> {
  if (context.platform === 'linux') {
    const programs = await Promise.all((await otherPids()).map((pid) => programOf(context, pid)));
    return programs.filter((program) => program !== null);
  }
  // Why not on Windows: its list has names alone.
  if (context.platform === 'win32') return null;
  const listed = await list('ps', ['-axo', 'uid=,comm=']);
  return listed?.flatMap((line) => commandOf(context, line) ?? []) ?? null;
}

async function isAliveOnLinux(context: ProcessContext, codexHome: string): Promise<boolean> {
  const pids = await otherPids();
  const found = await Promise.all(pids.map((pid) => isCodexOf(context, pid, codexHome)));
  return found.includes(true);
}

async function otherPids(): Promise<readonly string[]> {
  const names = await readdir('/proc').catch((): string[] => []);
  return names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
}

/** The program file of a process of ours that is a Codex; null for any other. */
async function programOf({ uid }: ProcessContext, pid: string): Promise<string | null> {
  const folder = path.join('/proc', pid);
  try {
    if (uid !== null && (await stat(folder)).uid !== uid) return null;
    const program = (await readlink(path.join(folder, 'exe'))).replace(/ \(deleted\)$/, '');
    return PROGRAM.test(path.basename(program)) ? program : null;
  } catch {
    // It has ended, or is not ours to look at.
    return null;
  }
}

async function isCodexOf(
  context: ProcessContext,
  pid: string,
  codexHome: string,
): Promise<boolean> {
  if ((await programOf(context, pid)) === null) return false;
  const { homeDirectory } = context;
  const folder = path.join('/proc', pid);
  const environment = await readFile(path.join(folder, 'environ'), 'utf8').catch(() => null);
  // Why once more: one that has just ended has no environment, or an empty one.
  if (!environment && (await programOf(context, pid)) === null) return false;
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

async function isListedByPs(context: ProcessContext): Promise<boolean> {
  const listed = await list('ps', ['-axo', 'uid=,comm=']);
  return listed === null || listed.some((line) => commandOf(context, line) !== null);
}

/** The command of one line of `ps`, if it is a Codex of ours; else null. */
function commandOf({ uid }: ProcessContext, line: string): string | null {
  const [owner = '', ...words] = line.trim().split(/\s+/);
  const command = words.join(' ');
  const isOurs = uid === null || Number(owner) === uid;
  return isOurs && PROGRAM.test(path.basename(command)) ? command : null;
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
