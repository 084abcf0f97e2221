// The index of counted session files as text: what was read of each file, and what it came to. Short,
// for it is written whole. Whatever is not exactly as written here is no index: it is then made anew.
// Why plain arrays of JSON: they are read and written by native code; a denser format of our own took
// longer to be compiled than to run.

import { ROW, type Tally, USAGE_NUMBERS } from './activity-tally.ts';

/** A file as it was when it was counted. */
export interface IndexEntry {
  /** From the Codex home, with slashes. */
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  /** Bytes that are counted, or passed over. */
  readonly offset: number;
  /** Time of a line that is passed over and not at its end yet; 0 between lines. */
  readonly dullAtMs: number;
  /** Of the file's first bytes and of those before the offset. */
  readonly fingerprint: number;
  readonly tally: Tally;
}

/** Another number when the meaning of anything changes: older indexes are then made anew. */
const VERSION = 1;

/** Name, numbers, id or 0, models, totals or none, rows. */
type Row = readonly [string, readonly number[], string | 0, string[], readonly number[], number[]];
const NUMBERS = 11;

export function formatIndex(codexHome: string, entries: readonly IndexEntry[]): string {
  return JSON.stringify({ plimsollActivity: VERSION, codexHome, files: entries.map(rowOf) });
}

/** Null for another version, another home, or no index at all. */
export function parseIndex(codexHome: string, text: string): readonly IndexEntry[] | null {
  let index: unknown;
  try {
    index = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(index) || index.plimsollActivity !== VERSION) return null;
  const { files } = index;
  if (index.codexHome !== codexHome || !Array.isArray(files) || !files.every(isRow)) return null;
  return files.map(entryOf);
}

function rowOf(entry: IndexEntry): Row {
  const { name, size, mtimeMs, ino, offset, dullAtMs, fingerprint, tally } = entry;
  const { model, openTurn, lastAtMs, isCopy, hasRecords } = tally;
  return [
    name,
    [
      ...[size, mtimeMs, ino, offset, dullAtMs, fingerprint],
      ...[model, openTurn, lastAtMs, Number(isCopy), Number(hasRecords)],
    ],
    tally.id ?? 0,
    tally.models,
    tally.totals ?? [],
    tally.rows,
  ];
}

// Why spelled out: thousands of these are made at every start.
function entryOf([name, numbers, id, models, totals, rows]: Row): IndexEntry {
  return {
    name,
    size: numbers[0] ?? 0,
    mtimeMs: numbers[1] ?? 0,
    ino: numbers[2] ?? 0,
    offset: numbers[3] ?? 0,
    dullAtMs: numbers[4] ?? 0,
    fingerprint: numbers[5] ?? 0,
    tally: {
      id: id === 0 ? null : id,
      models,
      model: numbers[6] ?? -1,
      rows,
      totals: totals.length === 0 ? null : totals,
      openTurn: numbers[7] ?? -1,
      isCopy: numbers[9] === 1,
      hasRecords: numbers[10] === 1,
      lastAtMs: numbers[8] ?? 0,
      gapMs: 0,
    },
  };
}

function isRow(row: unknown): row is Row {
  if (!Array.isArray(row) || row.length !== 6) return false;
  const [name, numbers, id, models, totals, rows] = row;
  return (
    typeof name === 'string' &&
    isNumbers(numbers) &&
    numbers.length === NUMBERS &&
    (id === 0 || typeof id === 'string') &&
    Array.isArray(models) &&
    models.every((model) => typeof model === 'string') &&
    isNumbers(totals) &&
    (totals.length === 0 || totals.length === USAGE_NUMBERS) &&
    isNumbers(rows) &&
    rows.length % ROW === 0
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
