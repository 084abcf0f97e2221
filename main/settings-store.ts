// The app's end of the settings: electron-store keeps the JSON, core reads it. A file that cannot be
// read is kept aside and defaults are used; where nothing can be kept, choices last until the app
// ends. The command only ever reads the same file.

import { renameSync } from 'node:fs';
import path from 'node:path';
import type ElectronStore from 'electron-store';
import { parseSettings, type Settings } from './core/settings.ts';

export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): void;
}

const NAME = 'settings';
/** Only for the person themselves, like everything in that folder. */
const FILE_MODE = 0o600;

export function createSettingsStore(Store: typeof ElectronStore, folder: string): SettingsStore {
  const open = (): ElectronStore =>
    new Store({ cwd: folder, name: NAME, clearInvalidConfig: false, configFileMode: FILE_MODE });
  const store = openOrSetAside(open, path.join(folder, `${NAME}.json`));
  let settings = parseSettings(store?.store);
  return {
    get: () => settings,
    set(change) {
      settings = { ...settings, ...change };
      attempt(() => store?.set(change));
    },
  };
}

/** Null when neither the file nor its folder can be used. */
function openOrSetAside(open: () => ElectronStore, file: string): ElectronStore | null {
  const store = attempt(open);
  if (store !== null) return store;
  return attempt(() => {
    // Not JSON: the person's file is kept for them, and the app starts all the same.
    renameSync(file, `${file}.unreadable`);
    return open();
  });
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    // A choice that is not kept is worth less than an app that goes on.
    return null;
  }
}
