// A disk as a value: names lead to inodes, open handles outlive their names, what was not flushed is
// lost when the power fails. Every operation is one step and synchronous; time is added outside.

import { constants } from 'node:fs';
import { createFlock, type Flock } from './flock.ts';
import { createNames, fault, type Names } from './names.ts';
import type { Random } from './random.ts';
import type { Process } from './scheduler.ts';

export interface Inode {
  readonly ino: number;
  readonly kind: 'file' | 'directory' | 'link';
  mode: number;
  uid: number;
  links: number;
  mtimeMs: number;
  /** Not even its owner may change it. */
  immutable: boolean;
  bytes: Uint8Array;
  /** What a power failure leaves; null: nothing was flushed yet. */
  flushed: Uint8Array | null;
  readonly target: string;
}

export interface Handle {
  readonly id: number;
  readonly inode: Inode;
  readonly flags: number;
  readonly owner: Process;
  readonly path: string;
  open: boolean;
}

/** What somebody did to the disk, for those who watch. */
export interface Deed {
  readonly by: Process;
  readonly op: 'create' | 'write' | 'truncate' | 'rename' | 'unlink' | 'chmod' | 'flush' | 'open';
  readonly path: string;
  readonly inode: Inode;
  readonly flags: number;
  readonly mode: number;
  /** Of a rename: the old name, and what it displaced. */
  readonly from: string;
  readonly displaced: Inode | null;
}

/** Says which error an operation meets now, if any, and how much of a write gets through. */
export interface DiskFaults {
  errorOf(
    by: Process,
    op: 'read' | 'write' | 'create' | 'change' | 'flush',
    path: string,
  ): string | null;
  /** Of so many bytes; fewer mean a short write. */
  bytesWritten(
    by: Process,
    path: string,
    want: { readonly length: number; readonly growth: number },
  ): number;
}

export interface DiskOptions {
  readonly nowMs: () => number;
  readonly random: Random;
  readonly faults: DiskFaults;
  readonly uid: number;
}

export interface Disk extends Pick<Names, 'mkdir' | 'readdir' | 'realpath' | 'symlink' | 'peek'> {
  readonly flock: Flock;
  open(by: Process, path: string, flags: number, mode?: number): Handle;
  read(handle: Handle, position: number, length: number): Uint8Array;
  /** Answers how many bytes were taken. */
  write(handle: Handle, bytes: Uint8Array, position: number): number;
  truncate(handle: Handle, length: number): void;
  flush(handle: Handle): void;
  close(handle: Handle): void;
  rename(by: Process, from: string, to: string): void;
  unlink(by: Process, path: string): void;
  link(by: Process, from: string, to: string): void;
  chmod(by: Process, path: string, mode: number): void;
  lookUp(path: string, followLast: boolean): Inode;
  /** The text of a file without a step and without faults; null if there is none. */
  text(path: string): string | null;
  /** All names are safe from power failures. */
  flushAll(): void;
  /** Everything that was not flushed may be gone; nothing is open any more. */
  failPower(): void;
  watch: ((deed: Deed) => void) | null;
}

const NOTHING = new Uint8Array(0);
const { O_CREAT, O_EXCL, O_TRUNC, O_NOFOLLOW, O_WRONLY, O_RDWR, O_DIRECTORY } = constants;

