// What is remembered of one account's alerts: which crossings were noted in which window, what is
// snoozed, and a log of the last decisions with reasons. Read leniently out of whatever was saved,
// always bounded, and without anything secret: kinds, percentages and moments only.

import { z } from 'zod';
import { KNOWN_ACCOUNTS_MAX } from './known-accounts.ts';
import { listOf } from './lenient-list.ts';
import type { AlertKind } from './settings.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { INSTANT_MAX_MS } from './windows.ts';

/** What a mark is about: a threshold in percent, being blocked, or being silenced. */
export type MarkLevel = number | 'blocked' | 'snoozed';

/** Something that needs no alert any more in the window that ends at this reset, and in older ones. */
export interface Mark {
  readonly level: MarkLevel;
  readonly resetsAtMs: number;
}

/** One main window or the spend limit, as it was last seen. */
export interface LimitMemory {
  readonly key: string;
  /** The end of its window; where no reset is told, the latest that it can be. */
  readonly resetsAtMs: number;
  /** Whether that end was told, not reckoned. */
  readonly resetKnown: boolean;
  /** The highest percent seen in this window; null while none is known. */
  readonly peakPercent: number | null;
  /** False until its first percent, where that percent is the account's baseline. */
  readonly settled: boolean;
  readonly marks: readonly Mark[];
}

export type AlertDecision =
  | 'told'
  | 'quiet-hours'
  | 'snoozed'
  | 'switched-off'
  | 'doubt'
  | 'baseline';

export interface LogEntry {
  readonly atMs: number;
  readonly kind: AlertKind;
  /** Which limit; null where the alert is about none. */
  readonly limit: string | null;
  readonly percent: number | null;
  readonly decision: AlertDecision;
}

export interface AlertMemory {
  readonly version: 1;
  /** When this account last gave an answer, epoch ms. */
  readonly seenAtMs: number;
  /** Whether the baseline was taken: the account has given a good answer before. */
  readonly known: boolean;
  readonly limits: readonly LimitMemory[];
  /** Keys of the limits whose end the person waits for, having been told of them. */
  readonly awaited: readonly string[];
  readonly signIn: 'never' | 'in' | 'out';
  /** Expiries of earned resets that were told, epoch ms. */
  readonly expiriesMs: readonly number[];
  /** What the last answer claimed without being trusted; the next one may confirm it. */
  readonly doubted: readonly string[];
  readonly log: readonly LogEntry[];
}

export const LOG_MAX_ENTRIES = 50;
const LIMITS_MAX = 8;
const MARKS_MAX = 16;
const EXPIRIES_MAX = 60;
const DOUBTED_MAX = 20;
const KEY_MAX_LENGTH = 60;
/** A decision that is repeated at every poll is one entry within this time. */
const SAME_DECISION_MS = 12 * HOUR_MS;

/** More than can be known at a time: what one was told must not be forgotten for another. */
export const ACCOUNTS_MAX = KNOWN_ACCOUNTS_MAX + 10;
const FORGOTTEN_AFTER_MS = 90 * DAY_MS;

export const NO_MEMORY: AlertMemory = {
  version: 1,
  seenAtMs: 0,
  known: false,
  limits: [],
  awaited: [],
  signIn: 'never',
  expiriesMs: [],
  doubted: [],
  log: [],
};

const instant = z.number().min(0).max(INSTANT_MAX_MS);
const key = z.string().max(KEY_MAX_LENGTH);
const percent = z.number().min(0).nullable();

const mark = z.object({
  level: z.union([z.number(), z.literal('blocked'), z.literal('snoozed')]),
  resetsAtMs: instant,
});

const limit = z.object({
  key,
  resetsAtMs: instant,
  resetKnown: z.boolean(),
  peakPercent: percent,
  settled: z.boolean(),
  marks: listOf(mark, MARKS_MAX),
});

const entry = z.object({
  atMs: instant,
  kind: z.enum(['threshold', 'blocked', 'usable-again', 'sign-in', 'reset-credit']),
  limit: key.nullable(),
  percent,
  decision: z.enum(['told', 'quiet-hours', 'snoozed', 'switched-off', 'doubt', 'baseline']),
});

const memorySchema = z.object({
  version: z.literal(1),
  seenAtMs: instant.catch(0),
  known: z.boolean().catch(false),
  limits: listOf(limit, LIMITS_MAX),
  awaited: listOf(key, LIMITS_MAX),
  signIn: z.enum(['never', 'in', 'out']).catch('never'),
  expiriesMs: listOf(instant, EXPIRIES_MAX),
  doubted: listOf(key, DOUBTED_MAX),
  log: listOf(entry, LOG_MAX_ENTRIES),
}) satisfies z.ZodType<AlertMemory>;

/** The memory in whatever was saved; an empty one, which takes a new baseline, if there is none. */
export function parseAlertMemory(saved: unknown): AlertMemory {
  const read = memorySchema.safeParse(saved);
  return read.success ? read.data : NO_MEMORY;
}

/** The same within its bounds; what was seen or noted longest ago goes first. */
export function bounded(memory: AlertMemory): AlertMemory {
  return {
    ...memory,
    limits: memory.limits.slice(-LIMITS_MAX).map((known) => ({
      ...known,
      marks: known.marks.toSorted((a, b) => a.resetsAtMs - b.resetsAtMs).slice(-MARKS_MAX),
    })),
    awaited: memory.awaited.slice(-LIMITS_MAX),
    expiriesMs: memory.expiriesMs.toSorted((a, b) => a - b).slice(-EXPIRIES_MAX),
    doubted: memory.doubted.slice(-DOUBTED_MAX),
    log: memory.log.slice(-LOG_MAX_ENTRIES),
  };
}

/** Adds a decision to the log, unless it only repeats the last one about the same thing. */
export function logged(memory: AlertMemory, next: LogEntry): AlertMemory {
  const last = memory.log.findLast(
    ({ kind, limit: about }) => kind === next.kind && about === next.limit,
  );
  const isRepeated =
    last?.decision === next.decision &&
    next.decision !== 'told' &&
    Math.abs(next.atMs - last.atMs) < SAME_DECISION_MS;
  return isRepeated ? memory : { ...memory, log: [...memory.log, next].slice(-LOG_MAX_ENTRIES) };
}

/** The memories worth keeping: accounts seen lately, not too many of them, and always this one. */
export function rememberedAccounts(
  memories: Readonly<Record<string, unknown>>,
  { account, nowMs }: { readonly account: string; readonly nowMs: number },
): Record<string, unknown> {
  const seen = Object.entries(memories)
    .filter(([key]) => key !== account)
    .map(([key, saved]) => ({ key, saved, seenAtMs: parseAlertMemory(saved).seenAtMs }))
    .filter(({ seenAtMs }) => seenAtMs > nowMs - FORGOTTEN_AFTER_MS)
    .toSorted((a, b) => b.seenAtMs - a.seenAtMs)
    .slice(0, Object.hasOwn(memories, account) ? ACCOUNTS_MAX - 1 : ACCOUNTS_MAX);
  const others = seen.map(({ key, saved }) => [key, saved] as const);
  const own = Object.hasOwn(memories, account) ? [[account, memories[account]] as const] : [];
  return Object.fromEntries([...own, ...others]);
}
