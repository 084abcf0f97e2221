// Facts about an opened home: what it keeps for later, for whom, and when it may hurry.

import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeScene, routesOf, type Scene } from '../testing/scene.ts';
import { type HomeOptions, openHome } from './open-home.ts';

const OTHER = { account: 'acct-b', email: 'b@example.invalid' };

function open(scene: Scene, changes: Partial<HomeOptions> = {}) {
  const { codexHome, plimsollHome } = scene;
  return openHome({
    codexHome,
    plimsollHome,
    version: '0',
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    authorityEnv: {},
    homeDirectory: scene.folder,
    power: { mayExchange: () => true, stayAwake: () => () => {} },
    renewal: () => 'nobody',
    asksNobody: () => false,
    proxyFor: async () => 'none',
    pace: undefined,
    tokenUrlOverride: undefined,
    ...changes,
  });
}

test('savedReading: is what the last good poll saw, also after a restart and a bad one', async () => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  const home = await open(scene);
  expect(await home.savedReading()).toBeNull();
  const { result, account } = await home.poll({ force: true, onceMore: false });
  scene.standIn.faults.push('usage', { kind: 'status', status: 500 });
  await home.poll({ force: true, onceMore: false });
  const saved = await (await open(scene)).savedReading();
  expect(saved).toEqual({ kind: 'saved', account, snapshot: result.ok && result.value });
  expect(routesOf(scene.standIn)).toEqual(['usage', 'usage']);
});

test("savedReading: is nobody else's, and comes back with its account", async () => {
  const scene = await makeScene({ onTestFinished });
  const { authJson } = await scene.signIn();
  const home = await open(scene);
  await home.poll({ force: true, onceMore: false });
  await scene.signIn(OTHER);
  expect(await home.savedReading()).toBeNull();
  await scene.writeAuth(authJson);
  expect(await home.savedReading()).toMatchObject({ kind: 'saved' });
});

test('savedReading: is shown while nobody is signed in', async () => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  const home = await open(scene);
  await home.poll({ force: true, onceMore: false });
  await unlink(scene.authFile);
  expect(await home.savedReading()).toMatchObject({ kind: 'saved' });
});

test('savedHistory: is what the good polls of that account added, also after a restart', async () => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  const home = await open(scene);
  const { account, history } = await home.poll({ force: true, onceMore: false });
  const key = account?.key ?? '';
  expect(history?.map(({ windows }) => windows.map(({ kind }) => kind))).toEqual([
    ['session', 'weekly'],
  ]);
  scene.standIn.faults.push('usage', { kind: 'status', status: 500 });
  const failed = await home.poll({ force: true, onceMore: false });
  expect(failed.history).toBeUndefined();
  const later = await open(scene);
  expect(await later.savedHistory(key)).toEqual(history);
  expect(await later.savedHistory('another')).toEqual([]);
});

const LOOPBACK = 'http://127.0.0.1:1/oauth/token';

test.each<[string, Partial<HomeOptions>, number]>([
  ['demo and loopback', { pace: 'demo', tokenUrlOverride: LOOPBACK }, 60],
  ['demo without a token address', { pace: 'demo' }, 1],
  [
    'demo and a token address elsewhere',
    { pace: 'demo', tokenUrlOverride: 'https://a.example' },
    1,
  ],
  ['demo and no address', { pace: 'demo', tokenUrlOverride: 'nonsense' }, 1],
  ['another pace', { pace: 'fast', tokenUrlOverride: LOOPBACK }, 1],
  ['no pace', { tokenUrlOverride: LOOPBACK }, 1],
])('paceDivisor: with %s', async (_, changes, expected) => {
  const scene = await makeScene({ onTestFinished });
  expect((await open(scene, changes)).paceDivisor).toBe(expected);
});

test.each([
  ['', 1],
  ['chatgpt_base_url = "https://gateway.example"', 1],
  ['not toml at all', 1],
  ['chatgpt_base_url = "http://localhost:9/backend-api"', 60],
])('paceDivisor: in demo with config.toml %j', async (config, expected) => {
  const scene = await makeScene({ onTestFinished });
  await scene.writeConfig(config);
  const home = await open(scene, { pace: 'demo', tokenUrlOverride: LOOPBACK });
  expect(home.paceDivisor).toBe(expected);
});

// The story: packaged builds ignore the token address of tests, and handed it to Codex all the same.
test.each([
  ['ignores', undefined],
  ['obeys', LOOPBACK],
])(
  'a build that %s the token address of tests has Codex do so too',
  async (_, tokenUrlOverride) => {
    const scene = await makeScene({ onTestFinished });
    await scene.signIn();
    const bin = path.join(scene.folder, 'bin');
    await mkdir(bin);
    const script = '#!/bin/sh\nprintf %s "$CODEX_REFRESH_TOKEN_URL_OVERRIDE" > "$HOME/override"\n';
    await writeFile(path.join(bin, 'codex'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
    vi.stubEnv('CODEX_REFRESH_TOKEN_URL_OVERRIDE', LOOPBACK);
    onTestFinished(() => void vi.unstubAllEnvs());
    const home = await open(scene, { renewal: () => 'codex', tokenUrlOverride });
    await home.refreshAuth({ onceMore: false });
    expect(await readFile(path.join(scene.folder, 'override'), 'utf8')).toBe(
      tokenUrlOverride ?? '',
    );
  },
);
