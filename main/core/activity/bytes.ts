// Looking at bytes in a fixed buffer: whether a text stands somewhere, and whole numbers. Eight bytes at a
// time, for every line of every session passes through here.

/** The buffer that all lines pass through. */
export interface Bytes {
  readonly at: Uint8Array;
  readonly view: DataView;
}

export function bytesIn(buffer: Uint8Array): Bytes {
  return { at: buffer, view: new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength) };
}

/**
 * A text of eight bytes or more to compare with, eight at a time as one number. Numbers are equal where
 * their bytes are: zeros of either sign are in no text, and what is no number is equal to nothing, which
 * costs no more than a closer look.
 */
export interface Pattern {
  readonly length: number;
  readonly words: Float64Array;
  /** The last eight letters, which may overlap those before them. */
  readonly last: number;
}

export function patternOf(text: string): Pattern {
  return patternAt(
    bytesIn(Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
    0,
    text.length,
  );
}

/** Four letters, for a quick look. */
export function wordOf(text: string): number {
  return bytesIn(Uint8Array.from(text, (letter) => letter.charCodeAt(0))).view.getInt32(0);
}

/** What stands between two places, eight bytes or more. */
export function patternAt(bytes: Bytes, from: number, to: number): Pattern {
  // Why not slice: of a Buffer it would go on showing what the buffer holds later.
  const { view } = bytesIn(Uint8Array.from(bytes.at.subarray(from, to)));
  const length = to - from;
  const words = Float64Array.from({ length: length >> 3 }, (_, at) => view.getFloat64(8 * at));
  return { length, words, last: view.getFloat64(length - 8) };
}

/** Invariant: the buffer goes on for as many bytes as the pattern has. */
export function isAt({ view }: Bytes, from: number, { length, words, last }: Pattern): boolean {
  for (let word = 0; word < words.length; word += 1) {
    if (view.getFloat64(from + 8 * word) !== words[word]) return false;
  }
  return view.getFloat64(from + length - 8) === last;
}

const ZERO = 0x30;

/** What the letter stands for, if it is a digit; else no number from 0 to 9. */
export function digitAt(letters: Uint8Array, at: number): number {
  return (letters[at] ?? 0) - ZERO;
}

export function skipDigits({ at: letters }: Bytes, from: number): number {
  let at = from;
  while (digitAt(letters, at) >>> 0 <= 9) at += 1;
  return at;
}

/** A quick number for bytes, to tell them from others by chance. Source: FNV-1a, 32 bits. */
export function hashOf(bytes: Uint8Array, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}
