// Facts about kill -9: whatever a dead process left, the sign-in on the disk is whole, no token is
// spent twice, and the next start finishes what can be finished. Source: reliability.md §9.3, §5.2.
// PLIMSOLL_KILL_ROUNDS=5000 for a night; PLIMSOLL_KILL_SEED begins at the seed of a failure.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startStandIn } from '../stand-in/server.ts';
import type { StepName } from './jobs.ts';
import { judge, makePlace, removePlace } from './place.ts';
import { emptyTally, playRounds } from './rounds.ts';
import { createVictims, type Victims } from './victims.ts';

const CHECKOUT = path.resolve(import.meta.dirname, '../..');
const CHILD_FOLDER = path.join(CHECKOUT, 'out/kill');
const ROUNDS = Number(process.env.PLIMSOLL_KILL_ROUNDS ?? 200);
const SEED = Number(process.env.PLIMSOLL_KILL_SEED ?? 1);
const LANES = 2;
/** Why: a process dies, not the computer, so memory is as good a disk as any, and faster. */
const BELOW = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let victims: Victims;

beforeAll(async () => {
  const vite = path.join(CHECKOUT, 'node_modules/.bin/vite');
  const words = ['build', '-c', 'e2e/kill/vite.config.ts', '--outDir', CHILD_FOLDER];
  await promisify(execFile)(vite, [...words, '--logLevel', 'warn'], { cwd: CHECKOUT });
  victims = createVictims(path.join(CHILD_FOLDER, 'child.js'));
}, 60_000);

afterAll(() => victims.end());

/** One process is held before a call and killed there; the next one lives. */
async function dieBefore(holdAt: StepName) {
  const standIn = await startStandIn({ family: { onReuse: 'revoke-family' } });
  onTestFinished(() => standIn.close());
  const place = await makePlace(BELOW, standIn, { linked: false });
  onTestFinished(() => removePlace(place));
  const { codexHome, plimsollHome } = place;
  const job = { act: 'poll', codexHome, plimsollHome, tokenUrl: standIn.tokenUrl } as const;
  const victim = await victims.take();
  const died = await victim.run({ ...job, shiftMs: 0, holdAt }, ({ what }) => {
    if (what === 'held') victim.kill();
  });
  expect(died.report).toBeNull();
  const atDeath = judge(place);
  const next = await victims.take();
  const { report } = await next.run({ ...job, shiftMs: 61_000, holdAt: null }, () => {});
  victims.giveBack(next);
  const { journals, temps, isAlive, hasParent, wrong } = judge(place);
  expect([...atDeath.wrong, ...wrong]).toEqual([]);
  expect([journals, temps]).toEqual([0, 0]);
  return {
    left: [
      ...(atDeath.journals > 0 ? [atDeath.isJournaled ? 'answer' : 'note'] : []),
      ...(atDeath.temps > 0 ? ['temp'] : []),
    ].join(' + '),
    recovery: report?.steps.join(', '),
    warning: report?.warning ?? null,
    isAlive,
    hasParent,
  };
}

const UNKNOWN = 'exchange-outcome-unknown';

test.each<[string, string, number, object]>([
  [
    'before the journal: renews',
    'open .plimsoll-rotation',
    // The first is the look whether there is one.
    2,
    { left: 'temp', recovery: 'reload unchanged, refresh saved', warning: null, isAlive: true },
  ],
  [
    'with a note, before anything was sent: counts it as sent, and says so',
    'send token',
    1,
    { left: 'note + temp', recovery: 'reload unchanged', warning: UNKNOWN, isAlive: true },
  ],
  [
    'between the answer and the journal: cannot know, and says so',
    'write .plimsoll-rotation',
    // The first two are the note and its room.
    3,
    { left: 'note + temp', recovery: 'reload unchanged', warning: UNKNOWN, isAlive: false },
  ],
  [
    'with the answer in the journal: publishes it',
    'lock auth.lock',
    1,
    { left: 'answer + temp', recovery: 'settle published', warning: null, isAlive: true },
  ],
  [
    'before the rename: publishes it',
    'rename auth.json',
    1,
    { left: 'answer + temp', recovery: 'settle published', warning: null, isAlive: true },
  ],
  [
    'after the rename: removes the journal',
    'unlink .plimsoll-rotation',
    1,
    { left: 'answer', recovery: 'settle dropped', warning: null, isAlive: true },
  ],
])('the next start after a death %s', async (_, name, nth, expected) => {
  const { hasParent, ...seen } = await dieBefore({ name, nth });
  expect(seen).toEqual(expected);
  expect(hasParent).toBe(seen.warning !== null);
});

test(
  `${ROUNDS} processes killed at random: every sign-in is whole, and lost in the known gap only`,
  async () => {
    const tally = emptyTally();
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      playRounds({
        victims,
        below: BELOW,
        // Why: even and odd seeds, so that no lane repeats the other.
        seed: SEED + lane,
        goesOn: ({ kills }) => kills < ROUNDS,
        tally,
      }),
    );
    await Promise.all(lanes);
    const { kills, places, gaps, published, marked, deaths } = tally;
    const where = [...deaths].toSorted(([, a], [, b]) => b - a).map(([name, n]) => `${name} ${n}`);
    console.log(
      `kill: ${kills} kills in ${places} places; ${published} published from the journal, ` +
        `${marked} marked unsent, ${gaps} lost in the gap; died at ${where.join(', ')}`,
    );
    expect(kills).toBeGreaterThanOrEqual(ROUNDS);
    // Why not always: a few rounds may have had no luck.
    expect(published).toBeGreaterThan(ROUNDS < 100 ? -1 : 0);
    // Why: what is between the answer and its journal is one call of a hundred and fifty.
    expect(gaps).toBeLessThan(Math.max(10, kills / 10));
  },
  60_000 + ROUNDS * 1_500,
);
