// The object of `plimsoll status --json`: contract.md §4, key by key. Times in RFC 3339, seconds for
// lengths, null for unknown; the only place that spells that shape.

import { type Failure, reasonOf, remedyOf, retryAtOf, type Warning } from './failure.ts';
import { paceOf } from './pace.ts';
import { failureOf, numbersOf, type Reading } from './reading.ts';
import type { RecoveryStep } from './recovery.ts';
import type { RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { formatInstant, SECOND_MS } from './time.ts';
import { usageStatus } from './usage.ts';
import { bindingOf, usableAgainAtMs } from './verdict.ts';
import { isResetElapsed, windowLabelUnit } from './windows.ts';
import type { Words } from './words/words.ts';

export interface StatusInput {
  readonly reading: Reading;
  readonly account: { readonly id: string | null; readonly email: string | null } | null;
  readonly accountName: string;
  readonly codexHome: string;
  readonly recovery: readonly RecoveryStep[];
  readonly warning: Warning | null;
  /** The one sentence; the same as in the popover. */
  readonly verdict: string;
}

export interface StatusContext {
  readonly words: Words;
  readonly nowMs: number;
}

/** A plain object, ready for JSON.stringify. */
export function presentStatus(input: StatusInput, context: StatusContext): object {
  const { reading, account, recovery, warning } = input;
  const numbers = numbersOf(reading);
  const failure = failureOf(reading);
  const who = account ?? numbers?.account ?? null;
  return {
    schema: 1,
    status: failure !== null || numbers === null ? 'failed' : usageStatus(numbers.snapshot),
    source: sourceOf(reading),
    takenAt: instant(numbers?.snapshot.takenAtMs ?? null),
    confidence: numbers?.snapshot.confidence ?? null,
    account: {
      name: input.accountName,
      id: who?.id ?? null,
      email: numbers?.snapshot.email ?? who?.email ?? null,
      codexHome: input.codexHome,
    },
    ...presentNumbers(numbers?.snapshot ?? null, context),
    verdict: input.verdict,
    recovery: presentSteps(recovery),
    warning: presentWarning(warning, context),
    failure: failure && presentFailure(failure, context),
  };
}

function sourceOf(reading: Reading): 'live' | 'cache' | 'session-log' | null {
  const numbers = numbersOf(reading);
  if (numbers === null) return null;
  if (numbers.snapshot.source === 'session-log') return 'session-log';
  return reading.kind === 'fresh' ? 'live' : 'cache';
}

/** The `recovery` of contract.md §4. */
export function presentSteps(steps: readonly RecoveryStep[]): readonly object[] {
  return steps.map(({ atMs, step, outcome }) => ({ at: instant(atMs), step, outcome }));
}

/** The `warning` of contract.md §4. */
export function presentWarning(warning: Warning | null, { words }: StatusContext): object | null {
  return warning && { kind: warning.kind, message: words.warnings[warning.kind] };
}

/** The `failure` of contract.md §4; also used where there is nothing but a failure. */
export function presentFailure(failure: Failure, { words, nowMs }: StatusContext): object {
  const { title, text } = words.describeFailure(failure, nowMs);
  return {
    kind: failure.kind,
    remedy: remedyOf(failure.kind),
    reason: reasonOf(failure),
    message: `${title}. ${text}`,
    retryAt: instant(retryAtOf(failure)),
  };
}

function presentNumbers(snapshot: UsageSnapshot | null, context: StatusContext): object {
  const { nowMs } = context;
  const rows = (windows: readonly RateLimitWindow[]): readonly object[] =>
    windows.map((window) => presentWindow(window, snapshot?.takenAtMs ?? nowMs, context));
  const { credits = null, codeReview = null, resetCredits = null } = snapshot ?? {};
  return {
    plan: snapshot?.plan ?? null,
    windows: rows(snapshot?.windows ?? []),
    additional: (snapshot?.additional ?? []).map(({ id, name, windows }) => ({
      id,
      name,
      windows: rows(windows),
    })),
    codeReview: codeReview && { windows: rows(codeReview) },
    credits: credits && {
      balance: credits.balance,
      hasCredits: credits.hasCredits,
      unlimited: credits.unlimited,
    },
    spendLimit: presentSpendLimit(snapshot?.spendLimit ?? null),
    resetCredits: resetCredits && {
      available: resetCredits.available,
      expiries: resetCredits.expiriesMs.map(formatInstant),
    },
    bindingWindow: snapshot && (bindingOf(snapshot, nowMs)?.kind ?? null),
    usableAgainAt: instant(snapshot && usableAgainAtMs(snapshot, nowMs)),
  };
}

function presentWindow(
  window: RateLimitWindow,
  takenAtMs: number,
  { words, nowMs }: StatusContext,
): object {
  const { expectedPercent, runsOutAtMs } = paceOf(window, { nowMs, takenAtMs });
  return {
    kind: window.kind,
    label: words.say.windowLabel(windowLabelUnit(window.durationMs)),
    usedPercent: window.usedPercent,
    windowSeconds: window.durationMs / SECOND_MS,
    resetsAt: instant(window.resetsAtMs),
    depleted: window.depleted,
    resetElapsed: isResetElapsed(window, nowMs),
    pace: {
      expectedPercent: expectedPercent === null ? null : Math.round(expectedPercent * 10) / 10,
      runsOutAt: instant(runsOutAtMs),
    },
  };
}

function presentSpendLimit(spendLimit: SpendLimit | null): object | null {
  if (spendLimit === null) return null;
  const { limit, used, remaining, usedPercent, remainingPercent, resetsAtMs } = spendLimit;
  return { limit, used, remaining, usedPercent, remainingPercent, resetsAt: instant(resetsAtMs) };
}

function instant(atMs: number | null): string | null {
  return atMs === null ? null : formatInstant(atMs);
}
