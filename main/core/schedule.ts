// When to look again. Owns every interval, back-off and grace of polling; never asks the clock.
// Source: reliability.md §7, "Manners towards the service".

import type { Clocks } from './clocks.ts';
import { type Failure, remedyOf } from './failure.ts';
import { allowedAtMs, type Pacing } from './pacing.ts';
import type { Reading } from './reading.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

/** A click or an opened popover asks again only when the reading is older than this. */
export const YOUNG_READING_MS = 60 * SECOND_MS;
/** No two polls begin closer to each other than this, however often somebody clicks. */
const CLICK_PAUSE_MS = SECOND_MS;

/** How often to see whether the system is online again; asks nobody. */
export const OFFLINE_LOOK_MS = MINUTE_MS;
/** No timer is set for longer: beyond 2^31 ms one fires at once. */
export const TIMER_MAX_MS = 24 * HOUR_MS;

const POLL_MINUTES_MIN = 1;
const POLL_MINUTES_MAX = 60;
const POLL_MINUTES_DEFAULT = 5;
const INTERVAL_JITTER = 0.1;
/** No timed poll follows a good answer sooner, whatever a setting says. */
const INTERVAL_FLOOR_MS = MINUTE_MS;
/** Between two polls on battery, and while Codex is idle. */
const CALM_INTERVAL_MS = 15 * MINUTE_MS;
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
/** A service may be late with its own reset, and many people share one. */
const AFTER_RESET_MIN_MS = 5 * SECOND_MS;
const AFTER_RESET_MAX_MS = 20 * SECOND_MS;
/** Resets this close to each other are followed by one poll. */
const SAME_RESET_MS = MINUTE_MS;
/** Long enough for the service to count what was used, and for Codex to come to rest. */
const AFTER_USE_MIN_MS = 20 * SECOND_MS;
const AFTER_USE_MAX_MS = 50 * SECOND_MS;

/** What the computer and the person wish, at this moment. */
export interface Conditions {
  /** The setting: minutes between two timed polls. */
  readonly pollMinutes: number;
  /** Power is short. */
  readonly isSaving: boolean;
  /** Use of Codex would be noticed; without that its silence means nothing. */
  readonly noticesUse: boolean;
}

/** What the system says of its network; `changed` since it was last asked, or back again. */
export type NetworkWord = 'settled' | 'changed' | 'offline';

/** When the next timed poll is due, by the steady clock; the past means now. Always finite. */
export function nextPollDueMs(pacing: Pacing, conditions: Conditions, clocks: Clocks): number {
  const { told, failure, graceUntilMs, endedAtMs, draws, paceDivisor } = pacing;
  const earliestMs = Math.max(allowedAtMs(pacing), graceUntilMs ?? Number.NEGATIVE_INFINITY);
  if (told !== null) {
    // Why: a service that named a moment restarts its window on every early request.
    const slackMs = between(RETRY_AFTER_SLACK_MS / 2, RETRY_AFTER_SLACK_MS, draws.wait);
    const floorMs = endedAtMs + BACKOFF_FLOOR_MS / paceDivisor;
    return Math.max(told.untilMs + slackMs, floorMs, earliestMs);
  }
  if (graceUntilMs !== null && failure?.kind !== 'rate-limited') return earliestMs;
  const dueMs =
    failure === null
      ? dueAfterSuccessMs(pacing, conditions, clocks)
      : endedAtMs + backoffMs(pacing, failure) / paceDivisor;
  return Math.max(dueMs, earliestMs);
}

function dueAfterSuccessMs(pacing: Pacing, conditions: Conditions, clocks: Clocks): number {
  const { draws, beganAtMs, endedAtMs, paceDivisor } = pacing;
  const jitter = 1 - INTERVAL_JITTER + 2 * INTERVAL_JITTER * draws.wait;
  const intervalMs = (intervalOf(pacing, conditions) * jitter) / paceDivisor;
  const dueMs = Math.min(
    endedAtMs + intervalMs,
    dueAfterResetMs(pacing, clocks),
    dueAfterUseMs(pacing),
  );
  return Math.max(dueMs, beganAtMs + INTERVAL_FLOOR_MS / paceDivisor);
}

