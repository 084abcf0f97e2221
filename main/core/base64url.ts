// Base64url to text, strictly: no padding, no spare bits, no invalid UTF-8.
// Core has neither Buffer nor atob; this is all of base64 that it needs.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By character code; -1 for what is none. */
const SEXTETS: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
);

/** Code points turned into text at once; more would overflow the argument list. */
const CHUNK_LENGTH = 4_096;

/** The UTF-8 text behind unpadded base64url, or null if any part of it is not strictly valid. */
export function decodeBase64Url(encoded: string): string | null {
  const bytes = toBytes(encoded);
  return bytes === null ? null : toText(bytes);
}

function toBytes(encoded: string): Uint8Array | null {
  // One character left over holds six bits: no byte fits in it.
  if (encoded.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((encoded.length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (let index = 0; index < encoded.length; index += 1) {
    const sextet = SEXTETS[encoded.charCodeAt(index)] ?? -1;
    if (sextet < 0) return null;
    bits = (bits << 6) | sextet;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[at] = bits >> bitCount;
    at += 1;
    bits &= (1 << bitCount) - 1;
  }
  return bits === 0 ? bytes : null;
}

function toText(bytes: Uint8Array): string | null {
  const chunks: string[] = [];
  let codePoints: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const read = readCodePoint(bytes, at);
    if (read === null) return null;
    codePoints.push(read.codePoint);
    at += read.length;
    if (codePoints.length === CHUNK_LENGTH) {
      chunks.push(String.fromCodePoint(...codePoints));
      codePoints = [];
    }
  }
  return chunks.join('') + String.fromCodePoint(...codePoints);
}

interface CodePointRead {
  readonly codePoint: number;
  readonly length: number;
}

/** Source: RFC 3629 §3, §4; refuses overlong forms, surrogates and all above U+10FFFF. */
function readCodePoint(bytes: Uint8Array, at: number): CodePointRead | null {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return { codePoint: lead, length: 1 };
  if (lead >= 0xc2 && lead <= 0xdf) return readTail(bytes, at, { bits: lead & 0x1f, length: 2 });
  if (lead >= 0xe0 && lead <= 0xef) return readTail(bytes, at, { bits: lead & 0x0f, length: 3 });
  if (lead >= 0xf0 && lead <= 0xf4) return readTail(bytes, at, { bits: lead & 0x07, length: 4 });
  return null;
}

function readTail(
  bytes: Uint8Array,
  at: number,
  lead: { readonly bits: number; readonly length: 2 | 3 | 4 },
): CodePointRead | null {
  let codePoint = lead.bits;
  for (let offset = 1; offset < lead.length; offset += 1) {
    const byte = bytes[at + offset] ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const least = { 2: 0x80, 3: 0x800, 4: 0x1_0000 }[lead.length];
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (codePoint < least || codePoint > 0x10_ffff || isSurrogate) return null;
  return { codePoint, length: lead.length };
}
