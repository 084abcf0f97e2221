// Facts about the second source on a real disk: which line of which file counts, and that nothing there
// can hang or mislead.

import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  readFile,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../core/time.ts';
import { handClock, listing } from '../../testing/place.ts';
import { makeScene, routesOf } from '../../testing/scene.ts';
import { limitsLine, type MadeSession, writeSession } from '../../testing/session-lines.ts';
import { nodePorts } from '../node-ports.ts';
import { newestFromLog } from './session-limits.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const A = 'acct-a';

async function makeLog() {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn({ account: A });
  // Why: what is told of nobody counts from when the sign-in was written.
  await utimes(scene.authFile, (NOW_MS - 3_600_000) / 1000, (NOW_MS - 3_600_000) / 1000);
  const context = {
    ports: { ...nodePorts, clock: handClock(NOW_MS) },
    codexHome: scene.codexHome,
    ledger: { fingerprint: async (text: string) => text },
  };
  const write = (session: Partial<MadeSession> & Pick<MadeSession, 'uses'>) =>
    writeSession(scene.codexHome, { name: 'one', accountId: A, ...session });
  const newest = async (): Promise<unknown> => {
    const found = await newestFromLog(context);
    const { takenAtMs = null, windows = [] } = found?.snapshot ?? {};
    return takenAtMs === null ? null : [(NOW_MS - takenAtMs) / MINUTE_MS, windows[0]?.usedPercent];
  };
  return { ...scene, write, newest };
}

const ago = (minutes: number, usedPercent: number, limitId?: string) => ({
  atMs: NOW_MS - minutes * MINUTE_MS,
  usedPercent,
  ...(limitId === undefined ? {} : { limitId }),
});

test('newestFromLog: is the last line, and asks nobody and changes nothing', async () => {
  const { write, newest, folder, standIn } = await makeLog();
  await write({ uses: [ago(20, 10), ago(4, 12.5)] });
  const before = await listing(folder);
  expect(await newest()).toEqual([4, 12.5]);
  expect(await listing(folder)).toEqual(before);
  expect(routesOf(standIn)).toEqual([]);
});

test('newestFromLog: is null without sessions, and without a sign-in', async () => {
  const { write, newest, authFile } = await makeLog();
  expect(await newest()).toBeNull();
  await write({ uses: [ago(4, 12)] });
  await writeFile(authFile, '{}');
  expect(await newest()).toBeNull();
});

test.each<[string, readonly Partial<MadeSession>[], unknown]>([
  [
    'a later bucket of another name',
    [{ uses: [ago(9, 12), ago(4, 77, 'codex_bengalfox')] }],
    [9, 12],
  ],
  [
    'a half-written last line',
    [{ uses: [ago(9, 12)], half: limitsLine(ago(4, 99)).slice(0, -5) }],
    [9, 12],
  ],
  [
    'a whole last line whose end is not written',
    [{ uses: [ago(9, 12)], half: limitsLine(ago(4, 99)) }],
    [9, 12],
  ],
  ['a line of the future', [{ uses: [ago(9, 12), ago(-60, 99)] }], [9, 12]],
  [
    'a session of another account, used later',
    [{ uses: [ago(9, 12)] }, { name: 'two', accountId: 'acct-b', uses: [ago(4, 99)] }],
    [9, 12],
  ],
  ['only sessions of another account', [{ accountId: 'acct-b', uses: [ago(4, 99)] }], null],
  [
    'an old session that goes on',
    [
      { day: '2026/10/01', uses: [ago(3, 15)] },
      { name: 'two', uses: [ago(8, 14)] },
    ],
    [3, 15],
  ],
  [
    'a file that was only touched later',
    [{ uses: [ago(3, 15)] }, { name: 'two', uses: [ago(8, 14)], changedAtMs: NOW_MS }],
    [3, 15],
  ],
  ['a session of nobody, after the sign-in', [{ accountId: '', uses: [ago(59, 15)] }], [59, 15]],
  ['a session of nobody, before the sign-in', [{ accountId: '', uses: [ago(61, 15)] }], null],
])('newestFromLog: passes over %s', async (_, sessions, expected) => {
  const { write, newest } = await makeLog();
  for (const { uses = [], ...session } of sessions) await write({ ...session, uses });
  expect(await newest()).toEqual(expected);
});

