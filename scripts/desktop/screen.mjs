// A display and a session bus of our own, for machines that have none of theirs. The person's own
// ones are used where they exist; their files and settings are theirs in either case.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createChildren, firstLine } from './children.mjs';

export const SCREEN_SIZE = { width: 1280, height: 800 };

/** Starts an X server on a free display number; resolves with the value for DISPLAY. */
export async function startX(children, { width, height } = SCREEN_SIZE) {
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`];
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'];
  const server = children.start('Xvfb', [...args, '-nolisten', 'tcp', '-noreset'], stdio);
  return `:${await firstLine(server.stdio[3])}`;
}

/** Starts a session bus; resolves with the value for DBUS_SESSION_BUS_ADDRESS. */
export async function startBus(children) {
  const args = ['--session', '--nofork', '--nopidfile', '--print-address=3'];
  const bus = children.start('dbus-daemon', args, ['ignore', 'ignore', 'ignore', 'pipe']);
  return firstLine(bus.stdio[3]);
}

/** Adds what is missing to an environment; `note` says what was added and why. */
export async function startScreen(given) {
  const env = { ...given };
  const children = createChildren(env);
  const notes = [];
  const folder = needsRuntimeFolder(env) ? mkdtempSync(path.join(os.tmpdir(), 'plimsoll-')) : null;
  const removeFolder = () => folder !== null && rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  if (folder !== null) env.XDG_RUNTIME_DIR = folder;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) {
    env.DISPLAY = await startX(children);
    notes.push(`there is no display here, so it runs on a private one (${env.DISPLAY})`);
  }
  if (!hasBus(env)) {
    env.DBUS_SESSION_BUS_ADDRESS = await startBus(children);
    notes.push('there is no session bus here, so it has a private one');
  }
  return {
    env,
    note: notes.length === 0 ? null : notes.join('; '),
    async stop() {
      await children.stop();
      removeFolder();
      process.off('exit', removeFolder);
    },
  };
}

function needsRuntimeFolder({ XDG_RUNTIME_DIR }) {
  return !XDG_RUNTIME_DIR || !existsSync(XDG_RUNTIME_DIR);
}

function hasBus({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }) {
  if (DBUS_SESSION_BUS_ADDRESS) return true;
  return Boolean(XDG_RUNTIME_DIR) && existsSync(path.join(XDG_RUNTIME_DIR, 'bus'));
}
