// Starts and ends one app under test, Plimsoll or the rival, in exactly the same way.
// Measures the time to the icon and nothing else; ends every process that it started.

import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { treeOf } from './process-tree.mjs';

const QUIT_MS = 3_000;
const LOOK_MS = 20;

/** Switches that the circumstances ask for, the same for everyone. */
const FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Starts `folder` as an app; resolves once its icon is in the tray of the desktop. `preload` names a
 * program that its main process runs first.
 * `toTrayMs` is the time from spawn() to the icon's registration on the bus.
 */
export async function startApp({ electron, folder, env, desktop, tray, preload }) {
  const first = preload === undefined ? [] : ['-r', preload];
  const startedAt = performance.now();
  const child = spawn(electron, [...FLAGS, ...first, folder], {
    env: { ...desktop.env, ...env },
    stdio: 'ignore',
    detached: true, // a session of its own, by which its processes are known
  });
  running.add(child.pid);
  const registeredAt = await Promise.race([tray.nextIcon(), early(child)]);
  return {
    pid: child.pid,
    toTrayMs: registeredAt - startedAt,
    stop: () => stopApp(child),
  };
}

const running = new Set();
process.once('exit', () => {
  for (const pid of running) endTree(pid, 'SIGKILL');
});

function early(child) {
  return new Promise((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`an app ended with ${code} before its icon`)));
  });
}

async function stopApp(child) {
  const pids = treeOf(child.pid);
  child.kill('SIGTERM');
  const end = performance.now() + QUIT_MS;
  while (pids.some(isAlive) && performance.now() < end) await sleep(LOOK_MS);
  for (const pid of pids) if (isAlive(pid)) endOne(pid, 'SIGKILL');
  running.delete(child.pid);
}

function endTree(pid, signal) {
  for (const each of treeOf(pid)) endOne(each, signal);
}

function isAlive(pid) {
  return treeOf(pid).includes(pid);
}

function endOne(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
