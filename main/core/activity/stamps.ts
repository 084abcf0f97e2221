// The time of a line: the text with which every line of every Codex begins. Lines of one minute begin
// alike, so that most are told by a comparison with the line before.

import { SECOND_MS } from '../time.ts';
import { type Bytes, digitAt, isAt, patternOf } from './bytes.ts';

const KEY = patternOf('{"timestamp":"');
const SECONDS_AT = KEY.length + '2026-11-22T10:07'.length;
/** The quote after it comes next. */
export const STAMP_BYTES = SECONDS_AT + ':10.856Z'.length;

/** Answers with the epoch ms of the line that begins there; NaN for one that begins otherwise. */
export function createStamps(bytes: Bytes): (from: number) => number {
  const { at: letters, view } = bytes;
  // What the line before began with, up to its minute.
  let [first, second, third, last] = [0, 0, 0, 0];
  let minuteAtMs = Number.NaN;
  const learn = (from: number): void => {
    first = view.getFloat64(from);
    second = view.getFloat64(from + 8);
    third = view.getFloat64(from + 16);
    last = view.getFloat64(from + SECONDS_AT - 8);
    minuteAtMs = isAt(bytes, from, KEY) ? minuteAt(letters, from + KEY.length) : Number.NaN;
  };
  return (from) => {
    const isKnown =
      view.getFloat64(from + SECONDS_AT - 8) === last &&
      view.getFloat64(from + 16) === third &&
      view.getFloat64(from + 8) === second &&
      view.getFloat64(from) === first;
    if (!isKnown) learn(from);
    return minuteAtMs + restOfMinute(view, from + SECONDS_AT);
  };
}

const [ZERO, DASH, T, COLON, Z] = [0x30, 0x2d, 0x54, 0x3a, 0x5a];

/** Epoch ms of `2026-11-22T10:07`, or NaN. */
function minuteAt(letters: Uint8Array, from: number): number {
  const hasMarks =
    letters[from + 4] === DASH &&
    letters[from + 7] === DASH &&
    letters[from + 10] === T &&
    letters[from + 13] === COLON;
  if (!hasMarks) return Number.NaN;
  const year = pairAt(letters, from) * 100 + pairAt(letters, from + 2);
  const [month, day] = [pairAt(letters, from + 5), pairAt(letters, from + 8)];
  return Date.UTC(year, month - 1, day, pairAt(letters, from + 11), pairAt(letters, from + 14));
}

function pairAt(letters: Uint8Array, at: number): number {
  const ten = digitAt(letters, at);
  const one = digitAt(letters, at + 1);
  return ten >>> 0 > 9 || one >>> 0 > 9 ? Number.NaN : ten * 10 + one;
}

const OUTER_BYTES = 0xff0000ff | 0;
const COLON_AND_DOT = 0x3a00002e;

/** Milliseconds of `:10.856Z`, or NaN. */
function restOfMinute(view: DataView, from: number): number {
  const seconds = view.getInt32(from);
  const parts = view.getInt32(from + 4);
  if ((seconds & OUTER_BYTES) !== COLON_AND_DOT || (parts & 0xff) !== Z) return Number.NaN;
  const ten = ((seconds >>> 16) & 0xff) - ZERO;
  const one = ((seconds >>> 8) & 0xff) - ZERO;
  const hundreds = (parts >>> 24) - ZERO;
  const tens = ((parts >>> 16) & 0xff) - ZERO;
  const ones = ((parts >>> 8) & 0xff) - ZERO;
  const areDigits =
    ten >>> 0 <= 9 && one >>> 0 <= 9 && hundreds >>> 0 <= 9 && tens >>> 0 <= 9 && ones >>> 0 <= 9;
  return areDigits ? (10 * ten + one) * SECOND_MS + 100 * hundreds + 10 * tens + ones : Number.NaN;
}
