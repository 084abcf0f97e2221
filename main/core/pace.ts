// Even use and the forecast of one window. Owns when there is enough to go by.
// Works from the window's own average so far; a forecast from history would join PaceMoment.

import type { RateLimitWindow } from './snapshot.ts';
import { MINUTE_MS } from './time.ts';
import { isResetElapsed } from './windows.ts';

export interface Pace {
  /** Where even use would have been when the numbers were taken, 0 to 100; null if unknown. */
  readonly expectedPercent: number | null;
  /** When the window runs out at this rate, epoch ms; null unless that is before its reset. */
  readonly runsOutAtMs: number | null;
  /** Whether enough of the window has passed, and been used, for a forecast to mean something. */
  readonly enoughData: boolean;
}

export interface PaceMoment {
  readonly nowMs: number;
  /** When the window's numbers were true. */
  readonly takenAtMs: number;
}

const ELAPSED_MIN_SHARE = 0.05;
const ELAPSED_MIN_MS = 10 * MINUTE_MS;
const USED_MIN_PERCENT = 1;

/** Nothing can be said: no reset is known, or it has passed. */
export const NO_PACE: Pace = { expectedPercent: null, runsOutAtMs: null, enoughData: false };

/** Even use and run-out time of one window, from its average rate since it began. */
export function paceOf(window: RateLimitWindow, { nowMs, takenAtMs }: PaceMoment): Pace {
  const { resetsAtMs, durationMs, usedPercent, depleted } = window;
  if (resetsAtMs === null || isResetElapsed(window, nowMs)) return NO_PACE;
  const elapsedMs = clamp(durationMs - (resetsAtMs - takenAtMs), durationMs);
  const expectedPercent = (elapsedMs / durationMs) * 100;
  const isLongEnough = elapsedMs >= Math.max(durationMs * ELAPSED_MIN_SHARE, ELAPSED_MIN_MS);
  if (!isLongEnough || usedPercent === null || usedPercent < USED_MIN_PERCENT) {
    return { expectedPercent, runsOutAtMs: null, enoughData: false };
  }
  const untilEmptyMs = (elapsedMs * (100 - usedPercent)) / usedPercent;
  const runsOutAtMs = Math.round(takenAtMs + untilEmptyMs);
  const runsOut = !depleted && usedPercent < 100 && runsOutAtMs < resetsAtMs;
  return { expectedPercent, runsOutAtMs: runsOut ? runsOutAtMs : null, enoughData: true };
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, value));
}
