// A keychain of our own: a session bus with an unlocked Secret Service, in a folder that goes away with
// it. Nothing of the caller's own session is touched.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createChildren, until } from './children.mjs';
import { startBus } from './screen.mjs';

const run = promisify(execFile);
const BUS = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];

/** Starts the daemon on a bus that is there, and unlocks it with an empty password. */
export async function startKeyring(children, { DBUS_SESSION_BUS_ADDRESS: address }) {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const daemon = children.start('gnome-keyring-daemon', args, ['pipe', 'ignore', 'ignore']);
  daemon.stdin.end('\n');
  const isOwned = async () => {
    const asked = ['call', ...BUS, 'NameHasOwner', 's', 'org.freedesktop.secrets'];
    const { stdout } = await run('busctl', [
      `--address=${address}`,
      '--json=short',
      '--',
      ...asked,
    ]);
    return JSON.parse(stdout).data[0];
  };
  await until(isOwned, 'the keyring');
}

/** Resolves with what programs need in their environment to find it. */
export async function startPrivateKeyring() {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-keyring-'));
  const own = {
    HOME: dir,
    XDG_CONFIG_HOME: `${dir}/config`,
    XDG_DATA_HOME: `${dir}/data`,
    XDG_RUNTIME_DIR: `${dir}/run`,
  };
  mkdirSync(own.XDG_RUNTIME_DIR, { mode: 0o700 });
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', ...own };
  const children = createChildren(env);
  const stop = async () => {
    await children.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    env.DBUS_SESSION_BUS_ADDRESS = await startBus(children);
    await startKeyring(children, env);
    const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = env;
    return { env: { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
