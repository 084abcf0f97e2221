// Finds the session files of a Codex home and measures them, without opening one. Goes into real folders
// only; of what is no regular file it says so. Remembers what is in a folder while its time stays.

import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import type { SkippedFile } from '../../core/activity/report-types.ts';
import { HOUR_MS, SECOND_MS } from '../../core/time.ts';
import { errorCode } from '../small-file.ts';

/** One regular session file as it was a moment ago. */
export interface RolloutFile {
  /** From the Codex home, with slashes. */
  readonly name: string;
  /** Of the rollout, from the file's name: two files that share it are copies. */
  readonly id: string;
  readonly isArchived: boolean;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

export interface Found {
  readonly files: readonly RolloutFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Looks again at every call. */
export type FindRollouts = () => Found;

/** Source: codex-protocol.md §10, observed. Names of another make are known by the whole name. */
const ROLLOUT =
  /^rollout-(?:[\d-]{10}T[\d-]{9}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|.*)\.jsonl(\.zst)?$/;
const ROOTS = [
  { folder: 'sessions', depth: 3 },
  { folder: 'archived_sessions', depth: 0 },
] as const;

/** A folder's time may not change for what happens right after it was read. */
const SETTLED_MS = 2 * SECOND_MS;
/** For file systems that do not keep the time of a folder. */
const REMEMBERED_MS = HOUR_MS;

/** What is in a folder, and when that was seen. */
interface Listing {
  readonly mtimeMs: number;
  readonly ino: number;
  readonly readAtMs: number;
  /** Whatever has no name of a rollout; what is no folder is seen when it is looked into. */
  readonly folders: readonly string[];
  readonly rollouts: readonly Named[];
}

interface Named {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly isCompressed: boolean;
}

interface Walk {
  readonly codexHome: string;
  readonly nowMs: number;
  readonly known: ReadonlyMap<string, Listing>;
  readonly listings: Map<string, Listing>;
  readonly files: RolloutFile[];
  readonly compressed: Named[];
  readonly skipped: SkippedFile[];
}

export function createFindRollouts(codexHome: string, nowMs: () => number): FindRollouts {
  let known: ReadonlyMap<string, Listing> = new Map();
  return () => {
    const parts = { files: [], compressed: [], skipped: [], listings: new Map() };
    const walk: Walk = { codexHome, nowMs: nowMs(), known, ...parts };
    for (const { folder, depth } of ROOTS) lookInto(walk, folder, depth);
    known = walk.listings;
    return { files: walk.files, skipped: [...walk.skipped, ...compressedAlone(walk)] };
  };
}

/** Source: codex-protocol.md §10: if a plain one is there too, it counts. */
function compressedAlone({ files, compressed }: Walk): readonly SkippedFile[] {
  if (compressed.length === 0) return [];
  const plain = new Set(files.map(({ id }) => id));
  return compressed
    .filter(({ id }) => !plain.has(id))
    .map(({ name }) => ({ file: name, reason: 'compressed' }));
}

function lookInto(walk: Walk, name: string, depth: number): void {
  const listing = listingOf(walk, name);
  if (listing === null) return;
  walk.listings.set(name, listing);
  for (const file of listing.rollouts) measure(walk, file, depth === 0 && name === ROOTS[1].folder);
  if (depth > 0) for (const folder of listing.folders) lookInto(walk, folder, depth - 1);
}

/** Null for a folder that is not there. */
function listingOf(walk: Walk, name: string): Listing | null {
  const folder = `${walk.codexHome}/${name}`;
  try {
    // Why: the two roots, and only they, may be links to where there is more room.
    const stat = name.includes('/') ? lstatSync(folder) : statSync(folder);
    if (!stat.isDirectory()) return null;
    const known = walk.known.get(name);
    if (known !== undefined && isCurrent(known, stat, walk.nowMs)) return known;
    return listingFrom({ name, folder, stat, readAtMs: walk.nowMs });
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      walk.skipped.push({ file: name, reason: 'unreadable' });
    }
    return null;
  }
}

function isCurrent(known: Listing, { mtimeMs, ino }: Stats, nowMs: number): boolean {
  const isSettled = known.readAtMs - known.mtimeMs > SETTLED_MS;
  const isYoung = Math.abs(nowMs - known.readAtMs) < REMEMBERED_MS;
  return isSettled && isYoung && known.mtimeMs === mtimeMs && known.ino === ino;
}

interface Place {
  readonly name: string;
  readonly folder: string;
  readonly stat: Stats;
  readonly readAtMs: number;
}

// Why names alone: of each rollout more is asked anyway, and the kind of an entry costs an object each.
function listingFrom({ name, folder, stat, readAtMs }: Place): Listing {
  const folders: string[] = [];
  const rollouts: Named[] = [];
  for (const entry of readdirSync(folder)) {
    const inside = `${name}/${entry}`;
    const match = ROLLOUT.exec(entry);
    if (match === null) folders.push(inside);
    else {
      const [, id = entry, ending] = match;
      const isCompressed = ending !== undefined;
      rollouts.push({ name: inside, path: `${folder}/${entry}`, id, isCompressed });
    }
  }
  const { mtimeMs, ino } = stat;
  return { mtimeMs, ino, readAtMs, folders, rollouts };
}

const QUIETLY = { throwIfNoEntry: false } as const;

function measure(walk: Walk, named: Named, isArchived: boolean): void {
  const stat = lstatSync(named.path, QUIETLY);
  if (stat === undefined || stat.isDirectory()) return;
  const { name, id } = named;
  const { size, mtimeMs, ino } = stat;
  if (!stat.isFile()) walk.skipped.push({ file: name, reason: 'not-a-file' });
  else if (named.isCompressed) walk.compressed.push(named);
  else walk.files.push({ name, id, isArchived, size, mtimeMs, ino });
}
