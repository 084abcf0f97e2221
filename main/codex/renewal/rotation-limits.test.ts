// Facts about how often a token is sent: once, ever; again only by proof or by a person's click; and
// never more than four renewals of an account a day.

import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { endOf, makeWorld, pollOnce, stepsOf, type World } from '../../testing/renewal-world.ts';

const STALE = { firstAccessLifetimeMs: 0 } as const;
const CLICK = { force: true, onceMore: false };
const ONCE_MORE = { force: true, onceMore: true };
const CUT_AFTER = { kind: 'cut', when: 'after' } as const;

async function staleWorld(family = {}) {
  const world = await makeWorld({ onTestFinished }, { family });
  const first = await world.signIn(STALE);
  return { world, first };
}

const ledgerFile = ({ plimsollHome }: World) => path.join(plimsollHome, 'ledger.json');

describe('a token that may be spent', () => {
  test('is not sent again: not by a poll, a click, another process or after a restart', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', CUT_AFTER);
    const home = world.open();
    const unknown = await pollOnce(home);
    expect([endOf(unknown), stepsOf(unknown).at(-1)]).toEqual(['offline', 'refresh unknown']);
    expect(unknown.warning).toEqual({ kind: 'exchange-outcome-unknown' });
    for (const opened of [home, home, world.open(), world.open()]) {
      world.clock.pass(HOUR_MS);
      const outcome = await pollOnce(opened, CLICK);
      expect(outcome.warning).toEqual({ kind: 'exchange-outcome-unknown' });
      expect(endOf(outcome)).toBe('sign-in-required: rejected');
    }
    expect(world.presented(first.refreshToken)).toBe(1);
    expect(await world.authText()).toBe(first.authJson);
  });

  test('is sent once more by that click, and saved when the server forgives', async () => {
    const { world, first } = await staleWorld({ graceMs: HOUR_MS });
    world.standIn.faults.push('token', CUT_AFTER);
    const home = world.open();
    await pollOnce(home);
    expect(endOf(await pollOnce(home, ONCE_MORE))).toBe('rate-limited');
    world.clock.pass(15 * MINUTE_MS);
    const again = await pollOnce(home, ONCE_MORE);
    expect([endOf(again), stepsOf(again).at(-1), again.warning]).toEqual([
      'usage',
      'refresh saved',
      null,
    ]);
    expect(world.presented(first.refreshToken)).toBe(2);
  });

  // The story: a disk that could not flush the ledger's folder left a mark for what had never gone out.
  test.each(['open plimsoll', 'sync plimsoll'])(
    'is none, when the ledger cannot be made durable (%s)',
    async (point) => {
      const { world, first } = await staleWorld();
      world.at(point, () => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      });
      const home = world.open();
      const outcome = await pollOnce(home);
      expect([endOf(outcome), outcome.warning]).toEqual(['auth-file-unwritable', null]);
      expect([world.presented(first.refreshToken), await world.leftOvers()]).toEqual([0, []]);
      expect(endOf(await pollOnce(home, CLICK))).toBe('usage');
    },
  );

  // The story: the app remembered a ledger from before the command had marked the token, and trusted
  // its memory when the file was spoiled.
  test('is not sent again, when the ledger is spoiled after another process marked it', async () => {
    const { world, first } = await staleWorld();
    const app = world.open();
    world.says.mayExchange = false;
    await pollOnce(app);
    world.says.mayExchange = true;
    world.standIn.faults.push('token', CUT_AFTER);
    await pollOnce(world.open());
    await writeFile(ledgerFile(world), 'half a {');
    world.clock.pass(HOUR_MS);
    const outcome = await pollOnce(app, CLICK);
    expect(outcome.warning).toEqual({ kind: 'exchange-outcome-unknown' });
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('is not sent a third time without another click', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', CUT_AFTER, { times: 2 });
    const home = world.open();
    await pollOnce(home);
    world.clock.pass(15 * MINUTE_MS);
    await pollOnce(home, ONCE_MORE);
    world.clock.pass(15 * MINUTE_MS);
    await pollOnce(home, CLICK);
    await pollOnce(world.open(), CLICK);
    expect(world.presented(first.refreshToken)).toBe(2);
  });

  test('keeps its mark when the click is proved to have reached nobody', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', CUT_AFTER);
    world.standIn.faults.push('token', { kind: 'captive-portal' });
    const home = world.open();
    await pollOnce(home);
    world.clock.pass(15 * MINUTE_MS);
    await pollOnce(home, ONCE_MORE);
    world.clock.pass(15 * MINUTE_MS);
    expect((await pollOnce(home, CLICK)).warning?.kind).toBe('exchange-outcome-unknown');
    expect(world.presented(first.refreshToken)).toBe(2);
  });

  test('keeps its mark when a later preflight fails', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', CUT_AFTER);
    const home = world.open();
    await pollOnce(home);
    world.clock.pass(15 * MINUTE_MS);
    await chmod(world.authFile, 0o400);
    expect(endOf(await pollOnce(home, ONCE_MORE))).toBe('auth-file-unwritable');
    await chmod(world.authFile, 0o600);
    expect((await pollOnce(world.open(), CLICK)).warning?.kind).toBe('exchange-outcome-unknown');
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});

