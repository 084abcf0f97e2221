// Numbers and texts as few bytes: whole numbers in groups of seven bits, lowest first. Reading beyond
// the end, or a number that is none, breaks the reader for good; it then answers with zeros.

export interface ByteWriter {
  /** From 0 to 2^53. */
  whole(value: number): void;
  signed(value: number): void;
  /** Any number, in eight bytes. */
  real(value: number): void;
  text(value: string): void;
  bytes(): Uint8Array;
}

export interface ByteReader {
  whole(): number;
  signed(): number;
  real(): number;
  text(): string;
  isBroken(): boolean;
  isAtEnd(): boolean;
}

const GROUP = 128;
const GROUPS_MAX = 8;
const REAL_BYTES = 8;

export function createWriter(): ByteWriter {
  let buffer = new Uint8Array(64 * 1024);
  let length = 0;
  const room = (bytes: number): void => {
    if (length + bytes <= buffer.length) return;
    const larger = new Uint8Array(2 * buffer.length);
    larger.set(buffer);
    buffer = larger;
  };
  const whole = (value: number): void => {
    room(GROUPS_MAX);
    let rest = value;
    for (; rest >= GROUP; rest = Math.floor(rest / GROUP)) {
      buffer[length] = (rest % GROUP) + GROUP;
      length += 1;
    }
    buffer[length] = rest;
    length += 1;
  };
  return {
    whole,
    signed: (value) => whole(value < 0 ? -2 * value - 1 : 2 * value),
    real(value) {
      room(REAL_BYTES);
      new DataView(buffer.buffer).setFloat64(length, value);
      length += REAL_BYTES;
    },
    text(value) {
      whole(value.length);
      for (let at = 0; at < value.length; at += 1) whole(value.charCodeAt(at));
    },
    bytes: () => buffer.slice(0, length),
  };
}

export function createReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let broken = false;
  const whole = (): number => {
    let value = 0;
    let scale = 1;
    for (let group = 0; group < GROUPS_MAX; group += 1, scale *= GROUP) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      if (byte < GROUP) return value + byte * scale;
      value += (byte - GROUP) * scale;
    }
    broken = true;
    return 0;
  };
  return {
    whole,
    signed() {
      const value = whole();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    real() {
      at += REAL_BYTES;
      if (at <= bytes.length) return view.getFloat64(at - REAL_BYTES);
      broken = true;
      return 0;
    },
    text() {
      const length = whole();
      if (length > bytes.length - at) broken = true;
      let value = '';
      for (let left = broken ? 0 : length; left > 0; left -= 1) {
        value += String.fromCharCode(whole());
      }
      return value;
    },
    isBroken: () => broken,
    isAtEnd: () => at === bytes.length,
  };
}
