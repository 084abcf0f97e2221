// One account's alerts as a person lives with them: answers go in, what was told comes out as short
// lines, and the memory passes through JSON whenever Plimsoll restarts. Only tests use this.

import type { Alert } from './alert-claims.ts';
import { type AlertMemory, NO_MEMORY, parseAlertMemory } from './alert-memory.ts';
import { type AlertText, presentAlerts } from './alert-text.ts';
import { decideAlerts, recordShown, snoozeAlerts, snoozeState } from './alerts.ts';
import { exampleSnapshot } from './example-states.ts';
import { exampleTakenAtMs } from './examples.ts';
import { type Failure, fail, type Result, succeed } from './failure.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import type { Credits, RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { createWords } from './words/words.ts';

export const startMs = exampleTakenAtMs;

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

type KnownReset = RateLimitWindow & { readonly resetsAtMs: number };

/** A 5-hour window that resets two hours after the start. */
export function session(usedPercent: number | null): KnownReset {
  return {
    id: 'primary',
    kind: 'session',
    durationMs: 5 * HOUR_MS,
    usedPercent,
    resetsAtMs: startMs + 2 * HOUR_MS,
    depleted: (usedPercent ?? 0) >= 100,
    trend: null,
  };
}

/** A weekly window that resets three days after the start. */
export function weekly(usedPercent: number | null): KnownReset {
  return {
    ...session(usedPercent),
    id: 'secondary',
    kind: 'weekly',
    durationMs: 7 * DAY_MS,
    resetsAtMs: startMs + 3 * DAY_MS,
  };
}

export function spend(usedPercent: number): SpendLimit {
  return {
    limit: '500',
    used: String(usedPercent * 5),
    remaining: String(500 - usedPercent * 5),
    usedPercent,
    remainingPercent: 100 - usedPercent,
    resetsAtMs: startMs + 10 * DAY_MS,
    reached: usedPercent >= 100,
  };
}

export const credits: Credits = {
  balance: '5',
  hasCredits: true,
  unlimited: false,
  overageLimitReached: false,
};

export interface AlertWorld {
  nowMs: number;
  minuteOfDay: number;
  settings: Settings;
  memory: AlertMemory;
  readonly messages: AlertText[];
  /** What the last answer gave reason to tell. */
  due: readonly Alert[];
  /** One good answer; what was told of it and shown, each as "kind limit percent". */
  poll(fields: Partial<UsageSnapshot>, options?: { readonly isShown: boolean }): readonly string[];
  fail(failure: Failure): readonly string[];
  /** The memory goes through its file. */
  restart(): void;
  snooze(fields: Partial<UsageSnapshot>): void;
  snoozeState(fields: Partial<UsageSnapshot>): ReturnType<typeof snoozeState>;
}

export function alertWorld(): AlertWorld {
  const heed = (result: Result<UsageSnapshot>, isShown: boolean): readonly string[] => {
    const { memory, settings, nowMs, minuteOfDay } = world;
    const answer = decideAlerts({ memory, result, settings, nowMs, minuteOfDay });
    const text = presentAlerts(answer.due, { words, nowMs });
    if (text !== null) world.messages.push(text);
    world.memory = isShown ? recordShown(answer.memory, answer.due, nowMs) : answer.memory;
    world.due = answer.due;
    return answer.due.map(lineOf);
  };
  const snapshotOf = (fields: Partial<UsageSnapshot>): UsageSnapshot => ({
    ...exampleSnapshot,
    takenAtMs: world.nowMs,
    additional: [],
    credits: null,
    resetCredits: null,
    ...fields,
  });
  const momentOf = (fields: Partial<UsageSnapshot>) => {
    const { settings, nowMs } = world;
    return { snapshot: snapshotOf(fields), settings, nowMs };
  };
  const world: AlertWorld = {
    nowMs: startMs,
    minuteOfDay: 12 * 60,
    settings: DEFAULT_SETTINGS,
    memory: NO_MEMORY,
    messages: [],
    due: [],
    poll: (fields, { isShown } = { isShown: true }) => heed(succeed(snapshotOf(fields)), isShown),
    fail: (failure) => heed(fail(failure), true),
    restart() {
      world.memory = parseAlertMemory(JSON.parse(JSON.stringify(world.memory)));
    },
    snooze(fields) {
      world.memory = snoozeAlerts(world.memory, momentOf(fields));
    },
    snoozeState: (fields) => snoozeState(world.memory, momentOf(fields)),
  };
  return world;
}

function lineOf(alert: Alert): string {
  switch (alert.kind) {
    case 'threshold':
      return `threshold ${alert.limit.key} ${alert.usedPercent}`;
    case 'blocked':
      return `blocked ${alert.limit.key}`;
    case 'usable-again':
      return `usable-again ${alert.limit?.key ?? '-'}`;
    case 'sign-in':
      return 'sign-in';
    case 'reset-credit':
      return `reset-credit ${alert.expiriesMs.length}`;
  }
}
