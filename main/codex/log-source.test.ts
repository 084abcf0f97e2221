// Facts about an opened home with a second source: when Codex's own log stands in for the answer, and
// that with the log alone nobody is asked.

import { writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS } from '../core/time.ts';
import { textsBelow } from '../testing/place.ts';
import { makeScene, routesOf, type Scene } from '../testing/scene.ts';
import { writeSession } from '../testing/session-lines.ts';
import { openHome } from './open-home.ts';

const ASK = { force: true, onceMore: false };

function open(scene: Scene, { asksNobody = false } = {}) {
  const { codexHome, plimsollHome, folder, standIn } = scene;
  return openHome({
    codexHome,
    plimsollHome,
    version: '0',
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    authorityEnv: {},
    homeDirectory: folder,
    power: { mayExchange: () => true, stayAwake: () => () => {} },
    renewal: () => 'plimsoll',
    asksNobody: () => asksNobody,
    proxyFor: async () => 'none',
    pace: undefined,
    tokenUrlOverride: standIn.tokenUrl,
  });
}

async function sceneWithLog(usedPercent: number, atMs = Date.now() - 4 * MINUTE_MS) {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn({ account: 'acct-a' });
  await writeSession(scene.codexHome, {
    name: 'one',
    accountId: 'acct-a',
    uses: [{ atMs, usedPercent }],
  });
  return scene;
}

test('poll: brings what Codex noted, where the answer is missing', async () => {
  const scene = await sceneWithLog(61.5);
  scene.standIn.faults.push('usage', { kind: 'status', status: 503 });
  const home = await open(scene);
  const outcome = await home.poll(ASK);
  expect(outcome.result).toMatchObject({ ok: false, failure: { kind: 'server-error' } });
  expect(outcome.fromLog).toMatchObject({
    source: 'session-log',
    windows: [{ usedPercent: 61.5 }, {}],
  });
  expect(outcome.history).toMatchObject([{ windows: [{ usedPercent: 61.5 }, {}] }]);
  expect(await home.savedReading()).toBeNull();
});

test('poll: does not look there, where there is an answer', async () => {
  const scene = await sceneWithLog(61.5);
  const outcome = await (await open(scene)).poll(ASK);
  expect(outcome.result).toMatchObject({ ok: true, value: { source: 'live' } });
  expect(outcome.fromLog).toBeUndefined();
});

test('poll: brings nothing of what somebody else used', async () => {
  const scene = await sceneWithLog(61.5);
  await scene.signIn({ account: 'acct-b' });
  scene.standIn.faults.push('usage', { kind: 'status', status: 503 });
  expect((await (await open(scene)).poll(ASK)).fromLog).toBeUndefined();
});

test('poll: with the log alone, makes no request at all, also with a sign-in that has expired', async () => {
  const scene = await sceneWithLog(61.5);
  const home = await open(scene, { asksNobody: true });
  const { result, account } = await home.poll(ASK);
  expect(result).toMatchObject({ ok: true, value: { source: 'session-log' } });
  await scene.signIn({ account: 'acct-a', firstAccessLifetimeMs: -1_000 });
  await home.poll(ASK);
  expect((await home.refreshAuth({ onceMore: false })).failure).toMatchObject({
    kind: 'sign-in-required',
    reason: 'refresh-disabled',
  });
  expect(account?.id).toBe('acct-a');
  expect(routesOf(scene.standIn)).toEqual([]);
  // And the log is copied nowhere.
  expect((await textsBelow(scene.plimsollHome)).join()).not.toContain('session_meta');
});

test('poll: with the log alone, says what is missing', async () => {
  const scene = await makeScene({ onTestFinished });
  const home = await open(scene, { asksNobody: true });
  const kinds: unknown[] = [];
  for (const prepare of [async () => {}, scene.signIn]) {
    await prepare();
    const { result } = await home.poll(ASK);
    kinds.push(result.ok ? 'numbers' : result.failure.kind);
  }
  await writeFile(`${scene.codexHome}/config.toml`, 'cli_auth_credentials_store = "keyring"\n');
  const { result } = await home.poll(ASK);
  kinds.push(result.ok ? 'numbers' : result.failure.kind);
  expect(kinds).toEqual(['auth-file-missing', 'nothing-in-log', 'auth-in-keyring']);
  expect(routesOf(scene.standIn)).toEqual([]);
});
