// A string or scalar of JSON, as its bytes stand in a file, as text. For the few that are looked at one
// by one; whole documents are parsed by JSON.parse.

const BACKSLASH = 0x5c;

/** Bytes of a JSON string or scalar as text: UTF-8 and escapes are undone. */
export function textOf(bytes: readonly number[]): string {
  if (bytes.every((byte) => byte < 0x80 && byte !== BACKSLASH)) {
    return String.fromCharCode(...bytes);
  }
  const percents = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return String(JSON.parse(`"${decodeURIComponent(percents)}"`));
  } catch {
    // No UTF-8, or no JSON: no key and no value of ours.
    return '';
  }
}
