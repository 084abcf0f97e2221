// What we show, and how one poll's outcome changes it. A failure never erases good numbers, and the
// numbers of one account are never shown for another.

import type { Failure, Result, Warning } from './failure.ts';
import type { HistorySample } from './history.ts';
import type { RecoveryStep } from './recovery.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { HOUR_MS } from './time.ts';
import type { Unexplained } from './unexplained.ts';

/** Whose numbers these are. Ids are the person's own; they never reach the popover. */
export interface Account {
  /** Opaque and stable: home, account id and e-mail, fingerprinted. */
  readonly key: string;
  readonly id: string | null;
  readonly email: string | null;
  /** An API key stands beside the tokens, and Codex itself works on it. */
  readonly apiKeyBeside: boolean;
}

/** What one poll returned. */
export interface Outcome {
  /** Null when no sign-in could be read. */
  readonly account: Account | null;
  readonly result: Result<UsageSnapshot>;
  readonly recovery: readonly RecoveryStep[];
  readonly warning: Warning | null;
  /** What Codex itself noted last for that account, where the answer is missing. */
  readonly fromLog?: UsageSnapshot | null;
  /** All samples of the account, these numbers among them; none without numbers. */
  readonly history?: readonly HistorySample[];
  /** Use that this computer does not explain, as far as that may be looked for. */
  readonly unexplained?: Unexplained | null;
}

/** What is known of the past of a reading's account. */
export interface Past {
  readonly history: readonly HistorySample[];
  readonly unexplained: Unexplained | null;
}

export interface Numbers {
  readonly snapshot: UsageSnapshot;
  readonly account: Account;
}

export type Reading =
  | { readonly kind: 'none' }
  /** Numbers from an earlier run; not asked yet in this one. */
  | ({ readonly kind: 'saved' } & Numbers)
  | ({ readonly kind: 'fresh' } & Numbers)
  /** Old numbers, said so. */
  | ({ readonly kind: 'stale'; readonly failure: Failure } & Numbers)
  /** Never had numbers for this account. */
  | { readonly kind: 'failed'; readonly failure: Failure };

export const NO_READING: Reading = { kind: 'none' };

/** The next reading after an outcome. */
export function advance(reading: Reading, outcome: Outcome): Reading {
  const { account, result, fromLog = null } = outcome;
  const known = numbersOf(reading);
  const kept = account === null || account.key === known?.account.key ? known : null;
  if (result.ok) {
    if (account === null) throw new Error('numbers without an account');
    const noted = { snapshot: result.value, account };
    const isOlder = result.value.source === 'session-log' && newerOf(kept, noted) === kept;
    return isOlder && kept !== null ? { kind: 'saved', ...kept } : { kind: 'fresh', ...noted };
  }
  const { failure } = result;
  const noted = account && fromLog && { account, snapshot: fromLog };
  const numbers = newerOf(kept, noted);
  return numbers === null ? { kind: 'failed', failure } : { kind: 'stale', ...numbers, failure };
}

/** The later ones of two; of equals those that Codex noted, which are the same or more exact. */
function newerOf(kept: Numbers | null, noted: Numbers | null): Numbers | null {
  if (kept === null || noted === null) return kept ?? noted;
  return kept.snapshot.takenAtMs > noted.snapshot.takenAtMs ? kept : noted;
}

/** The past beside the next reading: that of one account never stays beside the numbers of another. */
export function pastAfter(kept: Past, outcome: Outcome, reading: Reading): Past {
  const { result, history, unexplained = null } = outcome;
  if (history !== undefined) return { history, unexplained };
  if (result.ok || numbersOf(reading) === null) return { history: [], unexplained: null };
  return { history: kept.history, unexplained: kept.unexplained };
}

/** The numbers of a reading, whatever their age; null if it has none. */
export function numbersOf(reading: Reading): Numbers | null {
  if (reading.kind === 'none' || reading.kind === 'failed') return null;
  return { snapshot: reading.snapshot, account: reading.account };
}

/**
 * Whether Codex noted the numbers so long ago that much may have been used elsewhere since.
 * Why an hour: no poll that a person can choose makes live numbers older.
 */
export function isOldNote({ source, takenAtMs }: UsageSnapshot, nowMs: number): boolean {
  return source === 'session-log' && nowMs - takenAtMs >= HOUR_MS;
}

/** What is wrong with a reading; null if nothing is. */
export function failureOf(reading: Reading): Failure | null {
  return reading.kind === 'stale' || reading.kind === 'failed' ? reading.failure : null;
}

/** Whether a main limit is fuller than it was: somebody has used Codex, here or elsewhere. */
export function hasRisen(before: Reading, after: Reading): boolean {
  const [earlier, later] = [numbersOf(before), numbersOf(after)];
  if (earlier === null || later === null || earlier.account.key !== later.account.key) return false;
  return later.snapshot.windows.some(({ durationMs, usedPercent }) => {
    const same = earlier.snapshot.windows.find((window) => window.durationMs === durationMs);
    return usedPercent !== null && usedPercent > (same?.usedPercent ?? usedPercent);
  });
}
