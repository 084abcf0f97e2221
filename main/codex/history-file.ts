// The history on disk: one small private file for each account, changed under one lock by app and
// command alike. Where the disk fails, memory serves: numbers never wait for history, nor fail by it.

import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  addSample,
  formatHistory,
  HISTORY_MAX_BYTES,
  type HistorySample,
  isSame,
  parseHistory,
  sampleOf,
} from '../core/history.ts';
import { KNOWN_ACCOUNTS_MAX } from '../core/known-accounts.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import { MINUTE_MS } from '../core/time.ts';
import { removeQuietly } from './durable.ts';
import { createLockedTurns, type LockState } from './locked-turns.ts';
import type { CodexPorts, Locks } from './ports.ts';
import { readSmallFile, replaceFile } from './small-file.ts';

const LOCK_WAIT_MS = 1_000;
const NAME_DIGITS = 16;
/** Those recorded last, more than can be known at a time; the files of others are removed. */
const ACCOUNTS_MAX = 2 * KNOWN_ACCOUNTS_MAX;
const LEFT_OVER_AGE_MS = MINUTE_MS;
const HISTORY_NAME = /^[0-9a-f]{16}\.json(\.unreadable)?$/;
const TEMP_NAME = /^[0-9a-f]{16}\.json\.[0-9a-f]{12}\.tmp$/;
/** While nothing changes, the disk may lag behind by this much: an idle computer stays idle. */
const UNCHANGED_SAVE_MS = 15 * MINUTE_MS;

export interface HistoryFile {
  /** Adds the snapshot; answers with all samples of that account, whether they could be saved or not. */
  record(accountKey: string, snapshot: UsageSnapshot): Promise<readonly HistorySample[]>;
  /** What is known of that account; nothing of any other. */
  load(accountKey: string): Promise<readonly HistorySample[]>;
}

export interface HistoryContext extends CodexPorts {
  readonly locks: Locks;
  readonly plimsollHome: string;
}

interface Memory {
  readonly accountKey: string;
  readonly samples: readonly HistorySample[];
}

export function createHistoryFile(context: HistoryContext): HistoryFile {
  const { files, locks, plimsollHome } = context;
  const folder = path.join(plimsollHome, 'history');
  const lockFile = path.join(folder, 'history.lock');
  const inTurn = createLockedTurns({ files, locks, lockFile, waitMs: LOCK_WAIT_MS });
  // Invariant: what was recorded last, for one account only; newer than the disk, or the same.
  let memory: Memory | null = null;
  let isTidy = false;
  const remembered = (accountKey: string): readonly HistorySample[] =>
    memory?.accountKey === accountKey ? memory.samples : [];
  const look = async (accountKey: string): Promise<Loaded> => {
    const file = path.join(folder, nameOf(accountKey));
    return withNewer(await loadSaved(context, file), remembered(accountKey));
  };
  const recordNow = async (
    accountKey: string,
    snapshot: UsageSnapshot,
    lock: LockState,
  ): Promise<readonly HistorySample[]> => {
    const known = await look(accountKey);
    const samples = addSample(known.samples, sampleOf(snapshot), context.clock.nowMs());
    memory = { accountKey, samples };
    // Why: what another process is writing must not be lost; memory has this sample until later.
    if (lock === 'busy' || !isDue(known, samples)) return samples;
    await save(context, known, samples);
    if (!isTidy || known.saved.length === 0) await tidy(context, folder);
    isTidy = true;
    return samples;
  };
  // Why these catches: whatever the disk comes up with, a poll goes on without its history.
  return {
    record: (accountKey, snapshot) =>
      inTurn((lock) => recordNow(accountKey, snapshot, lock)).catch(() => remembered(accountKey)),
    load: (accountKey) =>
      look(accountKey).then(
        ({ samples }) => samples,
        () => remembered(accountKey),
      ),
  };
}

function nameOf(accountKey: string): string {
  const digest = createHash('sha256').update(accountKey).digest('hex');
  return `${digest.slice(0, NAME_DIGITS)}.json`;
}

interface Saved {
  readonly file: string;
  /** What is on the disk. */
  readonly saved: readonly HistorySample[];
  readonly state: 'read' | 'nonsense' | 'not-readable';
}

interface Loaded extends Saved {
  readonly samples: readonly HistorySample[];
}

async function loadSaved({ files }: HistoryContext, file: string): Promise<Saved> {
  const read = await readSmallFile(files, file, HISTORY_MAX_BYTES);
  const parsed = read.ok ? parseHistory(read.value.text) : null;
  if (parsed !== null) return { file, saved: parsed, state: 'read' };
  if (read.ok || read.failure === 'too-large') return { file, saved: [], state: 'nonsense' };
  return { file, saved: [], state: read.failure === 'missing' ? 'read' : 'not-readable' };
}

/** The disk's samples, and after them those that never reached the disk. */
function withNewer(loaded: Saved, remembered: readonly HistorySample[]): Loaded {
  const lastAtMs = loaded.saved.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const newer = remembered.filter(({ atMs }) => atMs > lastAtMs);
  return { ...loaded, samples: [...loaded.saved, ...newer] };
}

/** Whether the disk lacks something that is worth a write. */
function isDue({ saved, state }: Loaded, samples: readonly HistorySample[]): boolean {
  const [last, savedLast] = [samples.at(-1), saved.at(-1)];
  if (state === 'not-readable' || last === undefined || last === savedLast) return false;
  if (savedLast === undefined) return true;
  const laterMs = last.atMs - savedLast.atMs;
  return laterMs < 0 || laterMs >= UNCHANGED_SAVE_MS || !isSame(last, savedLast);
}

async function save(
  context: HistoryContext,
  { file, state }: Loaded,
  samples: readonly HistorySample[],
): Promise<void> {
  try {
    if (state === 'nonsense') await context.files.rename(file, `${file}.unreadable`);
    await replaceFile(context, file, formatHistory(samples));
  } catch {
    // A full or read-only disk: memory has the samples, and the next record tries again.
  }
}

/** Removes what a crash left, and the histories beyond the newest few. */
async function tidy({ files, clock }: HistoryContext, folder: string): Promise<void> {
  const names = await files.readdir(folder).catch((): string[] => []);
  const entries = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const stat = await files.lstat(file).catch(() => null);
      return { name, file, changedAtMs: stat?.mtimeMs ?? Number.POSITIVE_INFINITY };
    }),
  );
  const leftOver = entries.filter(({ name, changedAtMs }) => {
    return TEMP_NAME.test(name) && clock.nowMs() - changedAtMs > LEFT_OVER_AGE_MS;
  });
  const oldest = entries
    .filter(({ name }) => HISTORY_NAME.test(name))
    .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
    .slice(ACCOUNTS_MAX);
  for (const { file } of [...leftOver, ...oldest]) await removeQuietly(files, file);
}
