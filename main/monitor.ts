// Owns the current reading of one Codex home and the poll timer; one poll at a time.
// Time, chance and the poll itself are passed in; nothing here touches the world.

import { type Failure, retryAtOf, type Warning } from './core/failure.ts';
import { advance, failureOf, NO_READING, type Outcome, type Reading } from './core/reading.ts';
import type { RecoveryStep } from './core/recovery.ts';
import {
  CLICK_PAUSE_MS,
  loginDelayMs,
  nextPollDelayMs,
  wakeDelayMs,
  YOUNG_READING_MS,
} from './core/schedule.ts';

export interface MonitorState {
  readonly reading: Reading;
  readonly polling: boolean;
  readonly nextPollAtMs: number | null;
  readonly warning: Warning | null;
  /** What recovery did in the last poll that needed any. */
  readonly recovery: readonly RecoveryStep[];
  /** A request before this is refused: the service or our own budget said so. */
  readonly notBeforeMs: number | null;
}

export interface PollOptions {
  readonly force: boolean;
  readonly onceMore: boolean;
  readonly repair: boolean;
}

export interface MonitorPorts {
  readUsage(options: PollOptions): Promise<Outcome>;
  /** Whether the file holds anything else than the last poll asked with; makes no request. */
  isNews(): Promise<boolean>;
  nowMs(): number;
  /** 0 to 1. */
  random(): number;
  /** Calls back once after that time; returns its cancel. */
  after(delayMs: number, callback: () => void): () => void;
  onChange(state: MonitorState): void;
}

/** Who wants to know: the schedule, the person, or a change of the file. */
export type PollCause = 'timer' | 'click' | 'once-more' | 'repair' | 'opened' | 'file-changed';

export interface Monitor {
  state(): MonitorState;
  /** Begins with saved numbers, if any, and polls. At login a few seconds later. */
  start(options: { readonly saved: Reading | null; readonly atLogin: boolean }): () => void;
  /** Joins a poll that is already running; resolves when it is over, however it went. */
  poll(cause: PollCause): Promise<void>;
  /** Asleep, locked or offline by the system's word: no timer runs. */
  pause(): void;
  /** Awake again: one poll after a short random wait, not the missed ones. */
  resume(): void;
}

