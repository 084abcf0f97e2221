// Puts the desktop app together once the icon is there: settings, accounts, popover, bridge, menu and
// notifications. Electron arrives as an argument; the parts receive what they need of it.

import { homedir } from 'node:os';
import { presentRescue } from '../core/rescue.ts';
import { presentUpdate } from '../core/updates/line.ts';
import { usableLocale } from '../core/words/formats.ts';
import type { Words } from '../core/words/words.ts';
import type { Bridge } from '../desktop/bridge.ts';
import { wasOpenedAtLogin } from '../desktop/login.ts';
import { createNotifier, type Notifier } from '../desktop/notifier.ts';
import { createPowerGuard, type PowerGuard } from '../desktop/power.ts';
import { createTrayIcon, type TrayIcon } from '../desktop/tray.ts';
import { openAccounts } from './accounts.ts';
import { createCurrentWords } from './current-words.ts';
import { openActivity } from './open-activity.ts';
import { openUpdates } from './open-updates.ts';
import { createPainter, type Painter } from './painter.ts';
import type { AppContext, Parts } from './parts.ts';
import { openRecords } from './records.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';
import { openBridge, openMenubar, openPopover, openPreferences, trayContext } from './surfaces.ts';

const nowMs = (): number => Date.now();
const steadyMs = (): number => performance.now();

function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

/** Resolves once the popover can be opened and the first poll is on its way. */
export async function runApp(context: AppContext): Promise<void> {
  const { log, trust } = openRecords({ ...context, words: () => words() }, () => parts);
  const guard = createPowerGuard(context.electron, steadyMs);
  const [accounts, Store, create] = await Promise.all([
    openAccounts(
      { context, guard, log, trust, homeDirectory: homedir(), nowMs, steadyMs, after },
      () => parts,
    ),
    context.loadStore(),
    context.loadMenubar(),
  ]);
  const settings = createSettingsStore(Store, context.plimsollHome, trust.saw);
  const menubar = openMenubar(context, create);
  const isReady = new Promise<void>((resolve) => menubar.once('ready', () => resolve()));
  const words = openWords(context, settings);
  const parts: Parts = {
    context,
    log,
    accounts,
    settings,
    words,
    notifier: openNotifier(context, () => parts),
    preferences: openPreferences({ context, words, store: settings }, () => parts),
    activity: openActivity({ context, words, after }, () => parts),
    painter: openPainter(accounts.paceDivisor, () => parts),
    trayIcon: createTrayIcon(trayContext(context, () => parts)),
    popover: openPopover(context, menubar, () => parts),
    bridge: openBridge(context, () => parts),
    trust,
    updates: openUpdates(
      { context, guard, trust, paceDivisor: accounts.paceDivisor, nowMs, steadyMs, after },
      () => parts,
    ),
  };
  await isReady;
  log.info('started', { version: context.electron.app.getVersion() });
  await start(parts, guard);
}

async function start(parts: Parts, guard: PowerGuard): Promise<void> {
  const { accounts, context, painter, popover, preferences, settings, trust, updates } = parts;
  const { app, nativeTheme } = context.electron;
  const show = (): void => void popover.show();
  app.on('second-instance', show);
  // A Mac starts nothing a second time; it says that somebody tried.
  app.on('activate', show);
  nativeTheme.on('updated', painter.repaint);
  const stopAccounts = await accounts.start({ atLogin: wasOpenedAtLogin(app, process) });
  const stopPreferences = preferences.start();
  const stopUpdates = updates.start();
  app.on('before-quit', (event) => {
    stopAccounts();
    parts.activity.stop();
    stopPreferences();
    stopUpdates();
    trust.save();
    // A renewal in progress is finished and saved first.
    if (guard.holdQuit(() => app.quit())) event.preventDefault();
  });
  if (settings.get().welcomed) return;
  settings.set({ welcomed: true });
  await popover.show();
}

function openWords({ electron: { app } }: AppContext, settings: SettingsStore): () => Words {
  const locale = usableLocale(app.getSystemLocale(), app.getLocale());
  // Why not the locale: Windows names there the country of the numbers, whatever it speaks.
  const language = usableLocale(...app.getPreferredSystemLanguages(), locale);
  return createCurrentWords({
    language: () => settings.get().language,
    place: () => ({ locale, language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  });
}

function openNotifier({ electron }: AppContext, parts: () => Parts): Notifier {
  return createNotifier({
    create: (options) => new electron.Notification(options),
    platform: process.platform,
    after,
    onClick: () => void parts().popover.show(),
  });
}

function openPainter(paceDivisor: number, parts: () => Parts): Painter {
  const ports = {
    state: () => parts().accounts.state(),
    accounts: () => parts().accounts.present(),
    alerts: () => parts().accounts.shown().alerting.shown(),
    settings: () => parts().settings.get(),
    activity: () => parts().activity.shown(),
    words: () => parts().words(),
    preferences: () => ({
      ...parts().preferences.state(),
      hasFeed: parts().updates.hasFeed,
      accounts: parts().accounts.preferences(),
    }),
    nowMs,
    after,
    isOpen: () => parts().popover.isOpen(),
    showTray: (view: Parameters<TrayIcon['show']>[0]) => parts().trayIcon.show(view),
    push: (panel: Parameters<Bridge['push']>[0]) => parts().bridge.push(panel),
    trustPage: () => parts().trust.page(),
    update: () => presentUpdate(parts().updates.toTell(), parts().words()),
    rescue: () => presentRescue(parts().popover.reason(), parts().words()),
  };
  const bar = { showsText: process.platform === 'darwin' };
  return createPainter(ports, { paceDivisor, bar });
}
