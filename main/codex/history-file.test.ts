// Facts about the history on disk: nothing is lost between app and command, nothing is mixed between
// accounts, and no disk keeps the numbers from being shown.

import { execFile } from 'node:child_process';
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { exampleSnapshot } from '../core/example-states.ts';
import { HISTORY_MAX_BYTES, parseHistory } from '../core/history.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/time.ts';
import { handClock, makePlace, portsWith } from '../testing/place.ts';
import { createHistoryFile, type HistoryContext, type HistoryFile } from './history-file.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';

const run = promisify(execFile);
const START_MS = Date.parse('2026-11-22T10:00:00Z');
const ROOT = path.join(import.meta.dirname, '../..');
const KEY = '0123456789abcdef';

async function makeHome() {
  const { plimsollHome, folder: place } = await makePlace({ onTestFinished });
  const clock = handClock(START_MS);
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  /** Another start of app or command, which records a snapshot at the moment it is of. */
  const open = (changes: Partial<HistoryContext> = {}): HistoryFile => {
    const history = createHistoryFile({ ...portsWith(clock), locks, plimsollHome, ...changes });
    return {
      load: history.load,
      record(key, snapshot) {
        clock.pass(snapshot.takenAtMs - clock.nowMs());
        return history.record(key, snapshot);
      },
    };
  };
  return { place, plimsollHome, folder: path.join(plimsollHome, 'history'), clock, open };
}

/** A snapshot so many minutes after the start, with so much used of its shortest window. */
function snapshotAt(minute: number, usedPercent: number): UsageSnapshot {
  const [first, ...others] = exampleSnapshot.windows;
  if (first === undefined) throw new Error('the example has no window');
  const takenAtMs = START_MS + minute * MINUTE_MS;
  return { ...exampleSnapshot, takenAtMs, windows: [{ ...first, usedPercent }, ...others] };
}

type Samples = Awaited<ReturnType<HistoryFile['load']>>;
const used = (samples: Samples) => samples.map(({ windows }) => windows[0]?.usedPercent);

async function theFile(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  expect(names).toHaveLength(1);
  return path.join(folder, names[0] ?? '');
}

/** Files by their own content; null for what is no history. */
async function onDisk(folder: string) {
  return parseHistory(await readFile(await theFile(folder), 'utf8'));
}

test('record: answers with all samples of the account, also after a restart', async () => {
  const { open } = await makeHome();
  const history = open();
  expect(await history.load(KEY)).toEqual([]);
  expect(used(await history.record(KEY, snapshotAt(0, 1)))).toEqual([1]);
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  const later = open();
  expect(used(await later.load(KEY))).toEqual([1, 2]);
  expect(used(await later.record(KEY, snapshotAt(10, 3)))).toEqual([1, 2, 3]);
});

test('record: keeps each account to itself', async () => {
  const { open } = await makeHome();
  const history = open();
  await history.record(KEY, snapshotAt(0, 1));
  expect(used(await history.record('another', snapshotAt(5, 50)))).toEqual([50]);
  expect(used(await history.record(KEY, snapshotAt(10, 2)))).toEqual([1, 2]);
  expect(used(await history.load('another'))).toEqual([50]);
  expect(await history.load('a third')).toEqual([]);
});

test('record: makes private files in a private folder, named after nobody', async () => {
  const { open, folder } = await makeHome();
  await open().record('a@example.invalid/../..', snapshotAt(0, 1));
  const file = await theFile(folder);
  expect(path.basename(file)).toMatch(/^[0-9a-f]{16}\.json$/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readFile(file, 'utf8')).not.toMatch(/example|fake|plus/i);
  expect((await readdir(folder)).toSorted()).toEqual(
    [path.basename(file), 'history.lock'].toSorted(),
  );
});

test('record: writes only when there is something to add', async () => {
  const { open, folder } = await makeHome();
  const history = open();
  await history.record(KEY, snapshotAt(0, 1));
  const file = await theFile(folder);
  const seen: number[] = [];
  for (const [minute, percent] of [
    [1, 1],
    [5, 1],
    [10, 1],
    [14, 1],
    [20, 1],
    [21, 2],
    [21, 2],
  ] as const) {
    const { ino } = await stat(file);
    await history.record(KEY, snapshotAt(minute, percent));
    if ((await stat(file)).ino !== ino) seen.push(minute);
  }
  expect(seen).toEqual([20, 21]);
  // The end of the plateau, which had waited in memory, came with the change.
  const times = (await onDisk(folder))?.map(({ atMs }) => (atMs - START_MS) / MINUTE_MS);
  expect(times).toEqual([0, 20, 21]);
});

