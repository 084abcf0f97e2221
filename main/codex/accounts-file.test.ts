// Facts about accounts.json on a real disk: what is kept, what is set aside, and that two processes that
// add at the same time lose nothing.

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { NewAccount } from '../core/known-accounts.ts';
import { makePlace, type TestEnd } from '../testing/place.ts';
import { createAccountsFile } from './accounts-file.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';

const home = (name: string): NewAccount => ({
  name,
  place: { kind: 'home', folder: `/homes/${name}` },
  sessionsDir: null,
});

async function makeFile(end: TestEnd) {
  const { plimsollHome } = await makePlace(end);
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  const open = () => createAccountsFile({ ...nodePorts, locks, plimsollHome });
  return { plimsollHome, file: path.join(plimsollHome, 'accounts.json'), open };
}

test('accounts.json: nothing is known and nothing is written, before anything is added', async (end) => {
  const { plimsollHome, open } = await makeFile(end);
  expect(await open().load()).toEqual([]);
  await expect(stat(plimsollHome)).rejects.toThrow();
});

test('accounts.json: is private, keeps what was added, and forgets what was removed', async (end) => {
  const { file, open } = await makeFile(end);
  const added = await open().add(home('work'));
  if (!added.ok) throw new Error(added.failure);
  await open().add(home('lab'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await open().load()).map(({ name }) => name)).toEqual(['work', 'lab']);
  expect(await open().remove(added.value.id)).toBe(true);
  expect((await open().load()).map(({ name }) => name)).toEqual(['lab']);
});

test('accounts.json: loses nothing when app and command add at the same time', async (end) => {
  const { open } = await makeFile(end);
  const names = Array.from({ length: 12 }, (_, at) => `n${at}`);
  await Promise.all(names.map((name) => open().add(home(name))));
  const known = await open().load();
  expect(known.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  expect(new Set(known.map(({ id }) => id)).size).toBe(names.length);
});

test('accounts.json: one that cannot be understood is kept aside, and one can go on', async (end) => {
  const { plimsollHome, file, open } = await makeFile(end);
  await mkdir(plimsollHome);
  await writeFile(file, '{"version":1,');
  expect(await open().load()).toEqual([]);
  expect(await open().add(home('work'))).toMatchObject({ ok: true });
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"version":1,');
});

test('accounts.json: a folder in its place is left alone, and nothing is said to be saved', async (end) => {
  const { plimsollHome, file, open } = await makeFile(end);
  await mkdir(file, { recursive: true });
  expect(await open().add(home('work'))).toEqual({ ok: false, failure: 'not-saved' });
  expect(await readdir(plimsollHome)).toContain('accounts.json');
});
