// Facts about somebody else who acts while we renew, row by row of reliability.md §5.1: nobody's
// sign-in is lost, mixed or brought back.

import { readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SignedIn } from '../../../e2e/stand-in/sign-in.ts';
import { HOUR_MS } from '../../core/time.ts';
import { endOf, makeWorld, pollOnce, stepsOf, type World } from '../../testing/renewal-world.ts';
import { createLocks } from '../locks.ts';
import { nodePorts } from '../node-ports.ts';

const STALE = { firstAccessLifetimeMs: 0 } as const;
const OTHER = { account: 'acct-b', email: 'b@example.invalid' } as const;

/** Where we are when they act: right before that is done. */
const BEFORE_LAST_LOOK = 'open temp';
const BEFORE_SENDING = 'send token';
const UNANSWERED = 'answer token';
const JOURNALED = 'lock auth.lock';

async function staleWorld() {
  const world = await makeWorld({ onTestFinished });
  const first = await world.signIn(STALE);
  return { world, first };
}

/** Polls while somebody acts at that point of ours. */
async function pollWhile(world: World, point: string, act: () => unknown) {
  let acted = 0;
  world.at(point, async () => {
    acted += 1;
    await act();
  });
  const outcome = await pollOnce(world.open());
  expect(acted).toBe(1);
  expect(await world.leftOvers()).toEqual([]);
  return outcome;
}

type Act = (world: World, first: SignedIn) => Promise<unknown>;

const renew: Act = (world, first) =>
  world.writeAuth(world.standIn.rotateAsCodex(first.refreshToken).authJson);
const signInAgain: Act = (world) => world.signIn();
const signInOther: Act = (world) => world.signIn(OTHER);
const signOut: Act = ({ authFile }) => unlink(authFile);

describe('before the last look', () => {
  test.each([
    ['Codex renews', renew],
    ['the person signs in again', signInAgain],
    ['the person signs in as somebody else', signInOther],
    ['the person signs out', signOut],
  ] as const)('%s: nothing is spent, and the next poll knows', async (_, act) => {
    const { world, first } = await staleWorld();
    let theirs = '';
    const outcome = await pollWhile(world, BEFORE_LAST_LOOK, async () => {
      await act(world, first);
      theirs = await readFile(world.authFile, 'utf8').catch(() => 'no file');
    });
    expect(endOf(outcome)).toBe('account-changed');
    expect(world.presented(first.refreshToken)).toBe(0);
    expect(await world.authText().catch(() => 'no file')).toBe(theirs);
    const next = await pollOnce(world.open());
    expect(endOf(next)).toBe(act === signOut ? 'auth-file-missing' : 'usage');
  });

  // The story: the file was read, the computer slept for an hour, Codex renewed, and we sent the old one.
  test('or over it, the computer sleeps: nothing is spent, and the next poll renews', async () => {
    const rehearsal = (await staleWorld()).world;
    await pollOnce(rehearsal.open());
    const looks = rehearsal.points
      .slice(0, rehearsal.points.indexOf(BEFORE_SENDING))
      .filter((point) => point === 'open auth').length;
    const { world, first } = await staleWorld();
    world.at('open auth', () => world.clock.pass(HOUR_MS), looks);
    expect(endOf(await pollOnce(world.open()))).toBe('busy');
    expect([world.presented(first.refreshToken), await world.leftOvers()]).toEqual([0, []]);
    world.clock.pass(HOUR_MS);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
  });

  test('the file was replaced by its own copy: nothing is spent', async () => {
    const { world, first } = await staleWorld();
    await pollWhile(world, BEFORE_LAST_LOOK, async () => {
      await unlink(world.authFile);
      await world.writeAuth(first.authJson);
    });
    expect(world.presented(first.refreshToken)).toBe(0);
  });

  test('while we wait for our own lock, another Plimsoll renews: its tokens are adopted', async () => {
    const { world, first } = await staleWorld();
    const outcome = await pollWhile(world, 'lock auth.json.plimsoll.lock', () =>
      renew(world, first),
    );
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual(['usage', 'refresh adopted']);
    expect(world.presented(first.refreshToken)).toBe(0);
  });

  test('while we wait for our own lock, somebody else signs in: the tokens are not used', async () => {
    const { world } = await staleWorld();
    const point = 'lock auth.json.plimsoll.lock';
    const outcome = await pollWhile(world, point, () => signInOther(world, world.standIn.signIn()));
    expect(endOf(outcome)).toBe('account-changed');
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
  });
});

