// What the desktop app is made of. Types only: app.ts puts it together, surfaces.ts makes what people
// see, and each part reaches the others through here once all are there.

import type { Tray } from 'electron';
import type ElectronStore from 'electron-store';
import type { menubar as createMenubar } from 'menubar';
import type { ActivityFeed } from './activity-feed.ts';
import type { Alerting } from './alerting.ts';
import type { OpenedHome } from './codex/open-home.ts';
import type { Bridge } from './desktop/bridge.ts';
import type { Notifier } from './desktop/notifier.ts';
import type { RescuedPopover } from './desktop/rescue.ts';
import type { IconContext, TrayIcon } from './desktop/tray.ts';
import type { Log } from './log.ts';
import type { Monitor } from './monitor.ts';
import type { Painter } from './painter.ts';
import type { Preferences } from './preferences.ts';
import type { SettingsStore } from './settings-store.ts';

export interface AppContext {
  readonly electron: typeof import('electron');
  readonly tray: Tray;
  readonly icon: IconContext;
  /** Whether there was a host for icons when this started, null if untold; asked once. */
  readonly hadTrayHost: () => Promise<boolean | null>;
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
  readonly home: OpenedHome;
  readonly settings: SettingsStore;
  readonly preferences: Preferences;
  readonly monitor: Monitor;
  readonly alerting: Alerting;
  readonly activity: ActivityFeed;
  readonly painter: Painter;
  readonly trayIcon: TrayIcon;
  readonly popover: RescuedPopover;
  readonly bridge: Bridge;
}
