// Looking at bytes in a fixed buffer: whether a text stands somewhere, whole numbers, the stamp of a
// line. Four bytes at a time, for every line of every session passes through here.

import { SECOND_MS } from './time.ts';

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
  const letters = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
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

const [DASH, T, COLON, DOT, Z] = [0x2d, 0x54, 0x3a, 0x2e, 0x5a];

export const STAMP_BYTES = '2026-11-22T10:07:10.856Z'.length;

/** Reads stamps of that shape: epoch ms, or NaN for any other. */
export function createStamps(source: Bytes): (from: number) => number {
  const bytes = source.at;
  // The minute that was read last; lines of one minute follow each other.
  let [knownDay, knownMinute, minuteAtMs] = [-1, -1, 0];
  // What makes a digit of more than 9 visible.
  let bad = 0;
  const two = (at: number): number => {
    const [tens, ones] = [(bytes[at] ?? 0) - ZERO, (bytes[at + 1] ?? 0) - ZERO];
    if (tens >>> 0 > 9 || ones >>> 0 > 9) bad = 1;
    return tens * 10 + ones;
  };
  return (from) => {
    bad = 0;
    const day = (two(from) * 100 + two(from + 2)) * 10_000 + two(from + 5) * 100 + two(from + 8);
    const minute = two(from + 11) * 60 + two(from + 14);
    const seconds = two(from + 17);
    const ms = two(from + 20) * 10 + (bytes[from + 22] ?? 0) - ZERO;
    if (bad === 1 || !hasMarks(bytes, from) || ms < 0 || ms > 999) return Number.NaN;
    if (minute !== knownMinute || day !== knownDay) {
      [knownDay, knownMinute] = [day, minute];
      const [year, month] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100];
      minuteAtMs = Date.UTC(year, month - 1, day % 100, 0, minute);
    }
    return minuteAtMs + seconds * SECOND_MS + ms;
  };
}

function hasMarks(bytes: Uint8Array, from: number): boolean {
  return (
    bytes[from + 4] === DASH &&
    bytes[from + 7] === DASH &&
    bytes[from + 10] === T &&
    bytes[from + 13] === COLON &&
    bytes[from + 16] === COLON &&
    bytes[from + 19] === DOT &&
    bytes[from + 23] === Z
  );
}
