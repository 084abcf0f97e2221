// Facts about watching a Codex home, on real folders. What must not be told is proven by what is
// told next: after an event that counts, exactly one call has come.

import { mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePlace, type Place, type TestEnd } from '../testing/place.ts';
import { watchHome } from './watch.ts';

interface Watched extends Place {
  calls(): number;
  /** Resolves with the number of calls once there has been another one. */
  nextCall(): Promise<number>;
  stop(): void;
}

async function watched(
  end: TestEnd,
  prepare: (place: Place) => Promise<unknown>,
): Promise<Watched> {
  const place = await makePlace(end);
  await prepare(place);
  let calls = 0;
  let wake = (): void => {};
  const stop = watchHome(place.codexHome, () => {
    calls += 1;
    wake();
  });
  end.onTestFinished(stop);
  return {
    ...place,
    stop,
    calls: () => calls,
    nextCall: () =>
      new Promise((resolve) => {
        wake = () => resolve(calls);
      }),
  };
}

const withAuth = ({ writeAuth }: Place) => writeAuth('one');

test.concurrent.for<[string, (place: Place) => Promise<unknown>]>([
  ['written in place', ({ writeAuth }) => writeAuth('two')],
  [
    'replaced by rename',
    async ({ authFile }) => {
      await writeFile(`${authFile}.tmp`, 'two');
      await rename(`${authFile}.tmp`, authFile);
    },
  ],
  ['removed', ({ authFile }) => unlink(authFile)],
  ['left, and config.toml is written', ({ writeConfig }) => writeConfig('x = 1')],
])('watchHome: tells once when auth.json is %s', async ([, act], end) => {
  const home = await watched(end, withAuth);
  const told = home.nextCall();
  await act(home);
  expect(await told).toBe(1);
});

test.concurrent('watchHome: tells once of many changes together, and nothing of other files', async (end) => {
  const home = await watched(end, withAuth);
  const told = home.nextCall();
  await writeFile(path.join(home.codexHome, 'history.jsonl'), 'x');
  for (let turn = 0; turn < 50; turn += 1) await home.writeAuth(String(turn));
  expect(await told).toBe(1);
  const again = home.nextCall();
  await writeFile(path.join(home.codexHome, 'history.jsonl'), 'y');
  await home.writeAuth('last');
  expect(await again).toBe(2);
});

// The story: Codex makes its folder at the first sign-in, and writes auth.json when the person has
// come back from the browser, minutes later. Only the folder's own birth was told.
test.concurrent('watchHome: tells of a sign-in in a folder that was made later', async (end) => {
  const home = await watched(end, ({ codexHome }) => rm(codexHome, { recursive: true }));
  const born = home.nextCall();
  await mkdir(home.codexHome);
  await born;
  const told = home.nextCall();
  await home.writeAuth('one');
  expect(await told).toBe(2);
});

test.concurrent('watchHome: tells of a sign-in in a folder that took the place of another', async (end) => {
  const home = await watched(end, withAuth);
  const swapped = home.nextCall();
  await rename(home.codexHome, `${home.codexHome}.old`);
  await mkdir(home.codexHome);
  await swapped;
  const told = home.nextCall();
  await home.writeAuth('one');
  expect(await told).toBe(2);
});

test.concurrent('watchHome: tells of a change where a linked auth.json really is', async (end) => {
  const home = await watched(end, async ({ authFile, folder }) => {
    await mkdir(path.join(folder, 'real'));
    await writeFile(path.join(folder, 'real', 'mine.json'), 'one');
    await symlink(path.join(folder, 'real', 'mine.json'), authFile);
  });
  const told = home.nextCall();
  await writeFile(path.join(home.folder, 'real', 'other.json'), 'x');
  await writeFile(path.join(home.folder, 'real', 'mine.json'), 'two');
  expect(await told).toBe(1);
});

test.concurrent('watchHome: tells of a change where auth.json was linked to later', async (end) => {
  const home = await watched(end, withAuth);
  await mkdir(path.join(home.folder, 'real'));
  await writeFile(path.join(home.folder, 'real', 'mine.json'), 'one');
  const linked = home.nextCall();
  await unlink(home.authFile);
  await symlink(path.join(home.folder, 'real', 'mine.json'), home.authFile);
  await linked;
  const told = home.nextCall();
  await writeFile(path.join(home.folder, 'real', 'mine.json'), 'two');
  expect(await told).toBe(2);
});

test.concurrent('watchHome: tells nothing after its stop, not even what was pending', async (end) => {
  const stopped = await watched(end, withAuth);
  const other = await watched(end, withAuth);
  const told = other.nextCall();
  await stopped.writeAuth('two');
  stopped.stop();
  await stopped.writeAuth('three');
  await other.writeAuth('two');
  await told;
  expect(stopped.calls()).toBe(0);
});
