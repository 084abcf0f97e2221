// Facts about the built command and a Codex home that holds anything but a good auth.json: a clear
// sentence, soon, and not a byte changed.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, runCommand } from './testing/command.ts';
import { listing, textsBelow } from './testing/place.ts';
import { makeScene, routesOf, type Scene } from './testing/scene.ts';

const run = promisify(execFile);
const STATUS = ['status', '--json'];

beforeAll(ensureBuilt, 120_000);

interface Case {
  readonly name: string;
  /** Starts from a home with a good sign-in. */
  readonly prepare: (scene: Scene) => Promise<unknown>;
  readonly failure: { readonly kind: string; readonly reason?: string } | null;
}

const AUTH_FILES: readonly Case[] = [
  {
    name: 'no auth.json',
    prepare: ({ authFile }) => rm(authFile),
    failure: { kind: 'auth-file-missing' },
  },
  {
    name: 'no Codex home at all',
    prepare: ({ codexHome }) => rename(codexHome, `${codexHome}.away`),
    failure: { kind: 'auth-file-missing' },
  },
  {
    name: 'an empty auth.json',
    prepare: ({ writeAuth }) => writeAuth(''),
    failure: { kind: 'auth-file-malformed' },
  },
  {
    name: '1 MB of garbage',
    prepare: ({ writeAuth }) => writeAuth(randomBytes(1_000_000)),
    failure: { kind: 'auth-file-malformed' },
  },
  {
    name: 'an auth.json of 2 MiB',
    prepare: ({ standIn, writeAuth }) =>
      writeAuth(standIn.signIn().authJson.padEnd(2 * 1_048_576, ' ')),
    failure: { kind: 'auth-file-malformed' },
  },
  {
    name: 'half an auth.json',
    prepare: ({ standIn, writeAuth }) => writeAuth(standIn.signIn().authJson.slice(0, 900)),
    failure: { kind: 'auth-file-malformed' },
  },
  {
    name: 'deep nesting',
    prepare: ({ writeAuth }) => writeAuth('['.repeat(500_000)),
    failure: { kind: 'auth-file-malformed' },
  },
  {
    name: 'a folder',
    prepare: ({ authFile }) => rm(authFile).then(() => mkdir(authFile)),
    failure: { kind: 'auth-file-unreadable' },
  },
  {
    name: 'a FIFO',
    prepare: ({ authFile }) => rm(authFile).then(() => run('mkfifo', [authFile])),
    failure: { kind: 'auth-file-unreadable' },
  },
  {
    name: 'a dangling link',
    prepare: ({ authFile }) => rm(authFile).then(() => symlink('nowhere', authFile)),
    failure: { kind: 'auth-file-missing' },
  },
  {
    name: 'a link to itself',
    prepare: ({ authFile }) => rm(authFile).then(() => symlink('auth.json', authFile)),
    failure: { kind: 'auth-file-unreadable' },
  },
  {
    name: 'a link to a good auth.json',
    prepare: async ({ authFile, folder }) => {
      await rename(authFile, path.join(folder, 'real.json'));
      await symlink('../real.json', authFile);
    },
    failure: null,
  },
  {
    // Root may read everything.
    name: 'an auth.json of mode 000',
    prepare: ({ authFile }) => chmod(authFile, 0o000),
    failure: process.getuid?.() === 0 ? null : { kind: 'auth-file-unreadable' },
  },
  {
    name: 'an API key only',
    prepare: ({ writeAuth }) =>
      writeAuth('{"auth_mode":"apikey","OPENAI_API_KEY":"sk-FAKE-never-shown"}'),
    failure: { kind: 'api-key-only' },
  },
  {
    name: 'no tokens',
    prepare: ({ writeAuth }) => writeAuth('{"auth_mode":"chatgpt","tokens":null}'),
    failure: { kind: 'sign-in-required', reason: 'no-tokens' },
  },
  {
    name: 'a mode from the future',
    prepare: ({ writeAuth }) => writeAuth('{"auth_mode":"telepathy"}'),
    failure: { kind: 'other-sign-in', reason: 'unknown-mode' },
  },
];

