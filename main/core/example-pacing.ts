// What the schedule remembers in some situations, for tests: a poll has just ended, and then time, a
// clock that is set, use and sleep. A new field of the memory does not compile until it is there.

import type { Clocks } from './clocks.ts';
import { exampleSnapshot } from './example-states.ts';
import type { Failure } from './failure.ts';
import { firstPacing, type Pacing, pollBegan, pollEnded } from './pacing.ts';
import { type Conditions, nextPollDueMs } from './schedule.ts';

export const start: Clocks = { steadyMs: 5_000_000, wallMs: 1_795_348_800_000 };
const plain: Conditions = { pollMinutes: 5, isSaving: false, noticesUse: true };

export function at(afterMs: number, clockJumpMs = 0): Clocks {
  return {
    steadyMs: start.steadyMs + afterMs,
    wallMs: start.wallMs + afterMs + clockJumpMs,
  };
}

export interface Polled {
  readonly failure?: Failure | null;
  readonly inRow?: number;
  readonly random?: number;
  readonly paceDivisor?: number;
  /** Resets of the main windows, from the start. */
  readonly resets?: readonly (number | null)[];
  /** How long before the start the app was started. */
  readonly ranForMs?: number;
}

/** What is remembered when a poll has just ended, at the start. */
export function polled({
  failure = null,
  inRow = 1,
  random = 0.5,
  paceDivisor = 1,
  resets = [],
  ranForMs = 0,
}: Polled = {}): Pacing {
  const draws = { wait: random, soon: random };
  const first = firstPacing({ clocks: at(-ranForMs), draws, paceDivisor, notBeforeWallMs: null });
  const failuresInRow = failure === null ? 0 : inRow - 1;
  return endedAt(pollBegan({ ...first, failuresInRow }, start), start, { failure, resets, random });
}

export function endedAt(
  pacing: Pacing,
  clocks: Clocks,
  { failure = null, resets = [], random = 0.5 }: Polled = {},
): Pacing {
  const [window] = exampleSnapshot.windows;
  if (window === undefined) throw new Error('the example has windows');
  const windows = resets.map((afterMs) => ({
    ...window,
    resetsAtMs: afterMs === null ? null : start.wallMs + afterMs,
  }));
  const snapshot = { ...exampleSnapshot, windows };
  const draws = { wait: random, soon: random };
  return pollEnded(pacing, { clocks, draws, failure, snapshot, hasRisen: false });
}

/** Milliseconds from the start until the next poll. */
export function dueAfter(
  pacing: Pacing,
  conditions: Partial<Conditions> = {},
  now = start,
): number {
  return nextPollDueMs(pacing, { ...plain, ...conditions }, now) - start.steadyMs;
}
