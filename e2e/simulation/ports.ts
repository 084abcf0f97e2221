// The ports of main/codex over the simulated world: every call is one step of the scheduler and may
// be the last one of its process.

import { constants } from 'node:fs';
import type { Http } from '../../main/codex/http/http.ts';
import type {
  Chance,
  Clock,
  FileStat,
  Files,
  Locks,
  OpenFile,
  Power,
  Processes,
} from '../../main/codex/ports.ts';
import { type Actor, lockWithin, openFor, sleep, step } from './actor.ts';
import type { Handle, Inode } from './files.ts';
import type { Network } from './network.ts';

export interface SimulatedPorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly locks: Locks;
  readonly processes: Processes;
  readonly power: Power;
  readonly http: Http;
}

export interface PortOptions extends Actor {
  readonly network: Network;
  readonly tokenUrl: string;
  readonly usageUrls: readonly string[];
  /** What this computer takes for the time. */
  readonly wallMs: () => number;
  readonly isCodexAlive: () => boolean;
  readonly mayExchange: () => boolean;
  readonly stayAwake: () => () => void;
  readonly onceMore: () => boolean;
  readonly onLocked: (path: string) => void;
  readonly onSecretSent: (url: string) => void;
}

export function createPorts(options: PortOptions): SimulatedPorts {
  const { process, wallMs, isCodexAlive, mayExchange, stayAwake } = options;
  return {
    files: filesPort(options),
    clock: { nowMs: wallMs, sleep: (ms) => sleep(options, ms) },
    chance: { hex: (bytes) => process.random.hex(bytes) },
    locks: { acquire: (path, waitMs) => acquire(options, path, waitMs) },
    processes: { isCodexAlive: () => step(options, 'list processes', isCodexAlive) },
    power: { mayExchange, stayAwake },
    http: { send: (request) => send(options, request) },
  };
}

function filesPort(actor: Actor): Files {
  const { disk, process } = actor;
  return {
    open: async (path, flags, mode) => {
      const handle = await step(actor, `open ${path}`, () =>
        openFor(disk, process, path, flags, mode),
      );
      return openFile(actor, handle);
    },
    rename: (from, to) => step(actor, `rename to ${to}`, () => disk.rename(process, from, to)),
    unlink: (path) => step(actor, `unlink ${path}`, () => disk.unlink(process, path)),
    realpath: (path) => step(actor, `realpath ${path}`, () => disk.realpath(path)),
    lstat: (path) => step(actor, `lstat ${path}`, () => statOf(disk.lookUp(path, false))),
    readdir: (path) => step(actor, `readdir ${path}`, () => disk.readdir(path)),
    mkdir: (path, { mode }) =>
      step(actor, `mkdir ${path}`, () => {
        // Why: recursive, so what is there already is fine.
        if (disk.peek(path) === null) disk.mkdir(path, mode);
      }),
  };
}

function openFile(actor: Actor, handle: Handle): OpenFile {
  const { disk } = actor;
  const { id, path, inode } = handle;
  return {
    fd: id,
    stat: () => step(actor, `stat ${path}`, () => statOf(inode)),
    read: (buffer, offset, length, position) =>
      step(actor, `read ${path}`, () => {
        const bytes = disk.read(handle, position ?? 0, length);
        buffer.set(bytes, offset);
        return { bytesRead: bytes.length };
      }),
    write: (buffer, offset, length, position) =>
      step(actor, `write ${path}`, () => {
        const bytes = buffer.subarray(offset, offset + length);
        return { bytesWritten: disk.write(handle, bytes, position ?? 0) };
      }),
    truncate: (length) => step(actor, `truncate ${path}`, () => disk.truncate(handle, length)),
    sync: () => step(actor, `sync ${path}`, () => disk.flush(handle)),
    datasync: () => step(actor, `sync ${path}`, () => disk.flush(handle)),
    close: () => step(actor, `close ${path}`, () => disk.close(handle)),
  };
}

const TYPE_BITS = {
  file: constants.S_IFREG,
  directory: constants.S_IFDIR,
  link: constants.S_IFLNK,
};

function statOf(inode: Inode): FileStat {
  const { ino, mode, links, uid, bytes, mtimeMs, kind } = inode;
  return {
    dev: 1,
    ino,
    mode: mode | TYPE_BITS[kind],
    nlink: links,
    uid,
    size: bytes.length,
    mtimeMs,
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'directory',
  };
}

async function acquire(
  options: PortOptions,
  path: string,
  waitMs: number,
): Promise<Awaited<ReturnType<Locks['acquire']>>> {
  const { disk, process, onLocked } = options;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  let handle: Handle;
  try {
    handle = await step(options, `lock ${path}`, () => openFor(disk, process, path, flags, 0o600));
  } catch {
    return 'unsupported';
  }
  if (!(await lockWithin(options, handle, waitMs))) {
    disk.close(handle);
    return 'busy';
  }
  onLocked(path);
  return () => step(options, `unlock ${path}`, () => disk.close(handle));
}

function send(
  options: PortOptions,
  request: Parameters<Http['send']>[0],
): ReturnType<Http['send']> {
  const { network, process, tokenUrl, usageUrls, onceMore, onSecretSent } = options;
  const { url, body, headers, deadlineMs } = request;
  onSecretSent(url);
  const token = body === null ? null : new URLSearchParams(body).get('refresh_token');
  if (url === tokenUrl && token !== null) {
    return network.exchange(process, token, { deadlineMs, onceMore: onceMore() });
  }
  if (usageUrls.includes(url)) {
    const accessToken = (headers.authorization ?? '').replace(/^Bearer /, '');
    return network.usage(process, accessToken, deadlineMs);
  }
  // What leaves for elsewhere is lost, and onSecretSent has seen it.
  return network.usage(process, '', deadlineMs);
}
