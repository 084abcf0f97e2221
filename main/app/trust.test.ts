// Facts about the app's record: when it is saved, what a restart finds, and who sees its page.

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS } from '../core/time.ts';
import type { Deed } from '../core/trust/trust.ts';
import { emptyTrust, formatTrust, parseTrust } from '../core/trust/trust.ts';
import { createWords } from '../core/words/words.ts';
import { makePlace } from '../testing/place.ts';
import { createTrust } from './trust.ts';
import { trustFile } from './trust-file.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' }, 'en');
const asked: Deed = {
  kind: 'contacted',
  target: 'chatgpt.com',
  purpose: 'usage',
  result: 'answered',
};
const RELOADED = { step: 'reload', outcome: 'changed', atMs: START_MS } as const;

async function makeTrust() {
  const { folder, codexHome, plimsollHome } = await makePlace({ onTestFinished });
  const file = trustFile(plimsollHome);
  const seen = { nowMs: START_MS, changes: 0, clipboard: [] as string[], started: [] as string[] };
  const open = () =>
    createTrust({
      folders: { homeDirectory: folder, codexHome, plimsollHome },
      usualHosts: [{ target: 'auth.openai.com', purpose: 'renewal' }],
      nowMs: () => seen.nowMs,
      takeStarted: () => seen.started.splice(0),
      alertLog: () => [],
      words: () => words,
      writeClipboard: (text) => seen.clipboard.push(text),
      onChange() {
        seen.changes += 1;
      },
    });
  const onDisk = async () => parseTrust(await readFile(file, 'utf8').catch(() => ''));
  return { seen, open, file, onDisk, plimsollHome };
}

type World = Awaited<ReturnType<typeof makeTrust>>;

async function countOnDisk({ onDisk }: World): Promise<number | null> {
  const record = await onDisk();
  return record?.deeds.find(({ purpose }) => purpose === 'usage')?.count ?? null;
}

test('heed: what is new is saved at once, what is only more of it every 15 minutes', async () => {
  const world = await makeTrust();
  const trust = world.open();
  const poll = (): void => {
    trust.note(asked);
    trust.heed([]);
  };
  poll();
  expect(await countOnDisk(world)).toBe(1);
  world.seen.nowMs += 14 * MINUTE_MS;
  poll();
  expect(await countOnDisk(world)).toBe(1);
  world.seen.nowMs += MINUTE_MS;
  poll();
  expect(await countOnDisk(world)).toBe(3);
});

test('heed: recovery is saved at once, also where a poll did nothing new', async () => {
  const world = await makeTrust();
  const trust = world.open();
  trust.note(asked);
  trust.heed([]);
  trust.note(asked);
  trust.heed([RELOADED]);
  expect((await world.onDisk())?.stories).toEqual([
    { lastAtMs: START_MS, count: 1, steps: [RELOADED] },
  ]);
});

test('heed: writes nothing when nothing was done', async () => {
  const world = await makeTrust();
  world.open().heed([]);
  expect(await world.onDisk()).toBeNull();
});

test('save: keeps all at the end, in a file for nobody else, and a restart goes on with it', async () => {
  const world = await makeTrust();
  const first = world.open();
  first.note(asked);
  first.heed([RELOADED]);
  first.note(asked);
  first.save();
  expect(await countOnDisk(world)).toBe(2);
  expect((await stat(world.file)).mode & 0o777).toBe(0o600);
  world.seen.nowMs += 60 * MINUTE_MS;
  const second = world.open();
  second.note(asked);
  second.ask(true);
  const details = second.page()?.sections.flatMap(({ rows }) => rows.map(({ detail }) => detail));
  expect(details).toContain('3 times, last at 11:00: answered');
  expect(second.page()?.intro).toContain('since 10:00');
});

test.each([
  ['is no JSON', '{"version":1,'],
  ['is of another version', '{"version":7}'],
  ['is too large', ' '.repeat(200 * 1024)],
])('createTrust: begins anew when the file %s', async (_name, text) => {
  const world = await makeTrust();
  await mkdir(world.plimsollHome);
  await writeFile(world.file, text);
  const trust = world.open();
  trust.note(asked);
  trust.heed([]);
  expect(await countOnDisk(world)).toBe(1);
});

test('heed: a folder that may not be written costs the record nothing, nor the app', async () => {
  const world = await makeTrust();
  await writeFile(world.plimsollHome, 'not a folder');
  const trust = world.open();
  trust.note(asked);
  trust.heed([RELOADED]);
  trust.save();
  trust.ask(true);
  const rows = trust.page()?.sections.flatMap((section) => section.rows) ?? [];
  expect(rows.map(({ detail }) => detail)).toContain('2 times, 2 in vain, last at 10:00: failed');
});

test('page: is there only while it is asked for, and says when it was copied', async () => {
  const { seen, open } = await makeTrust();
  const trust = open();
  trust.copy();
  expect([trust.page(), seen.clipboard, seen.changes]).toEqual([null, [], 0]);
  trust.ask(true);
  expect(trust.page()?.copy.status).toBeNull();
  trust.copy();
  expect(trust.page()?.copy.status).toBe('Copied');
  expect(seen.clipboard).toHaveLength(1);
  expect(seen.clipboard[0]).toContain('auth.openai.com\n  To renew an expired sign-in');
  trust.ask(false);
  trust.ask(false);
  expect([trust.page(), seen.changes]).toEqual([null, 3]);
  trust.ask(true);
  expect(trust.page()?.copy.status).toBeNull();
});

test('createTrust: drops what was noted while the clock was a year ahead', async () => {
  const world = await makeTrust();
  await mkdir(world.plimsollHome);
  const aheadMs = START_MS + 365 * 24 * 60 * MINUTE_MS;
  await writeFile(world.file, formatTrust(emptyTrust(aheadMs)));
  const trust = world.open();
  trust.ask(true);
  expect(trust.page()?.intro).toContain('since 10:00');
});

test('page: names the programs that were started before anybody kept a record, once each', async () => {
  const { seen, open } = await makeTrust();
  seen.started.push('gdbus', 'gdbus', 'busctl');
  const trust = open();
  trust.ask(true);
  for (const _look of [1, 2]) {
    const rows = trust.page()?.sections.find(({ id }) => id === 'started')?.rows ?? [];
    expect(rows.map(({ target, detail }) => [target, detail])).toEqual([
      ['busctl', 'Once, at 10:00: started'],
      ['gdbus', '2 times, last at 10:00: started'],
    ]);
  }
});
