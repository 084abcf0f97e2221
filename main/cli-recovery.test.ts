// Facts about the built command and a sign-in that has gone stale: what it does by itself, what it
// never does to auth.json, and that no piece of a token gets out.

import { mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SignedIn, SignInInput } from '../e2e/stand-in/sign-in.ts';
import { type Ended, ensureBuilt, runCommand } from './testing/command.ts';
import { listing, type TestEnd, textsBelow } from './testing/place.ts';
import { makeScene, routesOf, type Scene } from './testing/scene.ts';

const STALE: SignInInput = { firstAccessLifetimeMs: 0 };
const STATUS = ['status', '--json'];

beforeAll(ensureBuilt, 120_000);

/** A scene whose first usage answer comes late enough for something to happen to the file. */
async function staleScene(end: TestEnd): Promise<{ scene: Scene; first: SignedIn }> {
  const scene = await makeScene(end);
  const first = await scene.signIn(STALE);
  scene.standIn.faults.push('usage', { kind: 'delay', ms: 300 });
  return { scene, first };
}

async function statusWhile(scene: Scene, act: () => Promise<unknown>): Promise<Ended> {
  const ended = runCommand(STATUS, scene);
  await scene.usageRequests(1);
  await act();
  return ended;
}

/** Who renews the sign-in, as the person has set it. */
async function renewedBy({ plimsollHome }: Scene, renewal: 'codex' | 'nobody'): Promise<void> {
  await mkdir(plimsollHome, { recursive: true });
  await writeFile(path.join(plimsollHome, 'settings.json'), JSON.stringify({ renewal }));
}

const steps = (...expected: readonly string[]) =>
  expected.map((words) => {
    const [step, outcome] = words.split(' ');
    return { at: expect.stringMatching(/^\d{4}-.*Z$/), step, outcome };
  });

describe.concurrent('a rejected token', () => {
  test('status: succeeds with two requests when auth.json was renewed meanwhile', async (end) => {
    const { scene, first } = await staleScene(end);
    const { code, stdout, stderr } = await statusWhile(scene, () =>
      scene.writeAuth(scene.standIn.rotateAsCodex(first.refreshToken).authJson),
    );
    expect([code, stderr]).toEqual([0, '']);
    const shown = JSON.parse(stdout);
    expect(shown).toMatchObject({ status: 'ok', source: 'live', failure: null, warning: null });
    expect(shown.recovery).toEqual(steps('reload changed'));
    expect(routesOf(scene.standIn)).toEqual(['usage', 'usage']);
    expect(scene.standIn.tokens.presentations()).toEqual({ 'refresh#1': 0, 'refresh#2': 0 });
    expect(scene.standIn.violations).toEqual([]);
  });

  test('status: shows the other account when the person signed in as somebody else', async (end) => {
    const { scene } = await staleScene(end);
    const other = { account: 'acct-b', email: 'b@example.invalid' };
    const { code, stdout } = await statusWhile(scene, () => scene.signIn(other));
    expect(code).toBe(0);
    const shown = JSON.parse(stdout);
    expect(shown.account.id).toBe('acct-b');
    expect(shown.recovery).toEqual(steps('reload other-account'));
    expect(routesOf(scene.standIn)).toEqual(['usage', 'usage']);
  });

  test('status: says that nobody is signed in when the file has gone meanwhile', async (end) => {
    const { scene } = await staleScene(end);
    const { code, stdout } = await statusWhile(scene, () => unlink(scene.authFile));
    expect(code).toBe(2);
    const shown = JSON.parse(stdout);
    expect(shown.failure).toMatchObject({ kind: 'auth-file-missing', remedy: 'act' });
    expect(shown.recovery).toEqual(steps('reload gone'));
    expect(routesOf(scene.standIn)).toEqual(['usage']);
  });

  test.for<[string, (scene: Scene, first: SignedIn) => unknown, readonly string[]]>([
    ['refresh-disabled', (scene) => renewedBy(scene, 'nobody'), ['reload unchanged']],
    [
      'refresh-revoked',
      ({ standIn }, { refreshToken }) => standIn.tokens.revokeFamily(refreshToken),
      ['reload unchanged', 'refresh refused'],
    ],
    [
      'no-refresh-token',
      ({ writeAuth }, { authJson, refreshToken }) => writeAuth(authJson.replace(refreshToken, '')),
      ['reload unchanged'],
    ],
  ])(
    'status: asks for a new sign-in, %s, and leaves the file alone',
    async ([reason, arrange, recovery], end) => {
      const scene = await makeScene(end);
      await arrange(scene, await scene.signIn(STALE));
      const authJson = await readFile(scene.authFile, 'utf8');
      const before = await listing(scene.codexHome);
      const { mtimeMs, ino } = await stat(scene.authFile);
      const { code, stdout } = await runCommand(STATUS, scene);
      expect(code).toBe(2);
      const shown = JSON.parse(stdout);
      expect(shown).toMatchObject({ status: 'failed', source: null, windows: [] });
      expect(shown.failure).toMatchObject({ kind: 'sign-in-required', remedy: 'act', reason });
      expect(shown.failure.message).not.toBe('');
      expect(shown.recovery).toEqual(steps(...recovery));
      expect(await readFile(scene.authFile, 'utf8')).toBe(authJson);
      expect(await stat(scene.authFile)).toMatchObject({ mtimeMs, ino });
      const after = await listing(scene.codexHome);
      expect(after.filter((line) => !line.startsWith('auth.json.plimsoll.lock '))).toEqual(before);
      const asked = recovery.length === 2 ? ['usage', 'token'] : ['usage'];
      expect(routesOf(scene.standIn)).toEqual(asked);

      // A person who types the command again asks again, once; and a new sign-in is simply good.
      expect((await runCommand(STATUS, scene)).code).toBe(2);
      expect(routesOf(scene.standIn)).toEqual([...asked, 'usage']);
      await scene.signIn();
      expect((await runCommand(STATUS, scene)).code).toBe(0);
      expect(routesOf(scene.standIn)).toEqual([...asked, 'usage', 'usage']);
    },
  );

  test('status: takes 403 in JSON for a rejection only when the token is past its expiry', async (end) => {
    const scene = await makeScene(end);
    const forbidden = { kind: 'status', status: 403 } as const;
    scene.standIn.faults.push('usage', forbidden, { times: 2 });
    await renewedBy(scene, 'nobody');
    await scene.signIn(STALE);
    const stale = JSON.parse((await runCommand(STATUS, scene)).stdout);
    expect(stale.failure).toMatchObject({
      kind: 'sign-in-required',
      reason: 'refresh-disabled',
    });
    expect(stale.recovery).toEqual(steps('reload unchanged'));
    await scene.signIn();
    const live = await runCommand(STATUS, scene);
    expect(live.code).toBe(3);
    expect(JSON.parse(live.stdout)).toMatchObject({ recovery: [], failure: { kind: 'blocked' } });
  });

  test('status: keeps the old numbers beside the failure, and says that they are old', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const live = JSON.parse((await runCommand(STATUS, scene)).stdout);
    scene.standIn.tokens.revokeFamily('access#1');
    const { code, stdout } = await runCommand(STATUS, scene);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      source: 'cache',
      takenAt: live.takenAt,
      plan: live.plan,
      windows: [{ usedPercent: 12 }, { usedPercent: 34 }],
      failure: { kind: 'sign-in-required', reason: 'refresh-revoked' },
    });
    const words = await runCommand(['status'], scene);
    expect([words.code, words.stderr === '']).toEqual([2, false]);
    expect(words.stdout).toContain('88% left');
  });
});

