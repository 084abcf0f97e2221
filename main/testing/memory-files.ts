// A small file system in memory, for tests that live through weeks: no flush to wait for, no folder to
// remove. Names lead to files; what is open outlives its name. Only tests import this.

import { constants } from 'node:fs';
import path from 'node:path';
import type { FileStat, Files, OpenFile } from '../codex/ports.ts';

interface Entry {
  bytes: Uint8Array;
  readonly ino: number;
  readonly mode: number;
  mtimeMs: number;
}

export interface MemoryFiles extends Files {
  /** Puts a whole file there, as somebody else would: under another inode. */
  put(file: string, text: string): void;
  text(file: string): string | null;
}

/** `uid` owns every file. */
export function memoryFiles(nowMs: () => number, uid: number): MemoryFiles {
  const entries = new Map<string, Entry>();
  const find = (file: string): Entry => entries.get(file) ?? refuse('ENOENT');
  const create = (file: string, mode: number): Entry => {
    const entry = { bytes: new Uint8Array(0), ino: inodeAfter(entries), mode, mtimeMs: nowMs() };
    entries.set(file, entry);
    return entry;
  };
  const within = (folder: string): string[] =>
    [...entries.keys()].filter((name) => path.dirname(name) === folder);
  return {
    put(file, text) {
      entries.delete(file);
      create(file, 0o600).bytes = Buffer.from(text, 'utf8');
    },
    text: (file) => (entries.has(file) ? Buffer.from(find(file).bytes).toString('utf8') : null),
    async open(file, flags, mode = 0o600) {
      if (within(file).length > 0) return openEntry({ ...EMPTY }, { nowMs, uid });
      const isThere = entries.has(file);
      if (isThere && (flags & constants.O_EXCL) !== 0) refuse('EEXIST');
      if (!isThere && (flags & constants.O_CREAT) !== 0) create(file, mode);
      return openEntry(find(file), { nowMs, uid });
    },
    async rename(from, to) {
      const entry = find(from);
      entries.delete(from);
      entries.set(to, entry);
    },
    async unlink(file) {
      find(file);
      entries.delete(file);
    },
    realpath: async (file) => find(file) && file,
    lstat: async (file) => statOf(find(file), uid),
    readdir: async (folder) => within(folder).map((name) => path.basename(name)),
    mkdir: async () => undefined,
  };
}

const EMPTY: Entry = { bytes: new Uint8Array(0), ino: 0, mode: 0o700, mtimeMs: 0 };

function refuse(code: string): never {
  throw Object.assign(new Error(`refused: ${code}`), { code });
}

function inodeAfter(entries: ReadonlyMap<string, Entry>): number {
  return 1 + Math.max(0, ...[...entries.values()].map(({ ino }) => ino));
}

function statOf({ ino, mode, bytes, mtimeMs }: Entry, uid: number): FileStat {
  return {
    ...{ dev: 1, ino, nlink: 1, uid, size: bytes.length, mtimeMs },
    mode: constants.S_IFREG | mode,
    isFile: () => true,
    isDirectory: () => false,
  };
}

interface OpenContext {
  readonly nowMs: () => number;
  readonly uid: number;
}

function openEntry(entry: Entry, { nowMs, uid }: OpenContext): OpenFile {
  return {
    fd: entry.ino,
    stat: async () => statOf(entry, uid),
    async read(buffer, offset, length, position) {
      const from = position ?? 0;
      const bytes = entry.bytes.subarray(from, from + length);
      buffer.set(bytes, offset);
      return { bytesRead: bytes.length };
    },
    async write(buffer, offset, length, position) {
      const from = position ?? 0;
      const bytes = new Uint8Array(Math.max(entry.bytes.length, from + length));
      bytes.set(entry.bytes);
      bytes.set(buffer.subarray(offset, offset + length), from);
      entry.bytes = bytes;
      entry.mtimeMs = nowMs();
      return { bytesWritten: length };
    },
    async truncate(length) {
      entry.bytes = entry.bytes.slice(0, length);
    },
    sync: async () => {},
    datasync: async () => {},
    close: async () => {},
  };
}
