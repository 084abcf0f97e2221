// Child processes that end with us: signals are passed on, an orphaned script ends its child, and
// what stays behind is killed.

import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ORPHAN_CHECK_MS = 500;

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
  const parent = process.ppid;
  const orphaned = setInterval(
    () => process.ppid !== parent && child.kill('SIGTERM'),
    ORPHAN_CHECK_MS,
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(orphaned);
      for (const name of SIGNALS) process.off(name, forward);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}