export function createDisk({ nowMs, random, faults, uid }: DiskOptions): Disk {
  let made = 0;
  const createInode = (kind: Inode['kind'], mode: number, target = ''): Inode => {
    made += 1;
    const shared = { immutable: false, bytes: NOTHING, flushed: null, target };
    return { ino: made, kind, mode, uid, links: 1, mtimeMs: nowMs(), ...shared };
  };
  const names = createNames({ createInode, random, nowMs });
  const flock = createFlock();
  let handles = 0;

  const tell = (by: Process, op: Deed['op'], path: string, inode: Inode, more?: Partial<Deed>) => {
    disk.watch?.({ by, op, path, inode, flags: 0, mode: 0, from: '', displaced: null, ...more });
  };
  const check = (by: Process, op: Parameters<DiskFaults['errorOf']>[1], path: string): void => {
    const code = faults.errorOf(by, op, path);
    if (code !== null) throw fault(code);
  };
  const touch = (inode: Inode, bytes: Uint8Array): void => {
    inode.bytes = bytes;
    inode.mtimeMs = nowMs();
  };

  function open(by: Process, path: string, flags: number, mode = 0o666): Handle {
    const isWrite = (flags & (O_WRONLY | O_RDWR)) !== 0;
    let inode = names.find(path, (flags & (O_NOFOLLOW | O_EXCL)) === 0);
    if (inode !== null && (flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0) throw fault('EEXIST');
    if (inode?.kind === 'link') throw fault('ELOOP');
    if (inode === null) {
      if ((flags & O_CREAT) === 0) throw fault('ENOENT');
      check(by, 'create', path);
      inode = createInode('file', mode & ~0o022);
      names.add(path, inode);
      tell(by, 'create', path, inode, { flags, mode });
    }
    if (inode.kind === 'directory' && isWrite) throw fault('EISDIR');
    if (inode.kind === 'file' && (flags & O_DIRECTORY) !== 0) throw fault('ENOTDIR');
    check(by, isWrite ? 'change' : 'read', path);
    if (isWrite && inode.immutable) throw fault('EPERM');
    if ((inode.mode & (isWrite ? 0o200 : 0o400)) === 0) throw fault('EACCES');
    if ((flags & O_TRUNC) !== 0 && inode.bytes.length > 0) {
      touch(inode, NOTHING);
      tell(by, 'truncate', path, inode);
    }
    handles += 1;
    const handle = { id: handles, inode, flags, owner: by, path, open: true };
    return handle;
  }

  function write(handle: Handle, bytes: Uint8Array, position: number): number {
    const { owner, path, inode } = expectOpen(handle);
    check(owner, 'write', path);
    const growth = position + bytes.length - inode.bytes.length;
    const length = faults.bytesWritten(owner, path, { length: bytes.length, growth });
    if (length === 0 && bytes.length > 0) throw fault('ENOSPC');
    const end = position + length;
    const next = new Uint8Array(Math.max(end, inode.bytes.length));
    next.set(inode.bytes);
    next.set(bytes.subarray(0, length), position);
    touch(inode, next);
    tell(owner, 'write', path, inode);
    return length;
  }

  function rename(by: Process, from: string, to: string): void {
    check(by, 'change', to);
    const inode = names.find(from, false);
    if (inode === null) throw fault('ENOENT');
    const displaced = names.find(to, false);
    if (displaced?.immutable === true || inode.immutable) throw fault('EPERM');
    names.move(from, to, inode);
    if (displaced !== null) displaced.links -= 1;
    tell(by, 'rename', to, inode, { from, displaced });
  }

  const disk: Disk = {
    flock,
    watch: null,
    mkdir: names.mkdir,
    readdir: names.readdir,
    realpath: names.realpath,
    symlink: names.symlink,
    peek: names.peek,
    open,
    write,
    rename,
    read(handle, position, length) {
      const { owner, path, inode } = expectOpen(handle);
      if (inode.kind === 'directory') throw fault('EISDIR');
      check(owner, 'read', path);
      return inode.bytes.subarray(position, position + length);
    },
    truncate(handle, length) {
      const { owner, path, inode } = expectOpen(handle);
      check(owner, 'write', path);
      const next = new Uint8Array(length);
      next.set(inode.bytes.subarray(0, length));
      touch(inode, next);
      tell(owner, 'truncate', path, inode);
    },
    flush(handle) {
      const { owner, path, inode } = expectOpen(handle);
      check(owner, 'flush', path);
      if (inode.kind === 'directory') names.flush(inode);
      else inode.flushed = inode.bytes;
      tell(owner, 'flush', path, inode);
    },
    close(handle) {
      if (!handle.open) throw fault('EBADF');
      handle.open = false;
      flock.release(handle);
    },
    unlink(by, path) {
      check(by, 'change', path);
      const inode = names.find(path, false);
      if (inode === null) throw fault('ENOENT');
      if (inode.immutable) throw fault('EPERM');
      names.remove(path);
      inode.links -= 1;
      tell(by, 'unlink', path, inode);
    },
    link(by, from, to) {
      check(by, 'create', to);
      const inode = names.find(from, true);
      if (inode === null) throw fault('ENOENT');
      if (names.find(to, false) !== null) throw fault('EEXIST');
      names.add(to, inode);
      inode.links += 1;
    },
    chmod(by, path, mode) {
      const inode = disk.lookUp(path, true);
      inode.mode = mode;
      tell(by, 'chmod', path, inode);
    },
    lookUp(path, followLast) {
      const inode = names.find(path, followLast);
      if (inode === null) throw fault('ENOENT');
      return inode;
    },
    text(path) {
      const inode = names.peek(path);
      return inode?.kind === 'file' ? Buffer.from(inode.bytes).toString('utf8') : null;
    },
    flushAll: names.flushAll,
    failPower() {
      names.failPower();
      flock.forget();
    },
  };
  return disk;
}

function expectOpen(handle: Handle): Handle {
  if (!handle.open) throw fault('EBADF');
  return handle;
}
