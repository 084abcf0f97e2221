// Facts about the ledger on disk: bounds that hold across processes, restarts and broken disks.

import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NO_MEMORY } from '../core/alert-memory.ts';
import { USAGE_REQUESTS_PER_HOUR } from '../core/ledger.ts';
import { Secret } from '../core/secret.ts';
import { HOUR_MS, MINUTE_MS } from '../core/time.ts';
import { handClock, makePlace, portsWith } from '../testing/place.ts';
import { createLedgerFile } from './ledger-file.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');

async function makeHome() {
  const { plimsollHome } = await makePlace({ onTestFinished });
  const clock = handClock(START_MS);
  const file = path.join(plimsollHome, 'ledger.json');
  /** Another start of app or command. */
  const open = ({ paceDivisor = 1 } = {}) => {
    const locks = createLocks({ ...nodePorts, platform: process.platform });
    return createLedgerFile({ ...portsWith(clock), locks, plimsollHome, paceDivisor });
  };
  return { plimsollHome, clock, file, open };
}

type LedgerFile = ReturnType<typeof createLedgerFile>;

/** How many of so many requests at once the ledgers allow. */
async function allowed(ledgers: readonly LedgerFile[], requests: number): Promise<number> {
  const asked = Array.from({ length: requests }, (_, index) =>
    ledgers[index % ledgers.length]?.reserveUsage('a'),
  );
  return (await Promise.all(asked)).filter((answer) => answer?.ok).length;
}

const limited = (retryAtMs: number) => ({
  ok: false,
  failure: { kind: 'rate-limited', retryAtMs },
});

test('reserveUsage: allows 30 an hour, and says when the next one is', async () => {
  const { clock, open } = await makeHome();
  const ledger = open();
  await ledger.reserveUsage('a');
  clock.pass(MINUTE_MS);
  expect(await allowed([ledger], 29)).toBe(29);
  expect(await ledger.reserveUsage('a')).toEqual(limited(START_MS + HOUR_MS));
  expect(await ledger.reserveUsage('b')).toMatchObject({ ok: true });
  clock.pass(59 * MINUTE_MS);
  expect(await allowed([ledger], 2)).toBe(1);
});

test('reserveUsage: counts app and command together, also in the same moment', async () => {
  const { open } = await makeHome();
  expect(await allowed([open(), open(), open()], 45)).toBe(USAGE_REQUESTS_PER_HOUR);
});

test('reserveUsage: divides the hour by the pace', async () => {
  const { clock, open } = await makeHome();
  const ledger = open({ paceDivisor: 60 });
  expect(await allowed([ledger], 31)).toBe(30);
  clock.pass(MINUTE_MS);
  expect(await ledger.reserveUsage('a')).toMatchObject({ ok: true });
});

test('reserveUsage: is not blocked by instants of the future when the clock was set back', async () => {
  const { clock, open } = await makeHome();
  await allowed([open()], 30);
  clock.pass(-48 * HOUR_MS);
  expect(await open().reserveUsage('a')).toMatchObject({ ok: true });
});

test('noteRetryAt: holds for the account, to the millisecond, and across restarts', async () => {
  const { clock, open } = await makeHome();
  await open().noteRetryAt('a', START_MS + 500_000);
  clock.pass(499_999);
  expect(await open().reserveUsage('a')).toEqual(limited(START_MS + 500_000));
  expect(await open().reserveUsage('b')).toMatchObject({ ok: true });
  clock.pass(1);
  expect(await open().reserveUsage('a')).toMatchObject({ ok: true });
});

test('fingerprint: is the same for this installation and another for every other', async () => {
  const { open } = await makeHome();
  const other = await makeHome();
  const first = await open().fingerprint('account');
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(await open().fingerprint(new Secret('account'))).toBe(first);
  expect(await open().fingerprint('another')).not.toBe(first);
  expect(await other.open().fingerprint('account')).not.toBe(first);
});

test('ledger: is a private file in a private folder, and names nobody', async () => {
  const { file, open, plimsollHome } = await makeHome();
  const ledger = open();
  await ledger.fingerprint(new Secret('a-token-of-somebody'));
  await ledger.reserveUsage(await ledger.fingerprint('a@example.invalid'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(plimsollHome)).mode & 0o777).toBe(0o700);
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/example|somebody/);
  expect(await readdir(plimsollHome)).toEqual(['ledger.json', 'ledger.json.lock']);
});

