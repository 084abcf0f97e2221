// What an answer gives reason to tell, before anything speaks against it: crossings that were not
// noted in their window, the end of a block, a lost sign-in, earned resets that lapse soon.
// Decides nothing about quiet hours, snoozing or trust: alerts.ts does.

import { isMarked, type Limit } from './alert-limits.ts';
import type { AlertMemory, LimitMemory, MarkLevel } from './alert-memory.ts';
import type { FailureKind } from './failure.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';
import { type Binding, decideVerdict, usableAgainAtMs, type Verdict } from './verdict.ts';

/** One thing to tell. Alerts that fall together are told as one. */
export type Alert =
  | {
      readonly kind: 'threshold';
      readonly limit: Limit;
      readonly usedPercent: number;
      /** The thresholds that this covers. */
      readonly levels: readonly number[];
      readonly runsOutAtMs: number | null;
      /** The limit is used up, and work goes on with credits. */
      readonly spendsCredits: boolean;
    }
  | { readonly kind: 'blocked'; readonly limit: Limit; readonly untilMs: number | null }
  | {
      readonly kind: 'usable-again';
      /** The limit that has room again; null if the answer has no such limit any more. */
      readonly limit: Limit | null;
      readonly spendsCredits: boolean;
      readonly untilMs: number | null;
    }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'reset-credit'; readonly expiriesMs: readonly number[] };

/** How long before its expiry an earned reset is told of. */
const EXPIRES_SOON_MS = DAY_MS;
const EXPIRIES_AT_ONCE = 20;
const SAME_EXPIRY_MS = MINUTE_MS;

/** An alert that the answer speaks for, before anything speaks against it. */
export interface Claim {
  readonly id: string;
  readonly alert: Alert;
  readonly isBaseline: boolean;
  readonly isDoubtful: boolean;
}

function claim(id: string, alert: Alert): Claim {
  return { id, alert, isBaseline: false, isDoubtful: false };
}

export interface Moment {
  readonly before: AlertMemory;
  /** The same with this answer's limits remembered. */
  readonly memory: AlertMemory;
  readonly limits: readonly Limit[];
  readonly snapshot: UsageSnapshot;
  readonly thresholds: readonly number[];
  readonly nowMs: number;
}

/** Everything that a good answer gives reason to tell. */
export function claimsOf(moment: Moment): readonly Claim[] {
  const { before, memory, limits, snapshot, nowMs } = moment;
  const isPartial = snapshot.confidence === 'partial';
  return [
    ...limits.flatMap((limit) => limitClaims(limit, moment)),
    ...usableAgainClaims(moment),
    ...expiryClaims(memory, snapshot, nowMs),
  ].map((made) => ({
    ...made,
    isBaseline: made.isBaseline || !before.known,
    isDoubtful: made.isDoubtful || isPartial,
  }));
}

/** A sign-in that was there and is gone; waiting helps against everything else. */
export function signInClaims(memory: AlertMemory, kind: FailureKind): readonly Claim[] {
  const isGone = kind === 'sign-in-required' || kind === 'auth-file-missing';
  return isGone && memory.signIn === 'in' ? [claim('sign-in', { kind: 'sign-in' })] : [];
}

/** The thresholds that a limit has passed, and whether it blocks, unless its window had that noted. */
function limitClaims(limit: Limit, moment: Moment): readonly Claim[] {
  const { before, memory, snapshot, thresholds, nowMs } = moment;
  const { usedPercent, outdated, depleted, binding, key } = limit;
  if (outdated || usedPercent === null) return [];
  const verdict = decideVerdict(snapshot, nowMs);
  const claims: Claim[] = [];
  if (verdict.kind === 'blocked' && depleted && !hasMark(memory, limit, 'blocked')) {
    const untilMs = usableAgainAtMs(snapshot, nowMs);
    claims.push(claim(`blocked ${key}`, { kind: 'blocked', limit, untilMs }));
  }
  const levels = thresholds.filter((threshold) => usedPercent >= threshold);
  const highest = Math.max(...levels);
  if (levels.length > 0 && !hasMark(memory, limit, highest)) {
    const runsOutAtMs = runOutOf(verdict, binding);
    const spendsCredits = depleted && verdict.kind === 'spending-credits';
    const fields = { limit, usedPercent, levels, runsOutAtMs, spendsCredits };
    claims.push(claim(`threshold ${key} ${highest}`, { kind: 'threshold', ...fields }));
  }
  const isBaseline = knownLimit(before, limit)?.settled === false;
  return claims.map((made) => ({ ...made, isBaseline }));
}