const PIECE = 12;

/** Every piece of 12 characters of a token; of a JWT also what is inside its parts. */
function piecesOf(token: string): ReadonlySet<string> {
  const inside = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  // Why: claims hold the account's id and e-mail, which contract.md prints; only the jti is secret.
  const secret = inside.flatMap((text) => /"jti":"([^"]+)"/.exec(text)?.[1] ?? []);
  const pieces = [token, ...secret].flatMap((text) =>
    Array.from({ length: text.length - PIECE + 1 }, (_, at) => text.slice(at, at + PIECE)),
  );
  return new Set(pieces);
}

test('secrets: no piece of a token is in any output or file of ours after a recovery', async (end) => {
  const { scene, first } = await staleScene(end);
  let second: SignedIn | null = null;
  const recovered = await statusWhile(scene, async () => {
    second = scene.standIn.rotateAsCodex(first.refreshToken);
    await scene.writeAuth(second.authJson);
  });
  expect(JSON.parse(recovered.stdout).recovery).toEqual(steps('reload changed'));
  const env = { PLIMSOLL_LOG: 'debug', NODE_DEBUG: '' };
  const runs = [recovered, await runCommand(['status'], scene, { env })];
  scene.standIn.tokens.revokeFamily('access#2');
  runs.push(await runCommand(STATUS, scene, { env }), await runCommand(['status'], scene, { env }));
  await scene.writeAuth(`${first.authJson.slice(0, -20)}`);
  runs.push(await runCommand(STATUS, scene, { env }));
  await scene.writeAuth(first.authJson.replace('"access_token": "', '"access_token": "\\u00e9'));
  runs.push(await runCommand(STATUS, scene, { env }));
  await scene.writeConfig(`x = "${first.accessToken}`);
  runs.push(await runCommand(STATUS, scene, { env }));
  await scene.writeConfig(`chatgpt_base_url = "https://a:${first.refreshToken}@127.0.0.1"`);
  runs.push(await runCommand(STATUS, scene, { env }));
  const kinds = runs.filter(({ stdout }) => stdout.startsWith('{'));
  expect(kinds.map(({ stdout }) => JSON.parse(stdout).failure?.kind ?? null)).toEqual([
    null,
    'sign-in-required',
    'auth-file-malformed',
    'auth-file-malformed',
    'config-malformed',
    'address-refused',
  ]);

  const files = await textsBelow(scene.plimsollHome);
  expect(files.length).toBeGreaterThan(1);
  const texts = [...files, ...runs.flatMap(({ stdout, stderr }) => [stdout, stderr])].join('\n');
  for (const { accessToken, refreshToken, idToken } of [first, second ?? first]) {
    for (const token of [accessToken, refreshToken, idToken]) {
      expect([...piecesOf(token)].filter((piece) => texts.includes(piece))).toEqual([]);
    }
  }
});
