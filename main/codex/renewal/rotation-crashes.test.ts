// Facts about dying in the middle of a renewal and starting again: every point of reliability.md §5.2,
// every row of §3.3.

import { chmod, readFile, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SignedIn } from '../../../e2e/stand-in/sign-in.ts';
import { endOf, makeWorld, pollOnce, stepsOf, type World } from '../../testing/renewal-world.ts';

const STALE = { firstAccessLifetimeMs: 0 } as const;
const JOURNAL = '.plimsoll-rotation';
const REJECTED = 'sign-in-required: rejected';

async function staleWorld() {
  const world = await makeWorld({ onTestFinished });
  const first = await world.signIn(STALE);
  return { world, first };
}

/** A world in which our code got as far as that, and no further. */
async function deadAt(point: string, time = 1) {
  const { world, first } = await staleWorld();
  const died = world.dieAt(point, time);
  void pollOnce(world.open());
  await died;
  return { world, first };
}

const tokensOf = async (world: World) => world.standIn.tokens.redact(await world.authText());

/** The last words of a journal whose answer was kept only so far. */
async function tearAnswer(world: World, keep: (text: string) => number): Promise<void> {
  const file = path.join(world.codexHome, JOURNAL);
  await truncate(file, keep(await readFile(file, 'utf8')));
}

describe('we die', () => {
  test.each([
    ['with the temp file made', 'sync temp'],
    ['with the journal just created', 'write journal'],
  ] as const)('%s: nothing is spent, and the next start renews', async (_, point) => {
    const { world, first } = await deadAt(point);
    expect(world.presented(first.refreshToken)).toBe(0);
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual(['usage', 'refresh saved']);
    expect(world.presented(first.refreshToken)).toBe(1);
    // The temp file of the dead is removed once it is so old that nobody living can own it.
    expect(await world.leftOvers()).toHaveLength(1);
    world.clock.pass(120_000);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(await world.leftOvers()).toEqual([]);
  });

  test.each([
    ['with the journal written, nothing sent', 'sync codex', 1, 0],
    ['with the mark made, nothing sent', 'send token', 1, 0],
    ['with the answer here, not yet kept', 'answer token', 1, 1],
  ] as const)('%s: the token counts as sent', async (_, point, time, presented) => {
    const { world, first } = await deadAt(point, time);
    expect(world.presented(first.refreshToken)).toBe(presented);
    const home = world.open();
    const outcome = await pollOnce(home);
    expect([endOf(outcome), outcome.warning?.kind]).toEqual([REJECTED, 'exchange-outcome-unknown']);
    await pollOnce(home, { force: true });
    await pollOnce(world.open(), { force: true });
    expect(world.presented(first.refreshToken)).toBe(presented);
    expect(await world.authText()).toBe(first.authJson);
    expect((await world.leftOvers()).filter((name) => name === JOURNAL)).toEqual([]);
  });

  test.each([
    ['with the answer written, not yet flushed', 'datasync journal', 1],
    ['before the compare', 'lock auth.lock', 1],
    ['with the temp file filled', 'rename temp', 1],
  ] as const)('%s: the next start publishes, and sends nothing', async (_, point, time) => {
    const { world, first } = await deadAt(point, time);
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome)]).toEqual(['usage', ['settle published']]);
    expect(await tokensOf(world)).toContain('refresh#2');
    expect(world.presented(first.refreshToken)).toBe(1);
    expect((await world.leftOvers()).filter((name) => name === JOURNAL)).toEqual([]);
  });

  test('with the file renamed: the next start only removes the journal', async () => {
    const { world, first } = await deadAt('unlink journal');
    const saved = await world.authText();
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome)]).toEqual(['usage', ['settle dropped']]);
    expect(await world.authText()).toBe(saved);
    expect(await world.leftOvers()).toEqual([]);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('again while the next start publishes: the one after does', async () => {
    const { world, first } = await deadAt('rename temp');
    const died = world.dieAt('rename temp');
    void pollOnce(world.open());
    await died;
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(await tokensOf(world)).toContain('refresh#2');
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('and two start at once: it is published once', async () => {
    const { world } = await deadAt('rename temp');
    const ended = await Promise.all([pollOnce(world.open()), pollOnce(world.open())]);
    expect(ended.map(endOf)).toEqual(['usage', 'usage']);
    expect(ended.flatMap(stepsOf).filter((step) => step === 'settle published')).toHaveLength(1);
  });
});

