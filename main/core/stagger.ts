// Whose poll begins when, among several accounts: one after another with a gap between, so that ten
// homes are never one burst at the service. Asks no clock and starts nothing.
// Source of the gap: reliability.md §9.8 lets no two requests of one home be closer than 1 s; to the
// service several homes are one computer, so polls of different homes keep twice that.

import { SECOND_MS } from './time.ts';

export const STAGGER_GAP_MS = 2 * SECOND_MS;

export interface Waiting {
  /** Rising numbers: who asked earlier has the smaller one. */
  readonly ticket: number;
  /** A person is looking at it: goes before all that came by a timer. */
  readonly isPersonal: boolean;
}

/** Who begins next; null if nobody waits. */
export function nextInLine<Each extends Waiting>(waiting: readonly Each[]): Each | null {
  const [first = null, ...others] = waiting;
  return others.reduce(
    (best, each) => (best !== null && isBefore(best, each) ? best : each),
    first,
  );
}

function isBefore(a: Waiting, b: Waiting): boolean {
  if (a.isPersonal !== b.isPersonal) return a.isPersonal;
  return a.ticket < b.ticket;
}

/** How long the next one has still to wait, by a clock that is never set; 0 for now. */
export function gapLeftMs(args: {
  /** When a poll was last let begin; null before the first. */
  readonly lastBeganMs: number | null;
  readonly steadyMs: number;
  readonly paceDivisor: number;
}): number {
  const { lastBeganMs, steadyMs, paceDivisor } = args;
  if (lastBeganMs === null) return 0;
  return Math.max(0, lastBeganMs + STAGGER_GAP_MS / paceDivisor - steadyMs);
}