export interface MonitorOptions {
  /** What every wait is divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
}

const FIRST_STATE: MonitorState = {
  reading: NO_READING,
  polling: false,
  nextPollAtMs: null,
  warning: null,
  recovery: [],
  notBeforeMs: null,
};

/** What changes while a monitor lives; one object for each, never shared. */
interface Machine {
  readonly ports: MonitorPorts;
  readonly paceDivisor: number;
  state: MonitorState;
  failuresInRow: number;
  running: Promise<void> | null;
  /** The file changed while a poll was running, which may have read the old one. */
  changedMeanwhile: boolean;
  lastPollAtMs: number;
  /** Timers run only while active: not before start, asleep, locked or stopped. */
  active: boolean;
  cancelTimer(): void;
}

export function createMonitor(ports: MonitorPorts, { paceDivisor }: MonitorOptions): Monitor {
  const machine: Machine = {
    ports,
    paceDivisor,
    state: FIRST_STATE,
    failuresInRow: 0,
    running: null,
    changedMeanwhile: false,
    lastPollAtMs: Number.NEGATIVE_INFINITY,
    active: false,
    cancelTimer() {},
  };
  const stop = (): void => {
    machine.active = false;
    machine.cancelTimer();
  };
  return {
    state: () => machine.state,
    start({ saved, atLogin }) {
      machine.active = true;
      if (saved !== null) change(machine, { reading: saved });
      if (atLogin) rest(machine, loginDelayMs(ports.random(), paceDivisor));
      else void poll(machine, 'timer');
      return stop;
    },
    poll: (cause) => poll(machine, cause),
    pause() {
      stop();
      change(machine, { nextPollAtMs: null });
    },
    resume() {
      if (machine.active) return;
      machine.active = true;
      rest(machine, wakeDelayMs(ports.random(), paceDivisor));
    },
  };
}

function poll(machine: Machine, cause: PollCause): Promise<void> {
  if (machine.running !== null) {
    machine.changedMeanwhile ||= cause === 'file-changed';
    return machine.running;
  }
  if (cause === 'file-changed') return pollIfNews(machine);
  if (!isDue(machine, cause)) return Promise.resolve();
  machine.running = pollOnce(machine, cause);
  return machine.running;
}

/** A file that was only touched costs no request. */
async function pollIfNews(machine: Machine): Promise<void> {
  // Why: who is away hears of it after coming back; the poll of that moment reads the file anyway.
  if (!machine.active || !(await machine.ports.isNews())) return;
  machine.running ??= pollOnce(machine, 'file-changed');
  await machine.running;
}

async function pollOnce(machine: Machine, cause: PollCause): Promise<void> {
  machine.cancelTimer();
  machine.lastPollAtMs = machine.ports.nowMs();
  change(machine, { polling: true, nextPollAtMs: null });
  let after: Partial<MonitorState> = {};
  let failure: Failure | null = null;
  try {
    const outcome = await machine.ports.readUsage({
      force: ['click', 'once-more', 'repair'].includes(cause),
      onceMore: cause === 'once-more',
      repair: cause === 'repair',
    });
    failure = outcome.result.ok ? null : outcome.result.failure;
    machine.failuresInRow = failure === null ? 0 : machine.failuresInRow + 1;
    after = stateAfter(machine.state, outcome);
  } finally {
    // Why: even a bug in one poll must not be the end of polling.
    machine.running = null;
    rest(machine, delayAfter(machine, failure), { ...after, polling: false });
  }
  if (!machine.changedMeanwhile) return;
  machine.changedMeanwhile = false;
  void poll(machine, 'file-changed');
}

function delayAfter(
  { ports, failuresInRow, paceDivisor }: Machine,
  failure: Failure | null,
): number {
  const nowMs = ports.nowMs();
  return nextPollDelayMs({ failure, failuresInRow, nowMs, random: ports.random(), paceDivisor });
}

/** Arms the one timer, if any may run, and says so together with other changes. */
function rest(machine: Machine, delayMs: number, changes: Partial<MonitorState> = {}): void {
  machine.cancelTimer();
  machine.cancelTimer = (): void => {};
  let nextPollAtMs: number | null = null;
  if (machine.active) {
    machine.cancelTimer = machine.ports.after(delayMs, () => void poll(machine, 'timer'));
    nextPollAtMs = machine.ports.nowMs() + delayMs;
  }
  change(machine, { ...changes, nextPollAtMs });
}

function change(machine: Machine, changes: Partial<MonitorState>): void {
  machine.state = { ...machine.state, ...changes };
  machine.ports.onChange(machine.state);
}

function stateAfter(state: MonitorState, outcome: Outcome): Partial<MonitorState> {
  const reading = advance(state.reading, outcome);
  const failure = failureOf(reading);
  return {
    reading,
    warning: outcome.warning,
    recovery: outcome.recovery.length > 0 ? outcome.recovery : state.recovery,
    notBeforeMs: failure === null ? null : retryAtOf(failure),
  };
}

/** Whether a poll may go out now; a told wait, a young reading and a young failure say no. */
function isDue({ state, ports, paceDivisor, lastPollAtMs }: Machine, cause: PollCause): boolean {
  if (cause === 'timer') return true;
  const nowMs = ports.nowMs();
  // Why: an impatient finger is one question, also when the first answer was a quick failure.
  if (isWithin(nowMs - lastPollAtMs, CLICK_PAUSE_MS / paceDivisor)) return false;
  if (state.notBeforeMs !== null && state.notBeforeMs > nowMs) return false;
  const youngMs = YOUNG_READING_MS / paceDivisor;
  if (state.reading.kind === 'fresh') {
    return !isWithin(nowMs - state.reading.snapshot.takenAtMs, youngMs);
  }
  // Why: opening the popover again and again must not defeat the back-off; a click may.
  return cause !== 'opened' || !isWithin(nowMs - lastPollAtMs, youngMs);
}

/** An age between nothing and a limit; a clock that was set back makes no age. */
function isWithin(ageMs: number, limitMs: number): boolean {
  return ageMs >= 0 && ageMs < limitMs;
}