test('record: app and command at once lose nothing', async () => {
  const { open, folder } = await makeHome();
  const [app, command] = [open(), open()];
  for (let round = 0; round < 12; round += 1) {
    const minute = round * 10;
    await Promise.all([
      app.record(KEY, snapshotAt(minute, round)),
      app.record(KEY, snapshotAt(minute + 2, round + 0.25)),
    ]);
    await command.record(KEY, snapshotAt(minute + 4, round + 0.5));
  }
  expect(await onDisk(folder)).toHaveLength(36);
});

/** A program that records in one account, a step after what it sees, and prints what was taken. */
const RECORDER = (folder: string, plimsollHome: string) => `
import { createHistoryFile } from "${folder}/history-file.ts";
import { createLocks } from "${folder}/locks.ts";
import { nodePorts } from "${folder}/node-ports.ts";
const locks = createLocks({ ...nodePorts, platform: process.platform });
const clock = { ...nodePorts.clock, nowMs: () => ${START_MS + DAY_MS} };
const plimsollHome = '${plimsollHome}';
for (let turn = 1; turn <= 15; turn += 1) {
  // A new one each time: nothing is remembered, so all has to be on the disk.
  const history = createHistoryFile({ ...nodePorts, clock, locks, plimsollHome });
  const last = (await history.load('${KEY}')).at(-1);
  const usedPercent = Number(process.argv[2]) * 1000 + turn;
  const window = { kind: 'session', durationMs: 18_000_000, usedPercent, resetsAtMs: null };
  const snapshot = { takenAtMs: last.atMs + 300_000, windows: [window] };
  const after = (await history.record('${KEY}', snapshot)).at(-1);
  if (after.windows[0].usedPercent === usedPercent) console.log(usedPercent);
}`;

