// The index of counted session files as text, in two parts: what each file was like and what all come
// to, which is all that a refresh without news needs; and what was read of each file. Short, for it is
// written whole. Whatever is not exactly as written here is no index: it is then made anew.
// Why plain arrays of JSON: they are read and written by native code; a denser format of our own took
// longer to be compiled than to run.

import { type ActivitySummary, ENDS_ROW, SUMMARY_ROW } from './summary.ts';
import { ROW, type Tally, USAGE_NUMBERS } from './tally.ts';

/** A file as it was when it was counted. */
export interface KnownFile {
  /** From the Codex home, with slashes. */
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

export interface IndexEntry extends KnownFile {
  /** Bytes that are counted, or passed over. */
  readonly offset: number;
  /** Time of a line that is passed over and not at its end yet; 0 between lines. */
  readonly dullAtMs: number;
  /** Of the file's first bytes and of those before the offset. */
  readonly fingerprint: number;
  readonly tally: Tally;
}

/** The first part. */
export interface IndexFront {
  readonly codexHome: string;
  readonly files: readonly KnownFile[];
  readonly summary: ActivitySummary;
}

/** Numbers, id or 0, models, totals or none, rows. */
type Row = readonly [readonly number[], string | 0, string[], readonly number[], number[]];
const NUMBERS = 8;

// Why columns: thousands of names and numbers are checked at every start, and one list is checked faster.
export function formatFront({ codexHome, files, summary }: IndexFront): string {
  return JSON.stringify({
    codexHome,
    names: files.map(({ name }) => name),
    sizes: files.map(({ size }) => size),
    mtimesMs: files.map(({ mtimeMs }) => mtimeMs),
    inos: files.map(({ ino }) => ino),
    summary,
  });
}

/** Null for another home, or no index at all. */
export function parseFront(codexHome: string, text: string): IndexFront | null {
  const front = parse(text);
  if (!isObject(front) || front.codexHome !== codexHome) return null;
  const { names, sizes, mtimesMs, inos, summary } = front;
  if (!isTexts(names) || !isNumbers(sizes) || !isNumbers(mtimesMs) || !isNumbers(inos)) return null;
  const isEven = [sizes, mtimesMs, inos].every(({ length }) => length === names.length);
  if (!isEven || !isSummary(summary)) return null;
  const files = names.map((name, at) => ({
    name,
    size: sizes[at] ?? 0,
    mtimeMs: mtimesMs[at] ?? 0,
    ino: inos[at] ?? 0,
  }));
  return { codexHome, files, summary };
}

export function formatCounts(entries: readonly IndexEntry[]): string {
  return JSON.stringify(entries.map(rowOf));
}

/** Of the same files, in the same order. Null if they are not. */
export function parseCounts(
  files: readonly KnownFile[],
  text: string,
): readonly IndexEntry[] | null {
  const rows = parse(text);
  if (!Array.isArray(rows) || rows.length !== files.length || !rows.every(isRow)) return null;
  return files.flatMap((file, at) => {
    const row = rows[at];
    return row === undefined ? [] : [entryOf(file, row)];
  });
}

function rowOf({ offset, dullAtMs, fingerprint, tally }: IndexEntry): Row {
  const { model, openTurn, lastAtMs, isCopy, hasRecords } = tally;
  return [
    [
      ...[offset, dullAtMs, fingerprint],
      ...[model, openTurn, lastAtMs, Number(isCopy), Number(hasRecords)],
    ],
    tally.id ?? 0,
    tally.models,
    tally.totals ?? [],
    tally.rows,
  ];
}

function entryOf(file: KnownFile, [numbers, id, models, totals, rows]: Row): IndexEntry {
  const [offset = 0, dullAtMs = 0, fingerprint = 0, ...ofTally] = numbers;
  const [model = -1, openTurn = -1, lastAtMs = 0, isCopy = 0, hasRecords = 0] = ofTally;
  return {
    ...file,
    ...{ offset, dullAtMs, fingerprint },
    tally: {
      id: id === 0 ? null : id,
      models,
      model,
      rows,
      totals: totals.length === 0 ? null : totals,
      openTurn,
      isCopy: isCopy === 1,
      hasRecords: hasRecords === 1,
      lastAtMs,
      gapMs: 0,
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRow(row: unknown): row is Row {
  if (!Array.isArray(row) || row.length !== 5) return false;
  const [numbers, id, models, totals, rows] = row;
  return (
    isNumbers(numbers) &&
    numbers.length === NUMBERS &&
    (id === 0 || typeof id === 'string') &&
    isTexts(models) &&
    isNumbers(totals) &&
    (totals.length === 0 || totals.length === USAGE_NUMBERS) &&
    isNumbers(rows) &&
    rows.length % ROW === 0
  );
}

function isSummary(value: unknown): value is ActivitySummary {
  if (!isObject(value)) return false;
  const { timeZone, madeAtMs, today, nextDay, models, rows, ends, sessions, recentAtMs } = value;
  return (
    typeof timeZone === 'string' &&
    isNumbers([madeAtMs, today, nextDay ?? 0, sessions]) &&
    isTexts(models) &&
    isNumbers(rows) &&
    rows.length % SUMMARY_ROW === 0 &&
    isNumbers(ends) &&
    ends.length % ENDS_ROW === 0 &&
    isNumbers(recentAtMs)
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
