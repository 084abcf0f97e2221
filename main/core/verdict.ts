// Which limit decides, when included use is possible again, and the one verdict, all as data.
// Owns reading-rules.md A17 and A18; the sentences live in words/.

import { NO_PACE, type Pace, paceOf, USED_MIN_PERCENT } from './pace.ts';
import type { Credits, SpendLimit, UsageSnapshot, WindowKind } from './snapshot.ts';
import { usageStatus } from './usage.ts';
import { numberOf } from './usage-fields.ts';
import { isResetElapsed } from './windows.ts';

/** The limit that decides; `kind` is what contract.md §4 prints as `bindingWindow`. */
export type Binding =
  | { readonly kind: WindowKind; readonly durationMs: number }
  | { readonly kind: 'spendLimit'; readonly durationMs: null };

export type Verdict =
  /** Even at this rate the binding window lasts until its reset. */
  | {
      readonly kind: 'on-pace';
      readonly binding: Binding;
      readonly remainingPercent: number;
      readonly resetsAtMs: number | null;
    }
  /** So much is left, and there is no forecast. */
  | {
      readonly kind: 'left';
      readonly binding: Binding;
      readonly remainingPercent: number;
      readonly resetsAtMs: number | null;
      /** Whether a forecast is to come, but what was used so far is too little to go by. */
      readonly isTooEarly: boolean;
    }
  /** At this rate the binding window runs out before its reset. */
  | {
      readonly kind: 'slow-down';
      readonly binding: Binding;
      readonly runsOutAtMs: number;
      readonly resetsAtMs: number;
    }
  | { readonly kind: 'blocked'; readonly binding: Binding; readonly untilMs: number | null }
  /** The binding limit is used up, and credits are being spent until it resets. */
  | {
      readonly kind: 'spending-credits';
      readonly binding: Binding;
      readonly untilMs: number | null;
    }
  | {
      readonly kind: 'credits-only';
      readonly unlimited: boolean;
      /** Null when unlimited or unknown. */
      readonly balance: string | null;
      /** Whether the service says that no more of them may be spent. */
      readonly isStopped: boolean;
    }
  /** Only model limits or code review are limited; they never bind. */
  | { readonly kind: 'extras-only' }
  | { readonly kind: 'no-limits' }
  /** The numbers are too old: the binding limit's reset has passed since. */
  | { readonly kind: 'outdated'; readonly binding: Binding }
  /** There are main limits, but how much of them is used is not known. */
  | { readonly kind: 'unknown' };

/** Colour class of a gauge or of the icon. */
export type Level = 'calm' | 'near' | 'blocked';

/** A main window or the spend limit, as the decision sees it. */
interface MainLimit {
  readonly binding: Binding;
  readonly usedPercent: number | null;
  readonly depleted: boolean;
  readonly resetsAtMs: number | null;
  readonly pace: Pace;
}

/** The limit that decides, null if none can. */
export function bindingOf(snapshot: UsageSnapshot, nowMs: number): Binding | null {
  return bindingLimitOf(mainLimitsOf(snapshot, nowMs), nowMs)?.binding ?? null;
}

/** When included use is possible again, epoch ms; null unless something is used up now. */
export function usableAgainAtMs(snapshot: UsageSnapshot, nowMs: number): number | null {
  return lastBlocker(mainLimitsOf(snapshot, nowMs), nowMs)?.resetsAtMs ?? null;
}

/** The one verdict: can the person go on working, and until when. */
export function decideVerdict(snapshot: UsageSnapshot, nowMs: number): Verdict {
  const limits = mainLimitsOf(snapshot, nowMs);
  const limit = bindingLimitOf(limits, nowMs);
  if (limit !== null) return verdictOnLimit(limit, snapshot, nowMs);
  return limits.length > 0 ? { kind: 'unknown' } : verdictWithoutLimit(snapshot);
}

/** Depleted is blocked, `nearFromPercent` and above is near; unknown is calm. */
export function levelOf(
  usedPercent: number | null,
  depleted: boolean,
  nearFromPercent: number,
): Level {
  if (depleted || (usedPercent ?? 0) >= 100) return 'blocked';
  return usedPercent !== null && usedPercent >= nearFromPercent ? 'near' : 'calm';
}

