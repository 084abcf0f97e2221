// What a refresh has to read: files are told from those of the last time by name, size, time and inode.
// Decides only; opens nothing.

import type { IndexEntry } from '../core/activity-index.ts';
import type { RolloutFile } from './rollouts.ts';

/** Of files of one rollout, the one with most in it: the others are older copies. */
export function withoutCopies(files: readonly RolloutFile[]): readonly RolloutFile[] {
  const best = new Map<string, RolloutFile>();
  for (const file of files) {
    const other = best.get(file.id);
    if (other === undefined || isBetter(file, other)) best.set(file.id, file);
  }
  return best.size === files.length ? files : [...best.values()];
}

function isBetter(a: RolloutFile, b: RolloutFile): boolean {
  if (a.size !== b.size) return a.size > b.size;
  return a.isArchived !== b.isArchived ? b.isArchived : a.mtimeMs > b.mtimeMs;
}

/** A file with something to read. */
export interface Due {
  readonly file: RolloutFile;
  /** What is known of it from before, perhaps under another name. */
  readonly known: IndexEntry | null;
}

export interface Plan {
  readonly kept: Map<string, IndexEntry>;
  readonly due: readonly Due[];
  /** Whether what is kept differs from what was there. */
  readonly hasChanged: boolean;
}

/** What of a count still holds, and what is to be read, newest first. */
export function planOf(before: Map<string, IndexEntry>, files: readonly RolloutFile[]): Plan {
  const kept = new Map<string, IndexEntry>();
  const due: Due[] = [];
  let inodes: Map<number, IndexEntry> | null = null;
  let hasMoved = false;
  for (const file of files) {
    const namesake = before.get(file.name);
    // Why made late: in nearly every refresh nothing has moved.
    if (namesake === undefined) inodes ??= byInode(before);
    const known = namesake ?? inodes?.get(file.ino) ?? null;
    const isKnown = known !== null && isSame(file, known);
    if (!isKnown) due.push({ file, known });
    // Until a file is read again, what it was counts.
    if (namesake !== undefined) kept.set(file.name, namesake);
    else if (isKnown) kept.set(file.name, { ...known, name: file.name });
    if (namesake === undefined && isKnown) hasMoved = true;
  }
  due.sort((a, b) => b.file.mtimeMs - a.file.mtimeMs);
  return { kept, due, hasChanged: hasMoved || kept.size !== before.size };
}

function byInode(entries: Map<string, IndexEntry>): Map<number, IndexEntry> {
  return new Map([...entries.values()].map((entry) => [entry.ino, entry]));
}

function isSame(file: RolloutFile, { size, mtimeMs, ino }: IndexEntry): boolean {
  return file.size === size && file.mtimeMs === mtimeMs && file.ino === ino;
}

/** How many bytes that is, as far as can be told before it is opened. */
export function bytesDue({ file, known }: Due): number {
  const grown = known === null ? file.size : file.size - known.offset;
  return grown > 0 ? grown : file.size;
}
