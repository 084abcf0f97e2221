#!/usr/bin/env node
// Where packages are built: `node scripts/release-gate.mjs vX.Y.Z` refuses all but the tagged version,
// told in the changelog, on the official and newest stable Electron. The older Electron that runs tests
// elsewhere is long without fixes and must never be given away.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sectionOf } from './changelog.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { newestElectron, packageOf, refuse, whyElectronIsOld } from './release-checks.mjs';

const root = path.join(import.meta.dirname, '..');

try {
  console.log(`gate: ${await pass(process.argv[2])}`);
} catch (error) {
  console.error(`gate: ${error.message}`);
  process.exitCode = 1;
}

async function pass(tag) {
  const { version, devDependencies } = packageOf(root);
  if (tag !== `v${version}`) throw refuse(`the tag ${tag} is not v${version} of package.json`);
  if (sectionOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version) === null) {
    throw refuse(`CHANGELOG.md does not say what ${version} brings`);
  }
  const pinned = devDependencies.electron;
  const electron = await ensureElectron({ root, log: (line) => console.log(`gate: ${line}`) });
  if (electron.source !== 'official' || electron.version !== pinned) {
    const here = `${electron.version} (${electron.source})`;
    throw refuse(`packages hold the official Electron ${pinned}; here is ${here}`);
  }
  const newest = await newestElectron(root);
  if (newest === null) throw refuse('the registry does not say which Electron is newest');
  const old = whyElectronIsOld(pinned, newest);
  if (old !== null) throw refuse(old);
  return `Plimsoll ${version} on the official Electron ${pinned}`;
}
