// A monitor in a world whose clock is moved by hand: polls bring what the test says, timers fire when it
// passes time. Only tests import this.

import { exampleAccount as account, exampleSnapshot } from '../core/example-states.ts';
import { type Failure, fail, succeed } from '../core/failure.ts';
import type { Numbers, Outcome } from '../core/reading.ts';
import type { Conditions, NetworkWord } from '../core/schedule.ts';
import { createMonitor, type MonitorPorts, type MonitorState } from '../monitor.ts';

export const startMs = exampleSnapshot.takenAtMs;
export const offline: Failure = { kind: 'offline' };
export const signIn: Failure = { kind: 'sign-in-required', reason: 'rejected' };

interface Waiting {
  readonly dueAtMs: number;
  readonly callback: () => void;
}

/** Timers over a clock that stands still until it is moved. */
function createTimers() {
  let nowMs = startMs;
  let timers: readonly Waiting[] = [];
  return {
    nowMs: () => nowMs,
    after(delayMs: number, callback: () => void) {
      const timer = { dueAtMs: nowMs + delayMs, callback };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    timersMs: () => timers.map(({ dueAtMs }) => dueAtMs - nowMs),
    /** Moves the clock, fires what is due and lets what was answered sink in. */
    async pass(ms: number) {
      nowMs += ms;
      const due = timers.filter(({ dueAtMs }) => dueAtMs <= nowMs);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { callback } of due) callback();
      await settle();
    },
  };
}

/** What the computer says, and what a test makes it say. */
function createComputer() {
  let conditions: Conditions = { pollMinutes: 5, isSaving: false, noticesUse: false };
  let network: NetworkWord = 'settled';
  let clockJumpMs = 0;
  let isNews = true;
  let noted: Numbers | null = null;
  let asksNobody = false;
  const says = {
    conditions: () => conditions,
    network: () => network,
    isNews: async () => isNews,
    lookIntoLog: async () => noted && { ...noted, history: [], unexplained: null },
    asksNobody: () => asksNobody,
    clockJumpMs: () => clockJumpMs,
  };
  const set = {
    onlyTouched() {
      isNews = false;
    },
    setClock(jumpMs: number) {
      clockJumpMs += jumpMs;
    },
    be(next: Partial<Conditions>) {
      conditions = { ...conditions, ...next };
    },
    /** What Codex's own log would say. */
    setNoted(next: Numbers | null) {
      noted = next;
    },
    askNobody() {
      asksNobody = true;
    },
    setNetwork(next: NetworkWord) {
      network = next;
    },
  };
  return { says, set };
}

/** A monitor in that world; chance is always in the middle. */
export function createWorld({ paceDivisor = 1 } = {}) {
  const { nowMs, after, ...time } = createTimers();
  const { says, set } = createComputer();
  let answer: (() => Promise<Outcome>) | null = null;
  const asked: boolean[] = [];
  const states: MonitorState[] = [];
  const wallMs = (): number => nowMs() + says.clockJumpMs();
  const good = (usedPercent = 22): Outcome => {
    const windows = exampleSnapshot.windows.map((window) => ({ ...window, usedPercent }));
    const snapshot = { ...exampleSnapshot, windows, takenAtMs: wallMs() };
    return { account, result: succeed(snapshot), recovery: [], warning: null };
  };
  const ports: MonitorPorts = {
    ...says,
    after,
    async readUsage({ force }) {
      asked.push(force);
      return answer === null ? good() : answer();
    },
    nowMs: wallMs,
    steadyMs: nowMs,
    random: () => 0.5,
    onChange: (state) => states.push(state),
  };
  return {
    ...time,
    ...set,
    monitor: createMonitor(ports, { paceDivisor }),
    asked,
    states,
    good,
    bad: (failure: Failure): Outcome => ({ ...good(), result: fail(failure) }),
    answerWith(next: () => Outcome | Promise<Outcome>) {
      answer = async () => next();
    },
  };
}

/** Lets every promise that can resolve do so; no time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export const byHand = { saved: null, notBeforeMs: null, atLogin: false };

export async function createStarted() {
  const world = createWorld();
  const stop = world.monitor.start(byHand);
  await settle();
  return { ...world, stop };
}
