// What the desktop app is made of. Types only: app.ts puts it together, surfaces.ts makes what people
// see, and each part reaches the others through here once all are there.

import type { Tray } from 'electron';
import type ElectronStore from 'electron-store';
import type { menubar as createMenubar } from 'menubar';
import type { Words } from '../core/words/words.ts';
import type { Bridge } from '../desktop/bridge.ts';
import type { Notifier } from '../desktop/notifier.ts';
import type { RescuedPopover } from '../desktop/rescue.ts';
import type { IconContext, TrayIcon } from '../desktop/tray.ts';
import type { Log } from '../log.ts';
import type { Accounts } from './accounts.ts';
import type { ActivityFeed } from './activity-feed.ts';
import type { Painter } from './painter.ts';
import type { Preferences } from './preferences.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Trust } from './trust.ts';
import type { Updates } from './updates.ts';

export interface AppContext {
  readonly electron: typeof import('electron');
  readonly tray: Tray;
  readonly icon: IconContext;
  /** Whether there was a host for icons when this started, null if untold; asked once. */
  readonly hadTrayHost: () => Promise<boolean | null>;
  /** The programs that were started to ask for that host since this was called last. */
  readonly takeStarted: () => readonly string[];
  readonly plimsollHome: string;
  /** Where the built preload and renderer are. */
  readonly outFolder: string;
  readonly loadMenubar: () => Promise<typeof createMenubar>;
  readonly loadStore: () => Promise<typeof ElectronStore>;
}

/** What the parts have in common; they refer to each other through it, once all are there. */
export interface Parts {
  readonly context: AppContext;
  readonly log: Log;
  readonly notifier: Notifier;
  readonly accounts: Accounts;
  readonly settings: SettingsStore;
  readonly words: () => Words;
  readonly preferences: Preferences;
  readonly activity: ActivityFeed;
  readonly painter: Painter;
  readonly trayIcon: TrayIcon;
  readonly popover: RescuedPopover;
  readonly trust: Trust;
  readonly updates: Updates;
  readonly bridge: Bridge;
}
