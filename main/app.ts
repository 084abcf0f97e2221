// Puts the desktop app together once the icon is there: settings, monitor, popover, bridge, menu,
// power and file watching. Electron arrives as an argument; the parts receive what they need of it.

import { homedir } from 'node:os';
import path from 'node:path';
import { type Alerting, createAlerting } from './alerting.ts';
import { codexHome } from './codex/home.ts';
import { type OpenedHome, openHome } from './codex/open-home.ts';
import { parseProxyList } from './codex/system-proxy.ts';
import { watchHome } from './codex/watch.ts';
import type { LogEntry } from './core/alert-memory.ts';
import type { AlertText } from './core/alert-text.ts';
import { failureOf } from './core/reading.ts';
import { presentRescue } from './core/rescue.ts';
import { usableLocale } from './core/words/formats.ts';
import type { Words } from './core/words/words.ts';
import { createCurrentWords } from './current-words.ts';
import type { Bridge } from './desktop/bridge.ts';
import { wasOpenedAtLogin } from './desktop/login.ts';
import { createNotifier, type Notifier } from './desktop/notifier.ts';
import { createPowerGuard, type PowerGuard } from './desktop/power.ts';
import { createTrayIcon, type TrayIcon } from './desktop/tray.ts';
import { createLog, type Log, logLevelOf } from './log.ts';
import { createMonitor, type Monitor, type MonitorPorts, type MonitorState } from './monitor.ts';
import { openActivity } from './open-activity.ts';
import { createPainter, type Painter } from './painter.ts';
import type { AppContext, Parts } from './parts.ts';
import { createSenses, type Senses } from './senses.ts';
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
  const log = createLog({
    folder: path.join(context.plimsollHome, 'logs'),
    level: logLevelOf(process.env.PLIMSOLL_LOG),
    nowMs,
  });
  process.on('uncaughtException', (error) => noteBug(log, error));
  process.on('unhandledRejection', (error) => noteBug(log, error));
  const guard = createPowerGuard(context.electron, steadyMs);
  const [home, Store, create] = await Promise.all([
    openAppHome(context, guard, () => parts),
    context.loadStore(),
    context.loadMenubar(),
  ]);
  const settings = createSettingsStore(Store, context.plimsollHome);
  const menubar = openMenubar(context, create);
  const senses = createSenses({
    electron: context.electron,
    guard,
    settings: () => parts.settings.get(),
    codexHome: appCodexHome(),
  });
  const isReady = new Promise<void>((resolve) => menubar.once('ready', () => resolve()));
  const words = openWords(context, settings);
  const parts: Parts = {
    context,
    log,
    home,
    settings,
    notifier: openNotifier(context, () => parts),
    preferences: openPreferences({ context, words, store: settings }, () => parts),
    monitor: openMonitor({ home, log, senses }, () => parts),
    alerting: openAlerting(words, () => parts),
    activity: openActivity({ context, words, after, codexHome: appCodexHome }, () => parts),
    painter: openPainter(words, home, () => parts),
    trayIcon: createTrayIcon(trayContext(context, () => parts)),
    popover: openPopover(context, menubar, () => parts),
    bridge: openBridge(context, () => parts),
  };
  await isReady;
  log.info('started', { version: context.electron.app.getVersion() });
  await start(parts, guard, senses);
}

/** A bug is logged by name and place; its message may quote what no log may hold. */
function noteBug(log: Log, error: unknown): void {
  const isError = error instanceof Error;
  const place = isError
    ? (error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '')
    : '';
  log.error('bug', { name: isError ? error.name : typeof error, place: place.trim() });
}

