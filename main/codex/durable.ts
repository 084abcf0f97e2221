// Files that must survive a crash: created exclusively and privately, written in full, flushed, and
// their folder flushed too. Every failure is Node's error; nothing half-made is left behind.

import { constants } from 'node:fs';
import path from 'node:path';
import type { Files, OpenFile } from './ports.ts';
import { errorCode, PRIVATE_FILE_MODE } from './small-file.ts';

/** Creates a file that was not there, 0600, never through a link. */
export function createExclusive(files: Files, file: string): Promise<OpenFile> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  return files.open(file, flags | (constants.O_NOFOLLOW ?? 0), PRIVATE_FILE_MODE);
}

/** Opens a file for writing and changes nothing: an immutable flag shows only so. */
export async function proveWritable(files: Files, file: string): Promise<void> {
  const flags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await files.open(file, flags);
  await handle.close();
}

/** Writes every byte: a single write may be cut short and still report success. */
export async function writeAt(handle: OpenFile, bytes: Uint8Array, startAt: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const left = bytes.length - written;
    const { bytesWritten } = await handle.write(bytes, written, left, startAt + written);
    if (bytesWritten <= 0) throw new Error('a write made no progress');
    written += bytesWritten;
  }
}

/** Makes names in a folder durable. Some systems cannot flush a folder; they need not. */
export async function syncFolder(files: Files, file: string): Promise<void> {
  let folder: OpenFile | null = null;
  try {
    folder = await files.open(path.dirname(file), constants.O_RDONLY);
    await folder.sync();
  } catch (error) {
    const code = errorCode(error);
    const unsupported = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES', 'EBADF'];
    if (code === null || !unsupported.includes(code)) throw error;
  } finally {
    await folder?.close();
  }
}

/** Makes durable what somebody else has written, perhaps without a flush of their own. */
export async function flushQuietly(files: Files, file: string): Promise<void> {
  try {
    const handle = await files.open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Gone, which the flush of its folder makes durable, or a system that cannot flush it so.
  }
}

export async function removeQuietly(files: Files, file: string): Promise<void> {
  // Why quietly: what is left is found and removed at the next start.
  await files.unlink(file).catch(() => undefined);
}
