// The helper processes of a private display: started with one environment, ended by pid, and killed
// should the caller die first. Also the two ways of waiting that they need.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const END_LIMIT_MS = 1_500;
const POLL_MS = 50;

export function createChildren(env) {
  const children = [];
  const killAll = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  return {
    start(command, args, stdio = ['ignore', 'ignore', 'ignore']) {
      const child = spawn(command, args, { env, stdio });
      // Why: a program that is missing shows up as whatever is waited for not coming.
      child.on('error', () => {});
      children.push(child);
      return child;
    },
    async stop() {
      process.off('exit', killAll);
      for (const child of children.reverse()) await end(child);
    },
  };
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  const gone = new Promise((resolve) => child.once('exit', () => resolve(true)));
  child.kill('SIGTERM');
  if (!(await Promise.race([gone, sleep(END_LIMIT_MS)]))) child.kill('SIGKILL');
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
