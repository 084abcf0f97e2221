// `npm run screenshots`: every state in every look, painted by the real renderer from fixed panels, a
// contact sheet of each look, and the mark in every state. A person looks before any visual change
// lands; `--only TEXT` keeps to pictures with that in their name. With `--baseline` it renews what is
// committed instead: the pictures to compare with, and what a screen reader says.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startDesktop } from '../scripts/desktop.mjs';
import { BASELINE, BASELINE_FOLDER, describeMachine, MACHINE_FILE } from './baseline.ts';
import { type OpenedGallery, openGallery } from './gallery.ts';
import { builtFile } from './machine.ts';
import { saveMarkSheet } from './mark-sheet.ts';
import { fixedPanel } from './panels.ts';
import {
  nameOfSheet,
  nameOfShot,
  paintShot,
  pictureOf,
  SHEETS,
  type Shot,
  shotsOf,
} from './shots.ts';
import { SPOKEN, spokenFile, spokenText } from './spoken.ts';

const { values } = parseArgs({
  options: { baseline: { type: 'boolean' }, only: { type: 'string', default: '' } },
});
const { baseline, only } = values;

const desktop = await startDesktop({ notifications: false });
try {
  const gallery = await openGallery(desktop.env, fixedPanel('healthy'));
  const paint = baseline ? paintBaseline : paintEverything;
  console.log(await paint(gallery));
  await gallery.close();
} finally {
  await desktop.stop();
}

async function paintEverything(gallery: OpenedGallery): Promise<string> {
  const folder = emptyFolder(builtFile('screenshots'));
  let count = 0;
  let sheets = 0;
  for (const sheet of SHEETS) {
    const shots = shotsOf(sheet).filter((shot) => nameOfShot(shot).includes(only));
    if (shots.length === 0) continue;
    const files = await save(gallery, shots, folder);
    saveContactSheet(files, path.join(folder, `sheet-${nameOfSheet(sheet)}.png`));
    count += files.length;
    sheets += 1;
  }
  await saveMarkSheet(gallery.app, path.join(folder, 'mark-sheet.png'));
  const where = path.relative(process.cwd(), folder);
  return `${count} pictures, ${sheets} contact sheets and the mark’s in ${where}`;
}

async function paintBaseline(gallery: OpenedGallery): Promise<string> {
  const folder = emptyFolder(BASELINE_FOLDER);
  await save(gallery, BASELINE, folder);
  for (const state of SPOKEN) writeFileSync(spokenFile(state), await spokenText(gallery, state));
  const machine = await describeMachine(gallery);
  writeFileSync(MACHINE_FILE, `${JSON.stringify(machine, null, 2)}\n`);
  const where = path.relative(process.cwd(), folder);
  return `${BASELINE.length} pictures to compare with in ${where}, ${SPOKEN.length} spoken states`;
}

function emptyFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function save(
  gallery: OpenedGallery,
  shots: readonly Shot[],
  folder: string,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const shot of shots) {
    const file = path.join(folder, `${nameOfShot(shot)}.png`);
    await paintShot(gallery, shot);
    writeFileSync(file, await pictureOf(gallery));
    files.push(file);
  }
  return files;
}

/** By ImageMagick, which the set-up of the tests’ desktop brings along. */
function saveContactSheet(files: readonly string[], file: string): void {
  const look = ['-tile', '9x', '-geometry', '+8+8', '-gravity', 'north', '-background', '#8a8f98'];
  execFileSync('montage', ['-label', '%t', ...files, ...look, '-depth', '8', file]);
}
