// The last good numbers as text, so that the next start and `status --cached` have them.
// Holds what a snapshot holds and whose it is; never a token.

import { z } from 'zod';
import type { Account, Reading } from './reading.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { INSTANT_MAX_MS } from './windows.ts';

const text = z.string().nullable();
const number = z.number().finite().nullable();
// Why: a number that is no moment would stop every painting, long after it was read.
const instant = z.number().min(0).max(INSTANT_MAX_MS);

const rateLimitWindow = z.object({
  id: z.enum(['primary', 'secondary']),
  kind: z.enum(['session', 'daily', 'weekly', 'monthly', 'other']),
  durationMs: z.number().positive(),
  usedPercent: number,
  resetsAtMs: instant.nullable(),
  depleted: z.boolean(),
  // Why: a file of an earlier version has none, and numbers without a trend are as good.
  trend: z
    .object({ runsOutAtMs: instant.nullable(), isEnough: z.boolean() })
    .nullable()
    .catch(null),
});

const windows = z.array(rateLimitWindow);

const snapshotSchema = z.object({
  // Why: what an earlier version saved came from nowhere else.
  source: z.enum(['live', 'session-log']).catch('live'),
  takenAtMs: instant,
  confidence: z.enum(['exact', 'assumed', 'partial']),
  plan: z.object({ raw: z.string(), label: z.string() }).nullable(),
  email: text,
  windows,
  additional: z.array(z.object({ id: z.string(), name: z.string(), windows })),
  codeReview: windows.nullable(),
  credits: z
    .object({
      balance: text,
      hasCredits: z.boolean().nullable(),
      unlimited: z.boolean().nullable(),
      overageLimitReached: z.boolean().nullable(),
    })
    .nullable(),
  spendLimit: z
    .object({
      limit: text,
      used: text,
      remaining: text,
      usedPercent: number,
      remainingPercent: number,
      resetsAtMs: instant.nullable(),
      reached: z.boolean(),
    })
    .nullable(),
  resetCredits: z
    .object({ available: z.number().int().nonnegative(), expiriesMs: z.array(instant) })
    .nullable(),
}) satisfies z.ZodType<UsageSnapshot>;

const savedSchema = z.object({
  version: z.literal(1),
  account: z.object({
    key: z.string(),
    id: text,
    email: text,
    apiKeyBeside: z.boolean().catch(false),
  }),
  snapshot: snapshotSchema,
});

export function formatSaved(account: Account, snapshot: UsageSnapshot): string {
  return JSON.stringify({ version: 1, account, snapshot });
}

/** A `saved` reading out of a text, or null for anything that is none. Never throws. */
export function parseSaved(saved: string): (Reading & { kind: 'saved' }) | null {
  try {
    const read = savedSchema.safeParse(JSON.parse(saved));
    if (!read.success) return null;
    return { kind: 'saved', account: read.data.account, snapshot: read.data.snapshot };
  } catch {
    // A damaged file is as good as none: the numbers come again with the next poll.
    return null;
  }
}