test('newestFromLog: finds the line before a megabyte of others, and gives up beyond', async () => {
  const { write, newest } = await makeLog();
  const file = await write({ uses: [ago(4, 12)] });
  const noise = `{"type":"response_item","payload":"${'x'.repeat(99_000)}"}\n`;
  for (let count = 0; count < 9; count += 1) await appendFile(file, noise);
  expect(await newest()).toEqual([4, 12]);
  for (let count = 0; count < 9; count += 1) await appendFile(file, noise);
  expect(await newest()).toBeNull();
});

test('newestFromLog: takes a first line that is too long for one of nobody', async () => {
  const { write, newest } = await makeLog();
  const file = await write({ uses: [ago(4, 12)] });
  const meta = { type: 'session_meta', timestamp: '2026-11-22T10:00:00Z' };
  const first = JSON.stringify({
    ...meta,
    payload: { creator_account_id: 'acct-b', text: 'x'.repeat(300_000) },
  });
  await writeFile(file, `${first}\n${limitsLine(ago(4, 12))}\n${limitsLine(ago(61, 11))}\n`);
  // The last line is older than the sign-in, so it may be anybody's.
  expect(await newest()).toBeNull();
});

test.each<[string, (folder: string, file: string) => Promise<unknown>]>([
  ['a FIFO', async (folder) => execFileSync('mkfifo', [path.join(folder, 'rollout-fifo.jsonl')])],
  ['a folder', (folder) => mkdir(path.join(folder, 'rollout-folder.jsonl'))],
  ['a link', (folder) => symlink('/dev/zero', path.join(folder, 'rollout-link.jsonl'))],
  ['an empty file', (folder) => writeFile(path.join(folder, 'rollout-empty.jsonl'), '')],
  [
    'bytes that are no text',
    (folder) => writeFile(path.join(folder, 'rollout-b.jsonl'), Buffer.alloc(5_000, 0xff)),
  ],
  ['a packed archive', (folder) => writeFile(path.join(folder, 'rollout-b.jsonl.zst'), 'x')],
  ['a day that is a file', (folder) => writeFile(path.join(folder, '../23'), 'x')],
])('newestFromLog: is not stopped by %s', async (_, prepare) => {
  const { write, newest } = await makeLog();
  const file = await write({ uses: [ago(4, 12)] });
  await prepare(path.dirname(file), file);
  expect(await newest()).toEqual([4, 12]);
});

test('newestFromLog: reads nothing that was archived', async () => {
  const { write, newest, codexHome } = await makeLog();
  const file = await write({ uses: [ago(4, 12)] });
  await mkdir(path.join(codexHome, 'archived_sessions'));
  execFileSync('mv', [file, path.join(codexHome, 'archived_sessions')]);
  expect(await newest()).toBeNull();
});

test('newestFromLog: wherever a file is cut, is the last line that is whole before the cut', async () => {
  const { write, newest } = await makeLog();
  const uses = [ago(30, 1), ago(20, 2), ago(10, 3)];
  const file = await write({ uses });
  const whole = await readFile(file);
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      await writeFile(file, whole);
      await truncate(file, length);
      await utimes(file, NOW_MS / SECOND_MS, NOW_MS / SECOND_MS);
      const last = ends.filter((end) => end <= length).length - 2;
      const use = uses[last];
      expect(await newest()).toEqual(use === undefined ? null : [30 - last * 10, use.usedPercent]);
    }),
    { numRuns: 60 },
  );
});