function runOutOf(verdict: Verdict, { kind, durationMs }: Binding): number | null {
  if (verdict.kind !== 'slow-down') return null;
  const { binding, runsOutAtMs } = verdict;
  return binding.kind === kind && binding.durationMs === durationMs ? runsOutAtMs : null;
}

/** Work is possible again, for somebody who was told that it was not. */
function usableAgainClaims({ memory, limits, snapshot, nowMs }: Moment): readonly Claim[] {
  const verdict = decideVerdict(snapshot, nowMs);
  if (memory.awaited.length === 0 || !mayWork(verdict)) return [];
  const spendsCredits = verdict.kind === 'spending-credits';
  const untilMs = usableAgainAtMs(snapshot, nowMs);
  const awaited = memory.awaited.map((key) => limits.find((limit) => limit.key === key) ?? key);
  const isOver = awaited.every((waited) => hasRoom(memory, waited, nowMs));
  if (!spendsCredits && !isOver) return [];
  const limit = awaited.findLast((waited) => typeof waited !== 'string') ?? null;
  const made = claim('usable-again', { kind: 'usable-again', limit, spendsCredits, untilMs });
  // Why: an amount may be raised within its month, but a flicker looks the same at first.
  const isDoubtful = awaited.some(
    (waited) => typeof waited !== 'string' && isSpend(waited) && hasMark(memory, waited, 'blocked'),
  );
  return [{ ...made, isDoubtful: isDoubtful && !spendsCredits }];
}

/** Whether a limit that blocked does so no more: a new window, or one that has vanished is over. */
function hasRoom(memory: AlertMemory, waited: Limit | string, nowMs: number): boolean {
  if (typeof waited === 'string') {
    const known = memory.limits.find(({ key }) => key === waited);
    return known === undefined || known.resetsAtMs <= nowMs;
  }
  if (waited.outdated || waited.usedPercent === null || waited.depleted) return false;
  // Why: a fall without a new window is doubtful, and who believes it may find the door shut.
  return isSpend(waited) || !hasMark(memory, waited, 'blocked');
}

function isSpend({ binding }: Limit): boolean {
  return binding.kind === 'spendLimit';
}

function mayWork({ kind }: Verdict): boolean {
  return kind !== 'blocked' && kind !== 'outdated' && kind !== 'unknown';
}

/** Earned resets that lapse soon and were not told of. */
function expiryClaims(
  memory: AlertMemory,
  { resetCredits }: UsageSnapshot,
  nowMs: number,
): readonly Claim[] {
  if (resetCredits === null || resetCredits.available === 0) return [];
  const isTold = (expiryMs: number): boolean =>
    memory.expiriesMs.some((told) => Math.abs(told - expiryMs) <= SAME_EXPIRY_MS);
  const expiriesMs = resetCredits.expiriesMs
    .slice(0, EXPIRIES_AT_ONCE)
    .filter((at) => at > nowMs && at <= nowMs + EXPIRES_SOON_MS && !isTold(at));
  if (expiriesMs.length === 0) return [];
  return [claim('reset-credit', { kind: 'reset-credit', expiriesMs })];
}

export function knownLimit(memory: AlertMemory, { key }: Limit): LimitMemory | undefined {
  return memory.limits.find((limit) => limit.key === key);
}

/** Whether something was noted for a limit's present window. */
export function hasMark(memory: AlertMemory, limit: Limit, level: MarkLevel): boolean {
  const known = knownLimit(memory, limit);
  return known !== undefined && isMarked(known, limit, level);
}
