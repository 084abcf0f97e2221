// Facts about the built command and several accounts: listing, importing, choosing one by name, and that
// what lies in two files is spent by no command either.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, runCommand } from './testing/command.ts';
import { textsBelow } from './testing/place.ts';
import { makeScene, routesOf, type Scene } from './testing/scene.ts';

beforeAll(ensureBuilt, 120_000);

/** Another home on the same stand-in, imported under its name. */
async function withWork(scene: Scene) {
  const home = path.join(scene.folder, 'work-home');
  await mkdir(home, { mode: 0o700 });
  await cp(path.join(scene.codexHome, 'config.toml'), path.join(home, 'config.toml'));
  const signedIn = scene.standIn.signIn({ account: 'acct-work', email: 'work@example.invalid' });
  await writeFile(path.join(home, 'auth.json'), signedIn.authJson, { mode: 0o600 });
  const ini = path.join(scene.folder, 'accounts.ini');
  await writeFile(ini, '[work]\nauth_file = work-home/auth.json\n');
  const imported = await runCommand(['accounts', 'import', ini], scene);
  expect([imported.code, imported.stdout, imported.stderr]).toEqual([0, 'work: added\n', '']);
  return { home, signedIn };
}

describe.concurrent('plimsoll accounts', () => {
  test('lists Codex’s own home alone, where nothing else is known, without a request', async (end) => {
    const scene = await makeScene(end);
    const { code, stdout } = await runCommand(['accounts', '--json'], scene);
    expect([code, routesOf(scene.standIn)]).toEqual([0, []]);
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      accounts: [
        {
          name: 'default',
          kind: 'home',
          codexHome: scene.codexHome,
          authFile: null,
          sessionsDir: null,
          plan: null,
          email: null,
          problem: null,
        },
      ],
    });
  });

  test('an imported one is listed, and asked about by its name, in any capitals', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const { home } = await withWork(scene);
    const status = await runCommand(['status', '--json', '--account', 'WORK'], scene);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout).account).toMatchObject({ id: 'acct-work', codexHome: home });
    const { stdout } = await runCommand(['accounts'], scene);
    expect(stdout).toBe(`default  ${scene.codexHome}\nwork  ${home}  Plus, work@example.invalid\n`);
    const cached = await runCommand(['status', '--json', '--cached'], scene);
    expect(JSON.parse(cached.stdout).failure.kind).toBe('nothing-saved');
  });

  test('refresh-auth renews the one that was named, and no other', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const { home, signedIn } = await withWork(scene);
    const own = await readFile(scene.authFile, 'utf8');
    const { code, stdout } = await runCommand(['refresh-auth', '--json', '--account=work'], scene);
    expect([code, JSON.parse(stdout).by]).toEqual([0, 'plimsoll']);
    expect(await readFile(scene.authFile, 'utf8')).toBe(own);
    expect(await readFile(path.join(home, 'auth.json'), 'utf8')).not.toBe(signedIn.authJson);
  });

  test('refresh-auth sends no token that lies in two files, and accounts says so', async (end) => {
    const scene = await makeScene(end);
    const { authJson } = await scene.signIn();
    const { home } = await withWork(scene);
    await writeFile(path.join(home, 'auth.json'), authJson, { mode: 0o600 });
    for (const account of ['default', 'work']) {
      const { code, stdout } = await runCommand(
        ['refresh-auth', '--json', '--account', account],
        scene,
      );
      expect([code, JSON.parse(stdout).failure.reason]).toEqual([2, 'refresh-reused']);
    }
    expect(routesOf(scene.standIn)).toEqual([]);
    const listed = JSON.parse((await runCommand(['accounts', '--json'], scene)).stdout);
    expect(
      listed.accounts.map(
        ({ problem }: { problem: { kind: string } | null }) => problem?.kind ?? null,
      ),
    ).toEqual([null, 'copy']);
  });
});

describe.concurrent('plimsoll accounts import', () => {
  const TOKEN = 'MARK-access-0123456789abcdef';

  test('says the line of what is wrong, exit 2, and nothing of the token on it', async (end) => {
    const scene = await makeScene(end);
    const ini = path.join(scene.folder, 'a.ini');
    await writeFile(ini, `[ci]\naccess_token = "${TOKEN}\n`);
    const { code, stdout, stderr } = await runCommand(['accounts', 'import', ini], scene);
    expect([code, stdout, stderr]).toEqual([2, '', 'Line 2: the quotes do not match.\n']);
    const json = await runCommand(['accounts', 'import', ini, '--json'], scene);
    expect(JSON.parse(json.stdout)).toMatchObject({ failure: { kind: 'bad-quotes', line: 2 } });
    expect(json.stdout + stderr).not.toContain(TOKEN.slice(0, 12));
  });

  test('asks with a token once, keeps none, and asks for the file again afterwards', async (end) => {
    const scene = await makeScene(end);
    const { accessToken, accountId } = scene.standIn.signIn();
    const ini = path.join(scene.folder, 'a.ini');
    await writeFile(ini, `[ci]\naccess_token=${accessToken}\naccount_id=${accountId}\n`);
    const { code, stdout } = await runCommand(['accounts', 'import', ini], scene);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^ci: its token works, but is not kept;/),
    ]);
    expect(routesOf(scene.standIn)).toContain('usage');
    const kept = (await textsBelow(scene.plimsollHome)).join('\n');
    expect(kept).not.toContain(accessToken.slice(0, 24));
    const listed = JSON.parse((await runCommand(['accounts', '--json'], scene)).stdout);
    expect(listed.accounts[1]).toMatchObject({ name: 'ci', problem: { kind: 'import-again' } });
    const status = await runCommand(['status', '--account', 'ci'], scene);
    expect(status.code).toBe(2);
  });

  test('a token that OpenAI refuses is said to have brought nothing', async (end) => {
    const scene = await makeScene(end);
    const ini = path.join(scene.folder, 'a.ini');
    await writeFile(ini, `[ci]\naccess_token=${TOKEN}\naccount_id=acct\n`);
    const { stdout } = await runCommand(['accounts', 'import', ini], scene);
    expect(stdout).toBe('ci: its token got no numbers, and is not kept\n');
    expect(routesOf(scene.standIn)).not.toContain('token');
  });
});
