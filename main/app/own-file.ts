// A small private file of the app's own, read once at the start and replaced whole by temp file and
// rename. For what costs little to lose: a file that cannot be read or written is no failure.

import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE } from '../codex/small-file.ts';

/** Null if there is none, or none of ours. */
export function loadOwnFile(file: string, maxBytes: number): string | null {
  try {
    // Why non-blocking: a FIFO of that name must not hang the start.
    const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = fstatSync(fd);
      return stat.isFile() && stat.size <= maxBytes ? readFileSync(fd, 'utf8') : null;
    } finally {
      closeSync(fd);
    }
  } catch {
    // Not there, or not for us.
    return null;
  }
}

/**
 * Says whether it is on the disk.
 * Why in one go and without a flush: quitting waits for nothing, and a crash may cost the last minutes.
 */
export function saveOwnFile(file: string, text: string): boolean {
  const temp = `${file}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
    writeFileSync(temp, text, { mode: PRIVATE_FILE_MODE });
    renameSync(temp, file);
    return true;
  } catch {
    // A full or read-only disk: what was to be kept lasts until the app ends.
    return false;
  }
}
