// Which session files have to be read, and from where: what is known of each against what is there now.
// Decides only; counter.ts reads.

import type { IndexEntry, KnownFile } from '../../core/activity/index-text.ts';
import type { Scanner } from './rollout-scan.ts';
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

export function planOf(
  before: ReadonlyMap<string, IndexEntry>,
  files: readonly RolloutFile[],
): Plan {
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

/** Whether the files are just those that are known; takes less than a plan, least in the same order. */
export function isUnchanged(known: readonly KnownFile[], files: readonly RolloutFile[]): boolean {
  if (known.length !== files.length) return false;
  let byName: Map<string, KnownFile> | null = null;
  for (const [at, file] of files.entries()) {
    let namesake = known[at];
    if (namesake?.name !== file.name) {
      byName ??= new Map(known.map((each) => [each.name, each]));
      namesake = byName.get(file.name);
    }
    if (namesake === undefined || !isSame(file, namesake)) return false;
  }
  return true;
}

function byInode(before: ReadonlyMap<string, IndexEntry>): Map<number, IndexEntry> {
  return new Map([...before.values()].map((entry) => [entry.ino, entry]));
}

function isSame(file: RolloutFile, { size, mtimeMs, ino }: KnownFile): boolean {
  return file.size === size && file.mtimeMs === mtimeMs && file.ino === ino;
}

/** How much of a file is new, as far as can be told without opening it. */
export function bytesDue({ file, known }: Due): number {
  const grown = known === null ? file.size : file.size - known.offset;
  return grown > 0 ? grown : file.size;
}

interface Measure {
  readonly size: number;
  readonly mtimeMs: number;
}

/** Whether the file is the one that was read, and perhaps more. Rewritten ones are read anew. */
export function mayResume(scanner: Scanner, fd: number, now: Measure, known: IndexEntry): boolean {
  if (now.size < known.size) return false;
  // Why: nothing was added, and yet something was written.
  if (now.size === known.size && now.mtimeMs !== known.mtimeMs) return false;
  return scanner.fingerprint(fd, known.offset) === known.fingerprint;
}
