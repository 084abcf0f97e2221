// Changes of one file, one after another: within this process by waiting in line, and between app and
// command by a lock beside the file. What is changed, and what happens without a lock, is the caller's.

import path from 'node:path';
import type { CodexPorts, Locks } from './ports.ts';
import { PRIVATE_DIRECTORY_MODE } from './small-file.ts';
import { createTurns } from './turns.ts';

/** Whether the lock is ours, another process keeps it for too long, or there is none to be had. */
export type LockState = 'held' | 'busy' | 'unsupported';

export interface LockedTurnsContext extends Pick<CodexPorts, 'files'> {
  readonly locks: Locks;
  /** Its folder is made if it is not there. */
  readonly lockFile: string;
  readonly waitMs: number;
}

/** Runs work when its turn has come; its failure is the caller's and does not stop the next. */
export type LockedTurns = <T>(work: (lock: LockState) => Promise<T>) => Promise<T>;

export function createLockedTurns(context: LockedTurnsContext): LockedTurns {
  // Why: where no lock can be had, changes of this process still must not overtake each other.
  const inTurn = createTurns();
  return (work) => inTurn(() => underLock(context, work));
}

async function underLock<T>(
  { files, locks, lockFile, waitMs }: LockedTurnsContext,
  work: (lock: LockState) => Promise<T>,
): Promise<T> {
  await files
    .mkdir(path.dirname(lockFile), { recursive: true, mode: PRIVATE_DIRECTORY_MODE })
    .catch(() => undefined);
  const release = await locks.acquire(lockFile, waitMs);
  try {
    return await work(typeof release === 'function' ? 'held' : release);
  } finally {
    if (typeof release === 'function') await release();
  }
}
