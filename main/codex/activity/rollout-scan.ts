// One pass over the bytes of one session file, from where the last one stopped, through one buffer of
// fixed size. Long lines of no interest are passed over, long ones of interest read piece by piece.
// Opens regular files only, for reading only, and never waits for a writer.

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { hashOf } from '../../core/activity/bytes.ts';
import { BEYOND_BYTES, createLineReader, type LineReader } from '../../core/activity/line.ts';
import { markLine, type Tally } from '../../core/activity/tally.ts';
import { errorCode } from '../small-file.ts';

/** Measured: fits the processor's cache; smaller ones cost calls, larger ones memory traffic. */
const BUFFER_BYTES = 256 * 1024;
/** An unfinished line longer than this is judged by its beginning instead of being moved. */
const CARRY_MAX_BYTES = 16 * 1024;
/**
 * Where bytes are read to, behind room for what a line began with before. Why a quarter of a page more:
 * measured, copying between places that lie alike in their pages takes a twentieth longer.
 */
const READ_AT = CARRY_MAX_BYTES + 1024;
/** Measured: a millisecond. */
const STEP_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** How far a file was read. */
export interface Mark {
  /** Bytes of the file that are counted, or passed over. */
  readonly offset: number;
  /** Time of a line that is passed over and not at its end yet; 0 between lines. */
  readonly dullAtMs: number;
}

export const AT_START: Mark = { offset: 0, dullAtMs: 0 };

export interface ScanInput {
  readonly fd: number;
  readonly from: Mark;
  readonly endAt: number;
  readonly tally: Tally;
}

/** Where a scan is; mutable, and its own. */
export interface Scan extends Omit<ScanInput, 'from'> {
  position: number;
  /** Bytes of a line that is not complete, in front of where the next ones are read to. */
  kept: number;
  dullAtMs: number;
  /** Whether a line is being read piece by piece. */
  isLong: boolean;
  /** Where the line begins that is not complete. */
  lineAt: number;
}

export interface Scanner {
  /** One at a time. */
  begin(input: ScanInput): Scan;
  /** Adds the complete lines of some more bytes to the tally. False when all is read, or the file ends. */
  readOn(scan: Scan): boolean;
  /** A hash of the first bytes of a file and of those before an offset: tells a file from another. */
  fingerprint(fd: number, offset: number): number;
  /** Bytes that were read so far. */
  bytesRead(): number;
}

export function createScanner(): Scanner {
  // Why more: a newline after the last byte ends every search.
  const buffer = Buffer.allocUnsafeSlow(READ_AT + BUFFER_BYTES + BEYOND_BYTES);
  const reader = createLineReader(buffer);
  let bytesRead = 0;
  const read: Read = (fd, { offset, length, position }) => {
    const got = length <= 0 ? 0 : readSync(fd, buffer, offset, length, position);
    bytesRead += got;
    return got;
  };
  const tools: Tools = { buffer, reader, read };
  return {
    begin({ fd, from: { offset, dullAtMs }, endAt, tally }) {
      const place = { position: offset, lineAt: offset, kept: 0, dullAtMs, isLong: false };
      return { fd, endAt, tally, ...place };
    },
    readOn: (scan) => readOn(tools, scan),
    bytesRead: () => bytesRead,
    fingerprint(fd, offset) {
      const headBytes = Math.min(FINGERPRINT_BYTES, offset);
      const head = read(fd, { offset: 0, length: headBytes, position: 0 });
      const position = Math.max(head, offset - FINGERPRINT_BYTES);
      const tail = read(fd, { offset: head, length: offset - position, position });
      return hashOf(buffer, head + tail);
    },
  };
}

/** How far a scan has come. */
export function markOf({ position, lineAt, dullAtMs }: Scan): Mark {
  return { offset: dullAtMs === 0 ? lineAt : position, dullAtMs };
}

/** The first line begins with the session's id; the last ones have times and limits. */
const FINGERPRINT_BYTES = 160;

type Read = (
  fd: number,
  where: { readonly offset: number; readonly length: number; readonly position: number },
) => number;

interface Tools {
  readonly buffer: Buffer;
  readonly reader: LineReader;
  readonly read: Read;
}

function readOn(tools: Tools, scan: Scan): boolean {
  const { buffer, read } = tools;
  const { fd, endAt, tally } = scan;
  const stopAt = Math.min(endAt, scan.position + STEP_BYTES);
  while (scan.position < stopAt) {
    const { position } = scan;
    const length = Math.min(BUFFER_BYTES, endAt - position);
    const got = read(fd, { offset: READ_AT, length, position });
    if (got === 0) return false;
    scan.position += got;
    const end = READ_AT + got;
    buffer[end] = NEWLINE;
    const at = finishLong(tools, scan, end);
    if (at <= end) keepRest(tools, scan, readLines(tools, at, end, tally), end);
  }
  return scan.position < endAt;
}

/** Answers where the next line begins; beyond the end while the long line goes on. */
function finishLong({ buffer, reader }: Tools, scan: Scan, end: number): number {
  if (scan.dullAtMs === 0 && !scan.isLong) return READ_AT - scan.kept;
  const newlineAt = buffer.indexOf(NEWLINE, READ_AT);
  if (scan.isLong) reader.push(READ_AT, newlineAt);
  if (newlineAt < end) {
    if (scan.isLong) reader.end(scan.tally);
    else markLine(scan.tally, scan.dullAtMs);
    scan.isLong = false;
    scan.dullAtMs = 0;
  } else scan.kept = 0;
  return newlineAt + 1;
}

/** Answers where the line begins that is not complete. */
function readLines({ buffer, reader }: Tools, from: number, end: number, tally: Tally): number {
  let at = from;
  for (;;) {
    const newlineAt = buffer.indexOf(NEWLINE, at);
    if (newlineAt >= end) return at;
    if (newlineAt > at) reader.read(at, newlineAt, tally);
    at = newlineAt + 1;
  }
}

function keepRest({ buffer, reader }: Tools, scan: Scan, at: number, end: number): void {
  const rest = end - at;
  scan.lineAt = scan.position - rest;
  scan.kept = 0;
  if (rest > CARRY_MAX_BYTES) {
    const dullAtMs = reader.begin(at, end);
    if (dullAtMs === null) scan.isLong = true;
    else scan.dullAtMs = Math.max(1, dullAtMs);
  } else if (rest > 0) {
    buffer.copyWithin(READ_AT - rest, at, end);
    scan.kept = rest;
  }
}

/** A session file that is open. `close` it. */
export interface OpenRollout {
  readonly fd: number;
  readonly stat: Stats;
  close(): void;
}

/** Null when it is gone; says why when it cannot be read. */
export function openRollout(file: string): OpenRollout | 'unreadable' | 'not-a-file' | null {
  let fd: number;
  try {
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
    fd = openSync(file, flags);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    return code === 'ELOOP' || code === 'ENXIO' ? 'not-a-file' : 'unreadable';
  }
  const stat = fstatSync(fd);
  const close = (): void => closeSync(fd);
  if (stat.isFile()) return { fd, stat, close };
  close();
  return 'not-a-file';
}
