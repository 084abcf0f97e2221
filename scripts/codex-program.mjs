// The real Codex programs that `npm run test:interop` is run against: the releases of linux-x64 from
// the registry, pinned by sha512 and kept in the cache, or the one that CODEX_BIN names.
// Node built-ins only. Nothing of a package is run but the program itself, and that by the tests.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileInTarball } from './archive.mjs';

const PACKAGE = '@openai/codex';
const PROGRAM = 'package/vendor/x86_64-unknown-linux-musl/bin/codex';

// Why these: newest, and one for each older way of saving (codex-protocol.md §8).
// Source: dist.integrity of the registry, looked at on 2026-11-22.
const RELEASES = [
  {
    version: '0.169.0',
    integrity:
      'sha512-o05NyAOCDygSPRo1yinzxvkRSdmsZyBD9E7mbpmjRanSfM8lypqWtQgEo4XfNkwhuCR2aFu8mlGOsQGFXVbVww==',
  },
  {
    version: '0.166.0',
    integrity:
      'sha512-CxDm3+D1cpbGJeHrdzINoG+3wn9BVncP4qpZaaNYkxe8iPtRJOYyCJnnPoVjWRIBvI9vPKbRoifsMSA5xDaUpw==',
  },
  {
    version: '0.144.0',
    integrity:
      'sha512-GmKtQeX+cO9lN7mQD1FEVcXYEMLMgMByHwZdvlluH0bj/+c2ind3hwbRtE3eECFDekNhEiB80Ez0FfbkyFQqoA==',
  },
];

/**
 * Makes the programs available, newest first; with CODEX_BIN it is that one alone.
 * @returns {{ path: string, version: string }[]}
 */
export function ensureCodexPrograms({ log }) {
  const given = process.env.CODEX_BIN;
  if (given) return [{ path: given, version: versionOf(given) }];
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('codex: only linux-x64 is pinned here; name a program by CODEX_BIN');
  }
  return RELEASES.map((release) => ({
    path: ensureRelease(release, log),
    version: release.version,
  }));
}

function versionOf(file) {
  const said = execFileSync(file, ['--version'], { encoding: 'utf8', env: {} });
  const version = /\d+\.\d+\.\d+\S*/.exec(said)?.[0];
  if (version === undefined) throw new Error(`codex: ${file} does not say its version`);
  return version;
}

function ensureRelease({ version, integrity }, log) {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const cache = path.join(base, 'plimsoll');
  // Why: the program lies in a folder of its own because its file must be called `codex`.
  const folder = path.join(cache, `codex-${version}-linux-x64`);
  const file = path.join(folder, 'codex');
  if (existsSync(file)) return file;

  log(`Codex ${version}: taking it from the registry (about 160 MB, once) …`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'unpack-'));
  try {
    const stage = path.join(work, 'stage');
    mkdirSync(stage);
    const program = fileInTarball(fetchTarball({ version, integrity, work }), PROGRAM);
    writeFileSync(path.join(stage, 'codex'), program, { mode: 0o755 });
    // Why: renamed at the end, a half-made program is never used; another run may have been first.
    if (!existsSync(file)) renameSync(stage, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return file;
}

/** Downloads the pinned package with npm, into a cache of its own that is thrown away. */
function fetchTarball({ version, integrity, work }) {
  const name = `${PACKAGE}@${version}-linux-x64`;
  const cache = path.join(work, 'npm');
  const args = ['pack', name, '--pack-destination', work, '--cache', cache, '--silent'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: work });
  const file = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (file === undefined) throw new Error(`codex: npm gave no ${name}`);
  const tgz = readFileSync(path.join(work, file));
  const found = `sha512-${createHash('sha512').update(tgz).digest('base64')}`;
  if (found !== integrity) throw new Error(`codex: ${name} is ${found}, expected ${integrity}`);
  return tgz;
}
