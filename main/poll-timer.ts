// The one poll timer of a monitor: when the next timed poll is due, and whether a person may have one
// now. Core decides by what the pacing remembers; this file keeps that, and arms one timer for it.

import { type ArmedTimer, type Clocks, hasSlept, onWall } from './core/clocks.ts';
import {
  codexUsed,
  disturbed,
  firstPacing,
  type Pacing,
  type PollEnd,
  pollBegan,
  pollEnded,
} from './core/pacing.ts';
import type { Reading } from './core/reading.ts';
import {
  type Conditions,
  loginDelayMs,
  mayPollNow,
  type NetworkWord,
  nextPollDueMs,
  OFFLINE_LOOK_MS,
  type PersonalCause,
  TIMER_MAX_MS,
  wakeDelayMs,
} from './core/schedule.ts';

export interface TimerPorts {
  /** Epoch ms; may jump. */
  nowMs(): number;
  /** Milliseconds by a clock that is never set, the one that `after` goes by. */
  steadyMs(): number;
  /** 0 to 1. */
  random(): number;
  /** Calls back once after that time; returns its cancel. */
  after(delayMs: number, callback: () => void): () => void;
  conditions(): Conditions;
  /** Asked before a poll goes out. `hasSlept`: the computer woke, and nobody has said so. */
  network(hasSlept: boolean): NetworkWord;
}

export interface TimerEvents {
  onDue(): void;
  /** A poll was due, and there is no network to ask over. */
  onOffline(): void;
  /** Another moment than before was chosen. */
  onPlanned(): void;
}

export interface Times {
  readonly nextPollAtMs: number | null;
  readonly notBeforeMs: number | null;
}

export interface TimerStart {
  /** Until when an earlier run was told to wait, epoch ms; null if it was not. */
  readonly notBeforeMs: number | null;
  readonly atLogin: boolean;
}

export interface PollTimer {
  /** Due at once, or at login a few seconds later. */
  start(options: TimerStart): void;
  stop(): void;
  isActive(): boolean;
  /** After a stop: due after a short random wait. */
  resume(): void;
  mayPoll(cause: PersonalCause, reading: Reading): boolean;
  began(): void;
  ended(end: Omit<PollEnd, 'clocks' | 'draws'>): void;
  noteUse(): void;
  replan(): void;
  /** As the wall clock has them now; those shown stay while they are right. */
  times(shown: Times): Times;
}

interface Machine {
  readonly ports: TimerPorts;
  readonly events: TimerEvents;
  pacing: Pacing;
  isActive: boolean;
  isPolling: boolean;
  armed: (ArmedTimer & { cancel(): void }) | null;
  /** The timer only looks whether the network is back. */
  isOffline: boolean;
  /** The network had its time to settle: the next timer polls, whatever it does. */
  hasSettled: boolean;
}

export function createPollTimer(
  ports: TimerPorts,
  events: TimerEvents,
  paceDivisor: number,
): PollTimer {
  const machine: Machine = {
    ports,
    events,
    pacing: startingPacing(ports, paceDivisor, null),
    isActive: false,
    isPolling: false,
    armed: null,
    isOffline: false,
    hasSettled: false,
  };
  return {
    start({ notBeforeMs, atLogin }) {
      machine.isActive = true;
      machine.pacing = startingPacing(ports, paceDivisor, notBeforeMs);
      if (atLogin) grace(machine, loginDelayMs);
      // Why also inside a told wait: what a crash left is settled, and the ledger lets nothing out.
      else events.onDue();
    },
    stop() {
      machine.isActive = false;
      disarm(machine);
    },
    isActive: () => machine.isActive,
    resume() {
      machine.isActive = true;
      machine.isOffline = false;
      machine.hasSettled = true;
      grace(machine, wakeDelayMs);
    },
    mayPoll: (cause, reading) => mayPoll(machine, cause, reading),
    ...pollSteps(machine),
    noteUse() {
      machine.pacing = codexUsed(machine.pacing, ports.steadyMs());
      // Why only sooner: what is put off is seen when the timer fires, and nothing is repainted.
      if (machine.armed !== null && dueMs(machine) < machine.armed.dueMs) replan(machine);
    },
    replan: () => replan(machine),
    times: (shown) => timesOf(machine, shown),
  };
}

