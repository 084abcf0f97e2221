// What a monitor knows at one moment, and what it knows after a poll. Replaced and never mutated; the
// times of polls are the timer's and come with it.

import type { Warning } from './failure.ts';
import {
  advance,
  NO_READING,
  type Outcome,
  type Past,
  pastAfter,
  type Reading,
} from './reading.ts';
import type { RecoveryStep } from './recovery.ts';

/** The past is that of the reading's account; empty without one. */
export interface MonitorState extends Past {
  readonly reading: Reading;
  readonly polling: boolean;
  readonly nextPollAtMs: number | null;
  readonly warning: Warning | null;
  /** What recovery did in the last poll that needed any. */
  readonly recovery: readonly RecoveryStep[];
  /** A request before this is refused: the service or our own budget said so. */
  readonly notBeforeMs: number | null;
}

export const FIRST_STATE: MonitorState = {
  reading: NO_READING,
  polling: false,
  nextPollAtMs: null,
  warning: null,
  history: [],
  unexplained: null,
  recovery: [],
  notBeforeMs: null,
};

/** What a poll changes. */
export function stateAfter(state: MonitorState, outcome: Outcome): Partial<MonitorState> {
  const reading = advance(state.reading, outcome);
  return {
    reading,
    warning: outcome.warning,
    ...pastAfter(state, outcome, reading),
    recovery: outcome.recovery.length > 0 ? outcome.recovery : state.recovery,
  };
}