async function start(parts: Parts, guard: PowerGuard, senses: Senses): Promise<void> {
  const { alerting, context, home, monitor, painter, popover, preferences, settings } = parts;
  const { app, nativeTheme } = context.electron;
  const show = (): void => void popover.show();
  app.on('second-instance', show);
  // A Mac starts nothing a second time; it says that somebody tried.
  app.on('activate', show);
  nativeTheme.on('updated', painter.repaint);
  const [saved, notBeforeMs] = await Promise.all([home.savedReading(), home.notBeforeMs()]);
  const history = saved === null ? [] : await home.savedHistory(saved.account.key);
  alerting.begin(saved?.account.key ?? null);
  const atLogin = wasOpenedAtLogin(app, process);
  const stopSenses = senses.begin(monitor, parts.activity.noteUse);
  const stopPreferences = preferences.start();
  const stopMonitor = monitor.start({ saved, history, notBeforeMs, atLogin });
  const stopWatching = watchHome(appCodexHome(), () => void monitor.poll('file-changed'));
  app.on('before-quit', (event) => {
    stopMonitor();
    parts.activity.stop();
    stopSenses();
    stopPreferences();
    stopWatching();
    // A renewal in progress is finished and saved first.
    if (guard.holdQuit(() => app.quit())) event.preventDefault();
  });
  if (settings.get().welcomed) return;
  settings.set({ welcomed: true });
  await popover.show();
}

function appCodexHome(): string {
  const { env, platform } = process;
  return codexHome({ env, platform, homeDirectory: homedir() });
}

function openAppHome(
  { electron, plimsollHome }: AppContext,
  guard: PowerGuard,
  parts: () => Parts,
): Promise<OpenedHome> {
  const { app, session } = electron;
  return openHome({
    codexHome: appCodexHome(),
    plimsollHome,
    version: app.getVersion(),
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDirectory: homedir(),
    power: guard,
    renewal: () => parts().settings.get().renewal,
    proxyFor: async (url) => parseProxyList(await session.defaultSession.resolveProxy(url)),
    authorityEnv: app.isPackaged ? {} : process.env,
    pace: app.isPackaged ? undefined : process.env.PLIMSOLL_PACE,
    tokenUrlOverride: app.isPackaged ? undefined : process.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE,
  });
}

interface MonitorParts {
  readonly home: OpenedHome;
  readonly log: Log;
  readonly senses: Senses;
}

function openMonitor({ home, log, senses }: MonitorParts, parts: () => Parts): Monitor {
  let lastKind: string | null = null;
  const note = (state: MonitorState): void => {
    const kind = failureOf(state.reading)?.kind ?? null;
    if (kind !== lastKind) log.info(kind === null ? 'numbers' : 'failure', { kind });
    lastKind = kind;
    parts().painter.repaint();
  };
  const readUsage: MonitorPorts['readUsage'] = async (options) => {
    const outcome = await home.poll(options);
    for (const { step, outcome: result } of outcome.recovery)
      log.info('recovery', { step, result });
    void parts().alerting.heed(outcome);
    return outcome;
  };
  const ports = {
    readUsage,
    isNews: home.isNews,
    nowMs,
    steadyMs,
    random: Math.random,
    after,
    conditions: senses.conditions,
    network: senses.network,
    onChange: note,
  };
  return createMonitor(ports, { paceDivisor: home.paceDivisor });
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

function openAlerting(words: () => Words, parts: () => Parts): Alerting {
  const ports = {
    load: (account: string) => parts().home.alerts.alertMemory(account),
    save: (account: string, memory: unknown) =>
      parts().home.alerts.saveAlertMemory(account, memory),
    settings: () => parts().settings.get(),
    words,
    nowMs,
    minuteOfDay,
    show: (text: AlertText) => parts().notifier.show(text),
    note: ({ kind, limit, percent, decision }: LogEntry) =>
      parts().log.info('alert', { kind, limit, percent, decision }),
    onChange: () => parts().painter.repaint(),
  };
  return createAlerting(ports);
}

function minuteOfDay(): number {
  const now = new Date(nowMs());
  return now.getHours() * 60 + now.getMinutes();
}

function openPainter(words: () => Words, home: OpenedHome, parts: () => Parts): Painter {
  const ports = {
    state: () => parts().monitor.state(),
    alerts: () => parts().alerting.shown(),
    activity: () => parts().activity.shown(),
    settings: () => parts().settings.get(),
    words,
    preferences: () => parts().preferences.state(),
    nowMs,
    after,
    isOpen: () => parts().popover.isOpen(),
    showTray: (view: Parameters<TrayIcon['show']>[0]) => parts().trayIcon.show(view),
    push: (panel: Parameters<Bridge['push']>[0]) => parts().bridge.push(panel),
    rescue: () => presentRescue(parts().popover.reason(), words()),
  };
  const bar = { showsText: process.platform === 'darwin' };
  return createPainter(ports, { paceDivisor: home.paceDivisor, bar });
}