test('record: two processes at once lose nothing, and leave a whole file', async () => {
  const { open, folder, place, plimsollHome } = await makeHome();
  await open().record(KEY, snapshotAt(0, 0));
  const entry = path.join(place, 'recorder.ts');
  await writeFile(entry, RECORDER(import.meta.dirname, plimsollHome));
  const built = path.join(place, 'built');
  const options = ['--ssr', entry, '--outDir', built, '--logLevel', 'error'];
  await run('npx', ['vite', 'build', ...options, '--configLoader', 'runner'], { cwd: ROOT });
  await symlink(path.join(ROOT, 'node_modules'), path.join(place, 'node_modules'));
  const [name = ''] = await readdir(built);
  const program = path.join(built, name);
  const said = await Promise.all([1, 2].map((who) => run(process.execPath, [program, `${who}`])));
  const taken = said.flatMap(({ stdout }) => stdout.trim().split('\n').map(Number));
  // Few on a busy machine: whoever finds the lock taken for too long keeps its sample in memory.
  expect(taken.length).toBeGreaterThan(4);
  expect(used((await onDisk(folder)) ?? []).toSorted()).toEqual([0, ...taken].toSorted());
  expect((await readdir(folder)).filter((each) => each.endsWith('.tmp'))).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"samples":[[179'],
  ['another version', '{"version":2,"samples":[]}'],
  ['something foreign', '<html>'],
  ['far too much', ' '.repeat(HISTORY_MAX_BYTES + 1)],
])('history: is begun anew, and the old one kept, when it holds %s', async (_, text) => {
  const { open, folder } = await makeHome();
  await open().record(KEY, snapshotAt(0, 1));
  const file = await theFile(folder);
  await writeFile(file, text);
  const history = open();
  expect(await history.load(KEY)).toEqual([]);
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([2]);
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe(text);
  expect(used((await onDisk(folder)) ?? [])).toEqual([2]);
});

test.each<[string, (file: string) => Promise<unknown>]>([
  ['a folder', (file) => rm(file).then(() => mkdir(file))],
  ['a FIFO', (file) => rm(file).then(() => run('mkfifo', [file]))],
])('history: goes on in memory when its file is %s, and leaves that alone', async (_, arrange) => {
  const { open, folder } = await makeHome();
  const history = open();
  await history.record(KEY, snapshotAt(0, 1));
  const file = await theFile(folder);
  await arrange(file);
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  expect((await stat(file)).isFile()).toBe(false);
});

test('history: goes on in memory when there is no folder to be had', async () => {
  const { open, plimsollHome } = await makeHome();
  await writeFile(plimsollHome, 'a file where the folder should be');
  const history = open();
  await history.record(KEY, snapshotAt(0, 1));
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  expect(used(await history.load(KEY))).toEqual([1, 2]);
  expect(await open().load(KEY)).toEqual([]);
});

test('history: goes on in memory while the disk is full, and is saved when it is not', async () => {
  const { open, folder } = await makeHome();
  let isFull = false;
  const { files } = nodePorts;
  const small: HistoryContext['files'] = {
    ...files,
    async open(file, flags, mode) {
      const handle = await files.open(file, flags, mode);
      const write = handle.write.bind(handle);
      return Object.assign(handle, {
        write: (...args: Parameters<typeof write>) => {
          if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          return write(...args);
        },
      });
    },
  };
  const history = open({ files: small });
  await history.record(KEY, snapshotAt(0, 1));
  isFull = true;
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  expect(used(await history.record(KEY, snapshotAt(10, 3)))).toEqual([1, 2, 3]);
  expect(used((await onDisk(folder)) ?? [])).toEqual([1]);
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  isFull = false;
  await history.record(KEY, snapshotAt(15, 4));
  expect(used((await onDisk(folder)) ?? [])).toEqual([1, 2, 3, 4]);
});

test('history: while another process keeps the lock, this sample waits in memory', async () => {
  const { open, folder } = await makeHome();
  const busy: HistoryContext['locks'] = { acquire: async () => 'busy' };
  await open().record(KEY, snapshotAt(0, 1));
  const history = open({ locks: busy });
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  expect(used((await onDisk(folder)) ?? [])).toEqual([1]);
});

test('history: a folder that may not be written to stays as it is', async () => {
  const { open, folder, clock } = await makeHome();
  await open().record(KEY, snapshotAt(0, 1));
  await chmod(folder, 0o500);
  onTestFinished(() => chmod(folder, 0o700));
  const refusing: HistoryContext['files'] = {
    ...nodePorts.files,
    // Root may write anywhere; the system's answer to others is given here.
    async open(file, flags, mode) {
      if (file.endsWith('.tmp')) throw Object.assign(new Error('read-only'), { code: 'EROFS' });
      return nodePorts.files.open(file, flags, mode);
    },
  };
  const history = open({ ...portsWith(clock), files: refusing });
  expect(used(await history.record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  expect(used((await onDisk(folder)) ?? [])).toEqual([1]);
});

test('history: what a killed process left is removed once it is old, and is never read', async () => {
  const { open, folder } = await makeHome();
  await open().record(KEY, snapshotAt(0, 1));
  const temp = `${await theFile(folder)}.0123456789ab.tmp`;
  await writeFile(temp, '{"version":1,"samples":[[17');
  const seconds = (START_MS + 5 * MINUTE_MS) / 1_000;
  await utimes(temp, seconds, seconds);
  expect(used(await open().record(KEY, snapshotAt(5, 2)))).toEqual([1, 2]);
  expect(await readdir(folder)).toContain(path.basename(temp));
  expect(used(await open().record(KEY, snapshotAt(10, 3)))).toEqual([1, 2, 3]);
  expect(await readdir(folder)).not.toContain(path.basename(temp));
});

test('history: keeps the hundred accounts that were seen last', async () => {
  const { open, folder } = await makeHome();
  const history = open();
  for (let account = 0; account < 103; account += 1) {
    await history.record(`account ${account}`, snapshotAt(account, 1));
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file);
      // Why: all of this takes less time than a clock of files can tell.
      await utimes(file, mtimeMs / 1_000, mtimeMs / 1_000 - HOUR_MS / 1_000);
    }
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  expect(names).toHaveLength(100);
  expect(await history.load('account 0')).toEqual([]);
  expect(await history.load('account 102')).toHaveLength(1);
});

test('history: samples from after a clock that was set back are gone', async () => {
  const { open, folder } = await makeHome();
  const history = open();
  for (const minute of [0, 300, 305]) await history.record(KEY, snapshotAt(minute, minute));
  await history.record(KEY, snapshotAt(10, 10));
  expect(used((await onDisk(folder)) ?? [])).toEqual([0, 10]);
  const month = (30 * DAY_MS) / MINUTE_MS;
  expect(used(await history.record(KEY, snapshotAt(month + 20, 1)))).toEqual([1]);
});
