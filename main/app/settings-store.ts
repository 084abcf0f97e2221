// The app's end of the settings: electron-store keeps the JSON, core reads it. A file that cannot be
// read is kept aside and defaults are used; where nothing can be kept, choices last until the app
// ends. The command only ever reads the same file.

import { renameSync } from 'node:fs';
import path from 'node:path';
import type ElectronStore from 'electron-store';
import { parseSettings, type Settings } from '../core/settings.ts';

export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): void;
  /** True when the file of this start could not be read and defaults are used. */
  readonly isSetAside: boolean;
}

/** Told of each reading and writing, and whether it worked. */
type Saw = (kind: 'read' | 'written', file: string, isDone: boolean) => void;

const NAME = 'settings';
/** Only for the person themselves, like everything in that folder. */
const FILE_MODE = 0o600;

export function createSettingsStore(
  Store: typeof ElectronStore,
  folder: string,
  saw: Saw = () => {},
): SettingsStore {
  const open = (): ElectronStore =>
    new Store({ cwd: folder, name: NAME, clearInvalidConfig: false, configFileMode: FILE_MODE });
  const file = path.join(folder, `${NAME}.json`);
  const opened = attempt(open);
  const store = opened ?? reopen(open, file);
  saw('read', file, opened !== null);
  let settings = parseSettings(store?.store);
  return {
    isSetAside: opened === null && store !== null,
    get: () => settings,
    set(change) {
      settings = { ...settings, ...change };
      const isKept = attempt(() => {
        store?.set(withUnknown(change, store.store));
        return true;
      });
      saw('written', file, store !== null && isKept === true);
    },
  };
}

/** Without the file that could not be read; null when its folder cannot be used either. */
function reopen(open: () => ElectronStore, file: string): ElectronStore | null {
  return attempt(() => {
    // Not JSON: the person's file is kept for them, and the app starts all the same.
    renameSync(file, `${file}.unreadable`);
    return open();
  });
}

/** A change with the parts that a newer version has put into a choice of the same name. */
function withUnknown(change: Partial<Settings>, stored: Readonly<Record<string, unknown>>): object {
  const entries = Object.entries(change).map(([name, value]) => {
    const old = stored[name];
    return [name, isRecord(value) && isRecord(old) ? { ...old, ...value } : value];
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    // A choice that is not kept is worth less than an app that goes on.
    return null;
  }
}
