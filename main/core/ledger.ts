// The shared ledger's content: how many usage requests the last hour saw and until when the service
// asked us to wait, for each account. Pure; codex/ledger-file.ts keeps it on disk under a lock.
// Source of the bounds: reliability.md I9 and §7.

import { z } from 'zod';
import type { ResetListNote } from './reset-credits.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

export const USAGE_REQUESTS_PER_HOUR = 30;
/** The longest wait that we let a service ask for. Source: reading-rules.md rule 29. */
export const RETRY_AFTER_MAX_MS = 24 * HOUR_MS;

const instants = z.array(z.number().int().nonnegative()).max(1_000);

const resetListSchema = z.object({
  forCount: z.number().nullable(),
  nextAtMs: z.number(),
  list: z
    .object({ available: z.number().nullable(), expiriesMs: z.array(z.number()).max(1_000) })
    .nullable(),
}) satisfies z.ZodType<ResetListNote>;

const accountSchema = z.object({
  usageRequestsAtMs: instants.catch([]),
  retryAtMs: z.number().int().nonnegative().nullable().catch(null),
  /** When the service asked for that wait. */
  retryNotedAtMs: z.number().int().nonnegative().nullable().catch(null),
  exchangesAtMs: instants.catch([]),
  /** The last look at the list of earned resets. */
  resetList: resetListSchema.nullable().catch(null),
});

const sentMark = z.object({
  atMs: z.number(),
  /** Not known: the ledger that could have said so was lost. */
  presumed: z.literal(true).optional(),
});
const refusedMark = z.object({
  atMs: z.number(),
  reason: z.enum(['rejected', 'refresh-expired', 'refresh-reused', 'refresh-revoked']),
});

const ledgerSchema = z.looseObject({
  version: z.literal(1),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  accounts: z.record(z.string(), accountSchema).catch({}),
  /** Refresh tokens, by fingerprint. Not lenient: a lost mark could send a token twice. */
  sent: z.record(z.string(), sentMark).default({}),
  refused: z.record(z.string(), refusedMark).default({}),
  /** Refresh tokens that were seen in two files at once. */
  shared: z.record(z.string(), sentMark).default({}),
  /** An older ledger could not be read: what it had marked is not known any more. */
  pastUnknown: z.boolean().default(false),
  /** What was told already, one memory an account; alerts.ts reads and bounds it. */
  alerts: z.record(z.string(), z.unknown()).catch({}),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type AccountLedger = z.infer<typeof accountSchema>;

/** The ledger in a text, or null if there is none to be read in it. */
export function parseLedger(text: string): Ledger | null {
  try {
    const read = ledgerSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    // Not JSON: the caller starts a new one and keeps the old file aside.
    return null;
  }
}

export function emptyLedger(salt: string): Ledger {
  return {
    version: 1,
    salt,
    accounts: {},
    sent: {},
    refused: {},
    shared: {},
    pastUnknown: false,
    alerts: {},
  };
}

export interface BudgetRequest {
  readonly account: string;
  readonly nowMs: number;
  /** What the hour of the budget is divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
}

export const EMPTY_ACCOUNT: AccountLedger = {
  usageRequestsAtMs: [],
  retryAtMs: null,
  retryNotedAtMs: null,
  exchangesAtMs: [],
  resetList: null,
};

export type BudgetAnswer =
  | { readonly allowed: true; readonly ledger: Ledger }
  | { readonly allowed: false; readonly retryAtMs: number };

/** Takes one usage request out of the budget, or says when the next one is allowed. */
export function reserveUsageRequest(ledger: Ledger, request: BudgetRequest): BudgetAnswer {
  const { account, nowMs } = request;
  const entry = ledger.accounts[account] ?? EMPTY_ACCOUNT;
  const retryAtMs = usageNotBeforeMs(ledger, request);
  if (retryAtMs !== null) return { allowed: false, retryAtMs };
  const usageRequestsAtMs = [...recentRequests(entry, request), nowMs];
  const next = { ...entry, usageRequestsAtMs, retryAtMs: null };
  return { allowed: true, ledger: withAccount(ledger, account, next) };
}

/** When the next usage request is allowed, epoch ms; null if one is allowed now. */
export function usageNotBeforeMs(ledger: Ledger, request: BudgetRequest): number | null {
  const { account, nowMs, paceDivisor } = request;
  const hourMs = HOUR_MS / paceDivisor;
  const entry = ledger.accounts[account] ?? EMPTY_ACCOUNT;
  return soonestMs({ entry, recent: recentRequests(entry, request), nowMs, hourMs });
}

function recentRequests(
  { usageRequestsAtMs }: AccountLedger,
  { nowMs, paceDivisor }: BudgetRequest,
): readonly number[] {
  // Why: instants of the future come from a clock that was set back; they must not block for ever.
  return usageRequestsAtMs
    .filter((at) => at > nowMs - HOUR_MS / paceDivisor && at <= nowMs)
    .toSorted((a, b) => a - b);
}

function soonestMs(args: {
  readonly entry: AccountLedger;
  readonly recent: readonly number[];
  readonly nowMs: number;
  readonly hourMs: number;
}): number | null {
  const { entry, recent, nowMs, hourMs } = args;
  const told = toldWaitMs(entry, nowMs);
  if (told !== null) return told;
  const oldest = recent[recent.length - USAGE_REQUESTS_PER_HOUR];
  return oldest === undefined ? null : oldest + hourMs;
}

/** Until when the service asked an account to wait, epoch ms; null if it may be asked. */
export function toldWaitMs(
  { retryAtMs, retryNotedAtMs }: Pick<AccountLedger, 'retryAtMs' | 'retryNotedAtMs'>,
  nowMs: number,
): number | null {
  if (retryAtMs === null || retryAtMs <= nowMs || retryAtMs > nowMs + RETRY_AFTER_MAX_MS)
    return null;
  // Why: a clock that was set back since would stretch the wait by as much. Not for the second or two
  // by which the system corrects it: one early request restarts the wait.
  if (retryNotedAtMs !== null && nowMs < retryNotedAtMs - MINUTE_MS) return null;
  return retryAtMs;
}

/** Remembers until when the service asked an account to wait. */
export function noteRetryAt(
  ledger: Ledger,
  account: string,
  { retryAtMs, nowMs }: { readonly retryAtMs: number; readonly nowMs: number },
): Ledger {
  const entry = ledger.accounts[account] ?? EMPTY_ACCOUNT;
  return withAccount(ledger, account, {
    ...entry,
    retryAtMs: Math.ceil(retryAtMs),
    retryNotedAtMs: Math.floor(nowMs),
  });
}

/** Remembers what came of asking for the list of earned resets. */
export function noteResetList(ledger: Ledger, account: string, note: ResetListNote): Ledger {
  const entry = ledger.accounts[account] ?? EMPTY_ACCOUNT;
  return withAccount(ledger, account, {
    ...entry,
    resetList: {
      ...note,
      list: note.list && { ...note.list, expiriesMs: [...note.list.expiriesMs] },
    },
  });
}

function withAccount(ledger: Ledger, account: string, entry: AccountLedger): Ledger {
  return { ...ledger, accounts: { ...ledger.accounts, [account]: entry } };
}
