// Owns the current reading of one Codex home; one poll at a time. When is the timer's business.
// Time, chance and the poll itself are passed in; nothing here touches the world.

import { type Failure, fail } from './core/failure.ts';
import type { HistorySample } from './core/history.ts';
import { FIRST_STATE, type MonitorState, stateAfter } from './core/monitor-state.ts';
import {
  advance,
  failureOf,
  hasRisen,
  type Numbers,
  numbersOf,
  type Outcome,
  type Past,
  type Reading,
} from './core/reading.ts';
import type { PersonalCause } from './core/schedule.ts';
import {
  createPollTimer,
  type PollTimer,
  type TimerPorts,
  type TimerStart,
  type Times,
} from './poll-timer.ts';

export type { MonitorState };

export interface PollOptions {
  readonly force: boolean;
  readonly onceMore: boolean;
  readonly repair: boolean;
}

export interface MonitorPorts extends TimerPorts {
  /** Resolves when this poll may begin among those of other accounts; absent where there are none. */
  turn?(cause: PollCause): Promise<void>;
  readUsage(options: PollOptions): Promise<Outcome>;
  /** What Codex itself noted last; makes no request. */
  lookIntoLog(): Promise<(Numbers & Past) | null>;
  /** Whether polls only read that: then no wait that anybody told is theirs. */
  asksNobody(): boolean;
  /** Whether the file holds anything else than the last poll asked with; makes no request. */
  isNews(): Promise<boolean>;
  onChange(state: MonitorState): void;
}

/** Who wants to know: the schedule, the person, or a change of the file. */
export type PollCause = 'timer' | PersonalCause | 'file-changed';

export interface Monitor {
  state(): MonitorState;
  /** Begins with saved numbers, if any, and polls. At login a few seconds later. */
  start(options: StartOptions): () => void;
  /** Joins a poll that is already running; resolves when it is over, however it went. */
  poll(cause: PollCause): Promise<void>;
  /** Codex was used: what it used is asked for soon, if manners allow. */
  noteUse(): void;
  /** Settings or power have changed: the next poll is planned anew. */
  replan(): void;
  /** Asleep or locked: no timer runs. */
  pause(): void;
  /** Awake again: one poll after a short random wait, not the missed ones. */
  resume(): void;
}

export interface StartOptions extends TimerStart {
  readonly saved: Reading | null;
  /** The samples of the saved reading's account. */
  readonly history?: readonly HistorySample[];
}

