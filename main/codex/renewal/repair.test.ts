// Facts about putting a half file back by a click: whose tokens may go into it, and that nobody who is
// still writing it loses what they write.

import { open } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { endOf, makeWorld, pollOnce } from '../../testing/renewal-world.ts';

const BROKEN = 'auth-file-malformed';
const REPAIR = { force: true, repair: true };

async function staleWorld() {
  const world = await makeWorld({ onTestFinished });
  const first = await world.signIn({ firstAccessLifetimeMs: 0 });
  return { world, first };
}

/** Our code died with an answer in the journal, and then the file was cut short. */
async function halfWorld() {
  const { world, first } = await staleWorld();
  const died = world.dieAt('rename temp');
  void pollOnce(world.open());
  await died;
  const half = first.authJson.slice(0, 400);
  await world.writeAuth(half);
  return { world, first, half };
}

// The story: a grant for another account stays in the journal while the parent is in the file; when an
// old Codex cut that file short, the click wrote the stranger's tokens into it.
test('repair: never puts in what was granted to somebody else, nor offers to', async () => {
  const { world, first } = await staleWorld();
  world.standIn.tokens.tune(first.refreshToken, { grantAccess: 'other-account' });
  const home = world.open();
  expect(endOf(await pollOnce(home))).toBe('sign-in-required: rejected');
  const half = first.authJson.slice(0, 400);
  await world.writeAuth(half);
  const offers = [];
  for (const _again of [1, 2, 3, 4]) offers.push((await pollOnce(home)).warning);
  expect(offers).toEqual([null, null, null, null]);
  expect(endOf(await pollOnce(home, REPAIR))).toBe(BROKEN);
  expect(await world.authText()).toBe(half);
  expect(await world.leftOvers()).toEqual(['.plimsoll-rotation']);
});

// The story: an old Codex takes no lock; what it went on writing went into a file without a name.
test('repair: leaves the file to an old Codex that is writing it at the click', async () => {
  const { world } = await halfWorld();
  const theirs = world.standIn.signIn();
  const home = world.open();
  await pollOnce(home);
  const handle = await open(world.authFile, 'r+');
  onTestFinished(() => handle.close());
  await handle.truncate(0);
  let isWritten = false;
  world.clock.onSleep(async () => {
    if (!isWritten) await handle.write(theirs.authJson, 0);
    isWritten = true;
  });
  world.at('rename temp', async () => {
    if (!isWritten) await handle.write(theirs.authJson, 0);
    isWritten = true;
  });
  await pollOnce(home, REPAIR);
  expect(await world.authText()).toBe(theirs.authJson);
});