function verdictOnLimit(limit: MainLimit, snapshot: UsageSnapshot, nowMs: number): Verdict {
  const { binding, pace, resetsAtMs, usedPercent } = limit;
  if (isResetElapsed(limit, nowMs)) return { kind: 'outdated', binding };
  if (limit.depleted) {
    const kind = maySpendCredits(snapshot, nowMs) ? 'spending-credits' : 'blocked';
    return { kind, binding, untilMs: resetsAtMs };
  }
  if (usedPercent === null) return { kind: 'unknown' };
  const left = { binding, remainingPercent: Math.max(0, 100 - usedPercent), resetsAtMs };
  if (pace.runsOutAtMs !== null && resetsAtMs !== null) {
    // Why: old numbers may forecast a moment that has passed; then only what was left can be said.
    if (pace.runsOutAtMs <= nowMs) return { kind: 'left', ...left, isTooEarly: false };
    return { kind: 'slow-down', binding, runsOutAtMs: pace.runsOutAtMs, resetsAtMs };
  }
  if (pace.enoughData) return { kind: 'on-pace', ...left };
  const hasBegun = pace.expectedPercent !== null && usedPercent >= USED_MIN_PERCENT;
  return { kind: 'left', ...left, isTooEarly: hasBegun };
}

function verdictWithoutLimit(snapshot: UsageSnapshot): Verdict {
  if (usageStatus(snapshot) === 'no-limits') return { kind: 'no-limits' };
  const { credits } = snapshot;
  if (credits?.hasCredits !== true && credits?.unlimited !== true) return { kind: 'extras-only' };
  const unlimited = credits.unlimited === true;
  const balance = unlimited ? null : credits.balance;
  return {
    kind: 'credits-only',
    unlimited,
    balance,
    isStopped: credits.overageLimitReached === true,
  };
}

function maySpendCredits({ credits, spendLimit }: UsageSnapshot, nowMs: number): boolean {
  if (credits === null || credits.overageLimitReached === true) return false;
  if (isSpendLimitReached(spendLimit, nowMs)) return false;
  return credits.unlimited === true || hasBalance(credits);
}

function hasBalance({ balance }: Credits): boolean {
  return (numberOf(balance ?? '') ?? 0) > 0;
}

function isSpendLimitReached(spendLimit: SpendLimit | null, nowMs: number): boolean {
  return spendLimit?.reached === true && !isResetElapsed(spendLimit, nowMs);
}

function mainLimitsOf(snapshot: UsageSnapshot, nowMs: number): readonly MainLimit[] {
  const { windows, spendLimit, takenAtMs } = snapshot;
  const limits: readonly MainLimit[] = windows.map((window) => ({
    binding: { kind: window.kind, durationMs: window.durationMs },
    usedPercent: window.usedPercent,
    depleted: window.depleted,
    resetsAtMs: window.resetsAtMs,
    pace: paceOf(window, { nowMs, takenAtMs }),
  }));
  if (spendLimit === null) return limits;
  const { usedPercent, reached: depleted, resetsAtMs } = spendLimit;
  const binding: Binding = { kind: 'spendLimit', durationMs: null };
  return [...limits, { binding, usedPercent, depleted, resetsAtMs, pace: NO_PACE }];
}

function bindingLimitOf(limits: readonly MainLimit[], nowMs: number): MainLimit | null {
  return lastBlocker(limits, nowMs) ?? firstToRunOut(limits) ?? fullest(limits);
}

/** The depleted limit that ends last. One whose reset has passed no longer blocks. */
function lastBlocker(limits: readonly MainLimit[], nowMs: number): MainLimit | null {
  const blockers = limits.filter((limit) => limit.depleted && !isResetElapsed(limit, nowMs));
  return best(blockers, endMs);
}

function firstToRunOut(limits: readonly MainLimit[]): MainLimit | null {
  const forecast = limits.filter((limit) => limit.pace.runsOutAtMs !== null);
  return best(forecast, (limit) => -(limit.pace.runsOutAtMs ?? 0));
}

/** The fullest limit, of equals the one that resets later; unknown ones cannot be it. */
function fullest(limits: readonly MainLimit[]): MainLimit | null {
  const known = limits.filter((limit) => limit.depleted || limit.usedPercent !== null);
  return best(
    known.toSorted((a, b) => compare(endMs(b), endMs(a))),
    fullness,
  );
}

function fullness(limit: MainLimit): number {
  return limit.usedPercent ?? 100;
}

/** When the limit ends; unknown counts as last. */
function endMs(limit: MainLimit): number {
  return limit.resetsAtMs ?? Number.POSITIVE_INFINITY;
}

/** The item of the highest rank, the first of equals. */
function best(limits: readonly MainLimit[], rank: (limit: MainLimit) => number): MainLimit | null {
  return limits.toSorted((a, b) => compare(rank(b), rank(a)))[0] ?? null;
}

/** Why: a difference of two infinities is NaN, which sorts at random. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
