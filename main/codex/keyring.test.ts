// Facts about reading the keychain: when, with what arguments, and what becomes of it. The programs of the
// systems are played here; a real Secret Service is in the tests against the real Codex.

import { createHash } from 'node:crypto';
import { realpath, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Ended } from '../core/keyring.ts';
import { textsBelow } from '../testing/place.ts';
import { makeScene, routesOf } from '../testing/scene.ts';
import { createKeyring } from './keyring.ts';
import { nodePorts } from './node-ports.ts';
import { loadSignIn } from './sign-in.ts';

interface Played {
  readonly platform?: NodeJS.Platform;
  readonly program?: string | null;
  readonly ended?: Partial<Ended>;
  readonly store?: string;
}

async function play({
  platform = 'linux',
  program = '/x/tool',
  ended,
  store = 'keyring',
}: Played = {}) {
  const scene = await makeScene({ onTestFinished });
  const { authJson } = scene.standIn.signIn({ account: 'acct-a' });
  const config = `chatgpt_base_url = "${scene.standIn.baseUrl}"\ncli_auth_credentials_store = "${store}"\n`;
  await writeFile(path.join(scene.codexHome, 'config.toml'), config);
  const runs: (readonly string[])[] = [];
  const keyring = createKeyring({
    platform,
    codexHome: scene.codexHome,
    find: async () => program,
    async run(...words) {
      runs.push(words.flat());
      return { code: 0, stdout: `${authJson}\n`, hasComplained: false, ...ended };
    },
  });
  const context = {
    ports: nodePorts,
    codexHome: scene.codexHome,
    ledger: { fingerprint: async (text: string) => text },
    keyring,
  };
  const load = async () => {
    const loaded = await loadSignIn(context);
    return loaded.ok ? loaded.value.account.id : loaded.failure;
  };
  return { ...scene, authJson, keyring, runs, load };
}

const CLOSED = { kind: 'auth-in-keyring' };

test('loadSignIn: opens no keychain uninvited', async () => {
  const { load, runs } = await play();
  expect([await load(), await load()]).toEqual([CLOSED, CLOSED]);
  expect(runs).toEqual([]);
});

test.each([
  ['linux', (account: string) => ['lookup', 'service', 'Codex Auth', 'username', account]],
  [
    'darwin',
    (account: string) => ['find-generic-password', '-s', 'Codex Auth', '-a', account, '-w'],
  ],
] as const)(
  'loadSignIn: reads the entry of this home with fixed words, on %s',
  async (platform, words) => {
    const { load, runs, keyring, codexHome, folder } = await play({ platform });
    keyring.open();
    expect(await load()).toBe('acct-a');
    const digest = createHash('sha256')
      .update(await realpath(codexHome))
      .digest('hex');
    expect(runs).toEqual([['/x/tool', ...words(`cli|${digest.slice(0, 16)}`)]]);
    expect((await textsBelow(folder)).join()).not.toContain('access_token');
  },
);

test('createKeyring: names a linked home by where it really is, as Codex does', async () => {
  const { codexHome, folder, authJson } = await play();
  const link = path.join(folder, 'link');
  await symlink(codexHome, link);
  const accounts: unknown[] = [];
  for (const home of [codexHome, link]) {
    const keyring = createKeyring({
      platform: 'linux',
      codexHome: home,
      find: async () => '/x/tool',
      async run(_, args) {
        accounts.push(args.at(-1));
        return { code: 0, stdout: authJson, hasComplained: false };
      },
    });
    keyring.open();
    await keyring.load();
  }
  expect(accounts[0]).toBe(accounts[1]);
});

test('createKeyring: reads anew at every look, but on a Mac once for each time it was asked', async () => {
  const [linux, mac] = [await play(), await play({ platform: 'darwin' })];
  for (const { keyring, load } of [linux, mac]) {
    keyring.open();
    for (const _ of [1, 2]) await load();
    keyring.open();
    await load();
  }
  expect([linux.runs.length, mac.runs.length]).toEqual([3, 2]);
});

test.each<[string, Played, string, number]>([
  ['nothing is there', { ended: { code: 1, stdout: '' } }, 'no-entry', 1],
  ['it stays locked', { ended: { code: 1, stdout: '', hasComplained: true } }, 'not-opened', 1],
  ['the person says no on a Mac', { platform: 'darwin', ended: { code: 128 } }, 'not-opened', 1],
  ['the program does not end', { ended: { code: null } }, 'not-opened', 1],
  ['it is no sign-in', { ended: { stdout: 'hunter2' } }, 'unreadable', 1],
  ['the program is missing', { program: null }, 'no-program', 0],
])(
  'loadSignIn: says why, and does not ask again by itself, when %s',
  async (_, played, issue, runs) => {
    const scene = await play(played);
    scene.keyring.open();
    const failure = { ...CLOSED, issue };
    expect([await scene.load(), await scene.load()]).toEqual([failure, failure]);
    expect(scene.runs).toHaveLength(runs);
    scene.keyring.open();
    await scene.load();
    expect(scene.runs).toHaveLength(runs * 2);
  },
);

test('loadSignIn: says that Windows and memory alone cannot be read, without trying', async () => {
  const windows = await play({ platform: 'win32' });
  const memory = await play({ store: 'ephemeral' });
  for (const { keyring } of [windows, memory]) keyring.open();
  expect(await windows.load()).toEqual({ ...CLOSED, issue: 'not-possible' });
  expect(await memory.load()).toEqual({ ...CLOSED, issue: 'ephemeral' });
  expect([...windows.runs, ...memory.runs]).toEqual([]);
});

test('loadSignIn: by "auto" prefers an entry that was opened, else the file', async () => {
  const both = await play({ store: 'auto' });
  expect(await both.load()).toEqual(CLOSED);
  await both.writeAuth(both.standIn.signIn({ account: 'acct-file' }).authJson);
  expect(await both.load()).toBe('acct-file');
  both.keyring.open();
  expect(await both.load()).toBe('acct-a');
  const none = await play({ store: 'auto', ended: { code: 1, stdout: '' } });
  none.keyring.open();
  expect(await none.load()).toEqual({ ...CLOSED, issue: 'no-entry' });
  await none.writeAuth(none.standIn.signIn({ account: 'acct-file' }).authJson);
  none.keyring.open();
  expect(await none.load()).toBe('acct-file');
  expect(routesOf(none.standIn)).toEqual([]);
});
