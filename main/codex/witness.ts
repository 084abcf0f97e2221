// Sees what the Codex side does to the world, by standing in front of its ports: each file, host and
// program is noted with its purpose and result, by name only. Changes nothing and waits for nothing.

import { constants } from 'node:fs';
import path from 'node:path';
import { PINNED_TOKEN_ENDPOINT } from '../core/provenance.ts';
import { type Folders, nameFile, requestPurpose, resultOfStatus } from '../core/trust/names.ts';
import type { Deed, DeedKind, DeedResult } from '../core/trust/trust.ts';
import { DEFAULT_BASE_URL, isLoopbackAddress } from './endpoints.ts';
import type { Http, ProxyFor } from './http/http.ts';
import type { Files, Locks, Processes } from './ports.ts';
import { errorCode } from './small-file.ts';

export interface Witness {
  files(files: Files): Files;
  http(http: Http): Http;
  proxyFor(proxyFor: ProxyFor): ProxyFor;
  locks(locks: Locks): Locks;
  processes(processes: Processes): Processes;
  /** A certificate bundle was looked for. */
  sawBundle(file: string, isThere: boolean): void;
  /** Codex was started to renew its own sign-in. */
  sawCodex(program: string, isStarted: boolean): void;
}

export interface WitnessContext extends Folders {
  readonly platform: NodeJS.Platform;
  readonly note: (deed: Deed) => void;
}

/** The hosts that requests go to unless Codex's settings or the sign-in name others. */
export const USUAL_HOSTS: readonly Pick<Deed, 'target' | 'purpose'>[] = [
  { target: hostOf(DEFAULT_BASE_URL), purpose: 'usage' },
  { target: hostOf(DEFAULT_BASE_URL), purpose: 'reset-list' },
  { target: hostOf(PINNED_TOKEN_ENDPOINT.url), purpose: 'renewal' },
];

export function createWitness(context: WitnessContext): Witness {
  const { note } = context;
  return {
    files: (files) => seenFiles(files, context),
    http: (http) => seenHttp(http, context),
    proxyFor: (proxyFor) => async (url) => {
      const route = await proxyFor(url);
      if (typeof route === 'object' && URL.canParse(route.uri)) {
        note({ kind: 'contacted', target: hostOf(route.uri), purpose: 'proxy', result: 'done' });
      }
      return route;
    },
    locks: (locks) => seenLocks(locks, context),
    processes: (processes) => seenProcesses(processes, context),
    sawBundle(file, isThere) {
      const { target } = nameFile(file, context);
      const result = isThere ? 'done' : 'missing';
      note({ kind: 'read', target, purpose: 'authorities', result });
    },
    sawCodex(program, isStarted) {
      const { target } = nameFile(program, context);
      const result = isStarted ? 'done' : 'failed';
      note({ kind: 'started', target, purpose: 'codex-renews', result });
    },
  };
}

function seenHttp(http: Http, { note }: WitnessContext): Http {
  return {
    async send(request) {
      const answer = await http.send(request);
      const result = answer.ok
        ? resultOfStatus(answer.value.status)
        : RESULT_OF_FAILURE[answer.failure.failure.kind];
      // Null: refused by ourselves, so nobody was contacted.
      if (result === null) return answer;
      const purpose = requestPurpose(request.method, new URL(request.url).pathname);
      const target = hostOf(request.url);
      note({ kind: 'contacted', target, purpose, result: result ?? 'failed' });
      return answer;
    },
  };
}

/** Only Linux needs a program for it; elsewhere a lock is taken by opening its file. */
function seenLocks(locks: Locks, { note, platform }: WitnessContext): Locks {
  if (platform !== 'linux') return locks;
  return {
    async acquire(file, waitMs) {
      const lock = await locks.acquire(file, waitMs);
      if (lock !== 'unsupported')
        note({ kind: 'started', target: 'flock', purpose: 'lock-helper', result: 'done' });
      return lock;
    },
  };
}

const PROCESS_LIST: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: '/proc',
  win32: 'tasklist',
};

function seenProcesses(processes: Processes, { note, platform }: WitnessContext): Processes {
  const target = PROCESS_LIST[platform] ?? 'ps';
  const kind = platform === 'linux' ? 'read' : 'started';
  return {
    isCodexAlive(codexHome) {
      note({ kind, target, purpose: 'running-programs', result: 'done' });
      return processes.isCodexAlive(codexHome);
    },
  };
}

const RESULT_OF_FAILURE: Readonly<Record<string, DeedResult | null>> = {
  'address-refused': null,
  offline: 'unreachable',
  timeout: 'no-answer',
  tls: 'not-vouched',
  'proxy-sign-in': 'declined',
};

/** The name alone; with its port where it is this computer. */
export function hostOf(url: string): string {
  const { host, hostname } = new URL(url);
  return isLoopbackAddress(url) ? host : hostname;
}

const WRITING = constants.O_WRONLY | constants.O_RDWR;
/** Held by somebody: tried again in a moment. */
const HELD_CODES = new Set(['EAGAIN', 'EWOULDBLOCK', 'EBUSY']);

function seenFiles(files: Files, context: WitnessContext): Files {
  const saw = (kind: DeedKind, file: string, result: DeedResult): void => {
    const { target, purpose } = nameFile(file, context);
    context.note({ kind, target, purpose, result });
  };
  const isTemp = (file: string): boolean => nameFile(file, context).isTemp;
  return {
    async open(file, flags, mode) {
      const isWriting = (flags & WRITING) !== 0;
      try {
        const handle = await files.open(file, flags, mode);
        // Why not a file on its way to become another: its renaming is the writing.
        if (!isTemp(file)) saw(isWriting ? 'written' : 'read', file, openedAs(file, flags));
        return handle;
      } catch (error) {
        const code = errorCode(error) ?? '';
        const isNothing = HELD_CODES.has(code) || (isWriting && code === 'ENOENT');
        if (!isNothing) saw(isWriting ? 'written' : 'read', file, resultOfCode(code));
        throw error;
      }
    },
    async rename(from, to) {
      try {
        await files.rename(from, to);
        saw('written', to, 'done');
      } catch (error) {
        saw('written', to, resultOfCode(errorCode(error)));
        throw error;
      }
    },
    async unlink(file) {
      await files.unlink(file);
      saw('written', file, isTemp(file) ? 'failed' : 'removed');
    },
    async readdir(folder) {
      const names = await files.readdir(folder);
      saw('read', folder, 'done');
      return names;
    },
    async mkdir(folder, options) {
      const made = await files.mkdir(folder, options);
      if (typeof made === 'string') saw('written', made, 'done');
      return made;
    },
    realpath: (file) => files.realpath(file),
    lstat: (file) => files.lstat(file),
  };
}

/** A lock is held and stays empty; what is opened to see whether it could be written is not. */
function openedAs(file: string, flags: number): DeedResult {
  if ((flags & WRITING) === 0) return 'done';
  if ((flags & constants.O_CREAT) === 0) return 'unchanged';
  return path.extname(file) === '.lock' ? 'held' : 'done';
}

function resultOfCode(code: string | null): DeedResult {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'failed';
}
