// What the usage answer means: one lenient reading, field by field, into a UsageSnapshot.
// Never throws, never turns an unknown into 0, and never lets one bad field cost another.
// Source: codex-protocol.md §5 (schema as observed and from source), reading-rules.md A (meaning).

import { fail, type Result, succeed } from './failure.ts';
import { planOf } from './plan.ts';
import { readResetCredits } from './reset-credits.ts';
import type {
  Credits,
  ModelLimit,
  RateLimitWindow,
  SpendLimit,
  UsageSnapshot,
} from './snapshot.ts';
import {
  cleanText,
  createDoubts,
  isObject,
  numberOf,
  type Part,
  readAmount,
  readFlag,
  readPart,
  readParts,
  readPercent,
  readText,
} from './usage-fields.ts';
import { mergeWindows, readLimit, readReset } from './windows.ts';

/** One answer, already parsed from JSON, and what stands in for members that it lacks. */
export interface ParseUsageArgs {
  readonly body: unknown;
  /** The moment of the answer, epoch ms. */
  readonly takenAtMs: number;
  /** Claims of the id token, null if there is none that can be read. */
  readonly idToken: { readonly plan: string | null; readonly email: string | null } | null;
}

// Source: codex-protocol.md §5.1; the root's `individual_limit` is in reading-rules.md A12.
const KNOWN_MEMBERS = [
  'plan_type',
  'user_id',
  'account_id',
  'email',
  'rate_limit',
  'additional_rate_limits',
  'code_review_rate_limit',
  'credits',
  'individual_limit',
  'spend_control',
  'rate_limit_reached_type',
  'rate_limit_reset_credits',
  'rate_limit_upsell',
  'promo',
  'referral_beacon',
] as const;

const MODEL_LIMITS_MAX = 200;
// Source: codex-protocol.md §5.5; Codex's own name for the main limit.
const MAIN_LIMIT_ID = 'codex';

/** Reads one usage answer. Fails only with `unexpected-body`. */
export function parseUsage({ body, takenAtMs, idToken }: ParseUsageArgs): Result<UsageSnapshot> {
  if (!isObject(body)) return fail({ kind: 'unexpected-body', issue: 'body: expected object' });
  if (!KNOWN_MEMBERS.some((name) => Object.hasOwn(body, name))) {
    return fail({ kind: 'unexpected-body', issue: 'body: expected a known member' });
  }
  const doubts = createDoubts();
  const snapshot = readSnapshot({ members: body, path: '', doubts }, { takenAtMs, idToken });
  const issue = doubts.lostLimit();
  if (issue !== null && usageStatus(snapshot) === 'no-limits') {
    return fail({ kind: 'unexpected-body', issue });
  }
  return succeed({ ...snapshot, confidence: doubts.confidence() });
}

/** `no-limits` if a good answer knows no window, no spend limit and no credits that exist. */
export function usageStatus(snapshot: UsageSnapshot): 'ok' | 'no-limits' {
  const { windows, additional, codeReview, credits, spendLimit } = snapshot;
  const hasWindow = windows.length > 0 || additional.length > 0 || codeReview !== null;
  const hasCredits = credits?.hasCredits === true || credits?.unlimited === true;
  return hasWindow || hasCredits || spendLimit !== null ? 'ok' : 'no-limits';
}

function readSnapshot(
  root: Part,
  { takenAtMs, idToken }: Omit<ParseUsageArgs, 'body'>,
): UsageSnapshot {
  const rateLimit = readPart(root, 'rate_limit');
  const spendLimit = readSpendLimit({ root, rateLimit, takenAtMs });
  const context = { takenAtMs, spendReached: spendLimit?.reached === true };
  const windows = readLimit(rateLimit, context);
  const codeReview = readLimit(readPart(root, 'code_review_rate_limit'), context);
  return {
    source: 'live',
    takenAtMs,
    confidence: 'exact',
    plan: planOf(readText(root, 'plan_type') ?? idToken?.plan ?? null),
    email: readText(root, 'email') ?? (cleanText(idToken?.email ?? '') || null),
    windows,
    additional: readModelLimits(root, { ...context, hasMain: windows.length > 0 }),
    codeReview: codeReview.length > 0 ? codeReview : null,
    credits: readCredits(root),
    spendLimit,
    resetCredits: readResetCredits(root),
  };
}

