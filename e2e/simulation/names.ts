// The names of the simulated disk: directories, links, paths, and what of a directory's changes is
// left when the power fails. Holds no content; that belongs to the inodes.

import type { Inode } from './files.ts';
import type { Random } from './random.ts';

type Entries = Map<string, Inode>;

interface Change {
  readonly name: string;
  /** Null: the name was taken away. */
  readonly inode: Inode | null;
  /** Changes of one rename stay or go together. */
  readonly group: number;
  readonly atMs: number;
}

interface Directory {
  readonly entries: Entries;
  readonly flushed: Entries;
  /** Since the last flush, in order. */
  changes: Change[];
}

export interface Names {
  mkdir(path: string, mode: number): void;
  readdir(path: string): string[];
  realpath(path: string): string;
  symlink(target: string, path: string): void;
  /** What the path leads to in the end; null if nowhere. */
  peek(path: string): Inode | null;
  /** Null if the last name is not there. Throws ENOENT, ENOTDIR or ELOOP on the way to it. */
  find(path: string, followLast: boolean): Inode | null;
  add(path: string, inode: Inode): void;
  remove(path: string): void;
  move(from: string, to: string, inode: Inode): void;
  flush(directory: Inode): void;
  flushAll(): void;
  failPower(): void;
}

export interface NamesOptions {
  readonly createInode: (kind: Inode['kind'], mode: number, target?: string) => Inode;
  readonly random: Random;
  readonly nowMs: () => number;
}

const LINKS_MAX = 8;
/** The system itself writes back what is older. Source: Linux, dirty_expire_centisecs. */
const WRITE_BACK_MS = 30_000;

/** An error as Node throws it: code and nothing that names a path. */
export function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

export function createNames({ createInode, random, nowMs }: NamesOptions): Names {
  const root = createInode('directory', 0o755);
  const directories = new Map<Inode, Directory>([[root, emptyDirectory()]]);
  let groups = 0;

  function directoryOf(inode: Inode): Directory {
    const directory = directories.get(inode);
    if (directory === undefined) throw fault('ENOTDIR');
    return directory;
  }

  /** The directory that holds the last name, that name, and what it names. */
  function walk(path: string, followLast: boolean, links = 0) {
    if (links > LINKS_MAX) throw fault('ELOOP');
    const parts = partsOf(path);
    let at = root;
    for (let index = 0; index < parts.length; index += 1) {
      const name = parts[index] ?? '';
      const isLast = index === parts.length - 1;
      const directory = directoryOf(at);
      const next = directory.entries.get(name) ?? null;
      if (next?.kind === 'link' && (!isLast || followLast)) {
        const before = `/${parts.slice(0, index).join('/')}`;
        const rest = parts.slice(index + 1).join('/');
        const target = next.target.startsWith('/') ? next.target : `${before}/${next.target}`;
        return walk(rest === '' ? target : `${target}/${rest}`, followLast, links + 1);
      }
      if (isLast) return { directory, parent: at, name, inode: next, path: `/${parts.join('/')}` };
      if (next === null) throw fault('ENOENT');
      at = next;
    }
    return { directory: directoryOf(root), parent: root, name: '', inode: root, path: '/' };
  }
  type Found = {
    directory: Directory;
    parent: Inode;
    name: string;
    inode: Inode | null;
    path: string;
  };

  const note = (path: string, inode: Inode | null, group: number): void => {
    const { directory, parent, name }: Found = walk(path, false);
    if ((parent.mode & 0o200) === 0) throw fault('EACCES');
    if (inode === null) directory.entries.delete(name);
    else directory.entries.set(name, inode);
    directory.changes.push({ name, inode, group, atMs: nowMs() });
  };
  const find = (path: string, followLast: boolean): Inode | null => walk(path, followLast).inode;

  return {
    find,
    peek(path) {
      try {
        return find(path, true);
      } catch {
        return null;
      }
    },
    readdir: (path) => {
      const inode = find(path, true);
      if (inode === null) throw fault('ENOENT');
      return [...directoryOf(inode).entries.keys()];
    },
    realpath(path) {
      const found: Found = walk(path, true);
      if (found.inode === null) throw fault('ENOENT');
      return found.path;
    },
    mkdir(path, mode) {
      if (find(path, true) !== null) throw fault('EEXIST');
      const inode = createInode('directory', mode);
      directories.set(inode, emptyDirectory());
      groups += 1;
      note(path, inode, groups);
    },
    symlink(target, path) {
      groups += 1;
      note(path, createInode('link', 0o777, target), groups);
    },
    add(path, inode) {
      // Why: with O_CREAT a dangling link leads to where the file is made.
      groups += 1;
      note(walk(path, true).path, inode, groups);
    },
    remove(path) {
      groups += 1;
      note(path, null, groups);
    },
    move(from, to, inode) {
      groups += 1;
      note(to, inode, groups);
      note(from, null, groups);
    },
    flush(inode) {
      const directory = directoryOf(inode);
      keep(directory, directory.changes);
    },
    flushAll() {
      for (const directory of directories.values()) keep(directory, directory.changes);
    },
    failPower() {
      for (const directory of directories.values()) {
        const old = directory.changes.findIndex(({ atMs }) => atMs > nowMs() - WRITE_BACK_MS);
        keep(directory, old < 0 ? directory.changes : directory.changes.slice(0, old));
        failDirectory(directory, random);
      }
      countLinks(directories.values());
      for (const directory of directories.values()) {
        for (const inode of directory.entries.values()) loseUnflushed(inode, random, nowMs());
      }
    },
  };
}

