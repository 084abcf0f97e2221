// Facts about reading and replacing small files, against a real folder.

import { execFile } from 'node:child_process';
import {
  appendFile,
  mkdir,
  open,
  readdir,
  readFile,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../testing/place.ts';
import { nodePorts } from './node-ports.ts';
import type { Files, OpenFile } from './ports.ts';
import { errorCode, readSmallFile, replaceFile, writeFully } from './small-file.ts';

const run = promisify(execFile);
const { files } = nodePorts;

async function makeFolder(): Promise<string> {
  const { folder } = await makePlace({ onTestFinished });
  return folder;
}

/** What a reader sees at a name that `prepare` has put something at. */
async function readAt(prepare: (file: string) => Promise<unknown>, maxBytes = 10) {
  const file = path.join(await makeFolder(), 'file');
  await prepare(file);
  const read = await readSmallFile(files, file, maxBytes);
  return read.ok ? read.value.text : read.failure;
}

describe('readSmallFile', () => {
  test.each<[string, (file: string) => Promise<unknown>, string]>([
    ['an ordinary file', (file) => writeFile(file, 'abc'), 'abc'],
    ['an empty file', (file) => writeFile(file, ''), ''],
    ['a file of exactly the limit', (file) => writeFile(file, '0123456789'), '0123456789'],
    ['a byte more than the limit', (file) => writeFile(file, '0123456789a'), 'too-large'],
    ['half a character', (file) => writeFile(file, Buffer.from([0x61, 0xc3])), 'a\ufffd'],
    ['nothing', async () => {}, 'missing'],
    ['a link to nothing', (file) => symlink('nowhere', file), 'missing'],
    ['a link to itself', (file) => symlink('file', file), 'unreadable'],
    ['a folder', (file) => mkdir(file), 'not-a-file'],
    ['a device', (file) => symlink('/dev/zero', file), 'not-a-file'],
    ['a FIFO without a writer', (file) => run('mkfifo', [file]), 'not-a-file'],
    [
      'a link to a file',
      async (file) => {
        await writeFile(`${file}.real`, 'abc');
        await symlink('file.real', file);
      },
      'abc',
    ],
  ])('readSmallFile: of %s is told apart', async (_, prepare, expected) => {
    expect(await readAt(prepare)).toBe(expected);
  });

  test('readSmallFile: of a socket is not-a-file', async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const listen = (file: string) =>
      new Promise<void>((resolve) => server.listen(file, () => resolve()));
    expect(await readAt(listen)).toBe('not-a-file');
  });

  test('readSmallFile: of a name below a file is missing', async () => {
    const folder = await makeFolder();
    await writeFile(path.join(folder, 'file'), '');
    const read = await readSmallFile(files, path.join(folder, 'file', 'below'), 10);
    expect(read).toEqual({ ok: false, failure: 'missing' });
  });

  // Root may read everything, so that what is refused differs by who runs the tests.
  test('readSmallFile: of mode 000 is not-permitted, except for root', async () => {
    const seen = await readAt((file) => writeFile(file, 'abc', { mode: 0o000 }));
    expect(seen).toBe(process.getuid?.() === 0 ? 'abc' : 'not-permitted');
  });

  test.each([
    [12, 10, 'too-large'],
    [5, 10, 'abc12345'],
  ])(
    'readSmallFile: of a file that grows by %i while it is read counts all of it',
    async (more, maxBytes, expected) => {
      const file = path.join(await makeFolder(), 'file');
      await writeFile(file, 'abc');
      const growing: Files = {
        ...files,
        async open(name, flags) {
          const handle = await files.open(name, flags);
          let looks = 0;
          return {
            ...proxyOf(handle),
            async stat() {
              const seen = await handle.stat();
              looks += 1;
              if (looks === 2) await appendFile(file, '123456789012'.slice(0, more));
              return seen;
            },
          };
        },
      };
      const read = await readSmallFile(growing, file, maxBytes);
      expect(read.ok ? read.value.text : read.failure).toBe(expected);
    },
  );

  test('readSmallFile: leaves no descriptor open, whatever it met', async () => {
    const folder = await makeFolder();
    await writeFile(path.join(folder, 'large'), '0123456789');
    const before = await readdir('/dev/fd');
    for (const name of ['large', '.', 'missing']) {
      await readSmallFile(files, path.join(folder, name), 5);
    }
    expect((await readdir('/dev/fd')).length).toBe(before.length);
  });
});

/** A handle's own methods, so that some of them can be replaced. */
function proxyOf(handle: OpenFile): OpenFile {
  return {
    fd: handle.fd,
    stat: () => handle.stat(),
    read: (...args) => handle.read(...args),
    write: (...args) => handle.write(...args),
    truncate: (length) => handle.truncate(length),
    sync: () => handle.sync(),
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

describe('writing', () => {
  test('writeFully: writes every byte when the system takes one at a time', async () => {
    const file = path.join(await makeFolder(), 'file');
    const handle = await open(file, 'w');
    const slow: OpenFile = {
      ...proxyOf(handle),
      write: (buffer, offset, _length, position) => handle.write(buffer, offset, 1, position),
    };
    expect(await writeFully(slow, 'höher')).toBe(6);
    await handle.close();
    expect(await readFile(file, 'utf8')).toBe('höher');
  });

  test('replaceFile: makes a 0600 file in 0700 folders, and leaves nothing beside it', async () => {
    const folder = await makeFolder();
    const file = path.join(folder, 'deep', 'down', 'file');
    await replaceFile(nodePorts, file, 'one');
    await replaceFile(nodePorts, file, 'two');
    expect(await readFile(file, 'utf8')).toBe('two');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.dirname(file))).toEqual(['file']);
  });

  test('replaceFile: makes a file private that others could read', async () => {
    const file = path.join(await makeFolder(), 'file');
    await writeFile(file, 'one', { mode: 0o644 });
    await replaceFile(nodePorts, file, 'two');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('replaceFile: throws and leaves the old things alone when it cannot replace', async () => {
    const folder = await makeFolder();
    await mkdir(path.join(folder, 'file', 'inside'), { recursive: true });
    const replaced = replaceFile(nodePorts, path.join(folder, 'file'), 'two');
    expect(errorCode(await replaced.catch((error: unknown) => error))).toBe('EISDIR');
    expect(await readdir(folder)).toEqual(['codex', 'file']);
  });

  test('replaceFile: shows a reader the old text or the new, never a part', async () => {
    const file = path.join(await makeFolder(), 'file');
    const texts = ['a'.repeat(100_000), 'b'.repeat(50_000)];
    await replaceFile(nodePorts, file, 'a'.repeat(100_000));
    const writing = (async () => {
      for (let turn = 0; turn < 40; turn += 1) {
        await replaceFile(nodePorts, file, texts[turn % 2] ?? '');
      }
      return 'done';
    })();
    let state: string | undefined;
    void writing.then((done) => {
      state = done;
    });
    const seen = new Set<string>();
    while (state === undefined) {
      const read = await readSmallFile(files, file, 200_000);
      seen.add(read.ok ? read.value.text : read.failure);
    }
    expect([...seen].filter((text) => !texts.includes(text))).toEqual([]);
    await unlink(file);
  });

  test('errorCode: is null for what is no system error', () => {
    expect(errorCode(new Error('plain'))).toBeNull();
    expect(errorCode({ code: 'ENOENT' })).toBeNull();
    expect(errorCode(Object.assign(new Error('x'), { code: 5 }))).toBeNull();
  });
});
