// Folders, files and locks as the doctor sees them: looked at, never opened for writing, never made.
// What the system says of them, in the few words that a check needs.

import { constants } from 'node:fs';
import { access, lstat, readdir, readFile, stat, statfs } from 'node:fs/promises';
import type { FolderFacts, LockFacts, Writable } from '../../core/doctor/facts.ts';
import { errorCode } from '../small-file.ts';

export async function folderFacts(path: string, platform: string): Promise<FolderFacts> {
  const nothing = { path, writable: null, freeBytes: null, othersMay: null };
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { ...nothing, state: 'not-a-folder' };
    await readdir(path);
    const others =
      (found.mode & 0o022) !== 0 ? 'write' : (found.mode & 0o055) !== 0 ? 'read' : 'nothing';
    const othersMay = platform === 'win32' ? null : others;
    const [writable, freeBytes] = await Promise.all([writableOf(path), freeBytesOf(path)]);
    return { path, state: 'folder', writable, freeBytes, othersMay };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return { ...nothing, state: 'missing' };
    return { ...nothing, state: code === 'ENOTDIR' ? 'not-a-folder' : 'unreadable' };
  }
}

/** Source: Linux answers EPERM for what is marked immutable, whoever asks; observed. */
export async function writableOf(path: string): Promise<Writable> {
  try {
    await access(path, constants.W_OK);
    return 'yes';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EROFS') return 'read-only';
    return code === 'EPERM' ? 'immutable' : 'denied';
  }
}

async function freeBytesOf(path: string): Promise<number | null> {
  return statfs(path).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}

export async function lockFacts(path: string, platform: string): Promise<LockFacts> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return { path, state: 'absent', isHeld: null };
  if (!found.isFile()) {
    return { path, state: found.isDirectory() ? 'folder' : 'other', isHeld: null };
  }
  const isHeld = platform === 'linux' ? await isLocked(found.ino) : null;
  return { path, state: 'file', isHeld };
}

/** Source: proc(5), /proc/locks: kind, way and "major:minor:inode" of every lock. */
async function isLocked(inode: number): Promise<boolean | null> {
  const locks = await readFile('/proc/locks', 'utf8').catch(() => null);
  return locks === null ? null : new RegExp(`FLOCK .*:${inode} `).test(locks);
}
