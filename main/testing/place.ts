// Temporary homes for one test, gone when it ends, and a clock that is moved by hand.
// Only tests import this.

import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'vitest';
import { nodePorts } from '../codex/node-ports.ts';
import type { Clock, CodexPorts } from '../codex/ports.ts';

export type TestEnd = Pick<TestContext, 'onTestFinished'>;

export interface Place {
  readonly folder: string;
  readonly codexHome: string;
  /** Not created: that is the program's own business. */
  readonly plimsollHome: string;
  readonly authFile: string;
  writeAuth(text: string | Uint8Array): Promise<void>;
  writeConfig(text: string): Promise<void>;
}

export async function makePlace({ onTestFinished }: TestEnd): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const codexHome = path.join(folder, 'codex');
  await mkdir(codexHome, { mode: 0o700 });
  const authFile = path.join(codexHome, 'auth.json');
  return {
    folder,
    codexHome,
    plimsollHome: path.join(folder, 'plimsoll'),
    authFile,
    async writeAuth(text) {
      await writeFile(authFile, text, { mode: 0o600 });
      await chmod(authFile, 0o600);
    },
    writeConfig: (text) => writeFile(path.join(codexHome, 'config.toml'), text),
  };
}

/** Every entry below a folder with its kind, mode, length, time and text: equal means untouched. */
export async function listing(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.map(async (name) => {
    const file = path.join(folder, name);
    const stat = await lstat(file);
    const text = stat.isFile() ? (await readFile(file)).toString('base64') : '';
    return [name, stat.mode, stat.ino, stat.size, stat.mtimeMs, text].join(' ');
  });
  return (await Promise.all(lines)).toSorted();
}

/** Every text of every file below a folder; none if there is no such folder. */
export async function textsBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8')),
  );
}

export interface HandClock extends Clock {
  pass(ms: number): void;
  /** Called at the end of every sleep. */
  onSleep(callback: (ms: number) => Promise<void> | void): void;
  readonly sleptMs: readonly number[];
}

/** A clock that stands still until it is moved; sleeping moves it at once. */
export function handClock(startMs: number): HandClock {
  let nowMs = startMs;
  let after: (ms: number) => Promise<void> | void = () => {};
  const sleptMs: number[] = [];
  return {
    sleptMs,
    nowMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
      sleptMs.push(ms);
      await after(ms);
    },
    pass(ms) {
      nowMs += ms;
    },
    onSleep(callback) {
      after = callback;
    },
  };
}

/** The real files and chance under a clock of our own. */
export function portsWith(clock: Clock): CodexPorts {
  return { ...nodePorts, clock };
}
