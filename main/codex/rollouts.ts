// Finds the session files of a Codex home and measures them, without opening one. Goes into real folders
// only; of what is no regular file it says so.

import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { SkippedFile } from '../core/activity-report.ts';
import { errorCode } from './small-file.ts';

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

/** Source: codex-protocol.md §10, observed. */
const ROLLOUT = /^rollout-.*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\.jsonl(\.zst)?$/;
const FOLDERS = [
  { folder: 'sessions', depth: 3, isArchived: false },
  { folder: 'archived_sessions', depth: 0, isArchived: true },
] as const;

interface Finds {
  readonly files: RolloutFile[];
  readonly compressed: { readonly name: string; readonly id: string }[];
  readonly skipped: SkippedFile[];
}

export function findRollouts(codexHome: string): Found {
  const finds: Finds = { files: [], compressed: [], skipped: [] };
  for (const { folder, depth, isArchived } of FOLDERS) {
    lookInto(finds, { codexHome, name: folder, depth, isArchived });
  }
  const plain = new Set(finds.files.map(({ id }) => id));
  // Source: codex-protocol.md §10: if both are there, the plain one counts.
  const compressed = finds.compressed.filter(({ id }) => !plain.has(id));
  const alone = compressed.map(({ name }): SkippedFile => ({ file: name, reason: 'compressed' }));
  return { files: finds.files, skipped: [...finds.skipped, ...alone] };
}

interface Look {
  readonly codexHome: string;
  readonly name: string;
  /** How many levels of folders are below. */
  readonly depth: number;
  readonly isArchived: boolean;
}

function lookInto(finds: Finds, look: Look): void {
  for (const entry of entriesOf(finds, look)) {
    const name = `${look.name}/${entry.name}`;
    if (entry.isDirectory()) {
      if (look.depth > 0) lookInto(finds, { ...look, name, depth: look.depth - 1 });
    } else addFile(finds, { ...look, name }, entry);
  }
}

function entriesOf(finds: Finds, { codexHome, name }: Look): readonly Dirent[] {
  try {
    return readdirSync(path.join(codexHome, name), { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      finds.skipped.push({ file: name, reason: 'unreadable' });
    }
    return [];
  }
}

function addFile(finds: Finds, { codexHome, name, isArchived }: Look, entry: Dirent): void {
  const match = ROLLOUT.exec(entry.name);
  if (match === null) return;
  const id = match[1] ?? entry.name;
  if (!entry.isFile()) finds.skipped.push({ file: name, reason: 'not-a-file' });
  else if (match[2] !== undefined) finds.compressed.push({ name, id });
  else {
    const stat = lstatSync(`${codexHome}/${name}`, { throwIfNoEntry: false });
    if (stat?.isFile()) {
      const { size, mtimeMs, ino } = stat;
      finds.files.push({ name, id, isArchived, size, mtimeMs, ino });
    }
  }
}
