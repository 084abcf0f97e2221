// The numbers of a `token_count` where every Codex writes them: five running totals, then five of the
// last call, key by key at fixed places.

import { type Bytes, isAt, numberAt, type Pattern, patternOf, skipDigits } from './bytes.ts';
import { USAGE_NUMBERS } from './tally.ts';

const CLOSE = 0x7d;

/** What stands before each number of a `token_count`, and after the last. */
const USAGE_KEYS = { older: usageKeys([]), newer: usageKeys([',"cache_write_input_tokens":']) };

function usageKeys(cacheWrite: readonly string[]): readonly Pattern[] {
  const more = [',"output_tokens":', ',"reasoning_output_tokens":', ',"total_tokens":'];
  const keys = [',"cached_input_tokens":', ...cacheWrite, ...more];
  const groups = ['{"total_token_usage":{', '},"last_token_usage":{'];
  const all = groups.flatMap((opening) => [`${opening}"input_tokens":`, ...keys]);
  return [...all, '}'].map(patternOf);
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

function readNumbers(
  bytes: Bytes,
  from: number,
  keys: readonly Pattern[],
  usage: Float64Array,
): boolean {
  const perGroup = (keys.length - 1) / 2;
  let at = from;
  let place = 0;
  for (let key = 0; key < keys.length - 1; key += 1) {
    const pattern = keys[key];
    if (pattern === undefined || !isAt(bytes, at, pattern)) return false;
    const startAt = at + pattern.length;
    at = skipDigits(bytes, startAt);
    if (at === startAt || at - startAt > DIGITS_MAX) return false;
    if (perGroup > USAGE_NUMBERS && key % perGroup === CACHE_WRITE_PLACE) continue;
    usage[place] = numberAt(bytes, startAt, at);
    place += 1;
  }
  return bytes.at[at] === CLOSE;
}
