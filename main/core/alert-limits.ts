// Which limits alerts are about, and whether a window is still the one that was seen before.
// Owns reading-rules.md A19 for alerts: drift, early and late resets, flickers, unknown resets.
// Model limits and code review are not here: they never bind, so nobody is told of them.

import type { AlertMemory, LimitMemory, MarkLevel } from './alert-memory.ts';
import type { RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { DAY_MS } from './time.ts';
import type { Binding } from './verdict.ts';
import { isResetElapsed, windowLabelUnit } from './windows.ts';

/** A main window or the spend limit in a new answer. */
export interface Limit {
  /** The same from poll to poll, whatever slot it comes in. */
  readonly key: string;
  readonly binding: Binding;
  /** Null where the answer does not say. */
  readonly usedPercent: number | null;
  readonly depleted: boolean;
  readonly resetsAtMs: number | null;
  /** Its reset has passed: what the answer says is of a window that is over. */
  readonly outdated: boolean;
}

/** How far a reset may move and still be the same one, as a share of the window's length. */
const DRIFT_SHARE = 0.1;
// Why: a spend limit tells no length; by its amounts it is a month's.
const SPEND_LENGTH_MS = 30 * DAY_MS;

/** The limits of an answer, the fuller one where two have the same key. */
export function limitsOf(snapshot: UsageSnapshot, nowMs: number): readonly Limit[] {
  const { windows, spendLimit } = snapshot;
  const all = [...windows.map(ofWindow), ...(spendLimit === null ? [] : [ofSpend(spendLimit)])];
  const byKey = new Map<string, Limit>();
  for (const limit of all) {
    const other = byKey.get(limit.key);
    const isFuller = (limit.usedPercent ?? -1) > (other?.usedPercent ?? -1);
    if (other === undefined || isFuller)
      byKey.set(limit.key, { ...limit, outdated: isResetElapsed(limit, nowMs) });
  }
  return [...byKey.values()];
}

function ofWindow(window: RateLimitWindow): Omit<Limit, 'outdated'> {
  const { kind, durationMs, usedPercent, depleted, resetsAtMs } = window;
  const { count, unit } = windowLabelUnit(durationMs);
  return {
    key: kind === 'other' ? `other ${count} ${unit}` : kind,
    binding: { kind, durationMs },
    usedPercent: depleted ? Math.max(100, usedPercent ?? 100) : usedPercent,
    depleted,
    resetsAtMs,
  };
}

function ofSpend({ usedPercent, reached, resetsAtMs }: SpendLimit): Omit<Limit, 'outdated'> {
  return {
    key: 'spendLimit',
    binding: { kind: 'spendLimit', durationMs: null },
    usedPercent: reached ? Math.max(100, usedPercent ?? 100) : usedPercent,
    depleted: reached,
    resetsAtMs,
  };
}

function driftMs({ binding }: Pick<Limit, 'binding'>): number {
  return (binding.durationMs ?? SPEND_LENGTH_MS) * DRIFT_SHARE;
}

/** What is remembered of a limit once this answer has been seen; `known`: the account had one before. */
export function advanceLimit(
  before: LimitMemory | undefined,
  limit: Limit,
  { nowMs, known }: { readonly nowMs: number; readonly known: boolean },
): LimitMemory {
  const { key, usedPercent } = limit;
  const resetKnown = limit.resetsAtMs !== null;
  if (before === undefined) {
    const resetsAtMs = limit.resetsAtMs ?? latestEndMs(limit, nowMs);
    const settled = known || usedPercent !== null;
    return { key, resetsAtMs, resetKnown, peakPercent: usedPercent, settled, marks: [] };
  }
  const fell =
    usedPercent !== null && before.peakPercent !== null && usedPercent < before.peakPercent;
  const isOver = before.resetsAtMs <= nowMs;
  const resetsAtMs =
    limit.resetsAtMs ?? (isOver && fell ? latestEndMs(limit, nowMs) : before.resetsAtMs);
  const isLater = resetsAtMs - before.resetsAtMs > driftMs(limit);
  const settled = before.settled || usedPercent !== null;
  if (isLater && (fell || isOver))
    return { ...before, resetsAtMs, resetKnown, peakPercent: usedPercent, settled };
  // Why: without a percent it may as well be a new window, whose marks are its own.
  if (isLater && usedPercent === null) return before;
  return { ...sameWindow(before, limit, resetsAtMs), settled };
}

/** A window's marks follow its reset, but never back: an answer may be older than the last one. */
function sameWindow(before: LimitMemory, limit: Limit, resetsAtMs: number): LimitMemory {
  const fromMs = before.resetsAtMs - driftMs(limit);
  const { usedPercent } = limit;
  // An end that was only reckoned gives way to the one that is told, whichever is later.
  const endMs = (was: number): number =>
    before.resetKnown ? Math.max(was, resetsAtMs) : resetsAtMs;
  return {
    ...before,
    resetsAtMs: endMs(before.resetsAtMs),
    resetKnown: before.resetKnown || limit.resetsAtMs !== null,
    peakPercent:
      usedPercent === null ? before.peakPercent : Math.max(usedPercent, before.peakPercent ?? 0),
    marks: before.marks.map((mark) =>
      mark.resetsAtMs < fromMs ? mark : { ...mark, resetsAtMs: endMs(mark.resetsAtMs) },
    ),
  };
}

/** When a window without a told reset is over at the latest. */
function latestEndMs({ binding }: Limit, nowMs: number): number {
  return nowMs + (binding.durationMs ?? SPEND_LENGTH_MS);
}

/** The end of the window that an answer is about. */
function endOf(limit: Limit, remembered: LimitMemory): number {
  return limit.resetsAtMs ?? remembered.resetsAtMs;
}

/** Whether something was noted for the limit's present window; a threshold also by a higher one. */
export function isMarked(remembered: LimitMemory, limit: Limit, level: MarkLevel): boolean {
  const fromMs = endOf(limit, remembered) - driftMs(limit);
  return remembered.marks.some((mark) => mark.resetsAtMs >= fromMs && covers(mark.level, level));
}

function covers(marked: MarkLevel, level: MarkLevel): boolean {
  if (marked === level) return true;
  return typeof marked === 'number' && typeof level === 'number' && marked > level;
}

/** The memory with some levels of a limit noted for its present window. */
export function markLimit(
  memory: AlertMemory,
  limit: Limit,
  levels: readonly MarkLevel[],
): AlertMemory {
  const limits = memory.limits.map((remembered) => {
    if (remembered.key !== limit.key) return remembered;
    const resetsAtMs = endOf(limit, remembered);
    const others = remembered.marks.filter(
      (mark) => !levels.includes(mark.level) || mark.resetsAtMs > resetsAtMs,
    );
    const marks = levels.map((level) => ({ level, resetsAtMs }));
    return { ...remembered, marks: [...others, ...marks] };
  });
  return { ...memory, limits };
}
