#!/usr/bin/env node
// Makes a release of what is committed: `node scripts/release.mjs X.Y.Z`. Moves the changelog's
// Unreleased under the version, raises package.json and the lockfile, commits, tags. Never pushes:
// that is the person's own step, after a look.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { release, unreleased } from './changelog.mjs';
import {
  auditFindings,
  isNewer,
  newestElectron,
  packageOf,
  parseVersion,
  refuse,
  whyElectronIsOld,
} from './release-checks.mjs';

const root = path.join(import.meta.dirname, '..');
const changelog = path.join(root, 'CHANGELOG.md');
const CHANGED = ['CHANGELOG.md', 'package.json', 'package-lock.json'];

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}

async function main([version, ...rest]) {
  parseVersion(version);
  if (rest.length > 0) throw refuse('usage: node scripts/release.mjs X.Y.Z');
  checkTree(version);
  await checkSupply();
  write(version);
  const [branch] = git('rev-parse', '--abbrev-ref', 'HEAD').split('\n');
  console.log(
    `release: v${version} is committed and tagged here, and nowhere else. To publish it:`,
  );
  console.log(`  git push --atomic origin ${branch} v${version}`);
}

/** What this repository itself can say against it. */
function checkTree(version) {
  const { version: now } = packageOf(root);
  if (!isNewer(version, now)) throw refuse(`${version} is not newer than ${now}`);
  if (git('status', '--porcelain') !== '') throw refuse('the tree has changes; commit them first');
  if (git('tag', '--list', `v${version}`) !== '') throw refuse(`there is a tag v${version}`);
  if (unreleased(readFileSync(changelog, 'utf8')) === null) {
    throw refuse('"Unreleased" in CHANGELOG.md says nothing: what is this release for?');
  }
}

/** What the registry can say against it. Where it does not answer, the workflow asks once more. */
async function checkSupply() {
  const { electron } = packageOf(root).devDependencies;
  const newest = await newestElectron(root);
  if (newest === null) console.log('release: the registry does not say which Electron is newest');
  const old = whyElectronIsOld(electron, newest);
  if (old !== null) throw refuse(old);
  const findings = await auditFindings(root);
  if (findings === null) console.log('release: the registry’s audit does not answer');
  else if (findings.length > 0) throw refuse(`npm audit finds weaknesses: ${findings.join(', ')}`);
}

/** All of it or nothing: a step that fails puts the files back. */
function write(version) {
  const date = new Date().toISOString().slice(0, 10);
  try {
    writeFileSync(changelog, release(readFileSync(changelog, 'utf8'), version, date));
    execFileSync('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    git('commit', '--quiet', '--message', `Release ${version}`, '--', ...CHANGED);
  } catch (error) {
    git('checkout', '--quiet', 'HEAD', '--', ...CHANGED);
    throw error;
  }
  git('tag', '--annotate', `v${version}`, '--message', `Plimsoll ${version}`);
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}
