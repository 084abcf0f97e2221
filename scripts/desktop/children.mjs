// The helper processes of a private display: started with one environment, ended by pid, and killed
// should the caller die first. Also the two ways of waiting that they need.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodeOf, SIGNALS } from '../processes.mjs';

const END_LIMIT_MS = 1_500;
const POLL_MS = 50;

export function createChildren(env) {
  const children = [];
  const killAll = () => {
    for (const child of children) kill(child, 'SIGKILL');
  };
  process.once('exit', killAll);
  for (const signal of SIGNALS) {
    if (!process.listeners(signal).includes(exitOnSignal)) process.on(signal, exitOnSignal);
  }
  return {
    start(command, args, stdio = ['ignore', 'ignore', 'ignore']) {
      // Why detached: Ctrl+C goes to a whole group, and the bus must not die before the app.
      const child = spawn(command, args, { env, stdio, detached: true });
      // Why: a program that is missing shows up as whatever is waited for not coming.
      child.on('error', () => {});
      children.push(child);
      return child;
    },
    async stop() {
      for (const child of children.reverse()) await end(child);
      process.off('exit', killAll);
    },
  };
}

/** Why: a signal that nobody minds ends a process without 'exit', and the helpers would stay. */
function exitOnSignal(signal) {
  if (process.listenerCount(signal) === 1) process.exit(exitCodeOf(signal));
}

async function end(child) {
  if (!isRunning(child)) return;
  const gone = new Promise((resolve) => child.once('exit', () => resolve(true)));
  kill(child, 'SIGTERM');
  if (!(await Promise.race([gone, sleep(END_LIMIT_MS)]))) kill(child, 'SIGKILL');
}

function isRunning({ pid, exitCode, signalCode }) {
  return pid !== undefined && exitCode === null && signalCode === null;
}

/** Ends a helper with the group that it leads. */
function kill(child, signal) {
  if (!isRunning(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Polls until `probe` gives something true; throws its last error after `limitMs`. */
export async function until(probe, what, limitMs = 8_000) {
  const endMs = Date.now() + limitMs;
  let last;
  do {
    try {
      const got = await probe();
      if (got) return got;
    } catch (error) {
      last = error;
    }
    await sleep(POLL_MS);
  } while (Date.now() < endMs);
  throw new Error(`timed out waiting for ${what}`, { cause: last });
}

export function firstLine(stream) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream });
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error('a program ended before it said anything')));
  });
}
