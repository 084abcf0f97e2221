// Two clocks: one that people read and somebody may set, and one that only ever goes on. Waits are
// measured by the steady one; the wall is for what is shown, saved or said by others.

import { MINUTE_MS, SECOND_MS } from './time.ts';

/** One moment, by both clocks. */
export interface Clocks {
  /**
   * Milliseconds by a clock that is never set; only differences mean anything. On some systems it
   * stands still while the computer sleeps.
   */
  readonly steadyMs: number;
  /** Epoch ms; may jump by years. */
  readonly wallMs: number;
}

const SHOWN_TOLERANCE_MS = SECOND_MS;
const SLEPT_MIN_MS = MINUTE_MS;

/** Where an instant of the steady clock is on the wall; one that is shown stays while it is right. */
export function onWall(
  steadyAtMs: number | null,
  shownMs: number | null,
  { steadyMs, wallMs }: Clocks,
): number | null {
  if (steadyAtMs === null) return null;
  const atMs = Math.round(wallMs + (steadyAtMs - steadyMs));
  const isRight = shownMs !== null && Math.abs(shownMs - atMs) <= SHOWN_TOLERANCE_MS;
  return isRight ? shownMs : atMs;
}

export interface ArmedTimer {
  readonly armed: Clocks;
  readonly dueMs: number;
}

/**
 * Whether more time has passed than a timer was to take: the computer slept and nobody said so, or
 * the wall clock was set forward, which looks the same.
 */
export function hasSlept({ armed, dueMs }: ArmedTimer, now: Clocks): boolean {
  const lateMs = now.steadyMs - Math.max(dueMs, armed.steadyMs);
  const jumpedMs = now.wallMs - armed.wallMs - (now.steadyMs - armed.steadyMs);
  return Math.max(lateMs, jumpedMs) > SLEPT_MIN_MS;
}
