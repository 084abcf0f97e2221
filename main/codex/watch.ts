// Watches a Codex home for a changed sign-in or settings, without a timer. Watches the folder, since
// a rename replaces the file. Watchers fail silently now and then: the schedule looks by itself too.

import { type FSWatcher, realpathSync, watch } from 'node:fs';
import path from 'node:path';
import { AUTH_FILE_NAME } from './look.ts';

const DEBOUNCE_MS = 250;
const CONFIG_NAME = 'config.toml';

/** Calls back a moment after auth.json or config.toml may have changed; returns its stop. */
export function watchHome(
  codexHome: string,
  onChange: () => void,
  authName = AUTH_FILE_NAME,
): () => void {
  let watchers: readonly FSWatcher[] = [];
  let pending: NodeJS.Timeout | null = null;
  const note = (): void => {
    pending ??= setTimeout(() => {
      pending = null;
      arm();
      onChange();
    }, DEBOUNCE_MS);
  };
  const arm = (): void => {
    const before = watchers;
    // Why: a folder that was made or swapped, or a link put elsewhere, needs watchers of its own;
    // the old ones go last, so that there is no gap.
    watchers = watchAll(codexHome, authName, note);
    for (const watcher of before) watcher.close();
  };

  arm();
  return () => {
    if (pending !== null) clearTimeout(pending);
    for (const watcher of watchers) watcher.close();
  };
}

function watchAll(codexHome: string, authName: string, note: () => void): readonly FSWatcher[] {
  const isWatched = (name: string | null): boolean =>
    name === null || name === authName || name === CONFIG_NAME;
  const isHome = (name: string | null): boolean => name === path.basename(codexHome);
  const linked = linkTarget(path.join(codexHome, authName));
  return [
    watchFolder(codexHome, (name) => isWatched(name) && note()),
    watchFolder(path.dirname(codexHome), (name) => isHome(name) && note()),
    linked === null
      ? null
      : watchFolder(path.dirname(linked), (name) => name === path.basename(linked) && note()),
  ].filter((watcher) => watcher !== null);
}

interface WatchOptions {
  /** Also what is below; only where the system does that by itself. */
  readonly recursive?: boolean;
  readonly onError?: () => void;
}

/** Null for a folder that is not there or cannot be watched; one that fails later is closed. */
export function watchFolder(
  folder: string,
  onEvent: (name: string | null) => unknown,
  { recursive = false, onError = () => {} }: WatchOptions = {},
): FSWatcher | null {
  try {
    const options = { persistent: false, recursive };
    const watcher = watch(folder, options, (_event, name) => void onEvent(name));
    watcher.on('error', () => {
      watcher.close();
      onError();
    });
    return watcher;
  } catch {
    // No such folder, or too many watchers: the hourly look has to do.
    return null;
  }
}

/** Where a linked auth.json really is; null if it is not linked or not there. */
function linkTarget(file: string): string | null {
  try {
    const real = realpathSync(file);
    return path.dirname(real) === path.dirname(file) ? null : real;
  } catch {
    return null;
  }
}