function emptyDirectory(): Directory {
  return { entries: new Map(), flushed: new Map(), changes: [] };
}

const parsed = new Map<string, readonly string[]>();

/** Why: a world has few paths, and splitting them is most of the work of finding a file. */
function partsOf(path: string): readonly string[] {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  if (parsed.size > 10_000) parsed.clear();
  parsed.set(path, parts);
  return parts;
}

function keep(directory: Directory, changes: readonly Change[]): void {
  for (const { name, inode } of changes) {
    if (inode === null) directory.flushed.delete(name);
    else directory.flushed.set(name, inode);
  }
  directory.changes = directory.changes.slice(changes.length);
}

/** Of the changes since the last flush the first few stay: a journaling file system keeps order. */
function failDirectory(directory: Directory, random: Random): void {
  const { changes } = directory;
  let kept = random.int(0, changes.length);
  while (kept > 0 && kept < changes.length && changes[kept - 1]?.group === changes[kept]?.group) {
    kept += 1;
  }
  keep(directory, changes.slice(0, kept));
  directory.changes = [];
  directory.entries.clear();
  for (const [name, inode] of directory.flushed) directory.entries.set(name, inode);
}

/** Names that came back, or went, count again. */
function countLinks(directories: Iterable<Directory>): void {
  const all = [...directories].flatMap(({ entries }) => [...entries.values()]);
  for (const inode of all) inode.links = 0;
  for (const inode of all) inode.links += 1;
}

function loseUnflushed(inode: Inode, random: Random, nowMs: number): void {
  if (inode.kind !== 'file' || inode.flushed === inode.bytes) return;
  if (inode.mtimeMs <= nowMs - WRITE_BACK_MS) {
    inode.flushed = inode.bytes;
    return;
  }
  const { bytes } = inode;
  const draw = random.next();
  // The old content, nothing at all, a part, or by luck everything.
  if (draw < 0.4) inode.bytes = inode.flushed ?? new Uint8Array(0);
  else if (draw < 0.6) inode.bytes = new Uint8Array(0);
  else if (draw < 0.8) inode.bytes = bytes.slice(0, Math.floor(bytes.length * random.next()));
  inode.flushed = inode.bytes;
  inode.mtimeMs = nowMs;
}
