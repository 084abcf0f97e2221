// The app's end of the settings: electron-store keeps the JSON, core reads it. A file that cannot be
// read is kept aside and defaults are used. The command only ever reads the same file.

import { renameSync } from 'node:fs';
import path from 'node:path';
import type ElectronStore from 'electron-store';
import { parseSettings, type Settings } from './core/settings.ts';

export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): void;
}

const NAME = 'settings';

export function createSettingsStore(Store: typeof ElectronStore, folder: string): SettingsStore {
  const open = (): ElectronStore =>
    new Store({ cwd: folder, name: NAME, clearInvalidConfig: false });
  const store = openOrSetAside(open, path.join(folder, `${NAME}.json`));
  let settings = parseSettings(store.store);
  return {
    get: () => settings,
    set(change) {
      settings = { ...settings, ...change };
      store.set(change);
    },
  };
}

function openOrSetAside(open: () => ElectronStore, file: string): ElectronStore {
  try {
    return open();
  } catch {
    // Not JSON: the person's file is kept for them, and the app starts all the same.
    renameSync(file, `${file}.unreadable`);
    return open();
  }
}
