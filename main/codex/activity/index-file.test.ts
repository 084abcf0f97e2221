// Facts about the index on disk: private, replaced whole, made anew when it is not exactly what was
// written, and whole after a crash at any step of writing it.

import nodeDisk, {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createCalendar } from '../../core/activity/days.ts';
import type { IndexEntry } from '../../core/activity/index-text.ts';
import { summarize } from '../../core/activity/summary.ts';
import { createTally } from '../../core/activity/tally.ts';
import { createIndexFile, type Disk, type IndexFileContext } from './index-file.ts';

const NOW_MS = Date.now();
const TALLY = {
  ...createTally(),
  id: '019f195b-3617-7008-a1fb-0458f583d1b2',
  models: ['gpt-5.4', 'größer'],
  model: 1,
  rows: [1982000, 0, 1, 2, 1200, 1000, 50, 20, 1982001, -1, 0, 0, 0, 0, 0, 0],
  totals: [1200, 1000, 50, 20, 1250],
  openTurn: 1982003,
  isCopy: true,
  hasRecords: true,
  lastAtMs: 1783800000123,
};
const entry = (name: string): IndexEntry => ({
  ...{ name, size: 900, mtimeMs: 1783800000123.25, ino: 77, offset: 800, dullAtMs: 5 },
  fingerprint: 4000000000,
  tally: TALLY,
});
const counted = (entries: readonly IndexEntry[]) => ({
  entries,
  summary: summarize({
    sessions: entries.map(({ tally }) => [tally]),
    ...{ calendar: createCalendar('Europe/Berlin'), nowMs: NOW_MS },
  }),
});
const FULL = counted([entry('sessions/2026/06/30/a.jsonl'), entry('archived_sessions/b.jsonl')]);
const ONE = counted(FULL.entries.slice(0, 1));

/** As it is after all of it was unpacked. */
function load(context: IndexFileContext) {
  const packed = createIndexFile(context).load();
  return packed && { entries: packed.unpack(), summary: packed.summary };
}

function place() {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-index-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const context = { codexHome: '/home/a/.codex', plimsollHome: path.join(folder, 'plimsoll') };
  const activity = path.join(context.plimsollHome, 'activity');
  const names = (): readonly string[] => readdirSync(activity).toSorted();
  const file = (): string => path.join(activity, names().find((n) => n.endsWith('.index')) ?? '');
  return { context, activity, names, file };
}

test('what was saved is loaded, by another process too', () => {
  const { context } = place();
  expect(load(context)).toBeNull();
  expect(createIndexFile(context).save(FULL, NOW_MS)).toBe(true);
  expect(load(context)).toEqual(FULL);
});

test('is private, and nothing else is left beside it', () => {
  const { context, activity, names, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  expect(names()).toHaveLength(1);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(activity).mode & 0o777).toBe(0o700);
});

test('a byte that is changed anywhere, or a cut, makes it none', () => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  const whole = readFileSync(file());
  for (let at = 10; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x15;
    writeFileSync(file(), damaged);
    expect(load(context)).toBeNull();
  }
  for (let length = 0; length < whole.length; length += 1) {
    writeFileSync(file(), whole.subarray(0, length));
    expect(load(context)).toBeNull();
  }
});

type Parts = Record<string, unknown>;

/** Bytes stay as they are. */
const packedOf = (counts: unknown): Buffer =>
  Buffer.isBuffer(counts) ? counts : gzipSync(JSON.stringify(counts));

/** Writes another front or other counts, with the checksum that they would have. */
function rewrite(
  file: string,
  change: { readonly front?: (front: Parts) => unknown; readonly counts?: unknown },
): void {
  const whole = readFileSync(file);
  const [title = '', length = ''] = whole.toString('latin1').split('\n', 2);
  const frontAt = title.length + length.length + 2;
  const packedAt = frontAt + Number(length);
  const front: Parts = JSON.parse(whole.toString('utf8', frontAt, packedAt));
  const text = JSON.stringify(change.front?.(front) ?? front);
  const counts = change.counts === undefined ? whole.subarray(packedAt) : packedOf(change.counts);
  const size = Buffer.byteLength(text);
  const rest = Buffer.concat([Buffer.from(`${size}\n${text}`), counts]);
  const sum = crc32(rest).toString(16).padStart(8, '0');
  writeFileSync(file, Buffer.concat([Buffer.from(`${title.slice(0, -8)}${sum}\n`), rest]));
}

test('an index that is written anew by a test is one', () => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  rewrite(file(), { front: (front) => ({ ...front }) });
  expect(load(context)).toEqual(FULL);
});

