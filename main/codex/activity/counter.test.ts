// Facts about counting session files: exact on generated stores with every trap of real ones, whatever
// becomes of the files, and no byte is read twice.

import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { ActivityReport } from '../../core/activity/report-types.ts';
import {
  AFTER_ALL_MS,
  answerOf,
  growStore,
  makeStore,
  truthOf,
} from '../../testing/generated-store.ts';
import { makePlace } from '../../testing/place.ts';
import { type ActivityCounter, createActivityCounter } from './counter.ts';
import { createIndexFile } from './index-file.ts';

const MOMENT = { nowMs: AFTER_ALL_MS, timeZone: 'UTC' };
const ALL_DAYS = 400;

async function makeGenerated(seed: number) {
  const { codexHome, plimsollHome } = await makePlace({ onTestFinished });
  makeStore(codexHome, seed);
  /** Another start of app or command. */
  const open = ({ keeps = true } = {}): ActivityCounter =>
    createActivityCounter({
      codexHome,
      index: keeps ? createIndexFile({ codexHome, plimsollHome }) : null,
    });
  return { codexHome, plimsollHome, open };
}

function count(counter: ActivityCounter): ActivityReport {
  for (const _step of counter.refresh(MOMENT));
  return counter.report({ ...MOMENT, days: ALL_DAYS });
}

/** What one refresh cost. */
function costOf(counter: ActivityCounter) {
  const before = counter.counters();
  count(counter);
  const after = counter.counters();
  return {
    filesOpened: after.filesOpened - before.filesOpened,
    bytesRead: after.bytesRead - before.bytesRead,
    bytesWritten: after.bytesWritten - before.bytesWritten,
  };
}

function filesOf(codexHome: string): readonly string[] {
  return ['sessions', 'archived_sessions']
    .flatMap((name) => {
      const folder = path.join(codexHome, name);
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
        path.join(folder, file),
      );
    })
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted();
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('activity: is exact, seed %i', async (seed) => {
  const { codexHome, open } = await makeGenerated(seed);
  const report = count(open());
  expect(answerOf(report)).toEqual(truthOf(codexHome));
  expect(report.complete).toBe(true);
});

test('activity: stays exact while sessions grow, reads only what is new, and equals a rescan', async () => {
  const { codexHome, open } = await makeGenerated(11);
  const counter = open();
  count(counter);
  for (const step of [1, 2, 3]) {
    const addedBytes = growStore(codexHome, step);
    const cost = costOf(counter);
    expect(cost.filesOpened).toBe(3);
    expect(cost.bytesRead / addedBytes).toBeLessThan(1.05);
    const report = count(counter);
    expect(answerOf(report)).toEqual(truthOf(codexHome));
    expect(report).toEqual(count(open({ keeps: false })));
    expect(report).toEqual(count(open()));
  }
});

test('activity: opens, reads and writes nothing when nothing has changed, also after a restart', async () => {
  const { open } = await makeGenerated(12);
  const counter = open();
  count(counter);
  const nothing = { filesOpened: 0, bytesRead: 0, bytesWritten: 0 };
  expect(costOf(counter)).toEqual(nothing);
  expect(costOf(open())).toEqual(nothing);
});

test('activity: keeps less than a kilobyte a file', async () => {
  const { codexHome, plimsollHome, open } = await makeGenerated(13);
  count(open());
  const [name = ''] = readdirSync(path.join(plimsollHome, 'activity'));
  const { size } = statSync(path.join(plimsollHome, 'activity', name));
  expect(size / filesOf(codexHome).length).toBeLessThan(1024);
});

/** What may become of a file, by a number that chooses how. */
const FATES: readonly ((file: string, chosen: number, codexHome: string) => void)[] = [
  (file, chosen) => truncateSync(file, chosen % (statSync(file).size + 1)),
  (file) => rmSync(file),
  (file, _, home) => renameSync(file, path.join(home, 'archived_sessions', path.basename(file))),
  (file, chosen) => {
    const bytes = readFileSync(file);
    appendFileSync(file, bytes.subarray(0, chosen % (bytes.length + 1)));
  },
  (file) => {
    const kept = readFileSync(file);
    writeFileSync(`${file}.new`, kept.subarray(0, kept.lastIndexOf(10, kept.length >> 1) + 1));
    renameSync(`${file}.new`, file);
  },
  (file, chosen) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    lines.splice(chosen % lines.length, 1);
    writeFileSync(file, lines.join('\n'));
  },
  (file, _, home) => copyFileSync(file, path.join(home, 'archived_sessions', path.basename(file))),
  (file, chosen) => utimesSync(file, chosen, chosen),
];