test.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"salt":"00'],
  ['another version', '{"version":2,"salt":"00000000000000000000000000000000","accounts":{}}'],
  ['a short salt', '{"version":1,"salt":"","accounts":{}}'],
])('ledger: is begun anew, and the old one kept, when it holds %s', async (_, text) => {
  const { file, open, plimsollHome } = await makeHome();
  await mkdir(plimsollHome);
  await writeFile(file, text);
  expect(await allowed([open()], 31)).toBe(30);
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe(text);
});

test('ledger: keeps keys that this version does not know', async () => {
  const { file, open, plimsollHome } = await makeHome();
  await mkdir(plimsollHome);
  const salt = '0'.repeat(32);
  await writeFile(file, JSON.stringify({ version: 1, salt, accounts: {}, later: ['x'] }));
  await open().reserveUsage('a');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ salt, later: ['x'] });
});

test('ledger: holds the bounds of one process when there is no folder to be had', async () => {
  const { open, plimsollHome } = await makeHome();
  await writeFile(plimsollHome, 'a file where the folder should be');
  const ledger = open();
  expect(await allowed([ledger], 45)).toBe(USAGE_REQUESTS_PER_HOUR);
  await ledger.noteRetryAt('b', START_MS + 1_000);
  expect(await ledger.reserveUsage('b')).toEqual(limited(START_MS + 1_000));
});

test('ledger: holds the bounds of one process when its file is a folder', async () => {
  const { file, open } = await makeHome();
  await mkdir(file, { recursive: true });
  expect(await allowed([open()], 45)).toBe(USAGE_REQUESTS_PER_HOUR);
});

// The story: the disk failed while one process started. It made its fingerprints with a salt of its own,
// and its mark stopped nobody who read the real ledger.
test('beginExchange: marks nothing by a fingerprint that other processes do not know', async () => {
  const { file, open } = await makeHome();
  await mkdir(file, { recursive: true });
  const ledger = open();
  const refreshToken = new Secret('a-refresh-token');
  const question = async () => ({
    ...{ account: 'a', onceMore: false, refreshToken },
    token: await ledger.fingerprint(refreshToken),
  });
  const early = await question();
  await rm(file, { recursive: true });
  await open().reserveUsage('a');
  expect(await ledger.permitExchange(early)).toMatchObject({ kind: 'allowed' });
  expect(await ledger.beginExchange(early)).toBe(null);
  const again = await question();
  expect(await ledger.beginExchange(again)).not.toBe(null);
  expect(await open().permitExchange(again)).toMatchObject({ kind: 'sent' });
});

const seenAt = (seenAtMs: number) => ({ ...NO_MEMORY, seenAtMs });

test('saveAlertMemory: is there after a restart, account by account', async () => {
  const { open } = await makeHome();
  expect(await open().alertMemory('a')).toBeNull();
  const ledger = open();
  await ledger.saveAlertMemory('a', seenAt(START_MS));
  await ledger.saveAlertMemory('b', seenAt(START_MS + 1));
  expect(await open().alertMemory('a')).toEqual(seenAt(START_MS));
  expect(await open().alertMemory('b')).toEqual(seenAt(START_MS + 1));
});

test('saveAlertMemory: forgets accounts that were not seen for long, and keeps budgets', async () => {
  const { clock, open } = await makeHome();
  const ledger = open();
  await allowed([ledger], 30);
  await ledger.saveAlertMemory('a', seenAt(START_MS));
  clock.pass(91 * 24 * HOUR_MS);
  await ledger.saveAlertMemory('b', seenAt(clock.nowMs()));
  expect(await open().alertMemory('a')).toBeNull();
  expect(await open().alertMemory('b')).toEqual(seenAt(clock.nowMs()));
  clock.pass(-91 * 24 * HOUR_MS);
  expect(await open().reserveUsage('a')).toMatchObject({ ok: false });
});

test('saveAlertMemory: lasts as long as the process, where nothing can be saved', async () => {
  const { open, plimsollHome } = await makeHome();
  await writeFile(plimsollHome, 'a file where the folder should be');
  const ledger = open();
  await ledger.saveAlertMemory('a', seenAt(START_MS));
  expect(await ledger.alertMemory('a')).toEqual(seenAt(START_MS));
});
