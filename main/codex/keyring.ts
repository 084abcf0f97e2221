// Codex's sign-in in the keychain of the system: read through the system's own program, only after a
// person asked for it in this run, and never written. The secret comes by standard output alone.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AUTH_FILE_MAX_BYTES, type AuthFile, parseAuthFile } from '../core/auth.ts';
import { type Failure, fail, type Result } from '../core/failure.ts';
import {
  type Ended,
  KEYRING_SERVICE,
  type KeyringIssue,
  keyringAccount,
  readEntry,
} from '../core/keyring.ts';
import { MINUTE_MS } from '../core/time.ts';

export interface Keyring {
  /** A person asked: it may be read until this process ends, and what is known is read anew. */
  open(): void;
  isOpen(): boolean;
  /** The sign-in that is there now. Fails with auth-in-keyring, or by what it means. */
  load(): Promise<Result<AuthFile>>;
}

export interface KeyringPorts {
  /** The first of these programs that nobody but its owner can change; null if there is none. */
  find(candidates: readonly string[]): Promise<string | null>;
  run(program: string, args: readonly string[]): Promise<Ended>;
}

export interface KeyringContext extends KeyringPorts {
  readonly platform: NodeJS.Platform;
  readonly codexHome: string;
}

/** Long enough for somebody who has to type a password. */
const ANSWER_LIMIT_MS = 2 * MINUTE_MS;
const PROGRAMS = {
  darwin: ['/usr/bin/security'],
  linux: [
    '/usr/bin/secret-tool',
    '/usr/local/bin/secret-tool',
    '/run/current-system/sw/bin/secret-tool',
  ],
} as const;
/** What `secret-tool` needs to find the session it is in. */
const PASSED_ON = [
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'HOME',
  'LANG',
];

const CLOSED: Failure = { kind: 'auth-in-keyring' };

export function createKeyring(context: KeyringContext): Keyring {
  const isMac = context.platform === 'darwin';
  let isOpen = false;
  let kept: AuthFile | null = null;
  let closed: Failure = CLOSED;
  return {
    open() {
      isOpen = true;
      kept = null;
      closed = CLOSED;
    },
    isOpen: () => isOpen,
    async load() {
      if (context.platform === 'win32') return failWith('not-possible');
      if (!isOpen) return fail(closed);
      if (kept !== null) return { ok: true, value: kept };
      const loaded = await loadEntry(context);
      // Why kept on a Mac, and only there: the system may ask the person at every look.
      if (loaded.ok && isMac) kept = loaded.value;
      // Why: a no is not asked about again by itself, and stays told.
      if (!loaded.ok && loaded.failure.kind === CLOSED.kind) {
        isOpen = false;
        closed = loaded.failure;
      }
      return loaded;
    },
  };
}

async function loadEntry({
  platform,
  codexHome,
  find,
  run,
}: KeyringContext): Promise<Result<AuthFile>> {
  const isMac = platform === 'darwin';
  const program = await find(isMac ? PROGRAMS.darwin : PROGRAMS.linux);
  if (program === null) return failWith('no-program');
  const home = await realpath(codexHome).catch(() => codexHome);
  const account = keyringAccount(createHash('sha256').update(home).digest('hex'));
  const args = isMac
    ? ['find-generic-password', '-s', KEYRING_SERVICE, '-a', account, '-w']
    : ['lookup', 'service', KEYRING_SERVICE, 'username', account];
  const entry = readEntry(await run(program, args), platform);
  if ('issue' in entry) return failWith(entry.issue);
  const signIn = parseAuthFile(entry.text);
  // Why: that failure names auth.json, which is not what was read.
  const isNone = !signIn.ok && signIn.failure.kind === 'auth-file-malformed';
  return isNone ? failWith('unreadable') : signIn;
}

function failWith(issue: KeyringIssue): Result<never> {
  return fail({ kind: 'auth-in-keyring', issue });
}

/** The real system: fixed places, fixed arguments, no shell, within limits of time and size. */
export function systemKeyring(
  context: Pick<KeyringContext, 'platform' | 'codexHome'> & {
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Keyring {
  return createKeyring({
    ...context,
    find: findTrusted,
    run: (program, args) => runWithin(program, args, pick(context.env)),
  });
}

async function findTrusted(candidates: readonly string[]): Promise<string | null> {
  for (const program of candidates) {
    const found = await stat(program).catch(() => null);
    if (found?.isFile() && found.uid === 0 && (found.mode & 0o022) === 0) return program;
  }
  return null;
}

function runWithin(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Ended> {
  const options = {
    env,
    cwd: path.parse(program).root,
    timeout: ANSWER_LIMIT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: AUTH_FILE_MAX_BYTES,
    encoding: 'utf8',
    shell: false,
    windowsHide: true,
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, hasComplained: stderr !== '' });
    });
    child.stdin?.end();
  });
}

function pick(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = PASSED_ON.map((name) => [name, env[name]] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
