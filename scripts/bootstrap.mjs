// Everything that must be there before a script can do its work: Node's version, npm packages, an
// Electron, system packages. Node built-ins only at the top: node_modules may not exist yet.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './processes.mjs';
import {
  DESKTOP_PROGRAMS,
  ensureSystem,
  KEYRING_PROGRAMS,
  PACKAGE_PROGRAMS,
  SCREEN_PROGRAMS,
  sandboxSwitches,
} from './system.mjs';

const MIN_NODE = [20, 19];
const LOCK_RETRY_MS = 250;
const BEING_WRITTEN_MS = 2_000;
/** Longer than any one step of a set-up takes. */
const LOCK_LIMIT_MS = 15 * 60_000;

export function log(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** One set-up at a time: `npm start` beside `npm test` must not both run `npm ci`. */
async function locked(root, work) {
  const lock = path.join(root, '.setup.lock');
  for (let said = false; !take(lock); ) {
    const holder = holderOf(lock);
    if (holder !== null && !holder.isAlive) bury(lock, holder.text);
    else if (holder !== null && !said) {
      log(`waiting for the set-up of process ${holder.text || 'that has just begun'} …`);
      said = true;
    }
    await sleep(LOCK_RETRY_MS);
  }
  try {
    return await work({ stillHere: () => utimesSync(lock, new Date(), new Date()) });
  } finally {
    if (holderOf(lock)?.text === String(process.pid)) rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** What the lock says and whether it still counts; null if it was given back in this moment. */
function holderOf(lock) {
  try {
    const ageMs = Date.now() - statSync(lock).mtimeMs;
    const text = readFileSync(lock, 'utf8');
    if (text === '') return { text, isAlive: ageMs < BEING_WRITTEN_MS };
    // Why a limit: the number may have passed to another process, which would block us for ever.
    return { text, isAlive: ageMs < LOCK_LIMIT_MS && isAlive(Number(text)) };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Removes a dead lock. By rename, so that of several waiters only one does. */
function bury(lock, text) {
  const grave = `${lock}.${process.pid}`;
  try {
    renameSync(lock, grave);
    // Why: since we looked another waiter may have buried it and taken a new one; it is given back.
    if (readFileSync(grave, 'utf8') !== text) linkSync(grave, lock);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(grave, { force: true });
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [minMajor, minMinor] = MIN_NODE;
  if (major > minMajor || (major === minMajor && minor >= minMinor)) return;
  throw new Error(`Node ${MIN_NODE.join('.')} or newer is needed; this is ${process.version}`);
}

/** Runs `npm ci` unless the installed packages are those of the lock file, for this Node. */
function ensureModules(root) {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.plimsoll-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  log('installing npm packages (npm ci) …');
  execFileSync('npm', ['ci', '--prefer-offline', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  // Why: written last, so that an interrupted installation leaves no stamp.
  writeFileSync(stamp, wanted);
}

/**
 * Prepares for `needs`: 'modules' (packages alone), 'keyring' (and what a keychain of the tests' own is
 * made of), 'app' (and an Electron that can start, with a display if there is none), 'desktop' (and
 * everything that the tests' desktop is made of) or 'packages' (and what packages are tested with).
 */
export async function prepare({ root, needs }) {
  checkNode();
  return locked(root, async ({ stillHere }) => {
    ensureModules(root);
    stillHere();
    if (needs === 'modules') return { env: process.env, electron: null, switches: [] };
    if (needs === 'keyring') {
      ensureSystem({ exe: null, programs: KEYRING_PROGRAMS, fonts: false, log });
      return { env: process.env, electron: null, switches: [] };
    }
    const { ensureElectron } = await import('./electron-runtime.mjs');
    const electron = await ensureElectron({ root, log });
    stillHere();
    ensureSystem({
      exe: electron.exe,
      programs: programsFor(needs),
      fonts: needs !== 'app' || isHeadless(),
      log,
    });
    const { switches, reason } = sandboxSwitches(electron.exe);
    if (reason !== null) log(`${switches.join(' ')}, because ${reason}`);
    log(`Electron ${electron.version} (${electron.source})`);
    return { electron, switches, env: withElectron(electron, switches) };
  });
}

function programsFor(needs) {
  if (needs === 'packages') return { ...DESKTOP_PROGRAMS, ...PACKAGE_PROGRAMS };
  if (needs === 'desktop') return DESKTOP_PROGRAMS;
  return isHeadless() ? SCREEN_PROGRAMS : {};
}

/** Whether this is a Linux without any display. */
export function isHeadless() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY;
}

/** What Electron's own command, Playwright, electron-vite and our tests look for. */
function withElectron({ dist, exe }, switches) {
  return {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: dist,
    ELECTRON_EXEC_PATH: exe,
    PLIMSOLL_ELECTRON_SWITCHES: switches.join(' '),
  };
}
