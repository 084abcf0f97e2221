// Reading and replacing small private files: bounded, never through a FIFO or device, never half.
// Owns the byte limits' enforcement and the temp-and-rename; knows nothing of what the files mean.

import { constants } from 'node:fs';
import path from 'node:path';
import { fail, type Result, succeed } from '../core/failure.ts';
import type { CodexPorts, FileStat, Files, OpenFile } from './ports.ts';

export type ReadIssue = 'missing' | 'not-a-file' | 'too-large' | 'not-permitted' | 'unreadable';

export interface FileText {
  readonly text: string;
  readonly stat: FileStat;
}

export const PRIVATE_FILE_MODE = 0o600;
export const PRIVATE_DIRECTORY_MODE = 0o700;

/** Node's error code, or null for what is no system error. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** The whole text of a regular file of at most `maxBytes`. Invalid UTF-8 reads as U+FFFD. */
export async function readSmallFile(
  files: Files,
  file: string,
  maxBytes: number,
): Promise<Result<FileText, ReadIssue>> {
  let handle: OpenFile;
  try {
    // Why: without O_NONBLOCK the open of a FIFO waits for a writer that may never come.
    handle = await files.open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return fail(issueOf(error));
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return fail('not-a-file');
    if (stat.size > maxBytes) return fail('too-large');
    const bytes = await readUpTo(handle, maxBytes + 1);
    if (bytes.length > maxBytes) return fail('too-large');
    return succeed({ text: Buffer.from(bytes).toString('utf8'), stat });
  } catch (error) {
    return fail(issueOf(error));
  } finally {
    await handle.close();
  }
}

async function readUpTo(handle: OpenFile, limitBytes: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  let buffer = new Uint8Array(Math.min(limitBytes, size + 1));
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length === limitBytes) return buffer.subarray(0, length);
    if (length === buffer.length) {
      // The file has grown since it was measured.
      const larger = new Uint8Array(Math.min(limitBytes, buffer.length * 2));
      larger.set(buffer);
      buffer = larger;
    }
  }
}

function issueOf(error: unknown): ReadIssue {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'missing';
    case 'EISDIR':
    case 'ENXIO':
    case 'EOPNOTSUPP':
      return 'not-a-file';
    case 'EACCES':
    case 'EPERM':
      return 'not-permitted';
    default:
      return 'unreadable';
  }
}

/** Writes every byte of `text` from the start of the file: a single write may be cut short. */
export async function writeFully(handle: OpenFile, text: string): Promise<number> {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, written);
    written += bytesWritten;
  }
  return written;
}

/**
 * Replaces a private file by temp file and rename, so that a reader sees the old or the new.
 * Throws Node's error when it cannot; the old file is then untouched and no temp file is left.
 */
export async function replaceFile(
  { files, chance }: Pick<CodexPorts, 'files' | 'chance'>,
  file: string,
  text: string,
): Promise<void> {
  await files.mkdir(path.dirname(file), { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
  const temp = `${file}.${chance.hex(6)}.tmp`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const handle = await files.open(temp, flags, PRIVATE_FILE_MODE);
  try {
    try {
      await writeFully(handle, text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temp, file);
  } catch (error) {
    await files.unlink(temp).catch(() => undefined);
    throw error;
  }
}
