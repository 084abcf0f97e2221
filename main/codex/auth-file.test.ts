// Facts about loading auth.json: when it is read again, and what each obstacle is called.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSignInDesk } from '../../e2e/stand-in/sign-in.ts';
import { createTokenStore } from '../../e2e/stand-in/tokens.ts';
import { AUTH_FILE_MAX_BYTES } from '../core/auth.ts';
import { handClock, makePlace, portsWith } from '../testing/place.ts';
import { authFilePath, loadAuthFile } from './auth-file.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');
const nowMs = () => START_MS;
const tokens = createTokenStore({ nowMs, clientId: 'fake' });
const desk = createSignInDesk({ tokens, nowMs, clientId: 'fake', issuer: 'http://127.0.0.1' });
const DOCUMENT = desk.signIn().authJson;

async function scene() {
  const place = await makePlace({ onTestFinished });
  const clock = handClock(START_MS);
  const load = () => loadAuthFile(portsWith(clock), authFilePath(place.codexHome));
  return { ...place, clock, load };
}

test('loadAuthFile: reads a whole file once', async () => {
  const { clock, load, writeAuth } = await scene();
  await writeAuth(DOCUMENT);
  expect(await load()).toMatchObject({ ok: true, value: { mode: 'chatgpt' } });
  expect(clock.sleptMs).toEqual([]);
});

test.each([
  ['half of it', DOCUMENT.slice(0, 300)],
  ['nothing', ''],
  ['NULs', '\0'.repeat(500)],
  ['a whole document and half of another', DOCUMENT + DOCUMENT.slice(0, 50)],
])('loadAuthFile: waits for the rest when a writer has written %s', async (_, partial) => {
  const { clock, load, writeAuth } = await scene();
  await writeAuth(partial);
  clock.onSleep(async () => {
    if (clock.sleptMs.length === 3) await writeAuth(DOCUMENT);
  });
  expect(await load()).toMatchObject({ ok: true });
  expect(clock.sleptMs).toEqual([50, 100, 200]);
});

test('loadAuthFile: says malformed after two seconds, and touches nothing', async () => {
  const { clock, load, writeAuth } = await scene();
  await writeAuth(DOCUMENT.slice(0, 300));
  expect(await load()).toMatchObject({ ok: false, failure: { kind: 'auth-file-malformed' } });
  expect(clock.nowMs() - START_MS).toBe(2_000);
});

test('loadAuthFile: is auth-file-missing, at once, when the file goes while it waits', async () => {
  const { authFile, clock, load, writeAuth } = await scene();
  await writeAuth('');
  clock.onSleep(() => rename(authFile, `${authFile}.away`));
  expect(await load()).toEqual({ ok: false, failure: { kind: 'auth-file-missing' } });
  expect(clock.sleptMs).toEqual([50]);
});

test('loadAuthFile: does not parse above the limit, and does at it', async () => {
  const { load, writeAuth } = await scene();
  await writeAuth(DOCUMENT.padEnd(AUTH_FILE_MAX_BYTES, ' '));
  expect(await load()).toMatchObject({ ok: true });
  await writeAuth(DOCUMENT.padEnd(AUTH_FILE_MAX_BYTES + 1, ' '));
  const issue = 'auth.json: larger than 1 MiB';
  expect(await load()).toEqual({ ok: false, failure: { kind: 'auth-file-malformed', issue } });
});

test('loadAuthFile: asks no second time for a folder, and says what it is', async () => {
  const { authFile, clock, load } = await scene();
  await mkdir(authFile);
  const failure = { kind: 'auth-file-unreadable', issue: 'not-a-file' };
  expect(await load()).toEqual({ ok: false, failure });
  expect(clock.sleptMs).toEqual([]);
});

test('loadAuthFile: never puts a piece of the file into a failure', async () => {
  const { codexHome, load } = await scene();
  await writeFile(path.join(codexHome, 'auth.json'), `{"tokens": "${'SECRET'.repeat(9)}" `);
  expect(JSON.stringify(await load())).not.toContain('SECRET');
});
