// What the lines of one session file come to: calls, turns and tokens by quarter of an hour and model.
// Grows line by line and can be put away and taken up again; knows nothing of bytes, files and days.

import { MINUTE_MS } from '../time.ts';

/**
 * Sums are kept by quarter of an hour of UTC, so that days of any time zone can be made of them.
 * Source: every zone of today is a whole number of quarters away from UTC.
 */
export const QUARTER_MS = 15 * MINUTE_MS;

/** Numbers in one row of `Tally.rows`. */
export const ROW = 8;
/** Where in a row each number is; `MODEL` is a place in `Tally.models`, or -1 for lines without spend. */
export const [QUARTER, MODEL, TURNS, CALLS, INPUT, CACHED, OUTPUT, REASONING] = [
  0, 1, 2, 3, 4, 5, 6, 7,
];

/** Totals and last call in the order of the wire: input, cached, output, reasoning, total. */
export const USAGE_NUMBERS = 5;

/**
 * Source: codex-protocol.md §10, observed: an older Codex writes the copy of a parent in one burst,
 * and then waits for a person.
 */
const BURST_GAP_MS = 1_000;
/** A turn that says it began as it was written is new, not copied. `started_at` has whole seconds. */
const JUST_STARTED_MS = 1_500;

/** Mutable, for it changes with every line. */
export interface Tally {
  /** Of the first `session_meta`. */
  id: string | null;
  readonly models: string[];
  /** Place of the model of the calls that follow; -1 before one is named. */
  model: number;
  readonly rows: number[];
  /** The running totals that were told last. */
  totals: readonly number[] | null;
  /** Quarter of a turn that has begun and whose model is not told yet, or -1. */
  openTurn: number;
  /** Whether the lines are a copy of a parent's. */
  isCopy: boolean;
  /** Whether this file names each call's spend in a line of its own, before its totals. */
  hasRecords: boolean;
  /** Of the last complete line; 0 before one has a time. */
  lastAtMs: number;
  /** From the line before to the last one. */
  gapMs: number;
}

export function createTally(): Tally {
  return {
    id: null,
    models: [],
    model: -1,
    rows: [],
    totals: null,
    openTurn: -1,
    isCopy: false,
    hasRecords: false,
    lastAtMs: 0,
    gapMs: 0,
  };
}

/** Every complete line, before what it says. */
export function markLine(tally: Tally, atMs: number): void {
  tally.gapMs = tally.lastAtMs === 0 ? 0 : atMs - tally.lastAtMs;
  if (tally.isCopy && Math.abs(tally.gapMs) > BURST_GAP_MS) tally.isCopy = false;
  const quarter = Math.floor(atMs / QUARTER_MS);
  if (quarter !== Math.floor(tally.lastAtMs / QUARTER_MS)) markQuarter(tally, quarter);
  tally.lastAtMs = atMs;
}

function markQuarter({ rows }: Tally, quarter: number): void {
  for (let at = rows.length - ROW; at >= 0; at -= ROW) if (rows[at] === quarter) return;
  rows.push(quarter, -1, 0, 0, 0, 0, 0, 0);
}

/** A `session_meta`: the first names the session, one of another session begins a copy of it. */
export function nameSession(tally: Tally, id: string): void {
  if (tally.id === null) tally.id = id;
  else if (id !== tally.id && tally.totals === null) tally.isCopy = true;
}

/** A `task_started`. The model of a turn is told after its beginning. */
export function beginTurn(tally: Tally, startedAtMs: number | null): void {
  const { isCopy, gapMs, lastAtMs } = tally;
  const isNew =
    startedAtMs !== null && gapMs > 0 && Math.abs(lastAtMs - startedAtMs) <= JUST_STARTED_MS;
  if (isCopy && !isNew) return;
  tally.isCopy = false;
  settleTurn(tally);
  tally.openTurn = Math.floor(lastAtMs / QUARTER_MS);
}

