// Codex's own two locks, taken in Codex's order and held for milliseconds, so that our read, compare
// and rename are one step for a Codex that locks. Never across a request; never as folders.
// Source: codex-cli 0.169.0, observed (codex-protocol.md §8).

import { constants } from 'node:fs';
import path from 'node:path';
import type { Files, Locks, Release } from '../ports.ts';
import { errorCode } from '../small-file.ts';

const LOCK_WAIT_MS = 2_000;
const LOCK_LOOK_FLAGS =
  constants.O_RDWR | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

export interface CodexLockPaths {
  readonly home: string;
  readonly file: string;
}

export function codexLockPaths(codexHome: string, realPath: string): CodexLockPaths {
  return { home: path.join(codexHome, 'auth.lock'), file: `${realPath}.lock` };
}

/** Both locks, or `busy` when one was not free, or `unsupported`; then none is held. */
export async function takeCodexLocks(
  locks: Locks,
  paths: CodexLockPaths,
): Promise<Release | 'busy' | 'unsupported'> {
  const home = await locks.acquire(paths.home, LOCK_WAIT_MS);
  if (typeof home !== 'function') return home;
  const file = await locks.acquire(paths.file, LOCK_WAIT_MS).catch(() => 'unsupported' as const);
  if (typeof file !== 'function') {
    await home();
    return file;
  }
  return async () => {
    await file();
    await home();
  };
}

/**
 * Whether a lock file is absent or a regular file that we can open. A folder of that name, which some
 * lock packages make, would cost Codex its next renewal, and us ours.
 */
export async function isUsableLock(files: Files, file: string): Promise<boolean> {
  try {
    const handle = await files.open(file, LOCK_LOOK_FLAGS);
    try {
      return (await handle.stat()).isFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}
