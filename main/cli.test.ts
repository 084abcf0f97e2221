// Facts about the built command as a process: wrong usage, the object of `status --json` key by key,
// what is saved, and watching. contract.md §3 and §4 are the specification.

import { beforeAll, describe, expect, test } from 'vitest';
import type { UsageSampleName } from '../e2e/stand-in/samples.ts';
import packageJson from '../package.json' with { type: 'json' };
import { ensureBuilt, runCommand, startCommand } from './testing/command.ts';
import { makePlace } from './testing/place.ts';
import { SAMPLE_OBJECTS } from './testing/sample-objects.ts';
import { makeScene, routesOf } from './testing/scene.ts';

beforeAll(ensureBuilt, 120_000);

describe.concurrent('plimsoll', () => {
  test.for([
    [[], 'a command is missing'],
    [['stats'], 'there is no command "stats"'],
    [['status', '--jsno'], "Unknown option '--jsno'"],
    [['status', '--json', 'now'], '"now" is one word too many'],
    [['status', '--account', 'nobody', '--json'], 'no account "nobody" is known'],
  ] as const)(
    '%j: is wrong usage, exit 1, with nothing on stdout',
    async ([words, problem], end) => {
      const { code, stdout, stderr } = await runCommand(words, await makePlace(end));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.startsWith(`plimsoll: ${problem}\n\nUsage: plimsoll <command>`)).toBe(true);
    },
  );

  test('--help and --version: answer on stdout, exit 0, without a home', async (end) => {
    const place = await makePlace(end);
    const help = await runCommand(['--help'], place);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('--cached');
    const version = await runCommand(['--version'], place);
    expect([version.code, version.stdout]).toEqual([0, `${packageJson.version}\n`]);
  });
});

describe.concurrent('status --json', () => {
  test.for(Object.entries(SAMPLE_OBJECTS))(
    'status --json: of %s, key by key',
    async ([name, make], end) => {
      const takenAtMs = Date.now();
      const scene = await makeScene(end, { nowMs: () => takenAtMs });
      const { accountId } = await scene.signIn();
      // Why: Object.entries forgets that its texts are keys.
      scene.standIn.usage.set(name as UsageSampleName);
      const { code, stdout, stderr } = await runCommand(['status', '--json'], scene);
      expect([code, stderr]).toEqual([0, '']);
      const { codexHome } = scene;
      const email = 'fake.person@example.invalid';
      expect(JSON.parse(stdout)).toEqual({
        schema: 1,
        source: 'live',
        account: { name: 'default', id: accountId, email, codexHome },
        verdict: expect.stringMatching(/^[^\n]{10,}\.$/),
        recovery: [],
        warning: null,
        failure: null,
        ...make(takenAtMs),
      });
      const isListed = name !== 'plus-primary-and-secondary';
      // Why: an answer that says that there are no earned resets leaves nothing to list.
      expect(routesOf(scene.standIn)).toEqual(['usage', ...(isListed ? ['resetCredits'] : [])]);
      expect(scene.standIn.violations).toEqual([]);
    },
  );

  test('status: says the same in words, in English, without colour where there is no terminal', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const { code, stdout, stderr } = await runCommand(['status'], scene);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^On pace: 66% of the weekly limit left until /);
    expect(stdout).toMatch(/\n5-hour {2}88% left/);
    expect(stdout).not.toContain('\u001b');
  });

  test('status: ends without a promise that only one who goes on running could keep', async (end) => {
    const place = await makePlace(end);
    const [words, object] = await Promise.all([
      runCommand(['status'], place),
      runCommand(['status', '--json'], place),
    ]);
    const text = 'There is no sign-in on this computer. Run codex login.';
    expect(words.stderr).toBe(`Not signed in to Codex. ${text}\n`);
    const { verdict, failure } = JSON.parse(object.stdout);
    const said = `Not signed in to Codex. ${text}`;
    expect([verdict, failure.message]).toEqual([said, said]);
  });

  test('status: says that Codex works on an API key, when one stands beside the tokens', async (end) => {
    const scene = await makeScene(end);
    const { authJson } = await scene.signIn();
    const { auth_mode: _mode, ...file } = JSON.parse(authJson);
    await scene.writeAuth(JSON.stringify({ ...file, OPENAI_API_KEY: 'sk-FAKE-beside' }));
    const { code, stdout } = await runCommand(['status'], scene);
    expect(code).toBe(0);
    expect(stdout).toContain('API key: In use (Codex itself works on the key in auth.json)');
    expect(stdout).not.toContain('sk-FAKE');
  });

  test('status --codex-home: looks there, and says so', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const empty = await makePlace(end);
    const homes = { ...empty, plimsollHome: scene.plimsollHome };
    const words = ['status', '--json', '--codex-home', scene.codexHome];
    const { code, stdout } = await runCommand(words, homes);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).account.codexHome).toBe(scene.codexHome);
  });
});

