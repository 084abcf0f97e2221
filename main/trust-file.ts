// The trust record on disk: one small private file of the app's. Read once at the start, replaced by
// temp file and rename. Losing it costs nothing but what it told: then the record begins anew.

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
import { PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE } from './codex/small-file.ts';
import { formatTrust, parseTrust, TRUST_MAX_BYTES, type TrustRecord } from './core/trust.ts';

const FILE_NAME = 'trust.json';

export function trustFile(plimsollHome: string): string {
  return path.join(plimsollHome, FILE_NAME);
}

/** Null if there is none that can be understood. */
export function loadTrust(file: string): TrustRecord | null {
  try {
    // Why non-blocking: a FIFO of that name must not hang the start.
    const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = fstatSync(fd);
      const isRecord = stat.isFile() && stat.size <= TRUST_MAX_BYTES;
      return isRecord ? parseTrust(readFileSync(fd, 'utf8')) : null;
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
export function saveTrust(file: string, record: TrustRecord): boolean {
  const temp = `${file}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
    writeFileSync(temp, formatTrust(record), { mode: PRIVATE_FILE_MODE });
    renameSync(temp, file);
    return true;
  } catch {
    // A full or read-only disk: the record lasts until the app ends.
    return false;
  }
}
