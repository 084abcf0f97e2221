// Even use and the forecast of one window. Owns when there is enough to go by: the trend of its
// history where there is one, else its own average so far, else nothing.

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
/** Less than this is too little to go by. */
export const USED_MIN_PERCENT = 1;

/** Nothing can be said: no reset is known, or it has passed. */
export const NO_PACE: Pace = { expectedPercent: null, runsOutAtMs: null, enoughData: false };

/** Even use and run-out time of one window, as far as its numbers and their trend can tell. */
export function paceOf(window: RateLimitWindow, { nowMs, takenAtMs }: PaceMoment): Pace {
  const { resetsAtMs, durationMs, usedPercent, depleted, trend } = window;
  if (resetsAtMs === null || isResetElapsed(window, nowMs)) return NO_PACE;
  const elapsedMs = clamp(durationMs - (resetsAtMs - takenAtMs), durationMs);
  const expectedPercent = (elapsedMs / durationMs) * 100;
  const isLongEnough = elapsedMs >= Math.max(durationMs * ELAPSED_MIN_SHARE, ELAPSED_MIN_MS);
  if (!isLongEnough || usedPercent === null || usedPercent < USED_MIN_PERCENT) {
    return { expectedPercent, runsOutAtMs: null, enoughData: false };
  }
  if (depleted || usedPercent >= 100) {
    return { expectedPercent, runsOutAtMs: null, enoughData: true };
  }
  if (trend?.isEnough === false) return { expectedPercent, runsOutAtMs: null, enoughData: false };
  const averageMs = Math.round(takenAtMs + (elapsedMs * (100 - usedPercent)) / usedPercent);
  const outMs = trend === null ? averageMs : trend.runsOutAtMs;
  const runsOutAtMs = outMs !== null && outMs < resetsAtMs ? outMs : null;
  return { expectedPercent, runsOutAtMs, enoughData: true };
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, value));
}
