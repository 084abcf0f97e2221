// Exclusive locks on files without native code. A lock belongs to an open descriptor, so closing it,
// or dying, gives it back. Lock files are never removed, never trusted by content, never directories.
// Source of the ways: reliability.md §6.1.

import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import type { CodexPorts, Locks, OpenFile, Release } from './ports.ts';
import { errorCode, PRIVATE_FILE_MODE } from './small-file.ts';

const RETRY_MS = 25;

/** `open` takes an flock at once. Source: macOS open(2), O_EXLOCK. */
const DARWIN_EXCLUSIVE_LOCK = 0x20;

/** Opens without sharing. Source: libuv, UV_FS_O_EXLOCK on Windows. */
const WINDOWS_EXCLUSIVE_LOCK = 0x10000000;

export interface LockContext extends Pick<CodexPorts, 'files' | 'clock'> {
  readonly platform: NodeJS.Platform;
}

export function createLocks(context: LockContext): Locks {
  if (context.platform === 'linux') {
    return { acquire: (path, waitMs) => acquireByHelper(context, path, waitMs) };
  }
  const flag = context.platform === 'win32' ? WINDOWS_EXCLUSIVE_LOCK : DARWIN_EXCLUSIVE_LOCK;
  return { acquire: (path, waitMs) => acquireByOpening(context, { path, waitMs, flag }) };
}

const BASE_FLAGS = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

async function acquireByHelper(
  { files }: LockContext,
  path: string,
  waitMs: number,
): Promise<Release | 'busy' | 'unsupported'> {
  const handle = await openLockFile(() => files.open(path, BASE_FLAGS, PRIVATE_FILE_MODE));
  if (handle === null) return 'unsupported';
  const code = await flock(handle.fd, waitMs);
  if (code === 0) return () => handle.close();
  await handle.close();
  return code === 1 ? 'busy' : 'unsupported';
}

/** Runs flock(1) on the inherited descriptor: the lock stays with our open file when it ends. */
function flock(fd: number, waitMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const seconds = (waitMs / 1000).toFixed(3);
    const child = spawn('flock', ['-x', '-w', seconds, '3'], {
      stdio: ['ignore', 'ignore', 'ignore', fd],
      env: { PATH: process.env.PATH },
    });
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}

async function acquireByOpening(
  { files, clock }: LockContext,
  { path, waitMs, flag }: { path: string; waitMs: number; flag: number },
): Promise<Release | 'busy' | 'unsupported'> {
  const flags = BASE_FLAGS | flag | (constants.O_NONBLOCK ?? 0);
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      const handle = await files.open(path, flags, PRIVATE_FILE_MODE);
      return () => handle.close();
    } catch (error) {
      if (!isHeldElsewhere(error)) return 'unsupported';
      if (waitedMs >= waitMs) return 'busy';
      await clock.sleep(RETRY_MS);
    }
  }
}

function isHeldElsewhere(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EBUSY';
}

async function openLockFile(open: () => Promise<OpenFile>): Promise<OpenFile | null> {
  try {
    return await open();
  } catch {
    // A directory, a link, a read-only folder: here no lock can be had, and the caller is told so.
    return null;
  }
}
