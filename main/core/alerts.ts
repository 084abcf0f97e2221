// When to tell the person something: the alerts that are due after one poll, and what is remembered.
// Once per crossing, window and account; what is doubtful, old, snoozed or asked to be quiet is held
// back, with its reason in the log. Nothing is noted as told before recordShown says that it was.

import {
  type Alert,
  type Claim,
  claimsOf,
  hasMark,
  knownLimit,
  signInClaims,
} from './alert-claims.ts';
import { advanceLimit, type Limit, limitsOf, markLimit } from './alert-limits.ts';
import { type AlertDecision, type AlertMemory, bounded, logged } from './alert-memory.ts';
import { assertNever, type Result } from './failure.ts';
import type { QuietHours, Settings } from './settings.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { HOUR_MS } from './time.ts';

export interface AlertQuestion {
  readonly memory: AlertMemory;
  /** What a poll returned just now; saved or old numbers are none of it. */
  readonly result: Result<UsageSnapshot>;
  readonly settings: AlertSettings;
  readonly nowMs: number;
  /** The local time of day, in minutes since midnight. */
  readonly minuteOfDay: number;
}

export type AlertSettings = Pick<Settings, 'alerts' | 'thresholds' | 'quietHours'>;

export interface AlertAnswer {
  readonly due: readonly Alert[];
  readonly memory: AlertMemory;
}

/** What is due after a poll, and the memory with everything but that noted. */
export function decideAlerts(question: AlertQuestion): AlertAnswer {
  const { memory: before, result, settings, nowMs } = question;
  if (!result.ok) return gate(signInClaims(before, result.failure.kind), before, question);
  const snapshot = result.value;
  const limits = limitsOf(snapshot, nowMs);
  const memory = remember(before, limits, nowMs);
  const { thresholds } = settings;
  const claims = claimsOf({ before, memory, limits, snapshot, thresholds, nowMs });
  const answer = gate(claims, memory, question);
  const doubted = claims.filter(({ isDoubtful }) => isDoubtful).map(({ id }) => id);
  return { ...answer, memory: bounded({ ...answer.memory, doubted }) };
}

/** The memory once alerts were really shown. */
export function recordShown(
  memory: AlertMemory,
  shown: readonly Alert[],
  nowMs: number,
): AlertMemory {
  const told = shown.reduce((next, alert) => log(note(next, alert), alert, 'told', nowMs), memory);
  return bounded(told);
}

/** Silences every limit that is near or used up now, each until its own reset. */
export function snoozeAlerts(memory: AlertMemory, moment: SnoozeMoment): AlertMemory {
  const near = nearLimits(moment);
  return bounded(near.reduce((next, limit) => markLimit(next, limit, ['snoozed']), memory));
}

export interface SnoozeMoment {
  readonly snapshot: UsageSnapshot;
  readonly settings: Pick<Settings, 'thresholds'>;
  readonly nowMs: number;
}

/** Whether there is something to snooze, or it is snoozed already. */
export function snoozeState(memory: AlertMemory, moment: SnoozeMoment): 'none' | 'offered' | 'on' {
  const near = nearLimits(moment);
  if (near.length === 0) return 'none';
  return near.every((limit) => hasMark(memory, limit, 'snoozed')) ? 'on' : 'offered';
}

function nearLimits({ snapshot, settings, nowMs }: SnoozeMoment): readonly Limit[] {
  const lowest = Math.min(...settings.thresholds, 100);
  return limitsOf(snapshot, nowMs).filter(
    ({ usedPercent, outdated }) => !outdated && (usedPercent ?? 0) >= lowest,
  );
}

function remember(before: AlertMemory, limits: readonly Limit[], nowMs: number): AlertMemory {
  const seen = limits
    .filter(({ outdated }) => !outdated)
    .map((limit) => advanceLimit(knownLimit(before, limit), limit, { nowMs, known: before.known }));
  const others = before.limits.filter(({ key }) => !seen.some((limit) => limit.key === key));
  // Why not to the minute: a memory in which nothing else is new need not be saved.
  const isSeen = Math.abs(nowMs - before.seenAtMs) < HOUR_MS;
  const seenAtMs = isSeen ? before.seenAtMs : nowMs;
  const signIn = 'in';
  return bounded({ ...before, seenAtMs, known: true, signIn, limits: [...others, ...seen] });
}

/** Lets through what nothing speaks against; the rest goes into the log with the reason. */
function gate(claims: readonly Claim[], memory: AlertMemory, question: AlertQuestion): AlertAnswer {
  const due: Alert[] = [];
  let next = memory;
  for (const made of claims) {
    const reason = reasonAgainst(made, next, question);
    if (reason === null) due.push(made.alert);
    else next = log(next, made.alert, reason, question.nowMs);
    // What is past at first sight, or unwanted, is no news later on either.
    if (reason === 'baseline' || reason === 'switched-off') next = note(next, made.alert);
  }
  return { due, memory: next };
}

function reasonAgainst(
  { id, alert, isBaseline, isDoubtful }: Claim,
  memory: AlertMemory,
  { settings, minuteOfDay }: AlertQuestion,
): Exclude<AlertDecision, 'told'> | null {
  if (isBaseline) return 'baseline';
  // What two answers in a row say is believed, though neither was whole.
  if (isDoubtful && !memory.doubted.includes(id)) return 'doubt';
  if (!settings.alerts[alert.kind]) return 'switched-off';
  const isLimit = alert.kind === 'threshold' || alert.kind === 'blocked';
  if (isLimit && hasMark(memory, alert.limit, 'snoozed')) return 'snoozed';
  return isQuiet(settings.quietHours, minuteOfDay) ? 'quiet-hours' : null;
}

/** Whether a local time of day is in the quiet hours, which may pass over midnight. */
export function isQuiet(quietHours: QuietHours | null, minuteOfDay: number): boolean {
  if (quietHours === null) return false;
  const { fromMinute, toMinute } = quietHours;
  const isFrom = minuteOfDay >= fromMinute;
  const isTo = minuteOfDay < toMinute;
  return fromMinute <= toMinute ? isFrom && isTo : isFrom || isTo;
}

/** The memory with an alert's matter settled: it needs no telling any more. */
function note(memory: AlertMemory, alert: Alert): AlertMemory {
  switch (alert.kind) {
    case 'threshold':
      return markLimit(memory, alert.limit, alert.levels);
    case 'blocked': {
      const { key } = alert.limit;
      const awaited = [...memory.awaited.filter((other) => other !== key), key];
      return markLimit({ ...memory, awaited }, alert.limit, ['blocked']);
    }
    case 'usable-again':
      return { ...memory, awaited: [] };
    case 'sign-in':
      return { ...memory, signIn: 'out' };
    case 'reset-credit':
      return { ...memory, expiriesMs: [...memory.expiriesMs, ...alert.expiriesMs] };
    default:
      return assertNever(alert);
  }
}

function log(
  memory: AlertMemory,
  alert: Alert,
  decision: AlertDecision,
  atMs: number,
): AlertMemory {
  const limit = 'limit' in alert ? (alert.limit?.key ?? null) : null;
  const percent = alert.kind === 'threshold' ? alert.usedPercent : null;
  return logged(memory, { atMs, kind: alert.kind, limit, percent, decision });
}