test('activity: whatever becomes of the files, the count is that of a rescan', async () => {
  const { codexHome, open } = await makeGenerated(14);
  const counter = open();
  const fate = fc.record({
    file: fc.nat(),
    fate: fc.nat(FATES.length - 1),
    chosen: fc.nat(2 ** 31 - 1),
  });
  let now = Math.floor(Date.now() / 1000);
  fc.assert(
    fc.property(fc.array(fate, { minLength: 1, maxLength: 3 }), (fates) => {
      for (const one of fates) {
        const files = filesOf(codexHome);
        const file = files[one.file % files.length];
        if (file === undefined) continue;
        FATES[one.fate]?.(file, one.chosen, codexHome);
      }
      // Why: within one tick of the file system's clock two states may look alike.
      now += 5;
      for (const file of filesOf(codexHome)) {
        if (statSync(file).mtimeMs > (now - 60 * 60) * 1000) utimesSync(file, now, now);
      }
      expect(count(counter)).toEqual(count(open({ keeps: false })));
    }),
    { numRuns: 60 },
  );
});

test('activity: counts a last line only once all of it is there', async () => {
  const { codexHome, open } = await makeGenerated(15);
  const counter = open();
  const whole = count(counter);
  const biggest = filesOf(codexHome).toSorted((a, b) => statSync(b).size - statSync(a).size)[0];
  if (biggest === undefined) throw new Error('an empty store');
  const bytes = readFileSync(biggest);
  for (const cut of [1, 2, 300, 5_000]) {
    writeFileSync(biggest, bytes.subarray(0, bytes.length - cut));
    expect(count(counter)).toEqual(count(open({ keeps: false })));
    appendFileSync(biggest, bytes.subarray(bytes.length - cut));
    expect(answerOf(count(counter))).toEqual(answerOf(whole));
  }
});

test('activity: is the same for lines whose keys come in another order, with spaces', async () => {
  const { codexHome, open } = await makeGenerated(16);
  const expected = count(open({ keeps: false }));
  for (const file of filesOf(codexHome)) {
    const { atime, mtime } = statSync(file);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.map(reordered).join('\n'));
    utimesSync(file, atime, mtime);
  }
  expect(count(open({ keeps: false }))).toEqual(expected);
});

function reordered(line: string): string {
  try {
    return JSON.stringify(backwards(JSON.parse(line)), null, 1).replaceAll('\n', ' ');
  } catch {
    // Unfinished, or nothing: it stays as it is.
    return line;
  }
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, backwards(each)] as const);
  return Object.fromEntries(entries.toReversed());
}

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
  ['changed in one byte', (bytes: Buffer) => bytes.fill((bytes[99] ?? 0) ^ 1, 99, 100)],
  ['of somebody else', () => Buffer.from('{"version":1}')],
  ['empty', () => Buffer.alloc(0)],
])('activity: an index that is %s is made anew', async (_, spoil) => {
  const { plimsollHome, open } = await makeGenerated(17);
  const expected = count(open());
  const folder = path.join(plimsollHome, 'activity');
  const [name = ''] = readdirSync(folder);
  const file = path.join(folder, name);
  writeFileSync(file, spoil(readFileSync(file)));
  expect(count(open())).toEqual(expected);
  expect(costOf(open()).filesOpened).toBe(0);
});

test('activity: is left between two steps, and goes on where it was', async () => {
  const { codexHome, open } = await makeGenerated(18);
  const counter = open();
  const steps = counter.refresh(MOMENT);
  for (let step = 0; step < 5; step += 1) steps.next();
  steps.return();
  const report = counter.report({ ...MOMENT, days: ALL_DAYS });
  expect(report.complete).toBe(false);
  expect(answerOf(count(counter))).toEqual(truthOf(codexHome));
});

test('activity: tells compressed files as skipped, and of no store that it is empty', async () => {
  const { codexHome, plimsollHome } = await makePlace({ onTestFinished });
  const counter = createActivityCounter({
    codexHome,
    index: createIndexFile({ codexHome, plimsollHome }),
  });
  expect(count(counter)).toMatchObject({ complete: true, totals: { sessions: 0, total: 0 } });
  const folder = path.join(codexHome, 'archived_sessions');
  mkdirSync(folder, { recursive: true });
  const id = '019a0000-0000-7000-8000-000000000001';
  writeFileSync(path.join(folder, `rollout-2026-05-01T10-00-00-${id}.jsonl.zst`), 'zstd');
  const { skipped } = count(counter);
  expect(skipped.map(({ reason }) => reason)).toEqual(['compressed']);
});
