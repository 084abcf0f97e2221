// Facts about a rotation that goes well, and about everything that must keep it from spending a token.

import {
  chmod,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { endOf, makeWorld, pollOnce, stepsOf, type World } from '../../testing/renewal-world.ts';
import { routesOf } from '../../testing/scene.ts';

const STALE = { firstAccessLifetimeMs: 0 } as const;

async function staleWorld() {
  const world = await makeWorld({ onTestFinished });
  const first = await world.signIn(STALE);
  return { world, first };
}

const ASLEEP = { mayExchange: false } as const;

function readOnly({ authFile }: World): Promise<void> {
  return chmod(authFile, 0o400);
}

function refused(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('a renewal', () => {
  // The story: the computer slept right after a renewal, for longer than the new access token lived, and
  // the popover asked for a new sign-in that nobody needed.
  test('that is slept over is no reason to ask for a sign-in: the next poll renews again', async () => {
    const world = await makeWorld({ onTestFinished }, { family: { accessLifetimeMs: HOUR_MS } });
    await world.signIn(STALE);
    world.at('unlink journal', () => world.clock.pass(2 * HOUR_MS));
    const home = world.open();
    expect(endOf(await pollOnce(home))).toBe('timeout');
    expect(endOf(await pollOnce(home))).toBe('usage');
  });

  test('replaces the stale tokens in the file, keeps all else, and asks with the new ones', async () => {
    const { world, first } = await staleWorld();
    const odd = first.authJson.replace('"tokens"', '"zukunft": [1.50, {"é": null}],\n  "tokens"');
    await world.writeAuth(odd);
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome)]).toEqual([
      'usage',
      ['reload unchanged', 'refresh saved'],
    ]);
    expect(outcome.warning).toBeNull();
    const { access_token, refresh_token } = JSON.parse(await world.authText()).tokens;
    expect(world.standIn.tokens.labelOf(access_token)).toBe('access#2');
    expect(world.standIn.tokens.labelOf(refresh_token)).toBe('refresh#2');
    const masked = (text: string) =>
      world.standIn.tokens
        .redact(text)
        .replaceAll(/(access|refresh|id)#\d/g, '$1')
        .replace(/"last_refresh": "[^"]*"/, '');
    expect(masked(await world.authText())).toBe(masked(odd));
    expect(world.standIn.tokens.presentations()).toEqual({ 'refresh#1': 1, 'refresh#2': 0 });
    expect(routesOf(world.standIn)).toEqual(['usage', 'token', 'usage']);
    expect(world.standIn.violations).toEqual([]);
    expect(await world.leftOvers()).toEqual([]);
  });

  test('makes everything private and exclusive, and never follows a planted link', async () => {
    const { world, first } = await staleWorld();
    await chmod(world.authFile, 0o644);
    const modes: number[] = [];
    world.at('send token', async () => {
      for (const name of await world.leftOvers()) {
        modes.push((await stat(path.join(world.codexHome, name))).mode & 0o777);
      }
    });
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(modes).toEqual([0o600, 0o600]);
    expect((await stat(world.authFile)).mode & 0o777).toBe(0o600);
    const lock = await stat(`${world.authFile}.plimsoll.lock`);
    expect(lock.mode & 0o777).toBe(0o600);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('goes through a link to the real file, and the link stays', async () => {
    const { world, first } = await staleWorld();
    const folder = path.join(world.folder, 'elsewhere');
    await mkdir(folder);
    const real = path.join(folder, 'auth.json');
    await rename(world.authFile, real);
    await symlink(real, world.authFile);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(await readFile(real, 'utf8')).not.toContain(first.refreshToken);
    expect(await readFile(world.authFile, 'utf8')).toBe(await readFile(real, 'utf8'));
    expect((await stat(`${real}.plimsoll.lock`)).isFile()).toBe(true);
  });

  test('holds no lock of Codex while it exchanges, and both while it compares and renames', async () => {
    const { world } = await staleWorld();
    await pollOnce(world.open());
    const { points } = world;
    const taken = points.indexOf('lock auth.lock');
    expect(taken).toBeGreaterThan(points.indexOf('answer token'));
    expect(points.indexOf('lock auth.json.lock')).toBe(taken + 1);
    expect(points.indexOf('rename temp')).toBeGreaterThan(taken);
    expect(points.indexOf('lock auth.json.plimsoll.lock')).toBeLessThan(taken);
  });

  test('does without the locks of Codex on Windows, and not while a Codex runs there', async () => {
    const { world, first } = await staleWorld();
    world.says.codexAlive = true;
    expect(endOf(await pollOnce(world.open({ platform: 'win32' })))).toBe('busy');
    expect(world.presented(first.refreshToken)).toBe(0);
    world.says.codexAlive = false;
    expect(endOf(await pollOnce(world.open({ platform: 'win32' })))).toBe('usage');
    expect(world.points).not.toContain('lock auth.lock');
  });

  test('is one, when two processes and two polls want it at once', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', { kind: 'delay', ms: 100 });
    const [one, two] = [world.open(), world.open()];
    const ended = await Promise.all([pollOnce(one), pollOnce(two), pollOnce(one), pollOnce(two)]);
    expect(ended.map(endOf)).toEqual(['usage', 'usage', 'usage', 'usage']);
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});

describe('a poll whose rejection comes while another process sends the token', () => {
  // The story: the app asked for a sign-in that nobody needed, because the command beside it had just
  // marked the token sent, and what came of it was not known yet.
  async function rejectedWhileSending(answer: (world: World) => void) {
    const { world, first } = await staleWorld();
    const [one, two] = [world.open(), world.open()];
    world.standIn.faults.push('usage', { kind: 'delay', ms: 200 });
    const rejected = pollOnce(two);
    await sleep(100);
    world.at('send token', () => sleep(400));
    answer(world);
    const ended = [await pollOnce(one), await rejected];
    expect(world.presented(first.refreshToken)).toBe(1);
    return { ended: ended.map(endOf), warnings: ended.map(({ warning }) => warning?.kind) };
  }

  test('waits for what comes of it, and asks with the new tokens', async () => {
    const { ended } = await rejectedWhileSending(() => {});
    expect(ended).toEqual(['usage', 'usage']);
  });

  test('says what the other one learned, if nothing came', async () => {
    const { ended, warnings } = await rejectedWhileSending(({ standIn }) =>
      standIn.faults.push('token', { kind: 'cut', when: 'after' }),
    );
    expect(ended).toEqual(['offline', 'sign-in-required: rejected']);
    expect(warnings).toEqual(['exchange-outcome-unknown', 'exchange-outcome-unknown']);
  });
});

/** Makes a step before the sending fail, each in its own way. */
const PREFLIGHT: readonly [string, (world: World) => unknown, string][] = [
  ['mode 0400', ({ authFile }) => chmod(authFile, 0o400), 'auth-file-unwritable'],
  [
    'a second hard link',
    ({ authFile, folder }) => link(authFile, path.join(folder, 'copy')),
    'auth-file-unwritable',
  ],
  [
    'a folder as auth.lock',
    ({ codexHome }) => mkdir(path.join(codexHome, 'auth.lock')),
    'auth-file-unwritable',
  ],
  [
    'a folder as auth.json.lock',
    ({ authFile }) => mkdir(`${authFile}.lock`),
    'auth-file-unwritable',
  ],
  [
    'a link as auth.lock',
    ({ codexHome }) => symlink('config.toml', path.join(codexHome, 'auth.lock')),
    'auth-file-unwritable',
  ],
  [
    'a folder as our own lock',
    ({ authFile }) => mkdir(`${authFile}.plimsoll.lock`),
    'auth-file-unwritable',
  ],
  [
    'a planted link as the journal',
    ({ codexHome }) => symlink('nowhere', path.join(codexHome, '.plimsoll-rotation')),
    'auth-file-unwritable',
  ],
  [
    'a folder as the journal',
    ({ codexHome }) => mkdir(path.join(codexHome, '.plimsoll-rotation')),
    'auth-file-unwritable',
  ],
  ['a clock near sleep or wake', ({ says }) => Object.assign(says, { mayExchange: false }), 'busy'],
  [
    'a ledger that cannot be kept',
    ({ plimsollHome }) => writeFile(plimsollHome, ''),
    'auth-file-unwritable',
  ],
  ...(
    [
      ['open temp', 'EACCES'],
      ['write temp', 'ENOSPC'],
      ['write temp', 'EIO'],
      ['sync temp', 'EDQUOT'],
      ['open journal', 'EROFS'],
      ['sync journal', 'ENOSPC'],
      ['sync journal', 'EIO'],
    ] as const
  ).map(
    ([point, code]) =>
      [
        `${code} at "${point}"`,
        (world: World) =>
          world.at(
            point,
            () => {
              throw refused(code);
            },
            point === 'open journal' ? 2 : 1,
          ),
        'auth-file-unwritable',
      ] as [string, (world: World) => unknown, string],
  ),
];

describe('what we cannot save we do not spend', () => {
  test.each(PREFLIGHT)('with %s', async (_, arrange, failure) => {
    const { world, first } = await staleWorld();
    await arrange(world);
    const before = await world.leftOvers();
    const outcome = await pollOnce(world.open());
    expect(endOf(outcome)).toBe(failure);
    expect(world.presented(first.refreshToken)).toBe(0);
    expect(await world.authText()).toBe(first.authJson);
    expect(await world.leftOvers()).toEqual(before);
  });

  test('owned by another user: it is read, and never renewed', async () => {
    const { world, first } = await staleWorld();
    const outcome = await pollOnce(world.open({ uid: 54_321 }));
    expect(endOf(outcome)).toBe('auth-file-unwritable');
    expect(world.presented(first.refreshToken)).toBe(0);
  });

  test('a sign-in that is not spent is renewed once the obstacle is gone', async () => {
    const { world, first } = await staleWorld();
    await mkdir(`${world.authFile}.lock`);
    const home = world.open();
    await pollOnce(home);
    await rm(`${world.authFile}.lock`, { recursive: true });
    expect(endOf(await pollOnce(home))).toBe('usage');
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});

// The story: quitting while the journal was being made left a token "sent" that had never gone out.
test('rotate: keeps sleep and quitting back from before the journal until the end', async () => {
  const { world } = await staleWorld();
  const awake: boolean[] = [];
  let isAwake = false;
  const power = {
    mayExchange: () => true,
    stayAwake() {
      isAwake = true;
      return () => {
        isAwake = false;
      };
    },
  };
  for (const point of ['open journal', 'send token', 'rename temp', 'unlink journal'])
    world.at(point, () => void awake.push(isAwake), point === 'open journal' ? 2 : 1);
  await pollOnce(world.open({ ports: { ...world.ports, power } }));
  expect([awake, isAwake]).toEqual([[true, true, true, true], false]);
});

describe('who renews', () => {
  test('nobody: the token is not sent, and the reason says so', async () => {
    const { world, first } = await staleWorld();
    world.says.renewal = 'nobody';
    expect(endOf(await pollOnce(world.open()))).toBe('sign-in-required: refresh-disabled');
    expect(world.presented(first.refreshToken)).toBe(0);
  });

  test('codex: it is asked once, and what it saved is used', async () => {
    const { world, first } = await staleWorld();
    world.says.renewal = 'codex';
    let asked = 0;
    const askCodex = async () => {
      asked += 1;
      await world.writeAuth(world.standIn.rotateAsCodex(first.refreshToken).authJson);
    };
    const outcome = await pollOnce(world.open({ askCodex }));
    expect([endOf(outcome), asked]).toEqual(['usage', 1]);
    expect(stepsOf(outcome)).toEqual(['reload unchanged', 'ask-codex renewed']);
    expect(routesOf(world.standIn)).toEqual(['usage', 'usage']);
  });

  test('codex: when it changes nothing, we exchange nothing', async () => {
    const { world, first } = await staleWorld();
    world.says.renewal = 'codex';
    const outcome = await pollOnce(world.open({ askCodex: async () => {} }));
    expect(endOf(outcome)).toBe('sign-in-required: not-renewed');
    expect(world.presented(first.refreshToken)).toBe(0);
  });

  test('codex: it is asked inside the budget of exchanges, also by click', async () => {
    const { world } = await staleWorld();
    world.says.renewal = 'codex';
    const askedAtMs: number[] = [];
    const askCodex = async () => void askedAtMs.push(world.clock.nowMs());
    for (let click = 0; click < 125; click += 1) {
      const outcome = await pollOnce(world.open({ askCodex }), { force: true });
      expect(['sign-in-required: not-renewed', 'rate-limited']).toContain(endOf(outcome));
      world.clock.pass(12 * MINUTE_MS);
    }
    const gaps = askedAtMs.slice(1).map((atMs, at) => atMs - (askedAtMs[at] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15 * MINUTE_MS);
    const inADay = askedAtMs.filter((atMs) => atMs < (askedAtMs[0] ?? 0) + DAY_MS);
    expect(inADay).toHaveLength(4);
  });

  test.each([
    ['near sleep or quitting', 'busy', (world: World) => Object.assign(world.says, ASLEEP)],
    ['when the file says read-only', 'auth-file-unwritable', readOnly],
  ])('codex: it is not asked %s', async (_name, end, spoil) => {
    const { world } = await staleWorld();
    world.says.renewal = 'codex';
    await spoil(world);
    let asked = 0;
    const askCodex = async () => {
      asked += 1;
    };
    expect([endOf(await pollOnce(world.open({ askCodex }))), asked]).toEqual([end, 0]);
  });

  test('store auto: nothing is sent, because Codex may keep another sign-in', async () => {
    const { world, first } = await staleWorld();
    const config = `chatgpt_base_url = "${world.standIn.baseUrl}"`;
    await world.writeConfig(`${config}\ncli_auth_credentials_store = "auto"\n`);
    expect(endOf(await pollOnce(world.open()))).toBe('sign-in-required: rejected');
    expect(world.presented(first.refreshToken)).toBe(0);
  });
});

describe('a live Codex', () => {
  test('is waited for, and what it saves is used without an exchange of ours', async () => {
    const { world, first } = await staleWorld();
    world.says.codexAlive = true;
    world.clock.onSleep(async () => {
      if (world.clock.sleptMs.length !== 5) return;
      await world.writeAuth(world.standIn.rotateAsCodex(first.refreshToken).authJson);
    });
    const outcome = await pollOnce(world.open());
    expect(stepsOf(outcome)).toEqual(['reload unchanged', 'wait-for-codex renewed']);
    expect([endOf(outcome), world.clock.sleptMs]).toEqual(['usage', Array(5).fill(2_000)]);
    expect(world.presented(first.refreshToken)).toBe(0);
  });

  test('that does nothing for a minute leaves it to us', async () => {
    const { world, first } = await staleWorld();
    world.says.codexAlive = true;
    const outcome = await pollOnce(world.open());
    const [, waited, refreshed] = stepsOf(outcome);
    expect([waited, refreshed]).toEqual(['wait-for-codex unchanged', 'refresh saved']);
    expect(world.clock.sleptMs.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('that signs out meanwhile is not undone', async () => {
    const { world, first } = await staleWorld();
    world.says.codexAlive = true;
    world.clock.onSleep(() => unlink(world.authFile).catch(() => undefined));
    expect(endOf(await pollOnce(world.open()))).not.toBe('usage');
    await expect(stat(world.authFile)).rejects.toThrow('ENOENT');
    expect(world.presented(first.refreshToken)).toBe(0);
  });
});
