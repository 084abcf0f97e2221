// Quota windows: their kinds by length, and one limit object of the usage answer read into rows.
// Never trusts the slot for the kind, and never makes up a percent or a reset.

import type { RateLimitWindow, WindowKind } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { type Part, readFlag, readNumber, readPart, readPercent } from './usage-fields.ts';

/** What a window is called, without words: "3-day" is `other` with 3 of unit `day`. */
export interface WindowLabelUnit {
  readonly kind: WindowKind;
  readonly unit: 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second';
  readonly count: number;
}

type Slot = RateLimitWindow['id'];

// Source: reading-rules.md A2; lengths seen in captured answers, codex-protocol.md §5.1.
const SESSION_MS = 5 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const MONTH_MIN_MS = 28 * DAY_MS;
const MONTH_MAX_MS = 31 * DAY_MS;
const TOLERANCE = 0.02;

const LENGTH_MIN_S = 1;
const LENGTH_MAX_S = (36_525 * DAY_MS) / SECOND_MS;

// Source: reading-rules.md A6; above this the service must mean milliseconds (seconds: year 5138).
const SECONDS_MAX = 1e11;
// Why: a "reset" within 1970 is a zero with noise, and RFC 3339 ends with the year 9999.
const INSTANT_MIN_MS = 365 * DAY_MS;
export const INSTANT_MAX_MS = 253_402_300_799_999;

/** The kind of a window by its length, within 2 %. */
export function kindOf(durationMs: number): WindowKind {
  if (isNear(durationMs, SESSION_MS)) return 'session';
  if (isNear(durationMs, DAY_MS)) return 'daily';
  if (isNear(durationMs, WEEK_MS)) return 'weekly';
  const isMonthly =
    durationMs >= MONTH_MIN_MS * (1 - TOLERANCE) && durationMs <= MONTH_MAX_MS * (1 + TOLERANCE);
  return isMonthly ? 'monthly' : 'other';
}

/** The kind, and for `other` the largest unit that the length is a whole number of. */
export function windowLabelUnit(durationMs: number): WindowLabelUnit {
  const kind = kindOf(durationMs);
  switch (kind) {
    case 'session':
      return { kind, unit: 'hour', count: 5 };
    case 'daily':
      return { kind, unit: 'day', count: 1 };
    case 'weekly':
      return { kind, unit: 'week', count: 1 };
    case 'monthly':
      return { kind, unit: 'month', count: 1 };
    case 'other':
      return { kind, ...largestWholeUnit(durationMs) };
  }
}

/** Whether the reset has passed, so that the numbers belong to a window that is over. */
export function isResetElapsed(
  limit: { readonly resetsAtMs: number | null },
  nowMs: number,
): boolean {
  return limit.resetsAtMs !== null && limit.resetsAtMs <= nowMs;
}

/** The windows of one `rate_limit` object, shortest first, one row a kind. */
export function readLimit(
  limit: Part | null,
  { takenAtMs, spendReached }: { readonly takenAtMs: number; readonly spendReached: boolean },
): readonly RateLimitWindow[] {
  if (limit === null) return [];
  const windows = mergeWindows(readSlots(limit, takenAtMs));
  const saidReached = readFlag(limit, 'limit_reached') === true;
  const saidDisallowed = readFlag(limit, 'allowed') === false;
  const explained = spendReached || windows.some((window) => window.depleted);
  if (explained || !(saidReached || saidDisallowed)) return windows;
  const fullest = windows.reduce<RateLimitWindow | null>(fullerOf, null);
  if (fullest === null) return windows;
  limit.doubts.guessed();
  return windows.map((window) => (window === fullest ? { ...window, depleted: true } : window));
}

/** One row a kind (`other`: a length), the fuller one; shortest first. */
export function mergeWindows(windows: readonly RateLimitWindow[]): readonly RateLimitWindow[] {
  const rows = new Map<string, RateLimitWindow>();
  for (const window of windows) {
    const key = window.kind === 'other' ? `other ${window.durationMs}` : window.kind;
    rows.set(key, fullerOf(rows.get(key) ?? null, window));
  }
  return [...rows.values()].toSorted((a, b) => a.durationMs - b.durationMs);
}

/** When a window or spend limit resets, epoch ms; null if the answer does not say. */
export function readReset(part: Part, takenAtMs: number): number | null {
  return readResetAt(part) ?? readResetAfter(part, takenAtMs);
}

function readResetAt(part: Part): number | null {
  const given = readNumber(part, 'reset_at');
  if (given === null || given <= 0) return null;
  const isMs = given > SECONDS_MAX;
  const atMs = Math.round(isMs ? given : given * SECOND_MS);
  if (atMs < INSTANT_MIN_MS) return null;
  if (atMs > INSTANT_MAX_MS) {
    part.doubts.unreadable(`${part.path}.reset_at: expected epoch seconds`, 'detail');
    return null;
  }
  if (isMs) part.doubts.guessed();
  return atMs;
}

