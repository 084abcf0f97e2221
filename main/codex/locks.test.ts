// Facts about exclusive locks: real ones on this system, and the ways of two others with fakes that
// answer as their systems do.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { handClock, makePlace } from '../testing/place.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';
import type { Files } from './ports.ts';

async function makeLock() {
  const { folder } = await makePlace({ onTestFinished });
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  return { folder, file: path.join(folder, 'a.lock'), locks };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.runIf(process.platform === 'linux')('locks of this system', () => {
  test('acquire: has the lock alone, and gives it back', async () => {
    const { file, locks } = await makeLock();
    const first = await locks.acquire(file, 1_000);
    expect(await locks.acquire(file, 20)).toBe('busy');
    if (typeof first !== 'function') throw new Error('no lock');
    await first();
    const second = await locks.acquire(file, 1_000);
    expect(second).toBeTypeOf('function');
    if (typeof second === 'function') await second();
  });

  test('acquire: waits its turn, so that nobody works beside anybody', async () => {
    const { file, locks } = await makeLock();
    let inside = 0;
    const most: number[] = [];
    const work = async () => {
      const release = await locks.acquire(file, 5_000);
      inside += 1;
      most.push(inside);
      await nodePorts.clock.sleep(2);
      inside -= 1;
      if (typeof release === 'function') await release();
    };
    await Promise.all(Array.from({ length: 10 }, work));
    expect(most).toEqual(Array(10).fill(1));
  });

  test('acquire: respects another process, until that one is killed', async () => {
    const { file, locks } = await makeLock();
    const holder = spawn('flock', ['-x', file, 'sh', '-c', 'echo held; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const end = () => {
      const isAlive = holder.exitCode === null && holder.signalCode === null;
      if (isAlive && holder.pid !== undefined) process.kill(-holder.pid);
    };
    onTestFinished(end);
    await once(holder.stdout, 'data');
    expect(await locks.acquire(file, 20)).toBe('busy');
    const waiting = locks.acquire(file, 5_000);
    end();
    const release = await waiting;
    expect(release).toBeTypeOf('function');
    if (typeof release === 'function') await release();
  });

  test('acquire: makes a private file, keeps it, and leaves the text of an old one', async () => {
    const { folder, file, locks } = await makeLock();
    const other = path.join(folder, 'b.lock');
    await writeFile(other, 'of somebody else');
    for (const name of [file, other]) {
      const release = await locks.acquire(name, 100);
      if (typeof release === 'function') await release();
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['a.lock', 'b.lock', 'codex']);
    expect(await readFile(other, 'utf8')).toBe('of somebody else');
  });

  test('acquire: is unsupported for a folder, a link, and in no folder', async () => {
    const { folder, locks } = await makeLock();
    await mkdir(path.join(folder, 'folder.lock'));
    await symlink('elsewhere', path.join(folder, 'link.lock'));
    for (const name of ['folder.lock', 'link.lock', 'none/a.lock']) {
      expect(await locks.acquire(path.join(folder, name), 20)).toBe('unsupported');
    }
    expect(await readdir(folder)).toEqual(['codex', 'folder.lock', 'link.lock']);
  });

  test('acquire: is unsupported where there is no flock program', async () => {
    const { file, folder, locks } = await makeLock();
    vi.stubEnv('PATH', folder);
    expect(await locks.acquire(file, 20)).toBe('unsupported');
  });
});

/** A system whose open takes the lock, and that is busy for so many tries. */
function openingSystem(busyTries: number, code: string) {
  const flagsSeen: number[] = [];
  const files: Files = {
    ...nodePorts.files,
    async open(name, flags, mode) {
      flagsSeen.push(flags);
      if (flagsSeen.length <= busyTries) throw Object.assign(new Error('held'), { code });
      return nodePorts.files.open(name, constants.O_RDWR | constants.O_CREAT, mode);
    },
  };
  return { files, flagsSeen };
}

describe('locks that opening takes', () => {
  test.each([
    ['darwin', 0x20, 'EAGAIN'],
    ['win32', 0x10000000, 'EBUSY'],
  ] as const)(
    'acquire: on %s opens with flag 0x%s, every 25 ms while it is held',
    async (platform, flag, code) => {
      const { file } = await makeLock();
      const clock = handClock(0);
      const { files, flagsSeen } = openingSystem(3, code);
      const release = await createLocks({ files, clock, platform }).acquire(file, 100);
      expect(flagsSeen.map((flags) => flags & flag)).toEqual([flag, flag, flag, flag]);
      expect(clock.sleptMs).toEqual([25, 25, 25]);
      if (typeof release === 'function') await release();
    },
  );

  test('acquire: is busy when the wait is over, and unsupported on another error', async () => {
    const { file } = await makeLock();
    const clock = handClock(0);
    const held = openingSystem(99, 'EAGAIN');
    const locks = createLocks({ files: held.files, clock, platform: 'darwin' });
    expect(await locks.acquire(file, 100)).toBe('busy');
    expect(clock.nowMs()).toBe(100);
    const refused = openingSystem(99, 'EOPNOTSUPP');
    const others = createLocks({ files: refused.files, clock, platform: 'darwin' });
    expect(await others.acquire(file, 100)).toBe('unsupported');
  });
});
