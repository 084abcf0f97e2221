// Codex's two locks as Codex takes them: auth.lock without limit, then the lock beside the real file for
// five seconds. Source: codex-protocol.md §8, observed.

import { type Actor, AUTH_FILE, AUTH_LOCK, step, takeLock } from './actor.ts';

const FILE_LOCK_WAIT_MS = 5_000;

/** Does the work under Codex's locks, unless they cannot be had. */
export async function underLocks(
  context: Actor,
  which: 'home' | 'both',
  work: (realPath: string) => Promise<unknown>,
): Promise<'done' | 'busy' | 'broken'> {
  const { disk } = context;
  const home = await takeLock(context, AUTH_LOCK, Number.POSITIVE_INFINITY);
  if (typeof home === 'string') return home;
  try {
    const realPath = await step(context, 'resolve', () => realPathOf(context));
    if (which === 'home') {
      await work(realPath);
      return 'done';
    }
    const file = await takeLock(context, `${realPath}.lock`, FILE_LOCK_WAIT_MS);
    if (typeof file === 'string') return file;
    try {
      await work(realPath);
      return 'done';
    } finally {
      disk.close(file);
    }
  } finally {
    disk.close(home);
  }
}

export function realPathOf({ disk }: Actor): string {
  try {
    return disk.realpath(AUTH_FILE);
  } catch {
    return AUTH_FILE;
  }
}
