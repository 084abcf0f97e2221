// Hears an icon register itself, from the bus and so the same way for every app.
// Only listens; it never calls a method of the bus.

import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const MATCH = "type='signal',interface='org.kde.StatusNotifierWatcher'";
const SETTLE_MS = 300;
const TIMEOUT_MS = 15_000;

/** One monitor for all starts on a desktop; `next` resolves with the instant of the next icon. */
export async function watchTray(desktop) {
  const address = `--address=${desktop.env.DBUS_SESSION_BUS_ADDRESS}`;
  const monitor = spawn('busctl', [address, '--json=short', `--match=${MATCH}`, 'monitor'], {
    env: desktop.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const heard = { StatusNotifierItemRegistered: () => {}, StatusNotifierItemUnregistered() {} };
  createInterface({ input: monitor.stdout }).on('line', (line) => {
    const atMs = performance.now();
    heard[JSON.parse(line).member]?.(atMs);
  });
  await sleep(SETTLE_MS); // busctl does not say when it has begun to listen
  const next = (member) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${member}`)), TIMEOUT_MS);
      heard[member] = (atMs) => {
        clearTimeout(timer);
        resolve(atMs);
      };
    });
  return {
    nextIcon: () => next('StatusNotifierItemRegistered'),
    stop: () => monitor.kill(),
  };
}
