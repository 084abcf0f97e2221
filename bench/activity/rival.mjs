// The rival of the counting rows: `ccusage`, a native program, fetched by npm once and kept in the cache.
// npm checks what it fetches against the registry's digest. Not a dependency of the project.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const VERSION = '20.0.24';
const CACHE = path.join(os.homedir(), '.cache/plimsoll');

/** The path of its Linux binary. */
export function ensureRival({ note }) {
  const platform = `ccusage-linux-${process.arch}`;
  const folder = path.join(CACHE, `ccusage-${VERSION}`);
  const program = path.join(folder, 'node_modules/@ccusage', platform, 'bin/ccusage');
  if (!isRight(program)) {
    note(`fetching ccusage ${VERSION} …`);
    const temp = `${folder}.${process.pid}.tmp`;
    mkdirSync(temp, { recursive: true });
    writeFileSync(path.join(temp, 'package.json'), '{"private":true}\n');
    const wanted = `@ccusage/${platform}@${VERSION}`;
    const args = ['install', '--prefix', temp, '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', [...args, '--save-exact', wanted], { cwd: temp, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
    renameSync(temp, folder);
    // Why: the package has it without, and its launcher does this at the first start.
    chmodSync(program, 0o755);
  }
  if (!isRight(program)) throw new Error(`ccusage is not ${VERSION}`);
  return program;
}

function isRight(program) {
  if (!existsSync(program)) return false;
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return stdout?.includes(VERSION) === true;
}

/** Its whole count of a store by day and model, without a look at the network. Keeps no index. */
export function rivalCommand({ program, corpus, home }) {
  const env = { HOME: home, TZ: 'UTC', CODEX_HOME: corpus.folder };
  return { env, argv: [program, 'codex', 'daily', '--json', '--offline'] };
}

/** What it counts, in the terms of the truth. It prints input without the cached part. */
export function rivalTotals({ env, argv: [program, ...args] }) {
  const maxBuffer = 64 * 1024 * 1024;
  const { totals } = JSON.parse(execFileSync(program, args, { env, maxBuffer, encoding: 'utf8' }));
  return {
    input: totals.inputTokens + totals.cacheReadTokens,
    cached: totals.cacheReadTokens,
    output: totals.outputTokens,
    reasoning: totals.reasoningOutputTokens,
    total: totals.totalTokens,
  };
}
