// A poll timer in a world whose clocks, network and computer are moved by hand: polls take two seconds
// and bring what the test says. Only tests import this.

import { exampleAccount as account, exampleSnapshot } from '../core/example-states.ts';
import type { Failure } from '../core/failure.ts';
import type { PollEnd } from '../core/pacing.ts';
import type { Conditions, NetworkWord, PersonalCause } from '../core/schedule.ts';
import { HOUR_MS, SECOND_MS } from '../core/time.ts';
import { createPollTimer, type PollTimer } from '../poll-timer.ts';

export const WALL_MS = 1_795_348_800_000;
export const LATENCY_MS = 2 * SECOND_MS;

/** What a poll brings: good numbers, with resets so far ahead, or a failure. */
export type Answer =
  | { readonly resetsInMs: readonly number[] }
  | { readonly failure: Failure }
  | { readonly retryAfterMs: number };

export interface Poll {
  readonly steadyMs: number;
  /** Also goes on in sleep, and is never set. */
  readonly trueMs: number;
  readonly cause: 'timer' | PersonalCause;
}

export interface PollWorldOptions {
  readonly random?: () => number;
  readonly notBeforeMs?: number | null;
}

export type PollWorld = ReturnType<typeof createPollWorld>;

export function createPollWorld({ random = () => 0.5, notBeforeMs = null }: PollWorldOptions = {}) {
  const bench = createBench();
  const senses = createSenses();
  const { polls, timer, begin, isPolling } = createPoller(bench, senses, random);
  timer.start({ notBeforeMs, atLogin: false });
  return {
    timer,
    polls,
    seen: senses.seen,
    isPolling,
    now: bench.now,
    delays: bench.delays,
    pass: bench.pass,
    sleep: bench.sleep,
    wake: bench.fireDue,
    timersMs: bench.timersMs,
    setClock: bench.setClock,
    willAnswer: senses.willAnswer,
    setNetwork: senses.setNetwork,
    be(changes: Partial<Conditions>) {
      senses.be(changes);
      timer.replan();
    },
    ask(cause: PersonalCause) {
      const reading = { kind: 'saved', snapshot: exampleSnapshot, account } as const;
      if (!isPolling() && timer.mayPoll(cause, reading)) begin(cause);
    },
  };
}

interface Task {
  readonly atMs: number;
  readonly act: () => void;
  readonly isTimer: boolean;
}

/** Three clocks, and what is to happen by the steady one. */
function createBench() {
  const now = { steadyMs: 1_000_000, wallMs: WALL_MS, trueMs: 0 };
  const delays: number[] = [];
  let tasks: readonly Task[] = [];
  const add = (delayMs: number, act: () => void, isTimer: boolean): (() => void) => {
    const task = { atMs: now.steadyMs + delayMs, act, isTimer };
    if (isTimer) delays.push(delayMs);
    tasks = [...tasks, task].toSorted((a, b) => a.atMs - b.atMs);
    return () => {
      tasks = tasks.filter((other) => other !== task);
    };
  };
  const fireDue = (): void => {
    for (let next = tasks[0]; next !== undefined && next.atMs <= now.steadyMs; next = tasks[0]) {
      tasks = tasks.slice(1);
      next.act();
    }
  };
  const step = (ms: number): void => {
    now.steadyMs += ms;
    now.wallMs += ms;
    now.trueMs += ms;
  };
  return {
    now,
    delays,
    add,
    fireDue,
    timersMs: () => tasks.filter((task) => task.isTimer).map(({ atMs }) => atMs - now.steadyMs),
    pass(ms: number) {
      const endMs = now.steadyMs + ms;
      fireDue();
      for (let next = tasks[0]; next !== undefined && next.atMs < endMs; next = tasks[0]) {
        step(next.atMs - now.steadyMs);
        fireDue();
      }
      step(endMs - now.steadyMs);
      fireDue();
    },
    /** Nothing runs meanwhile; on some systems the steady clock does not either. */
    sleep(ms: number, standsStill: boolean) {
      const { steadyMs } = now;
      step(ms);
      if (standsStill) now.steadyMs = steadyMs;
    },
    setClock(byMs: number) {
      now.wallMs += byMs;
    },
  };
}

function createSenses() {
  let network: NetworkWord = 'settled';
  let conditions: Conditions = { pollMinutes: 5, isSaving: false, noticesUse: false };
  let answer: Answer = { resetsInMs: [] };
  const seen = { sleeps: 0, offline: 0 };
  return {
    seen,
    conditions: () => conditions,
    be(changes: Partial<Conditions>) {
      conditions = { ...conditions, ...changes };
    },
    network(hasSlept: boolean) {
      if (hasSlept) seen.sleeps += 1;
      const word = network;
      if (word === 'changed') network = 'settled';
      return word;
    },
    setNetwork(word: NetworkWord) {
      network = word;
    },
    answer: () => answer,
    willAnswer(next: Answer) {
      answer = next;
    },
  };
}

function createPoller(
  { now, add }: ReturnType<typeof createBench>,
  { conditions, network, answer, seen }: ReturnType<typeof createSenses>,
  random: () => number,
) {
  const polls: Poll[] = [];
  let isPolling = false;
  const begin = (cause: Poll['cause']): void => {
    polls.push({ steadyMs: now.steadyMs, trueMs: now.trueMs, cause });
    isPolling = true;
    timer.began();
    const end = (): void => {
      isPolling = false;
      timer.ended(endOf(answer(), now.wallMs));
    };
    add(LATENCY_MS, end, false);
  };
  const ports = {
    nowMs: () => now.wallMs,
    steadyMs: () => now.steadyMs,
    random,
    after: (delayMs: number, callback: () => void) => add(delayMs, callback, true),
    conditions,
    network,
  };
  const events = {
    onDue: () => begin('timer'),
    onOffline() {
      seen.offline += 1;
    },
    onPlanned() {},
  };
  const timer: PollTimer = createPollTimer(ports, events, 1);
  return { polls, timer, begin, isPolling: () => isPolling };
}

function endOf(answer: Answer, wallMs: number): Omit<PollEnd, 'clocks' | 'draws'> {
  const resets = 'resetsInMs' in answer ? answer.resetsInMs : [];
  const windows = exampleSnapshot.windows
    .slice(0, 1)
    .flatMap((window) => resets.map((ms) => ({ ...window, resetsAtMs: wallMs + ms })));
  const snapshot = { ...exampleSnapshot, windows };
  return { failure: failureIn(answer, wallMs), snapshot, hasRisen: false };
}

function failureIn(answer: Answer, wallMs: number): Failure | null {
  if ('failure' in answer) return answer.failure;
  if (!('retryAfterMs' in answer)) return null;
  return { kind: 'rate-limited', retryAtMs: wallMs + answer.retryAfterMs };
}

/** The most polls within any hour of the steady clock. */
export function mostInAnHour(polls: readonly Poll[]): number {
  return polls.reduce((most, { steadyMs }, first) => {
    const after = polls.findIndex((poll) => poll.steadyMs >= steadyMs + HOUR_MS);
    return Math.max(most, (after === -1 ? polls.length : after) - first);
  }, 0);
}
