// What one line of Codex's own session file says about the quota: the main limits as a snapshot, whose
// session it is, and whether a line may count for a sign-in. Never throws; a line of another limit, of
// the future, or of somebody else says nothing.
// Source: codex-protocol.md §10, observed on codex-cli 0.169.0; meaning by reading-rules.md A.

import { readInstant } from './codex-rules.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { MINUTE_MS, SECOND_MS } from './time.ts';
import { parseUsage } from './usage.ts';
import { isObject, type Members } from './usage-fields.ts';

/** Codex's own name for the main limit; older releases write no name at all. */
const MAIN_LIMIT_ID = 'codex';
/** Two clocks may differ a little; a line beyond this was stamped by a wrong one. */
const AHEAD_MAX_MS = MINUTE_MS;
/**
 * Source: observed: 0.169.0 names in a fork where the original ended, and copies no line. Releases that
 * name none copy the lines, and stamp them with the moment of the copying.
 */
const COPYING_MS = 2 * SECOND_MS;

export interface LineContext {
  /** What the id token says; a session file names neither plan nor e-mail. */
  readonly idToken: { readonly plan: string | null; readonly email: string | null } | null;
  readonly nowMs: number;
}

/** The main limits of one line as they were at its moment; null for any line without them. */
export function parseSessionLimits(line: string, context: LineContext): UsageSnapshot | null {
  // Why: most lines are something else, and some are megabytes of it.
  if (!line.includes('"rate_limits"')) return null;
  const entry = parseEntry(line);
  if (entry === null || entry.type !== 'event_msg' || entry.payload.type !== 'token_count') {
    return null;
  }
  const { rate_limits: limits } = entry.payload;
  const isAhead = entry.atMs > context.nowMs + AHEAD_MAX_MS;
  if (isAhead || !isObject(limits) || (limits.limit_id ?? MAIN_LIMIT_ID) !== MAIN_LIMIT_ID) {
    return null;
  }
  const body = answerOf(limits);
  const read = parseUsage({ body, takenAtMs: entry.atMs, idToken: context.idToken });
  if (!read.ok || read.value.windows.length === 0) return null;
  return { ...read.value, source: 'session-log' };
}

/** Who began a session, by its first line. */
export interface SessionOwner {
  readonly accountId: string | null;
  readonly userId: string | null;
  /** Lines before this may be copies of older ones, epoch ms; null if none are. */
  readonly copiesUntilMs: number | null;
}

/** The owner in a session's first line; null if it is none. */
export function parseSessionOwner(line: string): SessionOwner | null {
  const entry = parseEntry(line);
  if (entry === null || entry.type !== 'session_meta') return null;
  const { creator_account_id, creator_user_id, forked_from_id, ...rest } = entry.payload;
  const copies = isText(forked_from_id) && !('forked_from_ordinal_exclusive' in rest);
  return {
    accountId: isText(creator_account_id) ? creator_account_id : null,
    userId: isText(creator_user_id) ? creator_user_id : null,
    copiesUntilMs: copies ? entry.atMs + COPYING_MS : null,
  };
}

/** The sign-in that is on the disk now. */
export interface PresentSignIn {
  readonly accountId: string | null;
  readonly userId: string | null;
  /** When its file was last written, epoch ms; null if nobody can say. */
  readonly changedAtMs: number | null;
}

/**
 * Whether what a session said at a moment was said to this sign-in. The owner's ids decide; a session
 * without any counts from when the file with the sign-in was last written, and not before.
 */
export function isOf(owner: SessionOwner | null, atMs: number, signIn: PresentSignIn): boolean {
  if (owner !== null && owner.copiesUntilMs !== null && atMs < owner.copiesUntilMs) return false;
  const account = agreement(owner?.accountId ?? null, signIn.accountId);
  const user = agreement(owner?.userId ?? null, signIn.userId);
  if (account === 'differs' || user === 'differs') return false;
  if (account === 'agrees') return true;
  return signIn.changedAtMs !== null && atMs >= signIn.changedAtMs;
}

function agreement(one: string | null, other: string | null): 'agrees' | 'differs' | 'unknown' {
  if (one === null || other === null) return 'unknown';
  return one === other ? 'agrees' : 'differs';
}

interface Entry {
  readonly atMs: number;
  readonly type: unknown;
  readonly payload: Members;
}

function parseEntry(line: string): Entry | null {
  const entry = parseJson(line);
  if (!isObject(entry) || !isObject(entry.payload) || !isText(entry.timestamp)) return null;
  const secondAtMs = readInstant(entry.timestamp);
  if (secondAtMs === null || secondAtMs < 0) return null;
  const fraction = /\.(\d{1,3})/.exec(entry.timestamp)?.[1] ?? '';
  const atMs = secondAtMs + Number(fraction.padEnd(3, '0'));
  return { atMs, type: entry.type, payload: entry.payload };
}

/** The same limits in the words of the usage answer, so that both are read by one set of rules. */
function answerOf(limits: Members): Members {
  const { primary, secondary, credits, plan_type, individual_limit, spend_control_reached } =
    limits;
  return {
    plan_type,
    credits,
    rate_limit: { primary_window: windowOf(primary), secondary_window: windowOf(secondary) },
    spend_control: {
      reached: spend_control_reached,
      individual_limit: isObject(individual_limit)
        ? { ...individual_limit, reset_at: individual_limit.resets_at }
        : null,
    },
  };
}

/** Source: `resets_in_seconds` is what releases of 2025 wrote, as other readers of them have it. */
function windowOf(window: unknown): unknown {
  if (!isObject(window)) return window;
  const { used_percent, window_minutes, resets_at, resets_in_seconds } = window;
  return {
    used_percent,
    limit_window_seconds:
      typeof window_minutes === 'number' ? window_minutes * 60 : (window_minutes ?? null),
    reset_at: resets_at,
    reset_after_seconds: resets_in_seconds,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Half-written, or no line of Codex's: it says nothing.
    return null;
  }
}