function intervalOf({ wasIdle }: Pacing, conditions: Conditions): number {
  const { pollMinutes, isSaving, noticesUse } = conditions;
  const chosen = Number.isFinite(pollMinutes) ? pollMinutes : POLL_MINUTES_DEFAULT;
  const ms = Math.min(Math.max(chosen, POLL_MINUTES_MIN), POLL_MINUTES_MAX) * MINUTE_MS;
  const isCalm = isSaving || (wasIdle && noticesUse);
  return isCalm ? Math.max(ms, CALM_INTERVAL_MS) : ms;
}

/** A moment after the next reset that is worth a poll of its own; infinite if there is none. */
function dueAfterResetMs(pacing: Pacing, { steadyMs, wallMs }: Clocks): number {
  const { resetsAtWallMs, draws, paceDivisor } = pacing;
  if (resetsAtWallMs.length === 0) return Number.POSITIVE_INFINITY;
  const firstMs = Math.min(...resetsAtWallMs);
  const lastMs = Math.max(...resetsAtWallMs.filter((atMs) => atMs - firstMs <= SAME_RESET_MS));
  const delayMs = between(AFTER_RESET_MIN_MS, AFTER_RESET_MAX_MS, draws.soon) / paceDivisor;
  return steadyMs + (lastMs - wallMs) + delayMs;
}

/** A moment after use that the numbers cannot know of; infinite if there was none. */
function dueAfterUseMs({ freshUse, draws, paceDivisor }: Pacing): number {
  if (freshUse === null) return Number.POSITIVE_INFINITY;
  return freshUse.atMs + between(AFTER_USE_MIN_MS, AFTER_USE_MAX_MS, draws.soon) / paceDivisor;
}

function backoffMs({ failuresInRow, draws }: Pacing, failure: Failure): number {
  if (remedyOf(failure.kind) === 'act') return LOOK_INTERVAL_MS;
  if (failure.kind === 'rate-limited') {
    return doubled(UNTOLD_LIMIT_FIRST_MS, failuresInRow, UNTOLD_LIMIT_MAX_MS);
  }
  const ceilingMs = doubled(BACKOFF_FIRST_MS, failuresInRow, BACKOFF_MAX_MS);
  return Math.max(BACKOFF_FLOOR_MS, ceilingMs * draws.wait);
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

/** Why a person wants a poll. */
export type PersonalCause = 'click' | 'once-more' | 'repair' | 'opened';

/** Whether a person may have a poll now; a told wait, a young reading and a young failure say no. */
export function mayPollNow(
  cause: PersonalCause,
  { pacing, reading }: { readonly pacing: Pacing; readonly reading: Reading },
  { steadyMs, wallMs }: Clocks,
): boolean {
  const { beganAtMs, told, paceDivisor } = pacing;
  // Why: an impatient finger is one question, also when the first answer was a quick failure.
  if (steadyMs - beganAtMs < CLICK_PAUSE_MS / paceDivisor) return false;
  if (told !== null && told.untilMs > steadyMs) return false;
  const youngMs = YOUNG_READING_MS / paceDivisor;
  if (reading.kind === 'fresh') {
    // Why by the wall: the age that people see. A clock that was set back makes no age.
    const ageMs = wallMs - reading.snapshot.takenAtMs;
    return ageMs < 0 || ageMs >= youngMs;
  }
  // Why: opening the popover again and again must not defeat the back-off; a click may.
  return cause !== 'opened' || steadyMs - beganAtMs >= youngMs;
}

function between(minMs: number, maxMs: number, random: number): number {
  return minMs + (maxMs - minMs) * random;
}
