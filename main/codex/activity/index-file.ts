// The index on disk: one small private file for each Codex home, replaced by temp file and rename: a line
// with a checksum of all that follows, the front as text, and the counts of each file packed, which are
// unpacked only when a file has changed. Losing it costs nothing but one more count.
// Why no lock: each writer writes a whole index that is true of the session files by itself, so the last
// one wins and nothing is lost; a lock would only make one wait for the other's count.

import nodeDisk from 'node:fs';
import path from 'node:path';
import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import {
  formatCounts,
  formatFront,
  type IndexEntry,
  type KnownFile,
  parseCounts,
  parseFront,
} from '../../core/activity/index-text.ts';
import type { ActivitySummary } from '../../core/activity/summary.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE } from '../small-file.ts';

const INDEX_MAX_BYTES = 256 * 1024 * 1024;
/** Another number when the meaning of anything changes: older indexes are then made anew. */
const TITLE = 'plimsoll activity 2 ';
const CHECKSUM_DIGITS = 8;
const TEMP_BYTES = 6;
const FIRST_LINE_BYTES = TITLE.length + CHECKSUM_DIGITS + 1;
const NEWLINE = 0x0a;
/** Measured: more effort makes it a little smaller and takes three times as long. */
const FAST = 1;
const LEFT_OVER_AGE_MS = 10 * MINUTE_MS;
const TEMP_NAME = /^[0-9a-f]{8}\.index\.[0-9a-f]{12}\.tmp$/;

/** The part of node:fs that is used here. */
export type Disk = Pick<
  typeof nodeDisk,
  | 'openSync'
  | 'fstatSync'
  | 'readSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'mkdirSync'
  | 'readdirSync'
  | 'lstatSync'
>;

/** An index as it was read; most of it is still packed. */
export interface PackedIndex {
  readonly files: readonly KnownFile[];
  readonly summary: ActivitySummary;
  /** Nothing if it is not what was written. */
  unpack(): readonly IndexEntry[];
}

/** What is saved of a count. */
export interface Counted {
  readonly entries: readonly IndexEntry[];
  readonly summary: ActivitySummary;
}

export interface IndexFile {
  readonly file: string;
  /** What is known from before; null if the file is missing, damaged or of another version. */
  load(): PackedIndex | null;
  /** False if it cannot be written; what was there is then untouched. */
  save(counted: Counted, nowMs: number): boolean;
  bytesWritten(): number;
}

export interface IndexFileContext {
  readonly codexHome: string;
  readonly plimsollHome: string;
  readonly disk?: Disk;
}

export function createIndexFile(context: IndexFileContext): IndexFile {
  const { codexHome, plimsollHome, disk = nodeDisk } = context;
  const folder = path.join(plimsollHome, 'activity');
  // Why so short: two homes whose names meet would only be counted anew, for the front names its home.
  const file = path.join(folder, `${checksumOf(codexHome)}.index`);
  let bytesWritten = 0;
  return {
    file,
    bytesWritten: () => bytesWritten,
    load: () => unwrap(codexHome, readWhole(disk, file)),
    save(counted, nowMs) {
      const bytes = wrap(codexHome, counted);
      try {
        disk.mkdirSync(folder, { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
        removeLeftOvers(disk, folder, nowMs);
        replace(disk, file, bytes);
        bytesWritten += bytes.length;
        return true;
      } catch {
        // A full or read-only disk: the count is right all the same, and the next one reads more.
        return false;
      }
    },
  };
}

function wrap(codexHome: string, { entries, summary }: Counted): Buffer {
  const front = Buffer.from(formatFront({ codexHome, files: entries, summary }));
  const packed = gzipSync(formatCounts(entries), { level: FAST });
  const rest = Buffer.concat([Buffer.from(`${front.length}\n`), front, packed]);
  return Buffer.concat([Buffer.from(firstLineOf(rest)), rest]);
}

/** Null unless every byte is as it was written. */
function unwrap(codexHome: string, bytes: Buffer | null): PackedIndex | null {
  const restAt = FIRST_LINE_BYTES;
  if (bytes === null || bytes.length < restAt) return null;
  const rest = bytes.subarray(restAt);
  if (bytes.toString('latin1', 0, restAt) !== firstLineOf(rest)) return null;
  const frontAt = rest.indexOf(NEWLINE) + 1;
  const packedAt = frontAt + Number(rest.toString('latin1', 0, frontAt));
  const front = parseFront(codexHome, rest.toString('utf8', frontAt, packedAt));
  if (front === null) return null;
  const { files, summary } = front;
  return { files, summary, unpack: () => unpack(files, rest.subarray(packedAt)) };
}

function unpack(files: readonly KnownFile[], packed: Uint8Array): readonly IndexEntry[] {
  try {
    const text = gunzipSync(packed, { maxOutputLength: INDEX_MAX_BYTES }).toString('utf8');
    return parseCounts(files, text) ?? [];
  } catch {
    // Written by something else: the checksum is right, and yet this is not packed.
    return [];
  }
}

function firstLineOf(rest: Uint8Array): string {
  return `${TITLE}${checksumOf(rest)}\n`;
}

function checksumOf(bytes: Uint8Array | string): string {
  return crc32(bytes).toString(16).padStart(CHECKSUM_DIGITS, '0');
}

function readWhole(disk: Disk, file: string): Buffer | null {
  let fd: number;
  try {
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = nodeDisk.constants;
    fd = disk.openSync(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch {
    return null;
  }
  try {
    const stat = disk.fstatSync(fd);
    if (!stat.isFile() || stat.size > INDEX_MAX_BYTES) return null;
    const bytes = Buffer.allocUnsafeSlow(stat.size);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got) {
      got = disk.readSync(fd, bytes, length, bytes.length - length, length);
    }
    return bytes.subarray(0, length);
  } catch {
    // A failing disk: the index is made anew.
    return null;
  } finally {
    disk.closeSync(fd);
  }
}

function replace(disk: Disk, file: string, bytes: Uint8Array): void {
  // Why not node:crypto: to load it takes a command longer than to read the index.
  const digits = Buffer.from(crypto.getRandomValues(new Uint8Array(TEMP_BYTES))).toString('hex');
  const temp = `${file}.${digits}.tmp`;
  const { O_WRONLY, O_CREAT, O_EXCL } = nodeDisk.constants;
  const fd = disk.openSync(temp, O_WRONLY | O_CREAT | O_EXCL, PRIVATE_FILE_MODE);
  try {
    try {
      for (let at = 0; at < bytes.length; ) at += disk.writeSync(fd, bytes, at);
      disk.fsyncSync(fd);
    } finally {
      disk.closeSync(fd);
    }
    disk.renameSync(temp, file);
  } catch (error) {
    removeQuietly(disk, temp);
    throw error;
  }
}

/** Removes what a crash left, once it is old enough to be of no living process. */
function removeLeftOvers(disk: Disk, folder: string, nowMs: number): void {
  for (const name of disk.readdirSync(folder)) {
    if (!TEMP_NAME.test(name)) continue;
    const file = path.join(folder, name);
    const stat = disk.lstatSync(file, { throwIfNoEntry: false });
    if (stat !== undefined && nowMs - stat.mtimeMs > LEFT_OVER_AGE_MS) removeQuietly(disk, file);
  }
}

function removeQuietly(disk: Disk, file: string): void {
  try {
    disk.unlinkSync(file);
  } catch {
    // Gone already, or not ours to remove: it harms nobody.
  }
}