function pollSteps(machine: Machine): Pick<PollTimer, 'began' | 'ended'> {
  const { ports } = machine;
  return {
    began() {
      disarm(machine);
      machine.isPolling = true;
      machine.pacing = pollBegan(machine.pacing, clocksOf(ports));
    },
    ended(end) {
      machine.isPolling = false;
      machine.isOffline = false;
      machine.pacing = pollEnded(machine.pacing, { ...end, ...momentOf(ports) });
      plan(machine);
    },
  };
}

function mayPoll(machine: Machine, cause: PersonalCause, reading: Reading): boolean {
  const { ports, events, pacing } = machine;
  if (!mayPollNow(cause, { pacing, reading }, clocksOf(ports))) return false;
  // Why asked by every cause: it is how a change is noticed. But who clicks may know better.
  if (ports.network(sleptUntold(machine)) !== 'offline' || cause !== 'opened') return true;
  waitOffline(machine);
  events.onOffline();
  return false;
}

function onTimer(machine: Machine): void {
  const { ports, events, isOffline, hasSettled } = machine;
  const slept = sleptUntold(machine);
  const network = ports.network(slept);
  machine.armed = null;
  if (network === 'offline') {
    waitOffline(machine);
    if (!isOffline) events.onOffline();
    return;
  }
  machine.isOffline = false;
  const isUnsettled = isOffline || network === 'changed' || slept;
  machine.hasSettled = isUnsettled && !hasSettled;
  if (!machine.hasSettled && dueMs(machine) <= ports.steadyMs() + 1) {
    events.onDue();
    return;
  }
  if (machine.hasSettled) grace(machine, wakeDelayMs);
  else plan(machine);
  events.onPlanned();
}

function sleptUntold({ ports, armed }: Machine): boolean {
  return armed !== null && hasSlept(armed, clocksOf(ports));
}

/** One poll follows after a random wait, in place of what was planned. */
function grace(machine: Machine, delayMs: typeof wakeDelayMs): void {
  const { ports, pacing } = machine;
  const graceMs = delayMs(ports.random(), pacing.paceDivisor);
  machine.pacing = disturbed(pacing, clocksOf(ports), graceMs);
  plan(machine);
}

function waitOffline(machine: Machine): void {
  machine.isOffline = true;
  machine.hasSettled = false;
  arm(machine, machine.ports.steadyMs() + OFFLINE_LOOK_MS / machine.pacing.paceDivisor);
}

function replan(machine: Machine): void {
  if (machine.armed === null || machine.isOffline) return;
  plan(machine);
  machine.events.onPlanned();
}

function plan(machine: Machine): void {
  arm(machine, dueMs(machine));
}

function dueMs({ ports, pacing }: Machine): number {
  return nextPollDueMs(pacing, ports.conditions(), clocksOf(ports));
}

/** Invariant: active and not polling means armed, so that polling never ends. */
function arm(machine: Machine, dueMs: number): void {
  const { ports } = machine;
  disarm(machine);
  if (!machine.isActive || machine.isPolling) return;
  const armed = clocksOf(ports);
  const delayMs = Math.min(Math.max(0, dueMs - armed.steadyMs), TIMER_MAX_MS);
  machine.armed = { armed, dueMs, cancel: ports.after(delayMs, () => onTimer(machine)) };
}

function disarm(machine: Machine): void {
  machine.armed?.cancel();
  machine.armed = null;
}

function timesOf({ ports, pacing, armed, isOffline }: Machine, shown: Times): Times {
  const now = clocksOf(ports);
  const dueMs = armed === null || isOffline ? null : armed.dueMs;
  return {
    nextPollAtMs: onWall(dueMs, shown.nextPollAtMs, now),
    notBeforeMs: onWall(pacing.told?.untilMs ?? null, shown.notBeforeMs, now),
  };
}

function startingPacing(ports: TimerPorts, paceDivisor: number, told: number | null): Pacing {
  return firstPacing({ ...momentOf(ports), paceDivisor, notBeforeWallMs: told });
}

function momentOf(ports: TimerPorts): Pick<PollEnd, 'clocks' | 'draws'> {
  return { clocks: clocksOf(ports), draws: { wait: ports.random(), soon: ports.random() } };
}

function clocksOf(ports: TimerPorts): Clocks {
  return { steadyMs: ports.steadyMs(), wallMs: ports.nowMs() };
}
