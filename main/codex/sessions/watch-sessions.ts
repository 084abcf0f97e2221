// Notices that Codex is used: one of its session files has changed. Watches folders without a timer,
// and never opens a session file. Where nothing can be watched it says so, for its silence then means
// nothing.

import { existsSync, type FSWatcher, readdirSync } from 'node:fs';
import path from 'node:path';
import { watchFolder } from '../watch.ts';
import { DAY_FOLDERS } from './session-files.ts';

export interface SessionWatch {
  /** False while a folder that is there cannot be watched. */
  isSeeing(): boolean;
  stop(): void;
}

export interface SessionWatchOptions {
  /** Where the session files are: `sessions` in a Codex home, unless somebody says otherwise. */
  readonly sessionsDir: string;
  readonly platform: NodeJS.Platform;
  /** Called at most once a second. */
  readonly onUse: () => void;
}

const DEBOUNCE_MS = 1_000;
/**
 * Folders of days that are watched where the system watches no whole tree.
 * Why so few: each costs a watch of the system's, and a year of use makes hundreds. A session that is
 * older than these and goes on is not seen here; that its numbers rise is seen at the next poll.
 */
const WATCHED_DAYS = 7;

type Note = (what: 'use' | 'folders') => void;

interface Watched {
  readonly watchers: readonly FSWatcher[];
  /** The folders in which session files are, as far as they are told apart. */
  readonly days: readonly string[];
  readonly isComplete: boolean;
}

/** Calls back a moment after a session file may have been changed or begun. */
export function watchSessions({ sessionsDir, platform, onUse }: SessionWatchOptions): SessionWatch {
  const watchesTrees = platform === 'darwin' || platform === 'win32';
  let watched: Watched | null = null;
  let hasFailed = false;
  let pending: { readonly timer: NodeJS.Timeout; what: 'use' | 'folders' } | null = null;

  const arm = (): void => {
    const before = watched;
    hasFailed = false;
    // Why the old ones go last: there is no gap.
    watched = watchAll({ sessionsDir, watchesTrees, note, onError });
    for (const watcher of before?.watchers ?? []) watcher.close();
  };
  const note: Note = (what) => {
    pending ??= { what, timer: setTimeout(tell, DEBOUNCE_MS) };
    if (what === 'folders') pending.what = what;
  };
  const onError = (): void => {
    hasFailed = true;
  };
  const tell = (): void => {
    const what = pending?.what;
    const known = watched?.days ?? [];
    pending = null;
    if (what === 'folders') arm();
    // Why also then: a session's first lines may be older than the watch on its new folder.
    const isNew = watched?.days.some((day) => !known.includes(day)) === true;
    if (what === 'use' || isNew) onUse();
  };

  arm();
  return {
    isSeeing: () => watched?.isComplete === true && !hasFailed,
    stop() {
      if (pending !== null) clearTimeout(pending.timer);
      for (const watcher of watched?.watchers ?? []) watcher.close();
      watched = null;
    },
  };
}

interface WatchAll {
  readonly sessionsDir: string;
  readonly watchesTrees: boolean;
  readonly note: Note;
  readonly onError: () => void;
}

function watchAll({ sessionsDir: sessions, watchesTrees, note, onError }: WatchAll): Watched {
  const home = path.dirname(sessions);
  const watchers: FSWatcher[] = [];
  let isComplete = true;
  const add = (folder: string, onName: (name: string | null) => void, recursive = false): void => {
    const watcher = watchFolder(folder, onName, { recursive, onError });
    if (watcher !== null) watchers.push(watcher);
    else if (existsSync(folder)) isComplete = false;
  };
  const onEntry = (pattern: RegExp) => (name: string | null) => {
    if (name === null || pattern.test(name)) note('folders');
  };
  const onFile = (name: string | null): void => {
    if (name === null || name.endsWith('.jsonl')) note('use');
  };
  add(path.dirname(home), (name) => name === path.basename(home) && note('folders'));
  add(home, (name) => name === path.basename(sessions) && note('folders'));
  if (watchesTrees) {
    add(sessions, onFile, true);
    return { watchers, days: existsSync(sessions) ? [sessions] : [], isComplete };
  }
  const days = newestDays(sessions, (folder, pattern) => add(folder, onEntry(pattern)));
  for (const day of days) add(day, onFile);
  return { watchers, days, isComplete };
}

/** The newest folders of days. Invariant: a folder is passed on before it is listed. */
function newestDays(
  sessions: string,
  onFolder: (folder: string, pattern: RegExp) => void,
): readonly string[] {
  const descend = (folder: string, level: number, limit: number): readonly string[] => {
    const pattern = DAY_FOLDERS[level];
    if (pattern === undefined) return [folder];
    onFolder(folder, pattern);
    const days: string[] = [];
    for (const name of newestFirst(folder, pattern)) {
      if (days.length >= limit) break;
      days.push(...descend(path.join(folder, name), level + 1, limit - days.length));
    }
    return days;
  };
  return descend(sessions, 0, WATCHED_DAYS);
}

function newestFirst(folder: string, pattern: RegExp): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => pattern.test(name));
    return names.toSorted().reverse();
  } catch {
    // Not there, or not a folder: nothing was used in it.
    return [];
  }
}
