// Our own side of a meeting with the real Codex: the composition of the app over the real ports, but
// without the wait for a live Codex, and with a hook at each point of a rotation.

import { constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHome, type OpenedHome, type WorldPorts } from '../../main/codex/assemble.ts';
import { createHttp, type Http } from '../../main/codex/http/http.ts';
import type { Keyring } from '../../main/codex/keyring.ts';
import { createLocks } from '../../main/codex/locks.ts';
import { nodePorts } from '../../main/codex/node-ports.ts';
import type { Files, Locks } from '../../main/codex/ports.ts';
import type { StandIn } from '../stand-in/server.ts';
import type { CodexHome } from './codex.ts';

/** Divides the waits for somebody who was faster: two seconds become 33 ms. */
const PACE_DIVISOR = 60;

/** In the order of a rotation. */
export const POINTS = [
  'before the first look',
  'before the last look',
  'before sending',
  'after the answer',
  'before the locks',
  'between the locks',
  'under both locks',
  'before the rename',
] as const;
export type Point = (typeof POINTS)[number];

export interface Ours extends Pick<OpenedHome, 'poll' | 'openKeyring'> {
  readonly plimsollHome: string;
  /** Renews as if the access token that the file holds had been rejected. */
  renew(): ReturnType<OpenedHome['refreshAuth']>;
  /** Names of our own files beside auth.json, the lock file aside. */
  leftOvers(): readonly string[];
  close(): void;
}

export interface OursOptions {
  readonly home: CodexHome;
  readonly standIn: StandIn;
  /** Called at every point; what it throws before the rename is what the disk would have done. */
  readonly at?: (point: Point) => Promise<void>;
  /** Lets Codex renew in this way, and never renews by itself. */
  readonly askCodex?: () => Promise<void>;
  readonly keyring?: Keyring;
}

/** A fresh installation each time, so that no budget of an earlier rotation counts. */
export function createOurs({ home, standIn, at = async () => {}, ...by }: OursOptions): Ours {
  const { askCodex = null, keyring } = by;
  const plimsollHome = mkdtempSync(path.join(tmpdir(), 'plimsoll-interop-ours-'));
  const opened = createHome({
    ports: portsWith(at),
    codexHome: home.folder,
    plimsollHome,
    version: '0.0.0',
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    renewal: () => (askCodex === null ? 'plimsoll' : 'codex'),
    askCodex,
    ...(keyring && { keyring }),
    tokenUrlOverride: standIn.tokenUrl,
    paceDivisor: PACE_DIVISOR,
  });
  return {
    poll: opened.poll,
    openKeyring: opened.openKeyring,
    plimsollHome,
    renew: () => opened.refreshAuth({ onceMore: false }),
    leftOvers: () =>
      readdirSync(home.folder).filter((name) => /^\.plimsoll|\.unreadable$/.test(name)),
    close: () => rmSync(plimsollHome, { recursive: true, force: true }),
  };
}

function portsWith(at: (point: Point) => Promise<void>): WorldPorts {
  return {
    ...nodePorts,
    files: hookedFiles(nodePorts.files, at),
    locks: hookedLocks(createLocks({ ...nodePorts, platform: process.platform }), at),
    http: hookedHttp(createHttp({ proxyFor: async () => 'none' }), at),
    // Why: with it nothing would race, and every rotation would begin with a minute of waiting.
    processes: { isCodexAlive: async () => false },
    power: { mayExchange: () => true, stayAwake: () => () => {} },
  };
}

function hookedFiles(files: Files, at: (point: Point) => Promise<void>): Files {
  return {
    ...files,
    open: async (file, flags, mode) => {
      const handle = await files.open(file, flags, mode);
      const isJournal = file.endsWith('.plimsoll-rotation') && (flags & constants.O_CREAT) !== 0;
      if (isJournal) await at('before the last look');
      return handle;
    },
    rename: async (from, to) => {
      if (path.basename(to) === 'auth.json') await at('before the rename');
      await files.rename(from, to);
    },
  };
}

function hookedLocks(locks: Locks, at: (point: Point) => Promise<void>): Locks {
  return {
    acquire: async (file, waitMs) => {
      const name = path.basename(file);
      if (name === 'auth.lock') await at('before the locks');
      const release = await locks.acquire(file, waitMs);
      if (name === 'auth.json.plimsoll.lock') await at('before the first look');
      if (name === 'auth.lock') await at('between the locks');
      if (name === 'auth.json.lock') await at('under both locks');
      return release;
    },
  };
}

function hookedHttp(http: Http, at: (point: Point) => Promise<void>): Http {
  return {
    send: async (request) => {
      const isExchange = request.method === 'POST';
      if (isExchange) await at('before sending');
      const answer = await http.send(request);
      if (isExchange) await at('after the answer');
      return answer;
    },
  };
}
