// Earned reset credits: the count in the usage answer and the list with their expiries.
// Never spends one, and a bad list never harms the snapshot.

import { z } from 'zod';
import type { ResetCredits, UsageSnapshot } from './snapshot.ts';
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

/**
 * Adds the list's expiries, and its count if the usage answer gave none.
 * A list that is null, unreadable or of an impossible count changes nothing.
 */
export function mergeResetCredits(
  snapshot: UsageSnapshot,
  listBody: unknown,
  nowMs: number,
): UsageSnapshot {
  if (!isObject(listBody) || snapshot.resetCredits?.available === 0) return snapshot;
  const given = listBody.available_count ?? null;
  const list: Part = { members: listBody, path: '', doubts: createDoubts() };
  const count = readNumber(list, 'available_count');
  if (given !== null && !isCount(count)) return snapshot;
  const available = snapshot.resetCredits?.available ?? count;
  if (available === null) return snapshot;
  const expiriesMs = available === 0 ? [] : expiriesOf(listBody.credits, nowMs);
  return { ...snapshot, resetCredits: { available, expiriesMs } };
}

function expiriesOf(credits: unknown, nowMs: number): readonly number[] {
  if (!Array.isArray(credits)) return [];
  return credits
    .slice(0, LIST_MAX_ENTRIES)
    .flatMap((credit: unknown) => {
      const parsed = availableCreditSchema.safeParse(credit);
      return parsed.success ? [Date.parse(parsed.data.expires_at)] : [];
    })
    .filter((expiryMs) => expiryMs > nowMs)
    .toSorted((a, b) => a - b);
}

function isCount(value: number | null): value is number {
  return Number.isSafeInteger(value) && value !== null && value >= 0;
}
