// The ledger's file: read, changed and replaced under its own lock. What the changes mean is decided
// elsewhere; this file only sees to it that none is lost, and that memory serves where the disk fails.

import path from 'node:path';
import { emptyLedger, type Ledger, parseLedger } from '../core/ledger.ts';
import { syncFolder } from './durable.ts';
import { createLockedTurns } from './locked-turns.ts';
import type { CodexPorts, Locks } from './ports.ts';
import { readSmallFile, replaceFile } from './small-file.ts';

/** Enough for the memories of as many accounts as there may be: a longer one would lose its marks. */
const LEDGER_MAX_BYTES = 4 * 1024 * 1024;
const LOCK_WAIT_MS = 5_000;
const SALT_BYTES = 16;

export interface LedgerStoreContext extends CodexPorts {
  readonly locks: Locks;
  readonly plimsollHome: string;
}

export type Change<T> = (ledger: Ledger) => { readonly next: Ledger; readonly answer: T };

export interface LedgerStore {
  read(): Promise<Ledger>;
  /**
   * Applies a change, on the disk if that works and in memory in any case. While another process
   * holds the lock for too long, nothing is changed and `whenBusy` is the answer, if there is one.
   */
  change<T>(change: Change<T>, whenBusy?: T): Promise<T>;
  /** Applies a change only if it is locked and on the disk; null if it is not. */
  changeDurably<T>(change: Change<T>): Promise<T | null>;
}

export function createLedgerStore(context: LedgerStoreContext): LedgerStore {
  const file = path.join(context.plimsollHome, 'ledger.json');
  // Invariant: the last ledger seen; used alone when the disk fails, so that the bounds still hold.
  const memory: Memory = { ledger: null };
  const { files, locks } = context;
  const inTurn = createLockedTurns({
    files,
    locks,
    lockFile: `${file}.lock`,
    waitMs: LOCK_WAIT_MS,
  });
  const change = <T>(apply: Change<T>, whenBusy?: T): Promise<T> =>
    // Why: a lock that cannot be had still leaves the bounds of this process.
    inTurn((lock) =>
      lock === 'busy' && whenBusy !== undefined
        ? Promise.resolve(whenBusy)
        : changeNow(context, { file, memory, apply, maySave: lock !== 'busy' }),
    );
  return {
    change,
    read: async () => memory.ledger ?? change((ledger) => ({ next: ledger, answer: ledger })),
    changeDurably: (apply) =>
      inTurn((lock) =>
        lock === 'held'
          ? changeDurablyNow(context, { file, memory, apply })
          : Promise.resolve(null),
      ),
  };
}

interface Memory {
  ledger: Ledger | null;
}

interface Changing<T> {
  readonly file: string;
  readonly memory: Memory;
  readonly apply: Change<T>;
}

async function changeNow<T>(
  context: LedgerStoreContext,
  { file, memory, apply, maySave }: Changing<T> & { readonly maySave: boolean },
): Promise<T> {
  const { ledger: before, isReadable } = await loadLedger(context, file, memory.ledger);
  const { next, answer } = apply(before);
  const isKnown = next === before && memory.ledger !== null;
  memory.ledger = next;
  // Why unasked: a full disk must not stop the numbers; the bounds then hold in this process. But
  // never beside a process that holds the lock: it would lose the marks that it is writing.
  if (!isKnown && isReadable && maySave) await save(context, file, next);
  return answer;
}

async function changeDurablyNow<T>(
  context: LedgerStoreContext,
  { file, memory, apply }: Changing<T>,
): Promise<T | null> {
  const { ledger, isReadable } = await loadLedger(context, file, memory.ledger);
  if (memory.ledger !== null && memory.ledger.salt !== ledger.salt) {
    // Fingerprints were made with another salt than the marks here: nothing can be told from them.
    memory.ledger = ledger;
    return null;
  }
  const { next, answer } = apply(ledger);
  if (!isReadable || !(await save(context, file, next))) return null;
  memory.ledger = next;
  const isDurable = await syncFolder(context.files, file).then(
    () => true,
    () => false,
  );
  if (isDurable) return answer;
  // Why taken back: nothing is done on this change, and a mark of a sending must not outlive that.
  if (await save(context, file, ledger)) memory.ledger = ledger;
  return null;
}

function save(context: LedgerStoreContext, file: string, ledger: Ledger): Promise<boolean> {
  return replaceFile(context, file, JSON.stringify(ledger)).then(
    () => true,
    () => false,
  );
}

interface Loaded {
  readonly ledger: Ledger;
  /** False for a file that is there but cannot be read now: it must not be replaced, for its marks. */
  readonly isReadable: boolean;
}

async function loadLedger(
  { files, chance }: LedgerStoreContext,
  file: string,
  remembered: Ledger | null,
): Promise<Loaded> {
  const read = await readSmallFile(files, file, LEDGER_MAX_BYTES);
  const parsed = read.ok ? parseLedger(read.value.text) : null;
  if (parsed !== null) return { ledger: parsed, isReadable: true };
  const fresh = remembered ?? emptyLedger(chance.hex(SALT_BYTES));
  const isNonsense = read.ok || read.failure === 'too-large';
  if (!isNonsense) return { ledger: fresh, isReadable: read.failure === 'missing' };
  await files.rename(file, `${file}.unreadable`).catch(() => undefined);
  // Why also with a memory: another process may have marked a token since.
  return { ledger: { ...fresh, pastUnknown: true }, isReadable: true };
}