test.each<[string, (front: Parts) => unknown]>([
  ['of another home', (front) => ({ ...front, codexHome: '/home/b/.codex' })],
  ['without names', ({ names: _, ...front }) => front],
  ['with a name too few', (front) => ({ ...front, names: ['a'] })],
  ['with a name that is none', (front) => ({ ...front, names: ['a', 1] })],
  ['with a text for a size', (front) => ({ ...front, sizes: [1, '1'] })],
  ['without a summary', ({ summary: _, ...front }) => front],
  [
    'with a summary of no zone',
    (front) => ({ ...front, summary: { ...ONE.summary, timeZone: 1 } }),
  ],
  ['with a torn summary', (front) => ({ ...front, summary: { ...ONE.summary, rows: [1] } })],
  ['of another shape', () => [1]],
])('an index %s is none', (_, front) => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  rewrite(file(), { front });
  expect(load(context)).toBeNull();
});

test('an index of another version is none', () => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  const whole = readFileSync(file());
  writeFileSync(file(), whole.toString('latin1').replace('activity 2', 'activity 3'), 'latin1');
  expect(load(context)).toBeNull();
  writeFileSync(file(), gzipSync('{"plimsollActivity":1}'));
  expect(load(context)).toBeNull();
});

test.each<[string, unknown]>([
  ['of fewer files', [[[0, 0, 0, 0, 0, 0, 0, 0], 0, [], [], []]]],
  ['with a file that is none', [null, null]],
  ['with a row too short', [1, 2].map(() => [[0, 0, 0, 0, 0, 0, 0, 0], 0, [], [], [1]])],
  ['with a text for a number', [1, 2].map(() => [['0', 0, 0, 0, 0, 0, 0, 0], 0, [], [], []])],
  ['of another shape', {}],
  ['that are not packed', Buffer.from('[]')],
])('counts %s are none', (_, counts) => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  rewrite(file(), { counts });
  expect(load(context)?.entries).toEqual([]);
});

test('a folder, or a FIFO of nobody, in its place is none', () => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  const name = file();
  rmSync(name);
  nodeDisk.mkdirSync(name);
  expect(load(context)).toBeNull();
  expect(createIndexFile(context).save(FULL, NOW_MS)).toBe(false);
});

const STEPS = [
  ...['mkdirSync', 'readdirSync', 'openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'],
] as const;

test.each(STEPS)('a failing %s leaves the old index whole, and no temporary file', (step) => {
  const { context, names } = place();
  createIndexFile(context).save(ONE, NOW_MS);
  const disk: Disk = {
    ...nodeDisk,
    [step]: (...given: readonly never[]) => {
      if (step === 'closeSync') nodeDisk.closeSync(given[0] ?? -1);
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
  };
  expect(createIndexFile({ ...context, disk }).save(FULL, NOW_MS)).toBe(false);
  expect(load(context)).toEqual(ONE);
  expect(names()).toHaveLength(1);
});

test.each(STEPS)('a process that ends at %s leaves the old index whole', (step) => {
  const { context, activity, names } = place();
  createIndexFile(context).save(ONE, NOW_MS);
  let isOver = false;
  const dead = (): never => {
    isOver = true;
    throw new Error('ended');
  };
  const calls = [...STEPS, 'unlinkSync'] as const;
  const disk: Disk = { ...nodeDisk };
  for (const call of calls) {
    const real: (...given: readonly never[]) => unknown = nodeDisk[call];
    const mortal = (...given: readonly never[]): unknown =>
      isOver || call === step ? dead() : real(...given);
    Object.assign(disk, { [call]: mortal });
  }
  expect(createIndexFile({ ...context, disk }).save(FULL, NOW_MS)).toBe(false);
  expect(load(context)).toEqual(ONE);
  for (const name of names()) utimesSync(path.join(activity, name), 1e9, 1e9);
  createIndexFile(context).save(FULL, NOW_MS);
  expect(names()).toHaveLength(1);
  expect(load(context)).toEqual(FULL);
});

test('a temporary file of a living process is left alone, and so is what is not ours', () => {
  const { context, activity, names, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  copyFileSync(file(), `${file()}.0123456789ab.tmp`);
  writeFileSync(path.join(activity, 'notes.tmp'), '');
  utimesSync(path.join(activity, 'notes.tmp'), 1e9, 1e9);
  createIndexFile(context).save(FULL, NOW_MS);
  expect(names()).toHaveLength(3);
});

test('an index that was cut by somebody else is replaced', () => {
  const { context, file } = place();
  createIndexFile(context).save(FULL, NOW_MS);
  truncateSync(file(), 20);
  createIndexFile(context).save(FULL, NOW_MS);
  expect(load(context)).toEqual(FULL);
});
