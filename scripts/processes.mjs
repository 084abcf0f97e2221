// Child processes that end with us: signals are passed on, an orphaned script ends its child, and
// what stays behind is killed.

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ORPHAN_CHECK_MS = 500;
const SHELL = /^-?(?:\S*\/)?(?:sh|dash|bash|ash|zsh|ksh|busybox)$/;

const parent = process.ppid;
const npm = npmBehindShell();

/** Runs a program to its end on our own terminal; resolves with its exit code. */
export function run(command, args, { env, cwd, stdio = 'inherit' }) {
  const child = spawn(command, args, {
    stdio,
    env,
    cwd,
    shell: process.platform === 'win32',
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  // Why: npm passes a signal to its shell only, which dies and leaves this process behind.
  const watch = setInterval(() => isOrphaned() && child.kill('SIGTERM'), ORPHAN_CHECK_MS);
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearInterval(watch);
      for (const name of SIGNALS) process.off(name, forward);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      settle();
      resolve(code ?? exitCodeOf(signal));
    });
  });
}

/** What a shell says of a program that this signal has ended. */
export function exitCodeOf(signal) {
  return 128 + (os.constants.signals[signal] ?? 0);
}

function isOrphaned() {
  if (process.ppid !== parent) return true;
  if (npm === null) return false;
  // Why not alone whether it is alive: a killed npm that nobody has waited for yet still seems so.
  return process.platform === 'linux' ? ancestorOf(parent)?.pid !== npm : !isAlive(npm);
}

/** The npm that started our shell; null where our parent is npm itself, or npm did not start us. */
function npmBehindShell() {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return null;
  const found = ancestorOf(parent);
  return found !== null && SHELL.test(found.name) && found.pid > 1 ? found.pid : null;
}

/** The name of a process and the pid of its parent. */
function ancestorOf(pid) {
  try {
    if (process.platform === 'linux') {
      // Source: proc(5): `pid (name) state ppid …`; a name may hold blanks and brackets.
      const [, name, ppid] = /\((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      return { name, pid: Number(ppid) };
    }
    const said = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    const [, ppid, name] = /^\s*(\d+)\s+(\S.*?)\s*$/.exec(said.stdout);
    return { name, pid: Number(ppid) };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

/** Whether a process of this number exists, whoever owns it. */
export function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
