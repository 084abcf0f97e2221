// Earned reset credits: the count from the usage answer, expiries from the list, never redeemed, and
// when the list is worth a request. The usage answer's count wins, and no failure of the list harms it.
// Source of the rules: reading-rules.md A15.

import { z } from 'zod';
import type { ResetCredits, UsageSnapshot } from './snapshot.ts';
import { HOUR_MS } from './time.ts';
import { createDoubts, isObject, type Part, readNumber, readPart } from './usage-fields.ts';

const LIST_MAX_ENTRIES = 1_000;

// Source: codex-protocol.md §9, `{w}/rate-limit-reset-credits`, observed with codex-cli 0.169.0.
const availableCreditSchema = z.object({
  status: z.literal('available'),
  expires_at: z.iso.datetime({ offset: true }),
});

/** The usage answer's own count; null unless it is a whole number of at least 0. */
export function readResetCredits(root: Part): ResetCredits | null {
  const part = readPart(root, 'rate_limit_reset_credits', 'detail');
  const count = part && readNumber(part, 'available_count');
  if (part === null || count === null) return null;
  if (isCount(count)) return { available: count, expiriesMs: [] };
  part.doubts.unreadable(`${part.path}.available_count: expected whole number`, 'detail');
  return null;
}

/** What the list said; null where it gives no count of its own. */
export interface ResetList {
  readonly available: number | null;
  readonly expiriesMs: readonly number[];
}

/** The last time that the list was asked for, as the ledger keeps it. */
export interface ResetListNote {
  /** The usage answer's count at that time. */
  readonly forCount: number | null;
  /** Not again before, unless the count changes; epoch ms. */
  readonly nextAtMs: number;
  /** Null if no list came. */
  readonly list: ResetList | null;
}

const LIST_PAUSE_MS = HOUR_MS;

export interface ListQuestion {
  readonly nowMs: number;
  /** What the pause is divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
}

/** Whether the list is worth a request: at most hourly, or when the count has changed. */
export function isListDue(
  { resetCredits }: Pick<UsageSnapshot, 'resetCredits'>,
  note: ResetListNote | null,
  { nowMs, paceDivisor }: ListQuestion,
): boolean {
  const count = resetCredits?.available ?? null;
  if (count === 0) return false;
  if (note === null || note.nextAtMs <= nowMs) return true;
  // Why: a clock that was set back must not put the list off for days.
  if (note.nextAtMs > nowMs + LIST_PAUSE_MS / paceDivisor) return true;
  return note.list !== null && note.forCount !== count;
}

/** What to remember of a question for the list, whatever came of it. */
export function noteOfList(
  { resetCredits }: Pick<UsageSnapshot, 'resetCredits'>,
  list: ResetList | null,
  { nowMs, paceDivisor }: ListQuestion,
): ResetListNote {
  const nextAtMs = nowMs + LIST_PAUSE_MS / paceDivisor;
  return { forCount: resetCredits?.available ?? null, nextAtMs, list };
}

/** The list in an answer, or null: one of an impossible count is ignored whole. */
export function readResetList(body: unknown): ResetList | null {
  if (!isObject(body)) return null;
  const given = body.available_count ?? null;
  const root: Part = { members: body, path: '', doubts: createDoubts() };
  const available = readNumber(root, 'available_count');
  if (given !== null && !isCount(available)) return null;
  return { available, expiriesMs: expiriesOf(body.credits) };
}

/** Adds the list's expiries ahead, and its count if the usage answer gave none. */
export function withResetList(
  snapshot: UsageSnapshot,
  list: ResetList | null,
  nowMs: number,
): UsageSnapshot {
  const available = snapshot.resetCredits?.available ?? list?.available ?? null;
  if (list === null || available === null) return snapshot;
  const ahead = list.expiriesMs.filter((expiryMs) => expiryMs > nowMs);
  return {
    ...snapshot,
    resetCredits: { available, expiriesMs: available === 0 ? [] : ahead },
  };
}

function expiriesOf(credits: unknown): readonly number[] {
  if (!Array.isArray(credits)) return [];
  return credits
    .slice(0, LIST_MAX_ENTRIES)
    .flatMap((credit: unknown) => {
      const parsed = availableCreditSchema.safeParse(credit);
      return parsed.success ? [Date.parse(parsed.data.expires_at)] : [];
    })
    .toSorted((a, b) => a - b);
}

function isCount(value: number | null): value is number {
  return Number.isSafeInteger(value) && value !== null && value >= 0;
}
