// Facts about letting Codex renew: it is started only where it could save what it is granted, and
// neither sleep nor quitting may tear it in half.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { endOf, makeWorld, pollOnce, type World } from '../../testing/renewal-world.ts';
import type { Power } from '../ports.ts';

const full = (): never => {
  throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
};

async function staleWorld() {
  const world = await makeWorld({ onTestFinished });
  world.says.renewal = 'codex';
  return { world, first: await world.signIn({ firstAccessLifetimeMs: 0 }) };
}

/** How often Codex was asked so far, and what was said of it. */
function codexThat(act: () => unknown = () => undefined) {
  const asked: unknown[] = [];
  return { asked, askCodex: async () => void asked.push(act()) };
}

// The story: Codex spends its refresh token first, and finds out that it cannot save afterwards.
test.each<[string, (world: World) => unknown]>([
  ['its lock is a folder', ({ authFile }) => mkdir(`${authFile}.lock`)],
  ['its other lock is a folder', ({ codexHome }) => mkdir(path.join(codexHome, 'auth.lock'))],
  ['the disk is full', (world) => world.at('write temp', full)],
])('rotate: does not start Codex where %s', async (_, spoil) => {
  const { world } = await staleWorld();
  await spoil(world);
  const { asked, askCodex } = codexThat();
  expect(endOf(await pollOnce(world.open({ askCodex })))).toBe('auth-file-unwritable');
  expect(asked).toEqual([]);
  expect(await world.leftOvers()).toEqual([]);
});

test('rotate: keeps sleep and quitting back while Codex renews', async () => {
  const { world } = await staleWorld();
  let awake = 0;
  const power: Power = {
    mayExchange: () => true,
    stayAwake() {
      awake += 1;
      return () => {
        awake -= 1;
      };
    },
  };
  const { asked, askCodex } = codexThat(() => awake);
  await pollOnce(world.open({ askCodex, ports: { ...world.ports, power } }));
  expect([asked, awake]).toEqual([[1], 0]);
});

test('rotate: does not start Codex when sleep or quitting begins on the way to it', async () => {
  const { world } = await staleWorld();
  const words = [true, false];
  const power: Power = { mayExchange: () => words.shift() ?? false, stayAwake: () => () => {} };
  const { asked, askCodex } = codexThat();
  const outcome = await pollOnce(world.open({ askCodex, ports: { ...world.ports, power } }));
  expect([endOf(outcome), asked, words]).toEqual(['busy', [], []]);
});

test('rotate: says that no Codex was found, without starting, counting or proving anything', async () => {
  const { world } = await staleWorld();
  const { asked, askCodex } = codexThat();
  const home = world.open({ askCodex, hasCodex: async () => false });
  for (let times = 0; times < 5; times += 1) {
    expect(endOf(await pollOnce(home, { force: true }))).toBe('sign-in-required: codex-not-found');
  }
  expect(asked).toEqual([]);
});
