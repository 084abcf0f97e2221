// What a whole process costs from its start to its end, as the kernel accounts for it: CPU time of all
// its threads and children, user and system, and the time it took. Bash reads it when it has ended.

import { spawnSync } from 'node:child_process';
import { median } from '../figures.mjs';

const SCRIPT = 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null 2> /dev/null';

function costOf({ argv, env }) {
  const shellEnv = { PATH: process.env.PATH, LC_ALL: 'C', ...env };
  const ran = spawnSync('bash', ['-c', SCRIPT, 'bash', ...argv], {
    env: shellEnv,
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`${argv[0]} ended with ${ran.status ?? ran.error}`);
  const [wall, user, system] = ran.stderr.trim().split(' ').map(Number);
  return { cpuMs: (user + system) * 1000, wallMs: wall * 1000 };
}

/**
 * Runs all commands in turn, `pairs` times, after one turn that only warms the caches; `before` is run
 * before each of a name. { name: [{ cpuMs, wallMs }] }
 */
export function costsInTurn({ commands, pairs, before = {} }) {
  const costs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let pair = 0; pair <= pairs; pair += 1) {
    for (const [name, command] of Object.entries(commands)) {
      before[name]?.();
      const cost = costOf(command);
      if (pair > 0) costs[name].push(cost);
    }
  }
  return costs;
}

/** Pair by pair, so that a machine that is busy for a while spoils both. */
export function ratioOf(ours, theirs, read) {
  const ratios = ours.map((cost, pair) => read(cost) / read(theirs[pair]));
  return { ours: middle(ours, read), rival: middle(theirs, read), ratio: median(ratios), ratios };
}

const middle = (costs, read) => median(costs.map(read));
