// Where the built programs and the Electron of this machine are; told by the set-up script.
// Finds nothing by itself and fails with one sentence when it was not told.

import path from 'node:path';

/** The checkout: tests and built test programs are started there. */
export const ROOT = process.cwd();

/** Chromium's switches that this machine needs, such as root's --no-sandbox. */
export function electronSwitches(): string[] {
  return (process.env.PLIMSOLL_ELECTRON_SWITCHES ?? '').split(' ').filter((text) => text !== '');
}

export function electronExecutable(): string {
  const file = process.env.ELECTRON_EXEC_PATH;
  if (file === undefined) throw new Error('start this through npm: the set-up names the Electron');
  return file;
}

export function builtFile(...parts: string[]): string {
  return path.join(ROOT, 'out', ...parts);
}
