// Session stores of known contents, made once by the generator beside this folder and kept in the cache.
// One that is not as its truth says is made again. Same generator and profile, same bytes.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CACHE = path.join(os.homedir(), '.cache/plimsoll/corpora');
/** What a profile needs and some room beside it. */
const ROOM_BYTES = { small: 100e6, medium: 2e9, big: 7e9 };
export const FOLDERS = ['sessions', 'archived_sessions'];
/** The evening of the last day that the generator writes. */
export const NOW_MS = Date.UTC(2026, 5, 30, 23, 59);

/** { folder, truth, files }; null, and says so, where the disk has no room for it. */
export function ensureCorpus({ root, profile, note }) {
  const generator = path.join(root, 'bench/samples/make-sessions.mjs');
  const digest = createHash('sha256').update(readFileSync(generator)).digest('hex').slice(0, 12);
  const folder = path.join(CACHE, `${profile}-${digest}`);
  const known = readCorpus(folder);
  if (known !== null) return known;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const { bavail, bsize } = statfsSync(CACHE);
  if (bavail * bsize < ROOM_BYTES[profile]) {
    note(`the disk has no room for the ${profile} store: its rows are missing`);
    return null;
  }
  note(`making the ${profile} store …`);
  const temp = `${folder}.${process.pid}.tmp`;
  try {
    makeSessions({ root, args: ['--out', temp, '--profile', profile] });
    renameSync(temp, folder);
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
  const made = readCorpus(folder);
  if (made === null) throw new Error(`the ${profile} store is not as its truth says`);
  return made;
}

export function makeSessions({ root, args }) {
  const program = path.join(root, 'bench/samples/make-sessions.mjs');
  const made = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no sessions were made\n${made.stderr}`);
}

/** Null unless files and bytes are what the truth says. */
export function readCorpus(folder) {
  const truthFile = path.join(folder, 'truth.json');
  if (!existsSync(truthFile)) return null;
  const truth = JSON.parse(readFileSync(truthFile, 'utf8'));
  const files = sessionFiles(folder);
  const bytes = files.reduce((sum, file) => sum + lstatSync(file).size, 0);
  return files.length === truth.files && bytes === truth.bytes ? { folder, truth, files } : null;
}

function sessionFiles(folder) {
  return FOLDERS.flatMap((name) =>
    readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
}
