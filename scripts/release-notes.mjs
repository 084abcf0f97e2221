#!/usr/bin/env node
// Prints the notes of the version in package.json: `node scripts/release-notes.mjs [FOLDER]`. What the
// changelog says of it, which Electron is inside, and the results that ci-result.mjs left in FOLDER.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sectionOf } from './changelog.mjs';
import { RESULT_HEADING } from './ci-result.mjs';
import { packageOf } from './release-checks.mjs';

const root = path.join(import.meta.dirname, '..');
const [folder] = process.argv.slice(2);
const { version, devDependencies } = packageOf(root);
const changes = sectionOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version);

if (changes === null) {
  console.error(`notes: CHANGELOG.md does not say what ${version} brings`);
  process.exitCode = 1;
} else {
  console.log(
    `${changes}\n\nBuilt with Electron ${devDependencies.electron}, the newest stable one at that time.`,
  );
  const rows = resultsIn(folder);
  if (rows.length > 0) console.log(`\n${[RESULT_HEADING, ...rows].join('\n')}`);
}

function resultsIn(where) {
  if (where === undefined || !existsSync(where)) return [];
  return readdirSync(where, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => readFileSync(path.join(where, name), 'utf8').trim());
}
