// The numbers of a `token_count` where every Codex writes them: five running totals, then five of the
// last call, key by key at fixed places.

import { type Bytes, digitAt, type Pattern, patternOf } from './bytes.ts';
import { USAGE_NUMBERS } from './tally.ts';

const CLOSE = 0x7d;

/** What stands before each number of a `token_count`. */
const USAGE_KEYS = { older: usageKeys([]), newer: usageKeys([',"cache_write_input_tokens":']) };

function usageKeys(cacheWrite: readonly string[]): readonly Pattern[] {
  const more = [',"output_tokens":', ',"reasoning_output_tokens":', ',"total_tokens":'];
  const keys = [',"cached_input_tokens":', ...cacheWrite, ...more];
  const groups = ['{"total_token_usage":{', '},"last_token_usage":{'];
  const all = groups.flatMap((opening) => [`${opening}"input_tokens":`, ...keys]);
  return all.map(patternOf);
}
/** The place of the number in each group that no sum has. */
const CACHE_WRITE_PLACE = 2;

/** Longer numbers are no counts of tokens. */
const DIGITS_MAX = 15;

/** Reads both groups of numbers; false if a key is missing, in another place or not a whole number. */
export function readUsage(bytes: Bytes, from: number, usage: Float64Array): boolean {
  return (
    readNumbers(bytes, from, USAGE_KEYS.older, usage) ||
    readNumbers(bytes, from, USAGE_KEYS.newer, usage)
  );
}

/** Why in one piece: measured, a call for each key and number adds a twenty-fifth to a whole count. */
function readNumbers(
  { at: letters, view }: Bytes,
  from: number,
  keys: readonly Pattern[],
  usage: Float64Array,
): boolean {
  const perGroup = keys.length / 2;
  let at = from;
  let place = 0;
  for (let key = 0; key < keys.length; key += 1) {
    const pattern = keys[key];
    if (pattern === undefined) return false;
    const { length, words, last } = pattern;
    for (let word = 0; word < words.length; word += 1) {
      if (view.getFloat64(at + 8 * word) !== words[word]) return false;
    }
    const startAt = at + length;
    if (view.getFloat64(startAt - 8) !== last) return false;
    let value = 0;
    at = startAt;
    for (let digit = digitAt(letters, at); digit >>> 0 <= 9; digit = digitAt(letters, at)) {
      value = value * 10 + digit;
      at += 1;
    }
    if (at === startAt || at - startAt > DIGITS_MAX) return false;
    if (perGroup > USAGE_NUMBERS && key % perGroup === CACHE_WRITE_PLACE) continue;
    usage[place] = value;
    place += 1;
  }
  return letters[at] === CLOSE;
}
