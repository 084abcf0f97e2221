// What every simulated program is made of: steps on the disk, waiting, locks, and reading auth.json
// the way Codex does. No opinions; codex.ts and person.ts have those.

import { constants } from 'node:fs';
import { codexRefusal } from '../../main/core/codex-rules.ts';
import type { Disk, Handle } from './files.ts';
import type { Process, Scheduler } from './scheduler.ts';

export const CODEX_HOME = '/home/fake/.codex';
export const PLIMSOLL_HOME = '/home/fake/.plimsoll';
export const AUTH_FILE = `${CODEX_HOME}/auth.json`;
export const AUTH_LOCK = `${CODEX_HOME}/auth.lock`;

export interface Actor {
  readonly process: Process;
  readonly disk: Disk;
  readonly scheduler: Scheduler;
}

export function step<T>({ scheduler, process }: Actor, label: string, effect: () => T): Promise<T> {
  return scheduler.call(process, label, effect);
}

export function sleep({ scheduler, process }: Actor, ms: number): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(process, ms, resolve);
  });
}

/** Opens a handle that is closed when its process dies. */
export function openFor(
  disk: Disk,
  process: Process,
  path: string,
  flags: number,
  mode?: number,
): Handle {
  const handle = disk.open(process, path, flags, mode);
  process.atDeath.push(() => {
    if (handle.open) disk.close(handle);
  });
  return handle;
}

/** Whether the lock was had within that time. */
export function lockWithin(actor: Actor, handle: Handle, waitMs: number): Promise<boolean> {
  const { disk, scheduler, process } = actor;
  return new Promise((resolve) => {
    if (disk.flock.tryLock(handle)) return resolve(true);
    let isOver = false;
    const stopWaiting = disk.flock.wait(handle, () => {
      isOver = true;
      // Why: whoever waits runs a moment after the lock was given to it.
      scheduler.after(process, 0.02, () => resolve(true));
    });
    if (waitMs === Number.POSITIVE_INFINITY) return;
    scheduler.after(process, waitMs, () => {
      if (isOver) return;
      isOver = true;
      stopWaiting();
      resolve(false);
    });
  });
}

/** Takes an flock as Codex does. Closing the handle gives it back. */
export async function takeLock(
  actor: Actor,
  path: string,
  waitMs: number,
): Promise<Handle | 'busy' | 'broken'> {
  const { disk, process } = actor;
  const flags = constants.O_RDWR | constants.O_CREAT;
  const handle = await step(actor, `open ${path}`, () =>
    openFor(disk, process, path, flags, 0o600),
  ).catch(() => null);
  if (handle === null) return 'broken';
  if (await lockWithin(actor, handle, waitMs)) return handle;
  disk.close(handle);
  return 'busy';
}

/** The sign-in of a document, by name and value; what Codex keeps in memory. */
export interface Credentials {
  readonly mode: string | null;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
  readonly accountId: string | null;
  readonly lastRefresh: string | null;
}

const KNOWN_MAX = 200;
const known = new Map<string, Credentials | null>();

/** What Codex makes of a document; null where it sees no sign-in in it. */
export function readCredentials(text: string | null): Credentials | null {
  if (text === null || text === '') return null;
  // Why: the same few texts are read again and again, and reading is most of what Codex does.
  let read = known.get(text);
  if (read === undefined) {
    read = understand(text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, read);
  }
  return read;
}

function understand(text: string): Credentials | null {
  if (codexRefusal(text) !== null) return null;
  const document = JSON.parse(text);
  const tokens = document.tokens ?? null;
  if (tokens === null) return null;
  return {
    mode: document.auth_mode ?? null,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    idToken: tokens.id_token,
    accountId: tokens.account_id ?? null,
    lastRefresh: document.last_refresh ?? null,
  };
}

/** As Codex writes it: its own keys, its own order, nothing that it does not know. */
export function codexDocument(credentials: Credentials): string {
  const { mode, idToken, accessToken, refreshToken, accountId, lastRefresh } = credentials;
  const document = {
    auth_mode: mode ?? 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: idToken,
      access_token: accessToken,
      refresh_token: refreshToken,
      account_id: accountId,
    },
    last_refresh: lastRefresh,
  };
  return JSON.stringify(document, null, 2);
}

export const encode = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** Truncates and refills the file in two writes, as Codex did up to 0.166. */
export async function writeInPlace(actor: Actor, path: string, text: string): Promise<void> {
  const { disk, process } = actor;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
  const handle = await step(actor, `truncate ${path}`, () =>
    openFor(disk, process, path, flags, 0o600),
  );
  const bytes = encode(text);
  const half = Math.floor(bytes.length / 2);
  let written = 0;
  for (const end of [half, bytes.length]) {
    while (written < end) {
      const at = written;
      written += await step(actor, `write ${path}`, () =>
        disk.write(handle, bytes.subarray(at, end), at),
      );
    }
  }
  await step(actor, `close ${path}`, () => disk.close(handle));
}

/** Temp file, flush, rename over the real file, as Codex does since 0.169. */
export async function writeByRename(actor: Actor, realPath: string, text: string): Promise<void> {
  const { disk, process } = actor;
  const folder = realPath.slice(0, realPath.lastIndexOf('/'));
  const temp = `${folder}/.auth-${process.random.hex(3)}`;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  const handle = await step(actor, `create ${temp}`, () =>
    openFor(disk, process, temp, flags, 0o600),
  );
  const bytes = encode(text);
  try {
    let written = 0;
    while (written < bytes.length) {
      const at = written;
      written += await step(actor, 'write temp', () => disk.write(handle, bytes.subarray(at), at));
    }
    await step(actor, 'flush temp', () => disk.flush(handle));
    disk.close(handle);
    await step(actor, `rename to ${realPath}`, () => disk.rename(process, temp, realPath));
  } catch (error) {
    if (handle.open) disk.close(handle);
    await step(actor, 'remove temp', () => disk.unlink(process, temp)).catch(() => undefined);
    throw error;
  }
}
