// What one line of a session file means. Looks at fixed places first, where every Codex writes its keys;
// a line that differs in anything there is read key by key instead. Never holds a line.

import {
  type Bytes,
  bytesIn,
  createStamps,
  isAt,
  numberAt,
  type Pattern,
  patternOf,
  STAMP_BYTES,
  skipDigits,
} from './activity-bytes.ts';
import type { Picked } from './activity-keys.ts';
import { createPicker, type Picker } from './activity-picker.ts';
import {
  beginTurn,
  countTokens,
  markLine,
  nameModel,
  nameSession,
  type Tally,
  USAGE_NUMBERS,
} from './activity-tally.ts';
import { SECOND_MS } from './time.ts';

/** Reads lines in one buffer, which ends at least `BEYOND_BYTES` after the end of any line. */
export interface LineReader {
  /** Takes the complete line between two places of the buffer, without its newline. */
  read(from: number, to: number, tally: Tally): void;
  /**
   * Takes the beginning of a line whose end is not there yet. Answers with its time if nothing else in
   * it counts; null if it must be read on with `push` and `end`.
   */
  begin(from: number, to: number): number | null;
  push(from: number, to: number): void;
  /** The line begun is complete. */
  end(tally: Tally): void;
}

/** No comparison looks further than this. */
export const BEYOND_BYTES = 1024;

const [QUOTE, BACKSLASH, CLOSE, RETURN] = [0x22, 0x5c, 0x7d, 0x0d];
const STAMP_KEY = patternOf('{"timestamp":"');
const NEXT_IS_ORDINAL = patternOf('","ordinal":');
const NEXT_IS_RESPONSE_ITEM = patternOf('","type":"response_item"');
const RESPONSE_ITEM_NEXT = patternOf(',"type":"response_item"');
const TYPE = patternOf(',"type":"');
const EVENT = patternOf('event_msg"');
const EVENT_TYPE = patternOf('event_msg","payload":{"type":"');
const RECORD = patternOf('token_usage_record"');
const TOKEN_COUNT = patternOf('token_count","info":');
const TASK_STARTED = patternOf('task_started",');
const NULL = patternOf('null');
const SPELLED = ['session_meta"', 'turn_context"', 'token_count"', 'task_started"'].map(patternOf);

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

/** What the fixed places say of a line. */
type Verdict = 'dull' | 'record' | 'turn' | 'tokens' | 'closer';

/** Of the line that was judged last. */
interface Judged {
  atMs: number;
  isNumbered: boolean;
  /** Where what follows the type of an event is. */
  bodyAt: number;
}

interface Reading {
  readonly bytes: Bytes;
  readonly stampAt: (from: number) => number;
  readonly judged: Judged;
  readonly usage: Float64Array;
  readonly picker: Picker;
}

export function createLineReader(buffer: Uint8Array): LineReader {
  const bytes = bytesIn(buffer);
  const reading: Reading = {
    bytes,
    stampAt: createStamps(bytes),
    judged: { atMs: 0, isNumbered: false, bodyAt: 0 },
    usage: new Float64Array(2 * USAGE_NUMBERS),
    picker: createPicker(),
  };
  const { judged, picker } = reading;
  const pickAll = (from: number, to: number): void => {
    picker.reset();
    picker.push(buffer, from, to);
  };
  const end = (tally: Tally): void => {
    if (picker.isWhole()) countPicked(picker.picked, tally);
  };
  return {
    read(from, to, tally) {
      const verdict = judge(reading, from, to);
      if (verdict === 'dull') markLine(tally, judged.atMs);
      else if (!readAtOnce(reading, verdict, to, tally)) {
        pickAll(from, to);
        end(tally);
      }
    },
    begin(from, to) {
      if (judge(reading, from, to) === 'dull') return judged.atMs;
      pickAll(from, to);
      return null;
    },
    push: (from, to) => void picker.push(buffer, from, to),
    end,
  };
}