describe('a journal with an answer, and the file', () => {
  const settles: readonly [string, (world: World, first: SignedIn) => unknown, string][] = [
    ['has another sign-in of the account', ({ signIn }) => signIn(), 'refresh#3'],
    ['has another account', ({ signIn }) => signIn({ account: 'acct-b' }), 'refresh#3'],
    ['is gone', ({ authFile }) => unlink(authFile), 'no file'],
    [
      'has another mode',
      ({ writeAuth }) => writeAuth('{"auth_mode":"apikey","OPENAI_API_KEY":"sk-FAKE"}'),
      'apikey',
    ],
  ];

  test.each(settles)('%s: the journal goes, the file stays', async (_, act, holds) => {
    const { world, first } = await deadAt('rename temp');
    await act(world, first);
    const theirs = await world.authText().catch(() => 'no file');
    const outcome = await pollOnce(world.open());
    expect(stepsOf(outcome)[0]).toBe('settle dropped');
    expect(await world.authText().catch(() => 'no file')).toBe(theirs);
    expect(world.standIn.tokens.redact(theirs)).toContain(holds);
    expect((await world.leftOvers()).filter((name) => name === JOURNAL)).toEqual([]);
  });

  test.each([
    ['half', (world: World, first: SignedIn) => world.writeAuth(first.authJson.slice(0, 400))],
    ['empty', (world: World) => world.writeAuth('')],
    ['larger than 1 MiB', (world: World) => truncate(world.authFile, 1_048_577)],
  ])('is %s: the journal is kept until it can be read', async (_, act) => {
    const { world, first } = await deadAt('rename temp');
    await act(world, first);
    const broken = await world.authText();
    const home = world.open();
    for (const _again of [1, 2, 3]) {
      const outcome = await pollOnce(home);
      expect([stepsOf(outcome), outcome.warning?.kind]).toEqual([
        ['settle kept'],
        'refreshed-tokens-not-saved',
      ]);
    }
    expect(await world.authText()).toBe(broken);
    await world.writeAuth(first.authJson);
    expect(stepsOf(await pollOnce(home))).toEqual(['settle published']);
    expect(await tokensOf(world)).toContain('refresh#2');
  });

  test('may not be written now: the journal is kept, nothing is sent, and it heals', async () => {
    const { world, first } = await deadAt('rename temp');
    await chmod(world.authFile, 0o400);
    const home = world.open();
    const outcome = await pollOnce(home);
    expect(endOf(outcome)).toBe('auth-file-unwritable');
    expect(outcome.warning?.kind).toBe('refreshed-tokens-not-saved');
    expect(world.presented(first.refreshToken)).toBe(1);
    await chmod(world.authFile, 0o600);
    expect(endOf(await pollOnce(home))).toBe('usage');
    expect(await tokensOf(world)).toContain('refresh#2');
  });

  test('has the parent, and the answer is torn behind its refresh token: that is rescued', async () => {
    const { world, first } = await deadAt('rename temp');
    await tearAnswer(world, (text) => text.lastIndexOf('rt_FAKE') + 60);
    const outcome = await pollOnce(world.open());
    expect(stepsOf(outcome)[0]).toBe('settle published');
    expect(await tokensOf(world)).toContain('refresh#2');
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  const spoilHeader = async ({ codexHome }: World): Promise<void> => {
    const file = path.join(codexHome, JOURNAL);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('{"version":1', '{"version":9'));
  };

  test('has the parent, and the header is damaged: the ledger knows the parent, and it is published', async () => {
    const { world, first } = await deadAt('rename temp');
    await spoilHeader(world);
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome)[0]]).toEqual(['usage', 'settle published']);
    expect(await tokensOf(world)).toContain('refresh#2');
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test.each<[string, string, (world: World) => Promise<unknown>]>([
    ['another sign-in is there', 'usage', (world) => world.signIn()],
    ['nobody is there', 'auth-file-missing', ({ authFile }) => unlink(authFile)],
  ])('has no parent, and the header is damaged: %s, and the journal goes', async (_, end, act) => {
    const { world } = await deadAt('rename temp');
    await spoilHeader(world);
    await act(world);
    const theirs = await world.authText().catch(() => 'no file');
    expect(endOf(await pollOnce(world.open()))).toBe(end);
    expect(await world.authText().catch(() => 'no file')).toBe(theirs);
    expect(await world.leftOvers()).not.toContain(JOURNAL);
  });

  // A lost ledger once made every token count as sent, a newer one of the same account too.
  test('has a newer sign-in, header and ledger are damaged: nothing is published over it', async () => {
    const { world } = await deadAt('rename temp');
    await spoilHeader(world);
    await world.signIn();
    const theirs = await world.authText();
    await writeFile(path.join(world.plimsollHome, 'ledger.json'), '{"version":1,');
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(await world.authText()).toBe(theirs);
    expect(await world.leftOvers()).not.toContain(JOURNAL);
  });

  test('is half, and the header is damaged: the journal stays', async () => {
    const { world, first } = await deadAt('rename temp');
    await spoilHeader(world);
    await world.writeAuth(first.authJson.slice(0, 400));
    expect((await pollOnce(world.open())).warning?.kind).toBe('refreshed-tokens-not-saved');
    expect(await world.leftOvers()).toContain(JOURNAL);
  });

  test('has the parent, and the answer is torn within its refresh token: counts as sent', async () => {
    const { world, first } = await deadAt('rename temp');
    await tearAnswer(world, (text) => text.indexOf('"refresh_token":"rt_FAKE') + 30);
    await pollOnce(world.open());
    expect(await world.authText()).toContain(first.refreshToken);
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});

describe('a half file and a journal with an answer', () => {
  const half = ({ authJson }: SignedIn): string => authJson.slice(0, 400);
  const BROKEN = 'auth-file-malformed';

  test('from the third poll on: may be repaired by a click, and only then', async () => {
    const { world, first } = await deadAt('rename temp');
    await world.writeAuth(half(first));
    const home = world.open();
    const offers = [];
    for (const _again of [1, 2, 3, 4]) offers.push((await pollOnce(home)).warning?.mayRepair);
    expect(offers).toEqual([undefined, undefined, true, true]);
    expect(await world.authText()).toBe(half(first));
    const repaired = await pollOnce(home, { force: true, repair: true });
    expect([endOf(repaired), stepsOf(repaired)]).toEqual(['usage', ['settle published']]);
    const { tokens, ...rest } = JSON.parse(world.standIn.tokens.redact(await world.authText()));
    expect(tokens).toMatchObject({ access_token: 'access#2', refresh_token: 'refresh#2' });
    expect(rest).toMatchObject({ auth_mode: 'chatgpt', OPENAI_API_KEY: null });
    expect((await stat(world.authFile)).mode & 0o777).toBe(0o600);
    expect(await world.leftOvers()).not.toContain(JOURNAL);
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test.each<[string, string, (world: World, first: SignedIn) => unknown]>([
    ['is gone: a sign-out is not undone', 'auth-file-missing', ({ authFile }) => unlink(authFile)],
    ['is whole again', 'usage', (world) => world.signIn()],
    [
      'begins as another sign-in',
      BROKEN,
      (world) => world.writeAuth(world.standIn.signIn().authJson.slice(0, -40)),
    ],
    ['is no text', BROKEN, (world) => world.writeAuth(new Uint8Array([0xff, 0xfe, 0, 1]))],
  ])('that %s: the click changes nothing of it', async (_, end, act) => {
    const { world, first } = await deadAt('rename temp');
    await world.writeAuth(half(first));
    const home = world.open();
    await pollOnce(home);
    await act(world, first);
    const theirs = await world.authText().catch(() => 'no file');
    const outcome = await pollOnce(home, { force: true, repair: true });
    expect(endOf(outcome)).toBe(end);
    expect(await world.authText().catch(() => 'no file')).toBe(theirs);
  });

  test('and a disk that fails while it is repaired: the journal stays, and the next click works', async () => {
    const { world, first } = await deadAt('rename temp');
    await world.writeAuth(half(first));
    const home = world.open();
    world.at('rename temp', () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(endOf(await pollOnce(home, { force: true, repair: true }))).toBe(BROKEN);
    expect(await world.authText()).toBe(half(first));
    expect(endOf(await pollOnce(home, { force: true, repair: true }))).toBe('usage');
  });
});

describe('a journal without an answer, and the file', () => {
  test.each([
    ['has another sign-in', (world: World) => world.signIn(), 'usage'],
    ['has another account', (world: World) => world.signIn({ account: 'acct-b' }), 'usage'],
    ['is gone', (world: World) => unlink(world.authFile), 'auth-file-missing'],
  ])('%s: the journal goes', async (_, act, end) => {
    const { world } = await deadAt('answer token');
    await act(world);
    expect(endOf(await pollOnce(world.open()))).toBe(end);
    expect((await world.leftOvers()).filter((name) => name === JOURNAL)).toEqual([]);
  });

  test('is half: nothing is sent before and after it is whole', async () => {
    const { world, first } = await deadAt('answer token');
    await world.writeAuth(first.authJson.slice(0, 400));
    const home = world.open();
    await pollOnce(home);
    await world.writeAuth(first.authJson);
    expect(endOf(await pollOnce(home))).toBe(REJECTED);
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});
