// A real, private X11 desktop: X server, session bus, window manager, panel with a tray, notification
// daemon, and, if asked for, a keyring. Nothing of the caller's own desktop is touched.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createChildren, until } from './desktop/children.mjs';
import { startKeyring } from './desktop/keyring.mjs';
import { createNotifications } from './desktop/notifications.mjs';
import { DUNSTRC, iconPlace, panelXml } from './desktop/panel-config.mjs';
import { SCREEN_SIZE, startBus, startX } from './desktop/screen.mjs';
import { createTray, hasTrayHost } from './desktop/tray.mjs';

const run = promisify(execFile);
const PANEL_SIZE = 30;
const MONITOR_START_MS = 150;

/** Resolves when the tray host is ready to take an icon. */
export async function startDesktop(options = {}) {
  const { keyring = false, panel = true, notifications = true, edge = 'top' } = options;
  const dir = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-desktop-'));
  const env = privateEnvironment(dir);
  const children = createChildren(env);
  const removeFolder = () =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  // Invariant: after the children's own handler, which ends who might write there.
  process.once('exit', removeFolder);
  const stop = async () => {
    await children.stop();
    removeFolder();
    process.off('exit', removeFolder);
  };
  try {
    writeSettings({ dir, env, edge });
    env.DISPLAY = await startX(children);
    env.DBUS_SESSION_BUS_ADDRESS = await startBus(children);
    const busctl = createBusctl(env);
    await startPrograms({ children, busctl, dir, env, keyring, panel, notifications });
    const xdotool = async (...args) =>
      (await run('xdotool', args.map(String), { env })).stdout.trim();
    const iconAt = iconPlace({ edge, size: PANEL_SIZE, screen: SCREEN_SIZE });
    const desktop = {
      env,
      dir,
      display: env.DISPLAY,
      stop,
      xdotool,
      busctl,
      /** For a desktop that began without one; resolves when it takes icons. */
      startPanel: () => startPanel(children, busctl),
      /** The whole screen: panel, popover and notifications. */
      screenshot: (file) => run('import', ['-window', 'root', file], { env }),
      tray: createTray({ busctl, xdotool, iconAt }),
      notifications: createNotifications({ children, env, run }),
    };
    await sleep(MONITOR_START_MS);
    return desktop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function privateEnvironment(dir) {
  const env = {
    ...process.env,
    HOME: dir,
    XDG_CONFIG_HOME: `${dir}/config`,
    XDG_CACHE_HOME: `${dir}/cache`,
    XDG_DATA_HOME: `${dir}/data`,
    XDG_RUNTIME_DIR: `${dir}/run`,
    XDG_SESSION_TYPE: 'x11',
    // Why: without a desktop's name Electron finds no keyring.
    XDG_CURRENT_DESKTOP: 'XFCE',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    LANG: 'C.UTF-8',
  };
  // Why the last three: they would win over LANG, and the words be those of whoever runs this.
  const foreign = ['WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XAUTHORITY'];
  for (const key of [...foreign, 'LC_ALL', 'LC_MESSAGES', 'LANGUAGE']) delete env[key];
  return env;
}

/** Must be there before the bus starts, which starts the settings daemon. */
function writeSettings({ dir, env, edge }) {
  mkdirSync(env.XDG_RUNTIME_DIR, { recursive: true, mode: 0o700 });
  const folder = `${env.XDG_CONFIG_HOME}/xfce4/xfconf/xfce-perchannel-xml`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/xfce4-panel.xml`, panelXml({ edge, size: PANEL_SIZE }));
  writeFileSync(`${dir}/dunstrc`, DUNSTRC);
}

function createBusctl(env) {
  const options = [`--address=${env.DBUS_SESSION_BUS_ADDRESS}`, '--json=short', '--'];
  return async (...args) => {
    const { stdout } = await run('busctl', [...options, ...args], { env });
    return stdout.trim() ? JSON.parse(stdout).data : undefined;
  };
}

async function startPrograms({ children, busctl, dir, env, keyring, panel, notifications }) {
  const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];
  const owned = async (name) => (await busctl('call', ...bus, 'NameHasOwner', 's', name))[0];
  children.start('openbox', ['--sm-disable']);
  if (keyring) await startKeyring(children, env);
  if (notifications) {
    children.start('dunst', ['-conf', `${dir}/dunstrc`]);
    await until(() => owned('org.freedesktop.Notifications'), 'the notification daemon');
  }
  if (panel) {
    await startPanel(children, busctl);
  }
}

function startPanel(children, busctl) {
  children.start('xfce4-panel', ['--disable-wm-check']);
  return until(() => hasTrayHost(busctl), 'the tray host');
}