interface ModelLimitContext {
  readonly takenAtMs: number;
  readonly spendReached: boolean;
  readonly hasMain: boolean;
}

function readModelLimits(root: Part, context: ModelLimitContext): readonly ModelLimit[] {
  const limits = new Map<string, ModelLimit>();
  for (const entry of readParts(root, 'additional_rate_limits', MODEL_LIMITS_MAX)) {
    const windows = readLimit(readPart(entry, 'rate_limit'), context);
    const limit = windows.length > 0 ? readModelLimit(entry, windows) : null;
    if (limit === null || (limit.id === MAIN_LIMIT_ID && context.hasMain)) continue;
    const known = limits.get(limit.id);
    const merged = mergeWindows([...(known?.windows ?? []), ...windows]);
    limits.set(limit.id, { ...(known ?? limit), windows: merged });
  }
  return [...limits.values()];
}

function readModelLimit(entry: Part, windows: readonly RateLimitWindow[]): ModelLimit | null {
  const name = readText(entry, 'limit_name');
  const id = readText(entry, 'metered_feature') ?? name;
  if (id !== null) return { id, name: name ?? id, windows };
  entry.doubts.unreadable(`${entry.path}: expected a name`, 'limit');
  return null;
}

function readCredits(root: Part): Credits | null {
  const part = readPart(root, 'credits');
  if (part === null) return null;
  return {
    balance: readAmount(part, 'balance'),
    hasCredits: readFlag(part, 'has_credits', 'limit'),
    unlimited: readFlag(part, 'unlimited', 'limit'),
    overageLimitReached: readFlag(part, 'overage_limit_reached'),
  };
}

interface SpendSources {
  readonly root: Part;
  readonly rateLimit: Part | null;
  readonly takenAtMs: number;
}

function readSpendLimit({ root, rateLimit, takenAtMs }: SpendSources): SpendLimit | null {
  const control = readPart(root, 'spend_control');
  const saidReached = control !== null && readFlag(control, 'reached') === true;
  for (const holder of [root, rateLimit, control]) {
    const part = holder && readPart(holder, 'individual_limit');
    const limit = part && readIndividualLimit(part, { takenAtMs, saidReached });
    if (limit !== null) return limit;
  }
  // Why: a workspace's limit can be reached without any amount of it in the answer.
  return saidReached ? { ...UNKNOWN_SPEND_LIMIT, reached: true } : null;
}

const UNKNOWN_SPEND_LIMIT: SpendLimit = {
  limit: null,
  used: null,
  remaining: null,
  usedPercent: null,
  remainingPercent: null,
  resetsAtMs: null,
  reached: false,
};

/** Null if no amount and no percent in it can be read. */
function readIndividualLimit(
  part: Part,
  { takenAtMs, saidReached }: { readonly takenAtMs: number; readonly saidReached: boolean },
): SpendLimit | null {
  const limit = readAmount(part, 'limit');
  const used = readAmount(part, 'used');
  const remaining = readAmount(part, 'remaining');
  const givenPercent = readPercent(part, 'used_percent');
  const givenRemaining = readPercent(part, 'remaining_percent');
  const known = [limit, used, remaining, givenPercent, givenRemaining];
  if (known.every((value) => value === null)) return null;
  const usedPercent =
    givenPercent ??
    (givenRemaining === null ? ratioPercent({ used, limit }) : Math.max(0, 100 - givenRemaining));
  const leftPercent = usedPercent === null ? null : Math.max(0, 100 - usedPercent);
  return {
    limit,
    used,
    remaining,
    usedPercent,
    remainingPercent: givenRemaining ?? leftPercent,
    resetsAtMs: readReset(part, takenAtMs),
    reached: saidReached || (usedPercent !== null && usedPercent >= 100),
  };
}

function ratioPercent(amounts: {
  readonly used: string | null;
  readonly limit: string | null;
}): number | null {
  const used = numberOf(amounts.used ?? '');
  const limit = numberOf(amounts.limit ?? '');
  if (used === null || limit === null || limit <= 0) return null;
  const percent = (used * 100) / limit;
  return Number.isFinite(percent) ? Math.max(0, percent) : null;
}
