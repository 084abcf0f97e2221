// Stand-in for Electron's own default app:  electron [flags] path/to/app [arguments]
//
// It must be an ES module. Electron holds back `ready` until the top level of an ESM entry
// has finished, so the awaited import below keeps everything an app may only do before
// `ready` (registerSchemesAsPrivileged, command-line switches, ready listeners) working.
// A CommonJS stand-in that calls import() would let `ready` fire too early.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
const args = process.argv.slice(1);
const preload = [];
let target;
for (let i = 0; i < args.length; i++) {
  const arg = args[i];
  if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (arg === '-r' || arg === '--require') {
    preload.push(args[++i]); // Playwright passes its loader this way
  } else if (!arg.startsWith('-')) {
    target = arg;
    break;
  }
}

try {
  for (const file of preload) require(path.resolve(file));
  if (!target) throw new Error('usage: electron [flags] path/to/app');

  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  const root = path.resolve(target);
  const manifest = path.join(root, 'package.json');
  let entry = root;
  if (fs.existsSync(manifest)) {
    const pkg = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    const name = pkg.productName || pkg.name;
    if (pkg.version) app.setVersion(pkg.version);
    if (name) app.setName(name);
    app.setDesktopName(pkg.desktopName || `${app.getName()}.desktop`);
    if (!app.commandLine.hasSwitch('user-data-dir'))
      app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
    app.setAppPath(root);
    entry = path.resolve(root, pkg.main || 'index.js');
  }
  entry = require.resolve(entry);
  if (!fs.existsSync(manifest)) app.setAppPath(path.dirname(entry));
  await import(pathToFileURL(entry).href);
} catch (err) {
  console.error('App threw an error during load');
  console.error(err?.stack ?? err);
  process.exit(1);
}
