// Facts about sign-in files beside each other: each is renewed by the same road, has a journal of its own,
// and settling the one leaves what the other was granted alone.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeWorld, type World } from '../testing/renewal-world.ts';
import { foldersOf } from './account-place.ts';
import { journalNameOf } from './renewal/journal-file.ts';

const ENTRY = { id: '00000001', name: 'x', sessionsDir: null };

test.each([
  [
    { kind: 'home', folder: '/w' },
    { codexHome: '/w', authName: 'auth.json', sessionsDir: '/w/sessions' },
  ],
  [
    { kind: 'auth-file', authFile: '/w/x.json' },
    {
      codexHome: '/w',
      authName: 'x.json',
      sessionsDir: null,
      source: { place: '/w/x.json', authFile: '/w/x.json', held: null },
    },
  ],
  [
    { kind: 'token' },
    {
      codexHome: '/own',
      authName: null,
      sessionsDir: null,
      source: { place: 'imported:00000001', authFile: '/p/held/00000001/auth.json', held: null },
    },
  ],
] as const)('foldersOf: %j', (place, expected) => {
  const context = { plimsollHome: '/p', ownHome: '/own', held: null };
  expect(foldersOf({ ...ENTRY, place }, context)).toEqual(expected);
});

test('journalNameOf: auth.json keeps the name it had, every other file has one of its own', () => {
  const names = ['/a/auth.json', '/a/work.json', '/a/lab.json'].map(journalNameOf);
  expect(names).toEqual([
    '.plimsoll-rotation',
    '.plimsoll-rotation-work.json',
    '.plimsoll-rotation-lab.json',
  ]);
  expect(journalNameOf(`/a/${'x'.repeat(250)}`).length).toBeLessThan(200);
});

/** A file beside auth.json, signed in as somebody else, as its own account. */
async function beside(world: World, name: string) {
  const authFile = path.join(world.codexHome, name);
  const signedIn = world.standIn.signIn({ email: `${name}@example.invalid` });
  await writeFile(authFile, signedIn.authJson, { mode: 0o600 });
  const source = { place: authFile, authFile, held: null };
  return { authFile, signedIn, open: () => world.open({ source }) };
}

test('a file of another name: is renewed in its own place, and auth.json beside it stays', async (end) => {
  const world = await makeWorld(end);
  await world.signIn();
  const before = await world.authText();
  const work = await beside(world, 'work.json');
  world.standIn.expireAccess(work.signedIn.accessToken);
  const outcome = await work.open().poll({ force: false, onceMore: false });
  expect(outcome.result.ok).toBe(true);
  expect(outcome.recovery.at(-1)).toMatchObject({ step: 'refresh', outcome: 'saved' });
  expect(await world.authText()).toBe(before);
  expect(await readFile(work.authFile, 'utf8')).not.toBe(work.signedIn.authJson);
  expect(await readdir(world.codexHome)).not.toContain('.plimsoll-rotation-work.json');
});

test('two files in one folder: what one was granted survives a poll of the other', async (end) => {
  const world = await makeWorld(end);
  await world.signIn();
  const work = await beside(world, 'work.json');
  world.standIn.expireAccess(work.signedIn.accessToken);
  const died = world.dieAt('rename temp');
  void work.open().poll({ force: false, onceMore: false });
  await died;
  const journal = '.plimsoll-rotation-work.json';
  expect(await readdir(world.codexHome)).toContain(journal);
  await world.open().poll({ force: true, onceMore: false });
  expect(await readdir(world.codexHome)).toContain(journal);
  const outcome = await work.open().poll({ force: true, onceMore: false });
  expect(outcome.recovery).toMatchObject([{ step: 'settle', outcome: 'published' }]);
  expect(outcome.result.ok).toBe(true);
});