function readResetAfter(part: Part, takenAtMs: number): number | null {
  const afterS = readNumber(part, 'reset_after_seconds');
  if (afterS === null || afterS <= 0) return null;
  const atMs = Math.round(takenAtMs + afterS * SECOND_MS);
  if (atMs <= INSTANT_MAX_MS) return atMs;
  part.doubts.unreadable(`${part.path}.reset_after_seconds: expected seconds`, 'detail');
  return null;
}

function readSlots(limit: Part, takenAtMs: number): readonly RateLimitWindow[] {
  const primary = readPart(limit, 'primary_window');
  const secondary = readPart(limit, 'secondary_window');
  const secondaryMs = secondary && readLengthMs(secondary);
  const first =
    primary && readWindow(primary, { slot: 'primary', takenAtMs, otherMs: secondaryMs });
  const otherMs = first?.durationMs ?? null;
  const second = secondary && readWindow(secondary, { slot: 'secondary', takenAtMs, otherMs });
  return [first, second].filter((window) => window !== null);
}

interface SlotContext {
  readonly slot: Slot;
  readonly takenAtMs: number;
  /** Length of the window in the other slot, as far as it is known by now. */
  readonly otherMs: number | null;
}

function readWindow(part: Part, { slot, takenAtMs, otherMs }: SlotContext): RateLimitWindow {
  const usedPercent = readPercent(part, 'used_percent');
  const resetsAtMs = readReset(part, takenAtMs);
  const aheadMs = resetsAtMs === null ? 0 : resetsAtMs - takenAtMs;
  const durationMs = readLengthMs(part) ?? guessLengthMs(part, { slot, aheadMs, otherMs });
  const depleted = usedPercent !== null && usedPercent >= 100;
  const kind = kindOf(durationMs);
  return { id: slot, kind, durationMs, usedPercent, resetsAtMs, depleted, trend: null };
}

function readLengthMs(part: Part): number | null {
  const seconds = readNumber(part, 'limit_window_seconds');
  if (seconds === null || seconds < LENGTH_MIN_S) return null;
  if (seconds <= LENGTH_MAX_S) return seconds * SECOND_MS;
  part.doubts.unreadable(`${part.path}.limit_window_seconds: expected seconds`, 'detail');
  return null;
}

interface GuessContext {
  readonly slot: Slot;
  readonly aheadMs: number;
  readonly otherMs: number | null;
}

function guessLengthMs(part: Part, { slot, aheadMs, otherMs }: GuessContext): number {
  part.doubts.guessed();
  // Why: the tolerance is for two clocks that differ; a fresh window's reset is its length away.
  if (aheadMs > SESSION_MS * (1 + TOLERANCE)) return WEEK_MS;
  const guessMs = slot === 'primary' ? SESSION_MS : WEEK_MS;
  const isTaken = otherMs !== null && kindOf(otherMs) === kindOf(guessMs);
  return isTaken ? SESSION_MS + WEEK_MS - guessMs : guessMs;
}

/** The fuller of two rows; unknown is emptiest, and of equals the one that resets later. */
function fullerOf(a: RateLimitWindow | null, b: RateLimitWindow): RateLimitWindow {
  if (a === null) return b;
  const differences = [
    (b.usedPercent ?? -1) - (a.usedPercent ?? -1),
    Number(b.depleted) - Number(a.depleted),
    (b.resetsAtMs ?? 0) - (a.resetsAtMs ?? 0),
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) > 0 ? b : a;
}

function isNear(durationMs: number, targetMs: number): boolean {
  return Math.abs(durationMs - targetMs) <= targetMs * TOLERANCE;
}

function largestWholeUnit(durationMs: number): Pick<WindowLabelUnit, 'unit' | 'count'> {
  // Why: "three days and a second" is a three-day window; a label is not the place for the second.
  const grainMs = durationMs >= HOUR_MS ? MINUTE_MS : SECOND_MS;
  const roundedMs = Math.max(1, Math.round(durationMs / grainMs)) * grainMs;
  if (roundedMs % DAY_MS === 0) return { unit: 'day', count: roundedMs / DAY_MS };
  if (roundedMs % HOUR_MS === 0) return { unit: 'hour', count: roundedMs / HOUR_MS };
  if (roundedMs % MINUTE_MS === 0) return { unit: 'minute', count: roundedMs / MINUTE_MS };
  return { unit: 'second', count: roundedMs / SECOND_MS };
}