describe('between the last look and the answer', () => {
  // The story: an old Codex writes in place and does not flush. Its new sign-in won, our note was gone,
  // the power failed, and the disk had the spent token again.
  test('somebody newer wins: their file is durable before our note of the grant goes', async () => {
    const { world } = await staleWorld();
    await pollWhile(world, UNANSWERED, () => signInOther(world, world.standIn.signIn()));
    const { points } = world;
    const isGone = points.lastIndexOf('unlink journal');
    expect(points.slice(points.indexOf(UNANSWERED), isGone)).toContain('sync auth');
  });

  test('Codex renews first: ours is refused as reused, and theirs is adopted', async () => {
    const { world, first } = await staleWorld();
    let theirs = '';
    const outcome = await pollWhile(world, BEFORE_SENDING, async () => {
      await renew(world, first);
      theirs = await world.authText();
    });
    expect([endOf(outcome), await world.authText()]).toEqual(['usage', theirs]);
    expect(stepsOf(outcome).slice(-2)).toEqual(['refresh refused', 'refresh adopted']);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('Codex saves late: its tokens are waited for, a minute from the answer', async () => {
    const { world, first } = await staleWorld();
    const theirs = world.standIn.rotateAsCodex(first.refreshToken);
    world.clock.onSleep(async () => {
      if (world.clock.sleptMs.length === 4) await world.writeAuth(theirs.authJson);
    });
    const outcome = await pollOnce(world.open());
    expect(endOf(outcome)).toBe('usage');
    expect(world.clock.sleptMs).toEqual([2_000, 3_000, 10_000, 15_000]);
  });

  test('an older file was put back: it says reused, after a minute, and stays untouched', async () => {
    const { world, first } = await staleWorld();
    world.standIn.rotateAsCodex(first.refreshToken);
    const outcome = await pollOnce(world.open());
    expect(endOf(outcome)).toBe('sign-in-required: refresh-reused');
    expect(world.clock.sleptMs.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    expect(await world.authText()).toBe(first.authJson);
    expect(endOf(await pollOnce(world.open()))).toBe('sign-in-required: refresh-reused');
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});

// The story: whatever happened while the disk flushed the new document, for a person or an old Codex
// takes no lock, was undone by the rename.
describe.each(['write temp', 'truncate temp', 'sync temp'])('after the compare, at %s', (point) => {
  const when = async (act: (world: World, first: SignedIn) => unknown) => {
    const { world, first } = await staleWorld();
    world.at(point, () => act(world, first), point === 'truncate temp' ? 1 : 2);
    return { world, first, outcome: await pollOnce(world.open()) };
  };

  test('a sign-out is not undone', async () => {
    const { world, outcome } = await when(({ authFile }) => unlink(authFile));
    expect(endOf(outcome)).toBe('account-changed');
    await expect(stat(world.authFile)).rejects.toThrow('ENOENT');
    expect(await world.leftOvers()).toEqual([]);
  });

  test('another account stays', async () => {
    const { world, outcome } = await when(signInOther);
    expect(endOf(outcome)).toBe('account-changed');
    expect(JSON.parse(await world.authText()).tokens.account_id).toBe('acct-b');
  });

  test('a key that changed beside the tokens is kept, and ours is saved', async () => {
    const { world, first, outcome } = await when((it, { authJson }) =>
      it.writeAuth(authJson.replace('{', '{"switcher": "left this",')),
    );
    expect(stepsOf(outcome).at(-1)).toBe('refresh saved');
    expect(await world.authText()).toContain('"switcher": "left this",');
    expect(await world.authText()).not.toContain(first.refreshToken);
    expect(await world.leftOvers()).toEqual([]);
  });
});

/** The same account, and an id token that names another user. */
function asOtherUser(authJson: string): string {
  const { id_token: idToken } = JSON.parse(authJson).tokens;
  const [header, payload = '', signature] = idToken.split('.');
  const claims = Buffer.from(payload, 'base64url').toString().replaceAll('0A"', '0C"');
  const other = Buffer.from(claims).toString('base64url');
  return authJson.replace(idToken, [header, other, signature].join('.'));
}

describe.each([
  ['before the sending', BEFORE_SENDING],
  ['before the answer is kept', UNANSWERED],
  ['before the compare', JOURNALED],
])('the disk wins: %s', (_, point) => {
  const when = (world: World, act: () => unknown) => pollWhile(world, point, act);

  test('the person signs in again: theirs stays, ours serves this poll', async () => {
    const { world, first } = await staleWorld();
    const theirs = world.standIn.signIn();
    const outcome = await when(world, () => world.writeAuth(theirs.authJson));
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual(['usage', 'refresh adopted']);
    expect(await world.authText()).toBe(theirs.authJson);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('the person signs in as somebody else: our grant is dropped, theirs stays', async () => {
    const { world, first } = await staleWorld();
    const outcome = await when(world, () => signInOther(world, first));
    expect(endOf(outcome)).toBe('account-changed');
    expect(JSON.parse(await world.authText()).tokens.account_id).toBe('acct-b');
    const next = await pollOnce(world.open());
    expect([endOf(next), next.account?.id]).toEqual(['usage', 'acct-b']);
  });

  // The story: in a workspace two people share the account id, and one poll showed both as one.
  test('another member of the same workspace signs in: our grant serves nobody', async () => {
    const { world } = await staleWorld();
    const theirs = asOtherUser(world.standIn.signIn().authJson);
    const outcome = await when(world, () => world.writeAuth(theirs));
    expect(endOf(outcome)).toBe('account-changed');
    expect(await world.authText()).toBe(theirs);
  });

  test('the person signs out: our grant is dropped, and no file comes back', async () => {
    const { world, first } = await staleWorld();
    const outcome = await when(world, () => signOut(world, first));
    expect(endOf(outcome)).toBe('account-changed');
    await expect(stat(world.authFile)).rejects.toThrow('ENOENT');
    expect(endOf(await pollOnce(world.open()))).toBe('auth-file-missing');
  });

  test('an older file is put back: it stays', async () => {
    const { world } = await staleWorld();
    const older = world.standIn.signIn();
    await when(world, () => world.writeAuth(older.authJson));
    expect(await world.authText()).toBe(older.authJson);
  });

  test('a key changes beside the tokens: it is kept, and ours is saved', async () => {
    const { world, first } = await staleWorld();
    const edited = first.authJson.replace('{', '{"switcher": "left this",');
    const outcome = await when(world, () => world.writeAuth(edited));
    expect(stepsOf(outcome).at(-1)).toBe('refresh saved');
    expect(JSON.parse(await world.authText())).toMatchObject({ switcher: 'left this' });
  });
});

describe('while publishing', () => {
  test('a Codex that locks waits until the rename is done', async () => {
    const { world } = await staleWorld();
    const locks = createLocks({ ...nodePorts, platform: process.platform });
    const tried: unknown[] = [];
    world.at('rename temp', async () => {
      for (const name of ['auth.lock', 'auth.json.lock']) {
        tried.push(await locks.acquire(path.join(world.codexHome, name), 0));
      }
    });
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(tried).toEqual(['busy', 'busy']);
  });

  test('a Codex that holds its lock for a while is waited for', async () => {
    const { world } = await staleWorld();
    const locks = createLocks({ ...nodePorts, platform: process.platform });
    const held = await locks.acquire(path.join(world.codexHome, 'auth.lock'), 0);
    setTimeout(() => typeof held === 'function' && held(), 2_300);
    const outcome = await pollOnce(world.open());
    expect(stepsOf(outcome).at(-1)).toBe('refresh saved');
  });

  test('an old Codex that is just writing is waited for, and its half file is not replaced', async () => {
    const { world, first } = await staleWorld();
    let half = '';
    world.clock.onSleep(async (ms) => {
      if (ms !== 50) return;
      half = await world.authText();
      await world.writeAuth(first.authJson);
    });
    const outcome = await pollWhile(world, JOURNALED, () =>
      world.writeAuth(first.authJson.slice(0, 300)),
    );
    expect([stepsOf(outcome).at(-1), half.length]).toEqual(['refresh saved', 300]);
  });

  test('a file that stays half keeps the tokens in the journal, until it is whole', async () => {
    const { world, first } = await staleWorld();
    world.at(JOURNALED, () => world.writeAuth(first.authJson.slice(0, 300)));
    const home = world.open();
    const pending = await pollOnce(home);
    expect(pending.warning).toEqual({ kind: 'refreshed-tokens-not-saved' });
    expect([endOf(pending), stepsOf(pending).at(-1)]).toEqual(['usage', 'refresh not-saved-yet']);
    expect(await world.leftOvers()).toEqual(['.plimsoll-rotation']);
    const still = await pollOnce(home);
    expect([endOf(still), still.warning?.kind]).toEqual([
      'auth-file-malformed',
      'refreshed-tokens-not-saved',
    ]);
    expect((await world.authText()).length).toBe(300);
    await world.writeAuth(first.authJson);
    const healed = await pollOnce(home);
    expect([endOf(healed), stepsOf(healed), healed.warning]).toEqual([
      'usage',
      ['settle published'],
      null,
    ]);
    expect(world.standIn.tokens.redact(await world.authText())).toContain('refresh#2');
    expect(await world.leftOvers()).toEqual([]);
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});