/** Added to a config.toml that leads to the stand-in. */
const SETTINGS: readonly Case[] = [
  ...(['keyring', 'ephemeral'] as const).map((store) => ({
    name: `the store ${store}`,
    prepare: (scene: Scene) => addConfig(scene, `cli_auth_credentials_store = "${store}"`),
    failure: { kind: 'auth-in-keyring' },
  })),
  {
    name: 'the store auto',
    prepare: (scene) => addConfig(scene, 'cli_auth_credentials_store = "auto"'),
    failure: null,
  },
  {
    name: 'a store that Codex does not know',
    prepare: (scene) => addConfig(scene, 'cli_auth_credentials_store = "cellar"'),
    failure: { kind: 'config-malformed' },
  },
  {
    name: 'no TOML',
    prepare: ({ writeConfig }) => writeConfig('api_key = "sk-FAKE-never-shown'),
    failure: { kind: 'config-malformed' },
  },
  {
    name: 'another provider and no auth.json',
    prepare: (scene) => addConfig(scene, 'model_provider = "mine"', rm(scene.authFile)),
    failure: { kind: 'other-sign-in', reason: 'custom-backend' },
  },
  {
    name: 'another provider beside a good sign-in',
    prepare: (scene) => addConfig(scene, 'model_provider = "mine"'),
    failure: null,
  },
];

async function addConfig({ standIn, writeConfig }: Scene, line: string, first?: Promise<unknown>) {
  await first;
  await writeConfig(`chatgpt_base_url = "${standIn.baseUrl}"\n${line}\n`);
}

describe.concurrent('a Codex home', () => {
  test.for([...AUTH_FILES, ...SETTINGS].map((each) => [each.name, each] as const))(
    'status: of %s says what it is, soon, and changes nothing',
    async ([, { prepare, failure }], end) => {
      const scene = await makeScene(end);
      await scene.signIn();
      await prepare(scene);
      const before = await listing(path.dirname(scene.codexHome));
      const { code, stdout, stderr, tookMs } = await runCommand(STATUS, scene);
      const shown = JSON.parse(stdout);
      const after = await listing(path.dirname(scene.codexHome));
      expect(after.filter((line) => !line.startsWith('plimsoll'))).toEqual(before);
      expect(tookMs).toBeLessThan(20_000);
      expect(stderr).toBe('');
      expect(routesOf(scene.standIn)).toEqual(failure === null ? ['usage'] : []);
      expect([shown.status, code]).toEqual(failure === null ? ['ok', 0] : ['failed', 2]);
      if (failure === null) return expect(shown.failure).toBeNull();
      const { message, ...named } = shown.failure;
      expect(named).toEqual({ reason: null, ...failure, remedy: 'act', retryAt: null });
      expect(message).toMatch(/^[A-Z][^\n{}[\]]{20,300}\.$/);
      expect(shown).toMatchObject({ source: null, takenAt: null, windows: [], recovery: [] });
      const ours = [stdout, ...(await textsBelow(scene.plimsollHome))].join('\n');
      expect(ours).not.toContain('never-shown');
    },
  );

  test('status: works where Plimsoll may write nothing', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    await writeFile(scene.plimsollHome, 'a file where the folder should be');
    const { code, stdout, stderr } = await runCommand(STATUS, scene);
    expect([code, JSON.parse(stdout).source, stderr]).toEqual([0, 'live', '']);
    const cached = await runCommand(['status', '--cached', '--json'], scene);
    expect([cached.code, JSON.parse(cached.stdout).failure.kind]).toEqual([3, 'nothing-saved']);
  });

  test('status: works with damaged files of our own, and puts them right', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    await runCommand(STATUS, scene);
    for (const name of ['ledger.json', 'settings.json', 'ledger.json.lock']) {
      await writeFile(path.join(scene.plimsollHome, name), randomBytes(2_000));
    }
    expect((await runCommand(STATUS, scene)).code).toBe(0);
    const cached = await runCommand(['status', '--cached', '--json'], scene);
    expect(JSON.parse(cached.stdout)).toMatchObject({ source: 'cache', failure: null });
  });
});
