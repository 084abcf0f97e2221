// Looking at bytes in a fixed buffer: whether a text stands somewhere, whole numbers, the stamp of a
// line. Four bytes at a time, for every line of every session passes through here.

import { SECOND_MS } from '../time.ts';

/** The buffer that all lines pass through. */
export interface Bytes {
  readonly at: Uint8Array;
  readonly view: DataView;
}

export function bytesIn(buffer: Uint8Array): Bytes {
  return { at: buffer, view: new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength) };
}

/** A text of ASCII letters to compare with. */
export interface Pattern {
  readonly length: number;
  readonly words: Int32Array;
  /** What is left over of the last four. */
  readonly rest: Uint8Array;
}

export function patternOf(text: string): Pattern {
  return patternAt(
    bytesIn(Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
    0,
    text.length,
  );
}

/** What stands between two places. */
export function patternAt(bytes: Bytes, from: number, to: number): Pattern {
  // Why not slice: of a Buffer it would go on showing what the buffer holds later.
  const letters = Uint8Array.from(bytes.at.subarray(from, to));
  const view = new DataView(letters.buffer);
  const words = Int32Array.from({ length: letters.length >> 2 }, (_, at) => view.getInt32(4 * at));
  return { length: letters.length, words, rest: letters.subarray(4 * words.length) };
}

/** Invariant: the buffer goes on for as many bytes as the pattern has. */
export function isAt({ at: bytes, view }: Bytes, from: number, pattern: Pattern): boolean {
  const { words, rest } = pattern;
  let at = from;
  for (let word = 0; word < words.length; word += 1, at += 4) {
    if (view.getInt32(at) !== words[word]) return false;
  }
  for (let letter = 0; letter < rest.length; letter += 1, at += 1) {
    if (bytes[at] !== rest[letter]) return false;
  }
  return true;
}

const ZERO = 0x30;

export function skipDigits({ at: bytes }: Bytes, from: number): number {
  let at = from;
  while (((bytes[at] ?? 0) - ZERO) >>> 0 <= 9) at += 1;
  return at;
}

export function numberAt({ at: bytes }: Bytes, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + (bytes[at] ?? ZERO) - ZERO;
  return value;
}

export const STAMP_BYTES = '2026-11-22T10:07:10.856Z'.length;

/** Reads stamps of that shape: epoch ms, or NaN for any other. */
export function createStamps({ at: bytes, view }: Bytes): (from: number) => number {
  // The minute that was read last, four letters each; lines of one minute follow each other.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let minuteAtMs = Number.NaN;
  return (from) => {
    const isKnown =
      view.getInt32(from + 12) === fourth &&
      view.getInt32(from + 8) === third &&
      view.getInt32(from + 4) === second &&
      view.getInt32(from) === first;
    if (!isKnown) {
      first = view.getInt32(from);
      second = view.getInt32(from + 4);
      third = view.getInt32(from + 8);
      fourth = view.getInt32(from + 12);
      minuteAtMs = minuteAt(bytes, from);
    }
    return minuteAtMs + restOfMinute(bytes, from + 16);
  };
}

const [DASH, T, COLON, DOT, Z] = [0x2d, 0x54, 0x3a, 0x2e, 0x5a];

function minuteAt(bytes: Uint8Array, from: number): number {
  const hasMarks =
    bytes[from + 4] === DASH &&
    bytes[from + 7] === DASH &&
    bytes[from + 10] === T &&
    bytes[from + 13] === COLON;
  if (!hasMarks) return Number.NaN;
  const year = pairAt(bytes, from) * 100 + pairAt(bytes, from + 2);
  const [month, day] = [pairAt(bytes, from + 5), pairAt(bytes, from + 8)];
  return Date.UTC(year, month - 1, day, pairAt(bytes, from + 11), pairAt(bytes, from + 14));
}

function restOfMinute(bytes: Uint8Array, from: number): number {
  const hasMarks = bytes[from] === COLON && bytes[from + 3] === DOT && bytes[from + 7] === Z;
  if (!hasMarks) return Number.NaN;
  const ms = digitAt(bytes, from + 4) * 100 + pairAt(bytes, from + 5);
  return pairAt(bytes, from + 1) * SECOND_MS + ms;
}

function pairAt(bytes: Uint8Array, at: number): number {
  return digitAt(bytes, at) * 10 + digitAt(bytes, at + 1);
}

function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit >>> 0 > 9 ? Number.NaN : digit;
}

/** A quick number for bytes, to tell them from others by chance. Source: FNV-1a, 32 bits. */
export function hashOf(bytes: Uint8Array, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}
