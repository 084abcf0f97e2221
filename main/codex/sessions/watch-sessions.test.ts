// Facts about noticing the use of Codex, on real folders. What must not be told is proven by what is
// told next: after a use that counts, exactly one call has come.

import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { makePlace, type Place, type TestEnd } from '../../testing/place.ts';
import { watchSessions } from './watch-sessions.ts';

const WAIT = { timeout: 20_000, interval: 20 };

interface Watched extends Place {
  /** Writes on in a session file, which is made if it is not there. */
  use(day: string, name?: string): Promise<void>;
  /** Resolves once there were so many calls in all; then there are not more. */
  calls(count: number): Promise<void>;
  told(): number;
  stop(): void;
  isSeeing(): boolean;
}

type Platform = 'linux' | 'darwin';

async function watched(
  end: TestEnd,
  prepare: (place: Place) => Promise<unknown>,
  platform: Platform = 'linux',
): Promise<Watched> {
  const place = await makePlace(end);
  await prepare(place);
  let told = 0;
  const { codexHome } = place;
  const onUse = (): void => {
    told += 1;
  };
  const sessionsDir = path.join(codexHome, 'sessions');
  const watch = watchSessions({ sessionsDir, platform, onUse });
  end.onTestFinished(watch.stop);
  return {
    ...place,
    ...watch,
    use: (day, name) => use(place, day, name),
    told: () => told,
    async calls(count) {
      await vi.waitFor(() => expect(told).toBeGreaterThanOrEqual(count), WAIT);
      expect(told).toBe(count);
    },
  };
}

async function use({ codexHome }: Place, day: string, name = 'rollout-a.jsonl'): Promise<void> {
  const folder = path.join(codexHome, 'sessions', day);
  await mkdir(folder, { recursive: true });
  await appendFile(path.join(folder, name), '{}\n');
}

const withSession = (place: Place) => use(place, '2026/11/25');
const nothing = async (): Promise<void> => {};

test.concurrent.for<[string, Platform, (home: Watched) => Promise<unknown>]>([
  ['goes on', 'linux', (home) => home.use('2026/11/25')],
  ['goes on', 'darwin', (home) => home.use('2026/11/25')],
  ['begins', 'linux', (home) => home.use('2026/11/25', 'rollout-b.jsonl')],
  ['begins on a new day', 'linux', (home) => home.use('2026/11/26')],
  ['begins in a new month', 'linux', (home) => home.use('2026/12/01')],
  ['begins in a new year', 'linux', (home) => home.use('2027/01/01')],
])('watchSessions: tells once when a session %s (%s)', async ([, platform, act], end) => {
  const home = await watched(end, withSession, platform);
  await act(home);
  await home.calls(1);
});

test.concurrent('watchSessions: goes on after the new year, day by day', async (end) => {
  const home = await watched(end, withSession);
  for (const [turn, day] of ['2027/01/01', '2027/01/02', '2027/02/01', '2027/01/02'].entries()) {
    await home.use(day);
    await home.calls(turn + 1);
  }
});

test.concurrent('watchSessions: tells of a session of some days ago that goes on', async (end) => {
  const days = ['2025/12/30', '2025/12/31', '2026/01/01', '2026/01/02'];
  const home = await watched(end, async (place) => {
    for (const day of days) await use(place, day);
  });
  await home.use('2025/12/30');
  await home.calls(1);
});

test.concurrent.for<Platform>(['linux', 'darwin'])(
  'watchSessions: tells of the first session ever, in a home that was made later (%s)',
  async (platform, end) => {
    const home = await watched(
      end,
      ({ codexHome }) => rm(codexHome, { recursive: true }),
      platform,
    );
    expect(home.isSeeing()).toBe(true);
    await home.use('2026/11/25');
    await vi.waitFor(() => expect(home.told()).toBeGreaterThanOrEqual(1), WAIT);
    const before = home.told();
    await home.use('2026/11/25');
    await vi.waitFor(() => expect(home.told()).toBeGreaterThan(before), WAIT);
  },
);

test.concurrent('watchSessions: goes on when the folder was swapped for another', async (end) => {
  const home = await watched(end, withSession);
  const sessions = path.join(home.codexHome, 'sessions');
  await rename(sessions, `${sessions}.old`);
  await home.use('2026/11/24');
  await home.calls(1);
  await home.use('2026/11/24');
  await home.calls(2);
});

test.concurrent('watchSessions: tells once of many lines, and nothing of other files', async (end) => {
  const home = await watched(end, withSession);
  await writeFile(path.join(home.codexHome, 'history.jsonl'), 'x');
  await writeFile(path.join(home.codexHome, 'sessions', '2026', '11', '25', 'notes.txt'), 'x');
  await mkdir(path.join(home.codexHome, 'sessions', 'other'));
  for (let line = 0; line < 50; line += 1) await home.use('2026/11/25');
  await home.calls(1);
});

test.concurrent('watchSessions: tolerates files where folders should be', async (end) => {
  const home = await watched(end, async ({ codexHome }) => {
    await mkdir(path.join(codexHome, 'sessions', '2026'), { recursive: true });
    await writeFile(path.join(codexHome, 'sessions', '2027'), 'x');
    await writeFile(path.join(codexHome, 'sessions', '2026', '12'), 'x');
  });
  await home.use('2026/11/25');
  await home.calls(1);
});

test.concurrent('watchSessions: tells nothing after its stop, not even what was pending', async (end) => {
  const stopped = await watched(end, withSession);
  const other = await watched(end, withSession);
  await stopped.use('2026/11/25');
  stopped.stop();
  await stopped.use('2026/11/25');
  await other.use('2026/11/25');
  await other.calls(1);
  expect(stopped.told()).toBe(0);
  expect(stopped.isSeeing()).toBe(false);
});

test.concurrent('watchSessions: watches few folders of many', async (end) => {
  const home = await watched(end, nothing);
  for (let day = 10; day < 29; day += 1) await use(home, `2026/10/${day}`);
  await vi.waitFor(() => expect(home.told()).toBeGreaterThanOrEqual(1), WAIT);
  const again = await watched(end, async (place) => {
    for (let day = 10; day < 29; day += 1) await use(place, `2026/10/${day}`);
  });
  await again.use('2026/10/10');
  await again.use('2026/10/28');
  await again.calls(1);
});
