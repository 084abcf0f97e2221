// What one line of a session file means. Looks at fixed places first, where every Codex writes its keys;
// a line that differs in anything there is read key by key instead. Never holds a line.

import { SECOND_MS } from '../time.ts';
import { type Bytes, bytesIn, wordOf } from './bytes.ts';
import { createJudge, type Judge, type Verdict } from './judge.ts';
import type { Picked } from './keys.ts';
import { createKnownModels, type KnownModels, sessionIdAt } from './names.ts';
import { createPicker, type Picker } from './picker.ts';
import {
  beginTurn,
  countTokens,
  markLine,
  nameModel,
  nameSession,
  type Tally,
  USAGE_NUMBERS,
} from './tally.ts';
import { readUsage } from './usage.ts';

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

const [CLOSE, RETURN] = [0x7d, 0x0d];
const NULL = wordOf('null');

interface Reading {
  readonly bytes: Bytes;
  readonly judge: Judge;
  readonly usage: Float64Array;
  readonly picker: Picker;
  readonly models: KnownModels;
}

export function createLineReader(buffer: Uint8Array): LineReader {
  const bytes = bytesIn(buffer);
  const reading: Reading = {
    bytes,
    judge: createJudge(bytes),
    usage: new Float64Array(2 * USAGE_NUMBERS),
    picker: createPicker(),
    models: createKnownModels(bytes),
  };
  const { picker } = reading;
  const { judge, judged } = reading.judge;
  const pickAll = (from: number, to: number): number => {
    picker.reset();
    return picker.push(buffer, from, to);
  };
  const end = (tally: Tally): void => {
    if (picker.isWhole()) countPicked(picker.picked, tally);
  };
  return {
    read(from, to, tally) {
      const verdict = judge(from);
      if (verdict === 'dull') markLine(tally, judged.atMs);
      else if (!readAtOnce(reading, verdict, to, tally)) {
        const lookedTo = pickAll(from, to);
        const { model } = picker.picked;
        if (verdict === 'context' && model !== null) {
          reading.models.learn(judged.typeAt, lookedTo, model);
        }
        end(tally);
      }
    },
    begin(from, to) {
      if (judge(from) === 'dull') return judged.atMs;
      pickAll(from, to);
      return null;
    },
    push: (from, to) => void picker.push(buffer, from, to),
    end,
  };
}

/** False, and nothing was counted, unless all is where every Codex writes it. */
function readAtOnce(reading: Reading, verdict: Verdict, to: number, tally: Tally): boolean {
  if (verdict === 'session' || verdict === 'context') return readName(reading, verdict, tally);
  const { bytes, usage } = reading;
  const { judged } = reading.judge;
  if (verdict === 'closer' || !endsAsObject(bytes, to)) return false;
  // Whether a turn is copied is told by more than its type.
  if (verdict === 'turn' && tally.isCopy) return false;
  const hasUsage = verdict === 'tokens' && bytes.view.getInt32(judged.infoAt) !== NULL;
  if (hasUsage && !readUsage(bytes, judged.infoAt, usage)) return false;
  markLine(tally, judged.atMs);
  if (verdict === 'record') tally.hasRecords = true;
  if (verdict === 'turn') beginTurn(tally, null);
  if (hasUsage) countTokens(tally, usage, judged.isNumbered);
  return true;
}

function readName(
  { bytes, judge: { judged }, models }: Reading,
  verdict: 'session' | 'context',
  tally: Tally,
): boolean {
  const isSession = verdict === 'session';
  const name = isSession ? sessionIdAt(bytes, judged.typeAt) : models.find(judged.typeAt);
  if (name === null) return false;
  markLine(tally, judged.atMs);
  if (isSession) nameSession(tally, name);
  else nameModel(tally, name);
  return true;
}

function endsAsObject({ at: bytes }: Bytes, to: number): boolean {
  return bytes[to - 1] === CLOSE || (bytes[to - 1] === RETURN && bytes[to - 2] === CLOSE);
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
