// Which pieces of a sentence stay on one line: a number with its unit, a day with its time, and what a
// hyphen joins to a number. Knows shapes and no language; whatever it finds is short.

const NUMBER = String.raw`\d(?:[\d.,:]*\d)?`;
const UNIT = String.raw`\p{L}{1,5}\.?(?!\p{L})`;
const MEASURE = String.raw`${NUMBER}[ \u00a0\u202f]${UNIT}`;

const KEPT = [
  // 5-hour
  String.raw`\d+-\p{L}{1,9}(?!\p{L})`,
  // Thu 14:33, 2:40 AM
  String.raw`(?:\p{Lu}\p{L}{1,2}\.?,? )?\d{1,2}:\d\d(?: [AP]M)?`,
  // 1 h 25 min, 30 Nov
  `${MEASURE}(?: ${MEASURE})?`,
  // sign-in
  String.raw`(?<!\p{L})\p{L}{2,5}-\p{L}{2,3}(?!\p{L})`,
].join('|');

const PIECES = new RegExp(`(${KEPT})`, 'u');

/** Pieces in turn: what may break, what may not, what may break, and so on. */
export function unbrokenPieces(text: string): readonly string[] {
  return text.split(PIECES);
}