describe.concurrent('status --cached', () => {
  test('status --cached: has nothing at first, exit 3, in words and as an object', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const { code, stdout } = await runCommand(['status', '--cached', '--json'], scene);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      source: null,
      takenAt: null,
      windows: [],
      failure: { kind: 'nothing-saved', remedy: 'wait', reason: null, retryAt: null },
    });
    const words = await runCommand(['status', '--cached'], scene);
    expect([words.code, words.stdout]).toEqual([3, '']);
    expect(words.stderr).not.toBe('');
    expect(scene.standIn.requests).toEqual([]);
  });

  test('status --cached: shows what was seen last, without a request', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const live = JSON.parse((await runCommand(['status', '--json'], scene)).stdout);
    const { code, stdout } = await runCommand(['status', '--cached', '--json'], scene);
    const { verdict, windows, ...cached } = JSON.parse(stdout);
    const { verdict: _verdict, windows: liveWindows, ...rest } = live;
    expect(code).toBe(0);
    expect(cached).toEqual({ ...rest, source: 'cache' });
    expect(windows).toHaveLength(liveWindows.length);
    expect(verdict).not.toBe('');
    expect(routesOf(scene.standIn)).toEqual(['usage']);
  });

  test('status --cached: shows nobody the numbers of another account', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    await runCommand(['status', '--json'], scene);
    await scene.signIn({ account: 'acct-b', email: 'b@example.invalid' });
    const cached = await runCommand(['status', '--cached', '--json'], scene);
    expect(cached.code).toBe(3);
    expect(JSON.parse(cached.stdout)).toMatchObject({ source: null, windows: [] });
    await scene.standIn.goOffline();
    const offline = await runCommand(['status', '--json'], scene);
    expect(offline.code).toBe(3);
    expect(JSON.parse(offline.stdout)).toMatchObject({
      source: null,
      account: { id: 'acct-b', email: 'b@example.invalid' },
      windows: [],
      failure: { kind: 'offline' },
    });
  });
});

describe.concurrent('status --watch', () => {
  test('status --watch --json: prints one object a line, at the pace of the demo', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const env = {
      PLIMSOLL_PACE: 'demo',
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: scene.standIn.tokenUrl,
    };
    const running = startCommand(['status', '--watch', '--json'], scene, { env });
    end.onTestFinished(() => running.kill('SIGKILL'));
    const first = JSON.parse(await running.nextLine());
    expect(first).toMatchObject({ source: 'live', failure: null });
    scene.standIn.usage.set('free-monthly-only');
    const second = JSON.parse(await running.nextLine());
    expect(second.windows).toMatchObject([{ kind: 'monthly', usedPercent: 70 }]);
    await scene.standIn.goOffline();
    const third = JSON.parse(await running.nextLine());
    expect(third).toMatchObject({ source: 'cache', failure: { kind: 'offline' } });
    running.kill('SIGTERM');
    const { signal, stderr, stdout } = await running.ended;
    expect([signal, stderr, stdout.trimEnd().split('\n').length]).toEqual(['SIGTERM', '', 3]);
  });

  // The story: `plimsoll status --watch --json | head -1` ended with a stack trace.
  test('status --watch: ends without a word when its reader has gone', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const env = {
      PLIMSOLL_PACE: 'demo',
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: scene.standIn.tokenUrl,
    };
    const running = startCommand(['status', '--watch', '--json'], scene, { env });
    end.onTestFinished(() => running.kill('SIGKILL'));
    await running.nextLine();
    running.closeOutput();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, '']);
  });
});