/** A `turn_context`. */
export function nameModel(tally: Tally, name: string): void {
  if (tally.models[tally.model] !== name) {
    const known = tally.models.indexOf(name);
    tally.model = known === -1 ? tally.models.push(name) - 1 : known;
  }
  settleTurn(tally);
}

function settleTurn(tally: Tally): void {
  const { openTurn } = tally;
  if (openTurn === -1) return;
  tally.openTurn = -1;
  const at = rowOf(tally, openTurn);
  addTo(tally.rows, at + TURNS, 1);
}

/**
 * A `token_count` with numbers: five running totals, then five of the last call. A call is counted
 * where the totals have risen; where they stay or fall, nothing was spent.
 */
export function countTokens(tally: Tally, usage: ArrayLike<number>, isNumbered: boolean): void {
  const before = tally.totals;
  if (before !== null && isSameTotals(before, usage)) return;
  tally.totals = [usage[0] ?? 0, usage[1] ?? 0, usage[2] ?? 0, usage[3] ?? 0, usage[4] ?? 0];
  if (tally.isCopy || !isSpend(tally.hasRecords || !isNumbered, before, usage)) return;
  settleTurn(tally);
  const { rows } = tally;
  const at = rowOf(tally, Math.floor(tally.lastAtMs / QUARTER_MS));
  addTo(rows, at + CALLS, 1);
  for (let number = 0; number < 4; number += 1) {
    addTo(rows, at + INPUT + number, usage[USAGE_NUMBERS + number] ?? 0);
  }
}

const [TOTAL_INPUT, TOTAL_OUTPUT, LAST_INPUT, LAST_OUTPUT] = [0, 2, 5, 7];

/** `isOwn`: whether the first numbers that a file tells can only be its own. */
function isSpend(
  isOwn: boolean,
  before: readonly number[] | null,
  usage: ArrayLike<number>,
): boolean {
  const input = usage[TOTAL_INPUT] ?? 0;
  const output = usage[TOTAL_OUTPUT] ?? 0;
  const lastInput = usage[LAST_INPUT] ?? 0;
  const lastOutput = usage[LAST_OUTPUT] ?? 0;
  // The context overflowed: the totals were overwritten.
  if (lastInput + lastOutput === 0) return false;
  const isFresh = input === lastInput && output === lastOutput;
  if (isFresh) return true;
  // A fork that points at its parent first repeats the parent's numbers when its limits move. A call of
  // its own is recorded before it is counted, by every Codex that numbers its lines.
  if (before === null) return isOwn;
  return input >= (before[TOTAL_INPUT] ?? 0) && output >= (before[TOTAL_OUTPUT] ?? 0);
}

function isSameTotals(before: readonly number[], usage: ArrayLike<number>): boolean {
  for (let at = 0; at < USAGE_NUMBERS; at += 1) if (before[at] !== usage[at]) return false;
  return true;
}

/** Where the row of the current model in that quarter begins; a new one if there is none. */
function rowOf({ rows, model, models }: Tally, quarter: number): number {
  const place = model === -1 ? unnamed(models) : model;
  for (let at = rows.length - ROW; at >= 0; at -= ROW) {
    if (rows[at] === quarter && rows[at + MODEL] === place) return at;
  }
  return rows.push(quarter, place, 0, 0, 0, 0, 0, 0) - ROW;
}

/** The name under which calls are counted before any model is told. */
export const UNKNOWN_MODEL = 'unknown';

function unnamed(models: string[]): number {
  const known = models.indexOf(UNKNOWN_MODEL);
  return known === -1 ? models.push(UNKNOWN_MODEL) - 1 : known;
}

function addTo(rows: number[], at: number, count: number): void {
  rows[at] = (rows[at] ?? 0) + count;
}

/** A copy that may be changed without changing the first. */
export function copyTally(tally: Tally): Tally {
  return { ...tally, models: [...tally.models], rows: [...tally.rows] };
}
