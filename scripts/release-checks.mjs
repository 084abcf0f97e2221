// What must be true before anything is given away, asked in two places: where a release is made
// (release.mjs) and where its packages are built (release-gate.mjs). Asks npm; changes nothing.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const NPM_LIMIT_MS = 120_000;

/** An Error whose message is the whole story; no stack is wanted. */
export function refuse(why) {
  return new Error(why);
}

export function packageOf(root) {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}

/** Three numbers, or a refusal: no ranges, no pre-releases. */
export function parseVersion(text) {
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(text ?? '')) {
    throw refuse(`a version is three numbers, such as 1.2.3, not "${text ?? ''}"`);
  }
  return text.split('.').map(Number);
}

export function isNewer(version, than) {
  const [left, right] = [parseVersion(version), parseVersion(than)];
  const at = left.findIndex((number, place) => number !== right[place]);
  return at >= 0 && left[at] > right[at];
}

/** The newest stable Electron that the registry knows; null where it does not answer. */
export async function newestElectron(root) {
  const said = await npm(root, ['view', 'electron', 'version', '--json']);
  return typeof said === 'string' ? said : null;
}

/** Why the pinned Electron must not go out; null if it may. */
export function whyElectronIsOld(pinned, newest) {
  if (newest === null || !isNewer(newest, pinned)) return null;
  return `Electron ${pinned} is not the newest stable one, which is ${newest}: update and test it first`;
}

/** Names of what ships with a known weakness; null where the registry's audit does not answer. */
export async function auditFindings(root) {
  const said = await npm(root, ['audit', '--omit', 'dev', '--json']);
  const found = said?.vulnerabilities;
  return found === undefined ? null : Object.keys(found);
}

/** What npm says as JSON, whatever its exit code; null if it says none. */
function npm(root, args) {
  const options = {
    cwd: root,
    encoding: 'utf8',
    timeout: NPM_LIMIT_MS,
    // npm is a script there, which only a shell starts; the arguments are our own constants.
    shell: process.platform === 'win32',
  };
  return new Promise((resolve) => {
    execFile('npm', args, options, (_error, stdout) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        // Not reachable, or not JSON: then nothing is known.
        resolve(null);
      }
    });
  });
}
