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

export interface Scanner {
  /**
   * Adds the complete lines from the mark to `endAt` to the tally. Yields after each buffer, with how
   * many bytes it had. Ends early where the file does.
   */
  scan(input: ScanInput): Generator<number, Mark>;
  /** A hash of the first bytes of a file and of those before an offset: tells a file from another. */
  fingerprint(fd: number, offset: number): number;
  /** Bytes that were read so far. */
  bytesRead(): number;
}

export function createScanner(): Scanner {
  // Why more: a newline after the last byte ends every search.
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES + BEYOND_BYTES);
  const reader = createLineReader(buffer);
  let bytesRead = 0;
  const read: Read = (fd, { offset, length, position }) => {
    const got = length <= 0 ? 0 : readSync(fd, buffer, offset, length, position);
    bytesRead += got;
    return got;
  };
  return {
    scan: (input) => scan({ buffer, reader, read }, input),
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

/** Where a scan is; mutable. */
interface Course {
  position: number;
  /** Where the line begins that is not complete yet. */
  lineAt: number;
  /** Bytes of it that are at the beginning of the buffer. */
  kept: number;
  dullAtMs: number;
  /** Whether the line is being read piece by piece. */
  isLong: boolean;
}

function* scan(tools: Tools, { fd, from, endAt, tally }: ScanInput): Generator<number, Mark> {
  const { buffer, read } = tools;
  const { offset, dullAtMs } = from;
  const course: Course = { position: offset, lineAt: offset, kept: 0, dullAtMs, isLong: false };
  while (course.position < endAt) {
    const { kept, position } = course;
    const length = Math.min(BUFFER_BYTES - kept, endAt - position);
    const got = read(fd, { offset: kept, length, position });
    if (got === 0) break;
    course.position += got;
    const end = kept + got;
    buffer[end] = NEWLINE;
    const at = finishLong(tools, course, end, tally);
    if (at <= end) keepRest(tools, course, readLines(tools, at, end, tally), end);
    yield got;
  }
  const isDull = course.dullAtMs !== 0;
  return { offset: isDull ? course.position : course.lineAt, dullAtMs: course.dullAtMs };
}

/** Answers where the next line begins; beyond the end while the long line goes on. */
function finishLong({ buffer, reader }: Tools, course: Course, end: number, tally: Tally): number {
  if (course.dullAtMs === 0 && !course.isLong) return 0;
  const newlineAt = buffer.indexOf(NEWLINE);
  if (course.isLong) reader.push(0, newlineAt);
  if (newlineAt < end) {
    if (course.isLong) reader.end(tally);
    else markLine(tally, course.dullAtMs);
    course.isLong = false;
    course.dullAtMs = 0;
  } else course.kept = 0;
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

function keepRest({ buffer, reader }: Tools, course: Course, at: number, end: number): void {
  const rest = end - at;
  course.lineAt = course.position - rest;
  course.kept = 0;
  if (rest > CARRY_MAX_BYTES) {
    const dullAtMs = reader.begin(at, end);
    if (dullAtMs === null) course.isLong = true;
    else course.dullAtMs = Math.max(1, dullAtMs);
  } else if (rest > 0) {
    buffer.copyWithin(0, at, end);
    course.kept = rest;
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
