// A person who signs out, or in as somebody else, with the real Codex at every point of our renewal:
// their choice stays, whatever we were doing.

import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { runCodex } from './codex.ts';
import { POINTS, type Point } from './ours.ts';
import { beginLogin } from './sign-in.ts';
import { openStage, type Stage } from './stage.ts';

const OTHER = { account: '00000000-0000-4000-8000-00000000000b', email: 'b@example.invalid' };
/** With a lock of Codex's in our hands, Codex waits, and its act can only be begun. */
const BEGIN_MS = 300;

const programs = inject('codexPrograms');
const newest = programs.slice(0, 1);

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

/** Renews while the person does something at one point of it. Resolves when both are done. */
async function renewWhile(moment: Point, act: () => Promise<unknown>): Promise<void> {
  let acting: Promise<unknown> | null = null;
  const side = stage.ours(async (point) => {
    if (point !== moment || acting !== null) return;
    acting = act();
    await (isLocked(moment) ? sleep(BEGIN_MS) : acting);
  });
  await side.renew();
  expect(acting).not.toBeNull();
  await acting;
  expect(side.leftOvers()).toEqual([]);
  // What is left over would be settled now; nothing may come back.
  await side.poll({ force: true, onceMore: false });
}

const isLocked = (point: Point): boolean =>
  POINTS.indexOf(point) >= POINTS.indexOf('between the locks');

/**
 * Releases before 0.166 take no lock, so between our compare and our rename nobody can stop them: the
 * one case of reliability.md §4.4 that is left out here.
 */
function pointsFor(version: string): readonly Point[] {
  const [, minor] = version.split('.').map(Number);
  return POINTS.filter((point) => point !== 'before the rename' || Number(minor) >= 166);
}

describe.each(programs)('Codex $version', (program) => {
  test.each(pointsFor(program.version))('signs out for good, %s', async (point) => {
    stage.signIn();
    await renewWhile(point, () => runCodex(program, stage.home, ['logout']));
    expect(existsSync(stage.home.authFile)).toBe(false);
    expect(await runCodex(program, stage.home, ['login', 'status'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Not logged in'),
    });
  });
});

describe.each(newest)('Codex $version', (program) => {
  test.each(POINTS)('signs in as somebody else for good, %s', async (point) => {
    stage.signIn();
    const other = stage.standIn.signIn(OTHER);
    const login = await beginLogin(program, stage.home, other);
    stage.own({ stop: login.close });
    await renewWhile(point, login.confirm);
    expect(stage.file()).toEqual({
      refresh: stage.standIn.tokens.labelOf(other.refreshToken),
      access: stage.standIn.tokens.labelOf(other.accessToken),
      account: OTHER.account,
    });
  });

  test.each(POINTS)('switches to an API key for good, %s', async (point) => {
    stage.signIn();
    await renewWhile(point, () =>
      runCodex(program, stage.home, ['login', '--with-api-key'], 'sk-FAKE-key\n'),
    );
    const file = Object(JSON.parse(stage.home.read()));
    expect(file).toMatchObject({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-FAKE-key' });
    expect(file.tokens ?? null).toBeNull();
  });
});
