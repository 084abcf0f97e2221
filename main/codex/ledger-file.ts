// The ledger on disk: request budget and Retry-After, shared by app and command and kept across
// restarts. Changed only under its own lock, by temp file and rename. Holds no secret, only
// fingerprints. Without a usable disk the same bounds are kept in memory.

import { createHash } from 'node:crypto';
import path from 'node:path';
import { fail, type Result, succeed } from '../core/failure.ts';
import {
  emptyLedger,
  type Ledger,
  noteRetryAt,
  parseLedger,
  reserveUsageRequest,
} from '../core/ledger.ts';
import type { Secret } from '../core/secret.ts';
import type { CodexPorts, Locks } from './ports.ts';
import { PRIVATE_DIRECTORY_MODE, readSmallFile, replaceFile } from './small-file.ts';

const LEDGER_MAX_BYTES = 1024 * 1024;
const LOCK_WAIT_MS = 5_000;
const SALT_BYTES = 16;
const FINGERPRINT_DIGITS = 16;

export interface LedgerFile {
  /** A short stand-in for a value that must not be written down. Stable for this installation. */
  fingerprint(value: string | Secret): Promise<string>;
  /** Takes one usage request out of an account's budget. Fails with rate-limited. */
  reserveUsage(account: string): Promise<Result<void>>;
  /** Remembers until when the service asked this account to wait. */
  noteRetryAt(account: string, retryAtMs: number): Promise<void>;
}

export interface LedgerContext extends CodexPorts {
  readonly locks: Locks;
  readonly plimsollHome: string;
  readonly paceDivisor: number;
}

export function createLedgerFile(context: LedgerContext): LedgerFile {
  const store = createStore(context);
  return {
    async fingerprint(value) {
      const { salt } = await store.read();
      const hash = (text: string): string => saltedHash(salt, text);
      return typeof value === 'string' ? hash(value) : value.digest(hash);
    },
    reserveUsage: (account) =>
      store.change<Result<void>>((ledger) => {
        const nowMs = context.clock.nowMs();
        const { paceDivisor } = context;
        const answer = reserveUsageRequest(ledger, { account, nowMs, paceDivisor });
        if (answer.allowed) return { next: answer.ledger, answer: succeed(undefined) };
        const failure = { kind: 'rate-limited', retryAtMs: answer.retryAtMs } as const;
        return { next: ledger, answer: fail(failure) };
      }),
    noteRetryAt: (account, retryAtMs) =>
      store.change((ledger) => ({
        next: noteRetryAt(ledger, account, retryAtMs),
        answer: undefined,
      })),
  };
}

function saltedHash(salt: string, text: string): string {
  const digest = createHash('sha256').update(`${salt}\0${text}`).digest('hex');
  return digest.slice(0, FINGERPRINT_DIGITS);
}

type Change<T> = (ledger: Ledger) => { readonly next: Ledger; readonly answer: T };

interface Store {
  read(): Promise<Ledger>;
  change<T>(change: Change<T>): Promise<T>;
}

function createStore(context: LedgerContext): Store {
  const file = path.join(context.plimsollHome, 'ledger.json');
  // Invariant: the last ledger seen; used alone when the disk fails, so that the bounds still hold.
  let remembered: Ledger | null = null;
  // Why: where no lock can be had, changes of this process still must not overtake each other.
  let last: Promise<unknown> = Promise.resolve();

  const changeNow = <T>(apply: Change<T>): Promise<T> =>
    underLock(context, file, async () => {
      const before = await loadLedger(context, file, remembered);
      const { next, answer } = apply(before);
      const isKnown = next === before && remembered !== null;
      remembered = next;
      // Why: a full disk must not stop the numbers; the bounds then hold within this process.
      if (!isKnown) await replaceFile(context, file, JSON.stringify(next)).catch(() => {});
      return answer;
    });

  const change = <T>(apply: Change<T>): Promise<T> => {
    const turn = last.then(() => changeNow(apply));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    read: async () => remembered ?? change((ledger) => ({ next: ledger, answer: ledger })),
    change,
  };
}

async function loadLedger(
  { files, chance }: LedgerContext,
  file: string,
  remembered: Ledger | null,
): Promise<Ledger> {
  const read = await readSmallFile(files, file, LEDGER_MAX_BYTES);
  const parsed = read.ok ? parseLedger(read.value.text) : null;
  if (read.ok && parsed === null) {
    await files.rename(file, `${file}.unreadable`).catch(() => undefined);
  }
  return parsed ?? remembered ?? emptyLedger(chance.hex(SALT_BYTES));
}

async function underLock<T>(
  { files, locks, plimsollHome }: LedgerContext,
  file: string,
  work: () => Promise<T>,
): Promise<T> {
  await files
    .mkdir(plimsollHome, { recursive: true, mode: PRIVATE_DIRECTORY_MODE })
    .catch(() => undefined);
  const release = await locks.acquire(`${file}.lock`, LOCK_WAIT_MS);
  try {
    return await work();
  } finally {
    // Why: a lock that cannot be had still leaves the bounds of this process.
    if (typeof release === 'function') await release();
  }
}
