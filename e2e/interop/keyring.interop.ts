// A sign-in in a real keychain, put there by the real Codex: recognised, opened on request alone, renewed
// by Codex alone, and copied nowhere.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { systemKeyring } from '../../main/codex/keyring.ts';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import { startPrivateKeyring } from '../../scripts/desktop/keyring.mjs';
import { type CodexHome, runCodex, startAppServer } from './codex.ts';
import { createOurs } from './ours.ts';
import { beginLogin } from './sign-in.ts';
import { openStage } from './stage.ts';

const POLL = { force: false, onceMore: false };

/** Somebody is signed in, by Codex itself, and the sign-in is in the keychain. */
async function stageWith(program: CodexProgram, store: 'keyring' | 'auto') {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const keychain = await startPrivateKeyring();
  stage.own(keychain);
  const { standIn } = stage;
  const config = `chatgpt_base_url = "${standIn.baseUrl}"\ncli_auth_credentials_store = "${store}"\n`;
  writeFileSync(path.join(stage.home.folder, 'config.toml'), config);
  const home: CodexHome = { ...stage.home, env: { ...stage.home.env, ...keychain.env } };
  const signedIn = standIn.signIn();
  const login = await beginLogin(program, home, signedIn);
  await login.confirm();
  await login.close();
  const platform = process.platform;
  const keyring = systemKeyring({ platform, codexHome: home.folder, env: keychain.env });
  const ours = createOurs({ home, standIn, keyring });
  stage.own({ stop: async () => ours.close() });
  const askedUsage = () => standIn.requests.filter(({ route }) => route === 'usage').length;
  return { ...stage, home, ours, signedIn, askedUsage };
}

function textsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'latin1'));
}

function theNewest(): CodexProgram {
  const [newest] = inject('codexPrograms');
  if (newest === undefined) throw new Error('there is no Codex program');
  return newest;
}

describe('a sign-in in the keychain', () => {
  test.each(['keyring', 'auto'] as const)('is opened when the person asks: %s', async (store) => {
    const stage = await stageWith(theNewest(), store);
    const { home, ours, askedUsage, signedIn } = stage;
    expect((await runCodex(theNewest(), home, ['login', 'status'])).code).toBe(0);
    expect(existsSync(home.authFile)).toBe(false);
    const closed = await ours.poll(POLL);
    expect(closed.result).toEqual({ ok: false, failure: { kind: 'auth-in-keyring' } });
    expect([closed.account, askedUsage()]).toEqual([null, 0]);

    ours.openKeyring();
    const opened = await ours.poll(POLL);
    expect(opened.result.ok).toBe(true);
    expect(opened.account?.id).toBe(signedIn.accountId);
    expect([askedUsage(), stage.lastUsageToken()]).toEqual([1, 'access#1']);
    expect(stage.exchanges()).toEqual([]);
    expect(existsSync(home.authFile)).toBe(false);
  });

  test('is renewed by Codex and never by us, whatever the setting', async () => {
    const stage = await stageWith(theNewest(), 'keyring');
    const { home, ours, signedIn, standIn } = stage;
    ours.openKeyring();
    standIn.expireAccess(signedIn.accessToken);
    const refused = await ours.poll(POLL);
    expect(refused.result).toMatchObject({
      ok: false,
      failure: { kind: 'sign-in-required', reason: 'not-renewed' },
    });
    expect((await ours.renew()).failure).toEqual({ kind: 'auth-in-keyring' });
    expect(stage.exchanges()).toEqual([]);

    const server = await startAppServer(theNewest(), home);
    stage.own(server);
    await server.call('account/read', { refreshToken: true });
    await server.stop();
    expect((await ours.poll(POLL)).result.ok).toBe(true);
    expect(stage.exchanges().length).toBeGreaterThan(0);
    expect(stage.exchanges().filter((by) => !by.startsWith('Codex'))).toEqual([]);
  });

  test('is copied nowhere', async () => {
    const stage = await stageWith(theNewest(), 'keyring');
    const { home, ours, signedIn } = stage;
    ours.openKeyring();
    expect((await ours.poll(POLL)).result.ok).toBe(true);
    const { accessToken, refreshToken, idToken } = signedIn;
    const texts = [...textsBelow(ours.plimsollHome), ...textsBelow(home.folder)];
    expect(texts.length).toBeGreaterThan(2);
    for (const token of [accessToken, refreshToken, idToken]) {
      // The end of a token is its own, unlike its beginning.
      expect(texts.filter((text) => text.includes(token.slice(-24)))).toEqual([]);
    }
  });

  test('that is gone is told as such', async () => {
    const stage = await stageWith(theNewest(), 'keyring');
    const { home, ours } = stage;
    await runCodex(theNewest(), home, ['logout']);
    ours.openKeyring();
    const failure = { kind: 'auth-in-keyring', issue: 'no-entry' };
    for (const _ of [1, 2]) expect((await ours.poll(POLL)).result).toEqual({ ok: false, failure });
  });
});