function judge({ bytes, stampAt, judged }: Reading, from: number, to: number): Verdict {
  let at = from + STAMP_KEY.length;
  if (to - from < STAMP_KEY.length + STAMP_BYTES || !isAt(bytes, from, STAMP_KEY)) return 'closer';
  judged.atMs = stampAt(at);
  at += STAMP_BYTES;
  if (Number.isNaN(judged.atMs)) return 'closer';
  // Most lines are of this type.
  if (isAt(bytes, at, NEXT_IS_RESPONSE_ITEM)) return 'dull';
  judged.isNumbered = isAt(bytes, at, NEXT_IS_ORDINAL);
  if (judged.isNumbered) at = skipDigits(bytes, at + NEXT_IS_ORDINAL.length) - 1;
  if (judged.isNumbered && isAt(bytes, at + 1, RESPONSE_ITEM_NEXT)) return 'dull';
  // After a number there is no quote to skip.
  if (!judged.isNumbered && bytes.at[at] !== QUOTE) return 'closer';
  if (!isAt(bytes, at + 1, TYPE)) return 'closer';
  at += 1 + TYPE.length;
  if (isAt(bytes, at, RECORD)) return 'record';
  if (isAt(bytes, at, EVENT_TYPE)) {
    at += EVENT_TYPE.length;
    judged.bodyAt = at + TOKEN_COUNT.length;
    if (isAt(bytes, at, TOKEN_COUNT)) return 'tokens';
    if (isAt(bytes, at, TASK_STARTED)) return 'turn';
  } else if (isAt(bytes, at, EVENT)) return 'closer';
  return isDullName(bytes, at, to) ? 'dull' : 'closer';
}

/** A name that is none of ours, spelled without escapes. */
function isDullName(bytes: Bytes, from: number, to: number): boolean {
  if (SPELLED.some((name) => isAt(bytes, from, name))) return false;
  for (let at = from; at < to; at += 1) {
    if (bytes.at[at] === QUOTE) return true;
    if (bytes.at[at] === BACKSLASH) return false;
  }
  return false;
}

/** False, and nothing was counted, unless all is where every Codex writes it. */
function readAtOnce(reading: Reading, verdict: Verdict, to: number, tally: Tally): boolean {
  const { bytes, judged, usage } = reading;
  if (verdict === 'closer' || !endsAsObject(bytes, to)) return false;
  // Whether a turn is copied is told by more than its type.
  if (verdict === 'turn' && tally.isCopy) return false;
  const hasUsage = verdict === 'tokens' && !isAt(bytes, judged.bodyAt, NULL);
  if (hasUsage && !readUsage(bytes, judged.bodyAt, usage)) return false;
  markLine(tally, judged.atMs);
  if (verdict === 'record') tally.hasRecords = true;
  if (verdict === 'turn') beginTurn(tally, null);
  if (hasUsage) countTokens(tally, usage, judged.isNumbered);
  return true;
}

function endsAsObject({ at: bytes }: Bytes, to: number): boolean {
  return bytes[to - 1] === CLOSE || (bytes[to - 1] === RETURN && bytes[to - 2] === CLOSE);
}

/** Reads both groups of numbers; false if a key is missing, in another place or not a whole number. */
function readUsage(bytes: Bytes, from: number, usage: Float64Array): boolean {
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

function countPicked(picked: Picked, tally: Tally): void {
  const atMs = Date.parse(picked.timestamp ?? '');
  if (picked.type === null || Number.isNaN(atMs)) return;
  markLine(tally, atMs);
  if (picked.type === 'session_meta' && picked.id !== null) nameSession(tally, picked.id);
  if (picked.type === 'turn_context' && picked.model !== null) nameModel(tally, picked.model);
  if (picked.type === 'token_usage_record') tally.hasRecords = true;
  if (picked.type !== 'event_msg') return;
  if (picked.kind === 'task_started') {
    const seconds = picked.startedAt === null ? Number.NaN : Number(picked.startedAt);
    beginTurn(tally, Number.isNaN(seconds) ? null : seconds * SECOND_MS);
  }
  if (picked.kind === 'token_count' && hasUsage(picked.usage)) {
    countTokens(tally, picked.usage, picked.isNumbered);
  }
}

/** Older Codex may lack a number; without totals or a last call there is nothing to count. */
function hasUsage(usage: Float64Array): boolean {
  const isThere = isCount(usage[0]) && isCount(usage[USAGE_NUMBERS]);
  for (let at = 0; at < usage.length; at += 1) if (!isCount(usage[at])) usage[at] = 0;
  return isThere;
}

function isCount(value: number | undefined): boolean {
  return Number.isSafeInteger(value) && (value ?? -1) >= 0;
}