describe('a token that was refused', () => {
  test('is never sent again, not even once more, and says why', async () => {
    const { world, first } = await staleWorld();
    world.standIn.tokens.revokeFamily(first.refreshToken);
    const home = world.open();
    const reason = 'sign-in-required: refresh-revoked';
    expect(endOf(await pollOnce(home))).toBe(reason);
    world.clock.pass(HOUR_MS);
    expect(endOf(await pollOnce(home, ONCE_MORE))).toBe(reason);
    expect(endOf(await pollOnce(world.open(), ONCE_MORE))).toBe(reason);
    expect(world.presented(first.refreshToken)).toBe(1);
    expect(await world.authText()).toBe(first.authJson);
  });
});

describe('the budget', () => {
  test('allows a renewal every 15 minutes and four a day, also across restarts', async () => {
    const { world } = await staleWorld();
    const renewals = () => world.standIn.requests.filter(({ route }) => route === 'token').length;
    const startMs = world.clock.nowMs();
    const poll = async () => {
      await world.signIn(STALE);
      return pollOnce(world.open());
    };
    expect(endOf(await poll())).toBe('usage');
    expect((await poll()).result).toEqual({
      ok: false,
      failure: { kind: 'rate-limited', retryAtMs: startMs + 15 * MINUTE_MS },
    });
    for (const total of [2, 3, 4]) {
      world.clock.pass(15 * MINUTE_MS);
      expect(endOf(await poll())).toBe('usage');
      expect(renewals()).toBe(total);
    }
    world.clock.pass(6 * HOUR_MS);
    expect((await poll()).result).toEqual({
      ok: false,
      failure: { kind: 'rate-limited', retryAtMs: startMs + 24 * HOUR_MS },
    });
    await world.signIn({ ...STALE, account: 'acct-b' });
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(renewals()).toBe(5);
  });

  test('counts a renewal that was proved not to have been sent, too', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', { kind: 'captive-portal' });
    expect(endOf(await pollOnce(world.open()))).toBe('captive-portal');
    expect(endOf(await pollOnce(world.open()))).toBe('rate-limited');
    world.clock.pass(15 * MINUTE_MS);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(world.presented(first.refreshToken)).toBe(2);
  });

  // The story: the lid was closed on a request. Its pause had passed in sleep, and the next one followed
  // the answer by seconds.
  test('pauses from the answer on, when the computer slept over the request', async () => {
    const { world } = await staleWorld();
    world.at('send token', () => world.clock.pass(HOUR_MS));
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    await world.signIn(STALE);
    expect(endOf(await pollOnce(world.open()))).toBe('rate-limited');
    world.clock.pass(15 * MINUTE_MS);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
  });

  test('obeys a Retry-After that is longer than the pause, across restarts', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', { kind: 'rate-limited', retryAfter: '7200' });
    const toldMs = world.clock.nowMs() + 2 * HOUR_MS;
    expect(endOf(await pollOnce(world.open()))).toBe('rate-limited');
    world.clock.pass(2 * HOUR_MS - 1_000);
    expect((await pollOnce(world.open())).result).toEqual({
      ok: false,
      failure: { kind: 'rate-limited', retryAtMs: toldMs },
    });
    expect(world.presented(first.refreshToken)).toBe(1);
    world.clock.pass(1_000);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
  });
});

describe('a ledger', () => {
  test.each([
    ['nonsense', '{"version":1,'],
    ['damaged marks', JSON.stringify({ version: 1, salt: '0'.repeat(32), sent: ['x'] })],
    ['more than 1 MiB', ' '.repeat(1_048_577)],
  ])('that holds %s may have held the mark: the token counts as sent', async (_, text) => {
    const { world, first } = await staleWorld();
    await mkdir(world.plimsollHome);
    await writeFile(ledgerFile(world), text);
    for (const home of [world.open(), world.open()]) {
      const outcome = await pollOnce(home);
      expect(endOf(outcome)).toBe('sign-in-required: rejected');
      expect(outcome.warning).toEqual({ kind: 'exchange-outcome-unknown' });
    }
    expect(world.presented(first.refreshToken)).toBe(0);
    expect(await readFile(`${ledgerFile(world)}.unreadable`, 'utf8')).toBe(text);
    expect(endOf(await pollOnce(world.open(), ONCE_MORE))).toBe('usage');
  });

  test('that cannot be read for a while keeps its marks, and nothing is sent meanwhile', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', CUT_AFTER);
    await pollOnce(world.open());
    const before = JSON.parse(await readFile(ledgerFile(world), 'utf8'));
    world.clock.pass(HOUR_MS);
    const broken = () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    for (let time = 1; time <= 60; time += 1) world.at('open ledger', broken, time);
    await pollOnce(world.open(), CLICK);
    const after = JSON.parse(await readFile(ledgerFile(world), 'utf8'));
    expect([after.salt, after.sent]).toEqual([before.salt, before.sent]);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('that was deleted while we run comes back with its marks', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', CUT_AFTER);
    const home = world.open();
    await pollOnce(home);
    world.clock.pass(HOUR_MS);
    await rm(ledgerFile(world));
    expect((await pollOnce(home, CLICK)).warning?.kind).toBe('exchange-outcome-unknown');
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});
