// What the operating system must have: libraries that Electron links, programs of a display and of
// the tests' desktop. Installs through apt only as root on Debian; else says the one line to run.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

const RUN_LIBRARIES = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libnotify4'];
/** Opened at run time, so ldd does not name it. */
const NOTIFY_LIBRARY = 'libnotify.so.4';

export const SCREEN_PROGRAMS = { Xvfb: 'xvfb', xauth: 'xauth', 'dbus-daemon': 'dbus' };

export const DESKTOP_PROGRAMS = {
  ...SCREEN_PROGRAMS,
  openbox: 'openbox',
  'xfce4-panel': 'xfce4-panel',
  'xfconf-query': 'xfconf',
  dunst: 'dunst',
  xdotool: 'xdotool',
  import: 'imagemagick',
  busctl: 'systemd',
  'gnome-keyring-daemon': 'gnome-keyring',
  'secret-tool': 'libsecret-tools',
  flock: 'util-linux',
  openssl: 'openssl',
};

/** What packages are made of and looked into with. */
export const PACKAGE_PROGRAMS = {
  '7za': 'p7zip-full',
  rpmbuild: 'rpm',
  ip: 'iproute2',
  ps: 'procps',
};

/** What the tests against the real Codex need to give it a keychain. */
export const KEYRING_PROGRAMS = {
  'dbus-daemon': 'dbus',
  busctl: 'systemd',
  'gnome-keyring-daemon': 'gnome-keyring',
  'secret-tool': 'libsecret-tools',
};

/** Pictures need letters: Latin, and Chinese for the third language. */
const FONTS = {
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf': 'fonts-dejavu-core',
  '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc': 'fonts-wqy-microhei',
};

/** Makes sure that Electron, if one is named, can start and that the named programs are there. */
export function ensureSystem({ exe, programs, fonts, log }) {
  if (!isLinux) return;
  const packages = missingPackages({ exe, programs, fonts });
  if (packages.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if (!isRoot || !isOnPath('apt-get')) {
    const line = `sudo apt-get update && sudo apt-get ${install.join(' ')}`;
    throw new Error(`system packages are missing; run:\n  ${line}`);
  }
  log(`installing system packages: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], install]) {
    execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  }
}

function missingPackages({ exe, programs, fonts }) {
  const missing = new Set();
  for (const [program, name] of Object.entries(programs)) {
    if (!isOnPath(program)) missing.add(name);
  }
  if (fonts) {
    for (const [file, name] of Object.entries(FONTS)) if (!existsSync(file)) missing.add(name);
  }
  if (exe === null) return [...missing];
  const linked = spawnSync('ldd', [exe], { encoding: 'utf8' }).stdout ?? '';
  const known = spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: withSbin() }).stdout ?? '';
  if (/not found/.test(linked) || !known.includes(NOTIFY_LIBRARY)) {
    for (const name of RUN_LIBRARIES) missing.add(name);
  }
  return [...missing];
}

/** ldconfig lives where an ordinary user's PATH does not look. */
function withSbin() {
  return { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` };
}

export function isOnPath(program) {
  return whereOnPath(program) !== null;
}

/** The program's file, or null. */
export function whereOnPath(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const files = folders.map((folder) => path.join(folder, program));
  return files.find((file) => existsSync(file)) ?? null;
}

/**
 * Chromium's switches for this machine: the sandbox goes off only where it cannot work, and then the
 * reason comes with it.
 */
export function sandboxSwitches(exe) {
  if (!isLinux) return { switches: [], reason: null };
  if (isRoot) return { switches: ['--no-sandbox'], reason: 'Chromium refuses its sandbox to root' };
  if (hasSetuidHelper(exe)) return { switches: [], reason: null };
  const probe = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  if (probe.status === 0) return { switches: [], reason: null };
  const reason = 'this system gives ordinary users no namespaces';
  return { switches: ['--no-sandbox'], reason };
}

function hasSetuidHelper(exe) {
  const helper = statSync(path.join(path.dirname(exe), 'chrome-sandbox'), {
    throwIfNoEntry: false,
  });
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0;
}
