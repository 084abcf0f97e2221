// Electron's composition root: one instance, the icon first, then everything else. Only this file and
// the preload import Electron's values; the parts receive them.

import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as electron from 'electron';
import { plimsollHome } from './codex/home.ts';
import { askProgram, hasTrayHost } from './codex/session-bus.ts';
import { lockContents, quietSession } from './desktop/popover.ts';
import { SCHEME_PRIVILEGES } from './desktop/scheme.ts';
import { createIcon, type IconContext, isGnome } from './desktop/tray.ts';
import { waitForTrayHost } from './desktop/tray-host.ts';

const { app, dialog, nativeImage, nativeTheme, protocol, Tray } = electron;
const { env, platform } = process;

/**
 * Why: undici parses HTTP in WebAssembly, which V8 optimizes at the second answer: 70 ms of CPU and
 * 10 MB for one answer in five minutes. A budget that is never spent leaves it as it is.
 * Source: --trace-wasm-compilation-times in Electron 33; observed. V8 ignores flags it does not know.
 */
const NO_WASM_TIER_UP = '--wasm-tiering-budget=2000000000';

/** How long a panel may take to come up after login. */
const LOGIN_WAIT_MS = 10_000;

const home = plimsollHome({ env, platform, homeDirectory: homedir() });
app.setPath('userData', home);
app.setPath('sessionData', path.join(home, 'chromium'));
// Why: both only guard cookies, of which there are none, and both may ask for somebody's password.
app.commandLine.appendSwitch('password-store', 'basic');
app.commandLine.appendSwitch('use-mock-keychain');
app.commandLine.appendSwitch('disable-background-networking');

let isQuitting = false;

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  // Why: with --no-sandbox, which Linux's root needs, this would restart child processes for ever.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
  app.setActivationPolicy?.('accessory');
  // A menu-bar app goes on without windows.
  app.on('window-all-closed', () => {});
  app.on('session-created', quietSession);
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app.on('before-quit', () => {
    isQuitting = true;
  });
  // Why not await: at the top level of an ES module it would wait for itself.
  app.whenReady().then(run).catch(giveUp);
}

/** Why without the cause: an icon that does nothing is worse than none, and a cause may hold paths. */
function giveUp(): void {
  // A window that was still being made is gone; a message would hold up the system's log-out.
  if (isQuitting) return;
  dialog.showErrorBox('Plimsoll', 'Plimsoll could not start; please try once more.');
  app.exit(1);
}

/** Programs started before there was a record; whoever keeps one takes them out. */
const startedPrograms: string[] = [];

async function run(): Promise<void> {
  const icon: IconContext = { nativeImage, platform, isBarDark, scaleFactor };
  // Why only at login: then the panel may be slower than we are; otherwise the icon comes first.
  if (process.argv.includes('--login')) await trayHost(LOGIN_WAIT_MS);
  const tray = new Tray(createIcon({ shape: 'never', ring: null, bar: null }, icon));
  tray.setToolTip('Plimsoll');
  let answer: Promise<boolean | null> | null = null;
  const hadTrayHost = (): Promise<boolean | null> => {
    answer ??= trayHost(0);
    return answer;
  };
  const [{ runApp }, { setFlagsFromString }] = await Promise.all([
    import('./app/app.ts'),
    import('node:v8'),
  ]);
  setFlagsFromString(NO_WASM_TIER_UP);
  await runApp({
    electron,
    tray,
    icon,
    hadTrayHost,
    takeStarted: () => startedPrograms.splice(0),
    plimsollHome: home,
    outFolder: path.join(import.meta.dirname, '..'),
    loadMenubar: async () => (await import('menubar')).menubar,
    async loadStore() {
      const { default: Store } = await import('electron-store');
      quitOnSignals();
      return Store;
    },
  });
  // Why now: it belongs to this start, but starting a program holds everything up for 20 ms.
  void hadTrayHost();
}

/**
 * Why, and why now: a package that the store brings ends the process at once on any of these, where
 * Electron would quit; a renewal would be cut off, and nothing saved, at every logout.
 * Source: when-exit 2.1.5, which takes the signals when it is loaded; seen.
 */
function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => app.quit());
  }
}

/** Whether anything shows tray icons, asked again until `limitMs` have passed; null if untold. */
async function trayHost(limitMs: number): Promise<boolean | null> {
  if (platform !== 'linux') return null;
  const hasHost = (): Promise<boolean | null> =>
    hasTrayHost((program, args) => {
      startedPrograms.push(program);
      return askProgram(program, args);
    });
  return waitForTrayHost({ hasHost, nowMs: Date.now, pause: sleep, limitMs });
}

/** Whether light marks are needed. GNOME's bar is dark in either theme, Windows' has its own. */
function isBarDark(): boolean {
  if (platform === 'linux' && isGnome(env)) return true;
  // Why: Electron 33, which runs the tests, has only the one that apps are told.
  const theme: {
    readonly shouldUseDarkColors: boolean;
    readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean;
  } = nativeTheme;
  const bar = platform === 'win32' ? theme.shouldUseDarkColorsForSystemIntegratedUI : undefined;
  return bar ?? theme.shouldUseDarkColors;
}

function scaleFactor(): number {
  return electron.screen.getPrimaryDisplay().scaleFactor;
}