export interface MonitorOptions {
  /** What every wait is divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
}

/** What a poll would have found, had it been tried. */
const OFFLINE = { account: null, result: fail<Failure>({ kind: 'offline' }) };

/** What changes while a monitor lives; one object for each, never shared. */
interface Machine {
  readonly ports: MonitorPorts;
  readonly timer: PollTimer;
  state: MonitorState;
  running: Promise<void> | null;
  /** The file changed while a poll was running, which may have read the old one. */
  changedMeanwhile: boolean;
}

export function createMonitor(ports: MonitorPorts, { paceDivisor }: MonitorOptions): Monitor {
  const events = {
    onDue: () => void poll(machine, 'timer'),
    onOffline() {
      const { warning, recovery } = machine.state;
      const outcome = { ...OFFLINE, warning, recovery };
      change(machine, { reading: advance(machine.state.reading, outcome) });
      void lookIntoLog(machine);
    },
    onPlanned: () => change(machine, {}),
  };
  const machine: Machine = {
    ports,
    timer: createPollTimer(ports, events, paceDivisor),
    state: FIRST_STATE,
    running: null,
    changedMeanwhile: false,
  };
  const { timer } = machine;
  return {
    state() {
      machine.state = { ...machine.state, ...timesOf(machine) };
      return machine.state;
    },
    start({ saved, history = [], ...options }) {
      if (saved !== null) machine.state = { ...machine.state, reading: saved, history };
      timer.start(options);
      if (machine.running === null) change(machine, {});
      return timer.stop;
    },
    poll: (cause) => poll(machine, cause),
    noteUse() {
      timer.noteUse();
      if (!timer.isActive()) return;
      void (ports.asksNobody() ? poll(machine, 'timer') : lookIntoLog(machine));
    },
    replan: timer.replan,
    pause() {
      timer.stop();
      change(machine, {});
    },
    resume() {
      if (timer.isActive()) return;
      timer.resume();
      change(machine, {});
    },
  };
}

function poll(machine: Machine, cause: PollCause): Promise<void> {
  if (machine.running !== null) {
    machine.changedMeanwhile ||= cause === 'file-changed';
    return machine.running;
  }
  if (cause === 'file-changed') return pollIfNews(machine);
  const isFree = cause === 'timer' || machine.ports.asksNobody();
  const isDue = isFree || machine.timer.mayPoll(cause, machine.state.reading);
  if (!isDue) return Promise.resolve();
  machine.running = pollOnce(machine, cause);
  return machine.running;
}

/** A file that was only touched costs no request. */
async function pollIfNews(machine: Machine): Promise<void> {
  // Why: who is away hears of it after coming back; the poll of that moment reads the file anyway.
  if (!machine.timer.isActive() || !(await machine.ports.isNews())) return;
  machine.running ??= pollOnce(machine, 'file-changed');
  await machine.running;
}

async function pollOnce(machine: Machine, cause: PollCause): Promise<void> {
  const before = machine.state.reading;
  if (machine.ports.turn !== undefined && !(await waitForTurn(machine, cause))) return;
  machine.timer.began();
  change(machine, { polling: true });
  let after: Partial<MonitorState> = {};
  let failure: Failure | null = null;
  try {
    const outcome = await machine.ports.readUsage({
      force: ['click', 'once-more', 'repair'].includes(cause),
      onceMore: cause === 'once-more',
      repair: cause === 'repair',
    });
    failure = outcome.result.ok ? null : outcome.result.failure;
    after = stateAfter(machine.state, outcome);
  } finally {
    // Why: even a bug in one poll must not be the end of polling.
    machine.running = null;
    const reading = after.reading ?? before;
    const snapshot = numbersOf(reading)?.snapshot ?? null;
    machine.timer.ended({ failure, snapshot, hasRisen: hasRisen(before, reading) });
    change(machine, { ...after, polling: false });
  }
  if (!machine.changedMeanwhile) return;
  machine.changedMeanwhile = false;
  void poll(machine, 'file-changed');
}

/** False where the computer went to sleep meanwhile: the poll that follows its wake does instead. */
async function waitForTurn(machine: Machine, cause: PollCause): Promise<boolean> {
  const wasActive = machine.timer.isActive();
  change(machine, { polling: true });
  await machine.ports.turn?.(cause);
  if (machine.timer.isActive() || !wasActive) return true;
  machine.running = null;
  change(machine, { polling: false });
  return false;
}

/** Codex was used, or there is no network: where the answer is missing, its own log has news. */
async function lookIntoLog(machine: Machine): Promise<void> {
  if (machine.running !== null || failureOf(machine.state.reading) === null) return;
  const noted = await machine.ports.lookIntoLog();
  const failure = failureOf(machine.state.reading);
  // Why again: a poll may have begun or ended meanwhile, and looks there by itself.
  if (noted === null || failure === null || machine.running !== null) return;
  const { snapshot, ...known } = noted;
  const { warning, recovery } = machine.state;
  const outcome = { ...known, result: fail(failure), fromLog: snapshot, warning, recovery };
  change(machine, stateAfter(machine.state, outcome));
}

function change(machine: Machine, changes: Partial<MonitorState>): void {
  const { state } = machine;
  machine.state = { ...state, ...changes, ...timesOf(machine) };
  machine.ports.onChange(machine.state);
}

function timesOf({ ports, state, timer }: Machine): Times {
  const times = timer.times(state);
  return ports.asksNobody() ? { ...times, notBeforeMs: null } : times;
}
