// The simulated disk against the real one: the same calls, the same answers, the same errors. And what
// only the simulated one can show: a power failure.

import { constants } from 'node:fs';
import realFiles, { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDisk, type Disk } from './files.ts';
import { createRandom } from './random.ts';
import { createScheduler, type Process } from './scheduler.ts';

const { O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_EXCL, O_TRUNC, O_NOFOLLOW } = constants;

interface Opened {
  read(): Promise<string>;
  write(text: string, at: number): Promise<void>;
  truncate(length: number): Promise<void>;
  links(): Promise<number>;
  close(): Promise<void>;
}

/** What both disks can do. */
interface Shared {
  open(name: string, flags: number): Promise<Opened>;
  rename(from: string, to: string): Promise<void>;
  unlink(name: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  symlink(target: string, name: string): Promise<void>;
  realName(name: string): Promise<string>;
  mkdir(name: string): Promise<void>;
  names(): Promise<string[]>;
}

function realDisk(folder: string): Shared {
  const at = (name: string): string => path.join(folder, name);
  return {
    async open(name, flags) {
      const handle = await realFiles.open(at(name), flags, 0o600);
      return {
        read: async () => {
          const buffer = Buffer.alloc(100);
          const { bytesRead } = await handle.read(buffer, 0, 100, 0);
          return buffer.subarray(0, bytesRead).toString();
        },
        write: async (text, position) =>
          void (await handle.write(Buffer.from(text), 0, null, position)),
        truncate: (length) => handle.truncate(length),
        links: async () => (await handle.stat()).nlink,
        close: () => handle.close(),
      };
    },
    rename: (from, to) => realFiles.rename(at(from), at(to)),
    unlink: (name) => realFiles.unlink(at(name)),
    link: (from, to) => realFiles.link(at(from), at(to)),
    symlink: (target, name) => realFiles.symlink(target, at(name)),
    realName: async (name) => path.basename(await realFiles.realpath(at(name))),
    mkdir: async (name) => void (await realFiles.mkdir(at(name))),
    names: async () => (await realFiles.readdir(folder)).toSorted(),
  };
}

function simulatedDisk(disk: Disk, by: Process): Shared {
  const at = (name: string): string => `/home/${name}`;
  return {
    async open(name, flags) {
      const handle = disk.open(by, at(name), flags, 0o600);
      return {
        read: async () => Buffer.from(disk.read(handle, 0, 100)).toString(),
        write: async (text, position) => void disk.write(handle, Buffer.from(text), position),
        truncate: async (length) => disk.truncate(handle, length),
        links: async () => handle.inode.links,
        close: async () => disk.close(handle),
      };
    },
    rename: async (from, to) => disk.rename(by, at(from), at(to)),
    unlink: async (name) => disk.unlink(by, at(name)),
    link: async (from, to) => disk.link(by, at(from), at(to)),
    symlink: async (target, name) => disk.symlink(target, at(name)),
    realName: async (name) => path.basename(disk.realpath(at(name))),
    mkdir: async (name) => disk.mkdir(at(name), 0o700),
    names: async () => disk.readdir('/home').toSorted(),
  };
}

function freshDisk(seed = 1): { disk: Disk; by: Process } {
  const scheduler = createScheduler({ seed, startMs: 0, stretching: false });
  const faults = {
    errorOf: () => null,
    bytesWritten: (_by: Process, _path: string, { length }: { length: number }) => length,
  };
  const disk = createDisk({ nowMs: () => 0, random: createRandom(seed, 'disk'), faults, uid: 1 });
  disk.mkdir('/home', 0o700);
  disk.flushAll();
  return { disk, by: scheduler.spawn('tester') };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Story = (disk: Shared) => Promise<unknown>;

async function failing(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'it worked',
    (error: { code?: string }) => error.code ?? 'no code',
  );
}

async function put(disk: Shared, name: string, text: string): Promise<void> {
  const file = await disk.open(name, O_RDWR | O_CREAT | O_TRUNC);
  await file.write(text, 0);
  await file.close();
}

const STORIES: Readonly<Record<string, Story>> = {
  'a missing file: ENOENT': (disk) => failing(disk.open('none', O_RDONLY)),
  'exclusive over what is there: EEXIST': async (disk) => {
    await put(disk, 'a', 'x');
    return failing(disk.open('a', O_RDWR | O_CREAT | O_EXCL));
  },
  'a link is not followed when told: ELOOP': async (disk) => {
    await put(disk, 'a', 'x');
    await disk.symlink('a', 'b');
    return failing(disk.open('b', O_RDWR | O_NOFOLLOW));
  },
  'a loop of links: ELOOP': async (disk) => {
    await disk.symlink('b', 'a');
    await disk.symlink('a', 'b');
    return failing(disk.open('a', O_RDONLY));
  },
  'a folder is not written: EISDIR': async (disk) => {
    await disk.mkdir('d');
    return failing(disk.open('d', O_RDWR));
  },
  'a handle outlives rename and unlink': async (disk) => {
    await put(disk, 'a', 'one');
    const held = await disk.open('a', O_RDONLY);
    await put(disk, 'b', 'two');
    await disk.rename('b', 'a');
    const now = await disk.open('a', O_RDONLY);
    const seen = [await held.read(), await held.links(), await now.read(), await disk.names()];
    await disk.unlink('a');
    seen.push(await now.read(), await now.links(), await disk.names());
    await held.close();
    await now.close();
    return seen;
  },
  'rename over a link replaces the link, not its target': async (disk) => {
    await put(disk, 'real', 'one');
    await disk.symlink('real', 'name');
    await put(disk, 'new', 'two');
    await disk.rename('new', 'name');
    const real = await disk.open('real', O_RDONLY);
    const seen = [await real.read(), await disk.realName('name'), await disk.names()];
    await real.close();
    return seen;
  },
  'a hard link is a second name of the same content': async (disk) => {
    await put(disk, 'a', 'one');
    await disk.link('a', 'b');
    const b = await disk.open('b', O_WRONLY);
    await b.write('TWO', 0);
    const a = await disk.open('a', O_RDONLY);
    const seen = [await a.read(), await a.links()];
    await a.close();
    await b.close();
    return seen;
  },
  'truncate shortens and lengthens; writes leave zeros in holes': async (disk) => {
    const file = await disk.open('a', O_RDWR | O_CREAT);
    await file.write('abcdef', 0);
    await file.truncate(2);
    await file.write('z', 4);
    await file.truncate(7);
    const seen = await file.read();
    await file.close();
    return seen;
  },
  'O_CREAT through a dangling link makes its target': async (disk) => {
    await disk.symlink('target', 'name');
    await put(disk, 'name', 'x');
    return [await disk.names(), await disk.realName('name')];
  },
};

describe('files: as the real file system has it', () => {
  test.each(Object.entries(STORIES))('%s', async (_, story) => {
    const { disk, by } = freshDisk();
    expect(await story(simulatedDisk(disk, by))).toEqual(await story(realDisk(folder)));
  });
});

describe('files: a power failure', () => {
  /** What is left of a renamed file in many worlds. */
  function leftovers({ flushFile, flushFolder }: { flushFile: boolean; flushFolder: boolean }) {
    const seen = new Set<string | null>();
    for (let seed = 1; seed <= 200; seed += 1) {
      const { disk, by } = freshDisk(seed);
      const old = disk.open(by, '/home/a', O_RDWR | O_CREAT, 0o600);
      disk.write(old, Buffer.from('old'), 0);
      disk.flush(old);
      disk.flushAll();
      const fresh = disk.open(by, '/home/t', O_RDWR | O_CREAT, 0o600);
      disk.write(fresh, Buffer.from('new'), 0);
      if (flushFile) disk.flush(fresh);
      disk.rename(by, '/home/t', '/home/a');
      if (flushFolder) disk.flush(disk.open(by, '/home', O_RDONLY));
      disk.failPower();
      seen.add(disk.text('/home/a'));
    }
    return seen;
  }

  test('loses nothing that was flushed together with its folder', () => {
    expect(leftovers({ flushFile: true, flushFolder: true })).toEqual(new Set(['new']));
  });

  test('takes back a rename whose folder was not flushed, or not', () => {
    expect(leftovers({ flushFile: true, flushFolder: false })).toEqual(new Set(['old', 'new']));
  });

  test('empties or shortens a renamed file that was not flushed', () => {
    const seen = leftovers({ flushFile: false, flushFolder: true });
    expect(seen).toContain('');
    expect(seen.size).toBeGreaterThan(2);
  });
});

describe('flock', () => {
  test('a second open of the same file waits until the first is closed', () => {
    const { disk, by } = freshDisk();
    const first = disk.open(by, '/home/lock', O_RDWR | O_CREAT, 0o600);
    const second = disk.open(by, '/home/lock', O_RDWR, 0o600);
    let granted = false;
    expect([disk.flock.tryLock(first), disk.flock.tryLock(second)]).toEqual([true, false]);
    disk.flock.wait(second, () => {
      granted = true;
    });
    disk.close(first);
    expect([granted, disk.flock.holderOf(second.inode)]).toEqual([true, second]);
  });
});
