// Whether the system starts the app at login: read from the system and changed there, never remembered
// by us. macOS and Windows have a list of their own; elsewhere it is a file in the autostart folder.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';

export interface Autostart {
  /** Null where the system does not say. */
  isOn(): boolean | null;
  /** Says whether it is now as it was wanted. */
  set(on: boolean): boolean;
}

export interface AutostartContext {
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** The program and its arguments, as the system should start it. */
  readonly command: readonly string[];
  /** Told of the file where there is one, and whether it could be had. */
  readonly saw?: (kind: 'read' | 'written', file: string, isDone: boolean) => void;
}

/** How the system should start what is running now. */
export function ownCommand({ isPackaged, appPath, execPath, env }: Running): readonly string[] {
  const { APPIMAGE: image, APPDIR: mounted } = env;
  // Why both: the first is inherited by whatever another AppImage starts. Why at all: an AppImage runs
  // out of a folder that is another one at each start.
  const isImage =
    image !== undefined && mounted !== undefined && execPath.startsWith(`${mounted}/`);
  if (isImage) return [image];
  return isPackaged ? [execPath] : [execPath, appPath];
}

export interface Running {
  readonly isPackaged: boolean;
  readonly appPath: string;
  readonly execPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Tells the app that nobody is waiting for it. */
const LOGIN_ARGUMENT = '--login';
const FILE_NAME = 'plimsoll.desktop';

export function createAutostart(context: AutostartContext): Autostart {
  const { platform } = context;
  const { isOn, change } =
    platform === 'darwin' || platform === 'win32' ? loginItem(context) : autostartFile(context);
  return {
    isOn,
    set(on) {
      try {
        change(on);
      } catch {
        // A folder that may not be written, a policy that forbids it: what counts is what is so now.
      }
      return isOn() === on;
    },
  };
}

interface Entry {
  isOn(): boolean | null;
  /** May throw. */
  change(on: boolean): void;
}

function loginItem({ app, platform, command }: AutostartContext): Entry {
  const [program = '', ...args] = command;
  // Source: Electron's types, documented: path and args are for Windows alone, and must be the same.
  const item = platform === 'win32' ? { path: program, args: [...args, LOGIN_ARGUMENT] } : {};
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    change: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
  };
}

/** Source: freedesktop.org's Desktop Application Autostart Specification, documented. */
function autostartFile(context: AutostartContext): Entry {
  const { env, homeDirectory, command, saw = () => {} } = context;
  const configHome = env.XDG_CONFIG_HOME;
  const isUsable = configHome !== undefined && path.posix.isAbsolute(configHome);
  const config = isUsable ? configHome : path.join(homeDirectory, '.config');
  const file = path.join(config, 'autostart', FILE_NAME);
  return {
    isOn() {
      const text = readIfThere(file);
      if (text !== null) saw('read', file, true);
      // Desktops switch an entry off by a line instead of removing it.
      return (
        text !== null && !/^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)/im.test(text)
      );
    },
    change(on) {
      try {
        if (on) mkdirSync(path.dirname(file), { recursive: true });
        if (on) writeFileSync(file, desktopEntry([...command, LOGIN_ARGUMENT]));
        else rmSync(file, { force: true });
        saw('written', file, true);
      } catch (error) {
        saw('written', file, false);
        throw error;
      }
    },
  };
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No file, or none that may be read: then nothing is started either.
    return null;
  }
}

export function desktopEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Plimsoll',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * An argument of Exec. Source: Desktop Entry Specification, documented: reserved characters are quoted,
 * a percent sign is doubled, and every backslash counts twice because a string value is unescaped first.
 */
function quoted(argument: string): string {
  const escaped = argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return /^[\w./%=:@,+-]+$/.test(argument) ? escaped : `"${escaped.replaceAll('\\', '\\\\')}"`;
}
