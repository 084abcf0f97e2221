// What the packager does once the files of a package lie together, before it is signed and compressed.
// Takes Electron's own default app away, and lays the command beside the app: the packaged Electron
// runs no Node programs, so the command must lie where a Node of the person's own can read it.

import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');
const BUILT = path.join(ROOT, 'out', 'main');

/** Named in electron-builder.yml. */
export function afterPack({ appOutDir, electronPlatformName, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  // Why: a package that lost its app must not start another one.
  rmSync(path.join(resources, 'default_app.asar'), { force: true });
  layCommand(path.join(resources, 'command'), electronPlatformName);
}

function layCommand(folder, platform) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const name of filesOfCommand()) cpSync(path.join(BUILT, name), path.join(folder, name));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  if (platform === 'win32') return;
  const launcher = path.join(folder, 'plimsoll');
  cpSync(path.join(import.meta.dirname, 'launcher.sh'), launcher);
  chmodSync(launcher, 0o755);
}

/** The command, and of the chunks only what it can come to load. */
export function filesOfCommand() {
  const built = new Set(readdirSync(BUILT));
  const found = new Set();
  const waiting = ['cli.js'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    // Why asked: bundled packages name files of their own in comments.
    if (found.has(name) || !built.has(name)) continue;
    found.add(name);
    const text = readFileSync(path.join(BUILT, name), 'utf8');
    for (const [, next] of text.matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g)) waiting.push(next);
  }
  return [...found].toSorted();
}
