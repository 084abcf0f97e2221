// Advisory locks of the simulated disk: one holder for a file, held by an open handle, given back
// when that handle is closed or its process dies. Waiters are served in the order they came.

import type { Handle, Inode } from './files.ts';

export interface Flock {
  /** Whether the handle now holds the lock of its file. */
  tryLock(handle: Handle): boolean;
  /** Calls back once the handle holds the lock; answers with how to stop waiting. */
  wait(handle: Handle, granted: () => void): () => void;
  release(handle: Handle): void;
  holderOf(inode: Inode): Handle | null;
  /** Everything is unlocked and nobody waits: the computer went down. */
  forget(): void;
}

interface Waiter {
  readonly handle: Handle;
  readonly granted: () => void;
}

export function createFlock(): Flock {
  const holders = new Map<Inode, Handle>();
  const waiters = new Map<Inode, Waiter[]>();

  const tryLock = (handle: Handle): boolean => {
    const holder = holders.get(handle.inode);
    if (holder !== undefined && holder !== handle) return false;
    holders.set(handle.inode, handle);
    return true;
  };
  const serve = (inode: Inode): void => {
    const queue = waiters.get(inode) ?? [];
    for (;;) {
      const next = queue.shift();
      if (next === undefined) return;
      if (!next.handle.open || !next.handle.owner.alive) continue;
      holders.set(inode, next.handle);
      next.granted();
      return;
    }
  };
  return {
    tryLock,
    wait(handle, granted) {
      const queue = waiters.get(handle.inode) ?? [];
      waiters.set(handle.inode, queue);
      const waiter = { handle, granted };
      queue.push(waiter);
      return () => {
        const at = queue.indexOf(waiter);
        if (at >= 0) queue.splice(at, 1);
      };
    },
    release(handle) {
      if (holders.get(handle.inode) !== handle) return;
      holders.delete(handle.inode);
      serve(handle.inode);
    },
    holderOf: (inode) => holders.get(inode) ?? null,
    forget() {
      holders.clear();
      waiters.clear();
    },
  };
}
