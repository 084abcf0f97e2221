// When to look again. Owns every interval, back-off and pause of polling; never asks the clock.
// Source: reliability.md §7, "Manners towards the service".

import { type Failure, remedyOf, retryAtOf } from './failure.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

export const POLL_INTERVAL_MS = 5 * MINUTE_MS;
/** A click or an opened popover asks again only when the reading is older than this. */
export const YOUNG_READING_MS = 60 * SECOND_MS;
/** No two polls begin closer to each other than this, however often somebody clicks. */
export const CLICK_PAUSE_MS = SECOND_MS;

const INTERVAL_JITTER = 0.1;
const BACKOFF_FIRST_MS = MINUTE_MS;
const BACKOFF_MAX_MS = 30 * MINUTE_MS;
const BACKOFF_FLOOR_MS = 10 * SECOND_MS;
const UNTOLD_LIMIT_FIRST_MS = 5 * MINUTE_MS;
const UNTOLD_LIMIT_MAX_MS = HOUR_MS;
/** While the person must act, the file is looked at this often, because watchers fail. */
const LOOK_INTERVAL_MS = HOUR_MS;
const RETRY_AFTER_SLACK_MS = 2 * SECOND_MS;
const WAKE_GRACE_MIN_MS = 10 * SECOND_MS;
const WAKE_GRACE_MAX_MS = 40 * SECOND_MS;
const LOGIN_GRACE_MIN_MS = 2 * SECOND_MS;
const LOGIN_GRACE_MAX_MS = 10 * SECOND_MS;

export interface ScheduleInput {
  /** Null after a success. */
  readonly failure: Failure | null;
  /** Failures in a row, this one included; 0 after a success. */
  readonly failuresInRow: number;
  readonly nowMs: number;
  /** One draw, 0 to 1. */
  readonly random: number;
  /** What every wait is divided by; 1 except in demo and tests. The service's own word is not. */
  readonly paceDivisor: number;
}

/** Milliseconds until the next timed poll, always positive and finite. */
export function nextPollDelayMs(input: ScheduleInput): number {
  const retryAtMs = input.failure === null ? null : retryAtOf(input.failure);
  if (retryAtMs !== null) {
    // Why: a service that named a moment restarts its window on every early request.
    const untilMs = Math.max(0, retryAtMs - input.nowMs);
    return untilMs + RETRY_AFTER_SLACK_MS * (0.5 + 0.5 * input.random);
  }
  return unpacedDelayMs(input) / input.paceDivisor;
}

function unpacedDelayMs({ failure, failuresInRow, random }: ScheduleInput): number {
  if (failure === null) {
    return POLL_INTERVAL_MS * (1 - INTERVAL_JITTER + 2 * INTERVAL_JITTER * random);
  }
  if (remedyOf(failure.kind) === 'act') return LOOK_INTERVAL_MS;
  if (failure.kind === 'rate-limited') {
    return doubled(UNTOLD_LIMIT_FIRST_MS, failuresInRow, UNTOLD_LIMIT_MAX_MS);
  }
  const ceilingMs = doubled(BACKOFF_FIRST_MS, failuresInRow, BACKOFF_MAX_MS);
  return Math.max(BACKOFF_FLOOR_MS, ceilingMs * random);
}

function doubled(firstMs: number, failuresInRow: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(16, Math.max(0, failuresInRow - 1)));
}

/** How long to wait after wake, unlock or a network change before the one poll that follows. */
export function wakeDelayMs(random: number, paceDivisor: number): number {
  return between(WAKE_GRACE_MIN_MS, WAKE_GRACE_MAX_MS, random) / paceDivisor;
}

/** How long to wait with the first poll when the system started us at login. */
export function loginDelayMs(random: number, paceDivisor: number): number {
  return between(LOGIN_GRACE_MIN_MS, LOGIN_GRACE_MAX_MS, random) / paceDivisor;
}

function between(minMs: number, maxMs: number, random: number): number {
  return minMs + (maxMs - minMs) * random;
}
