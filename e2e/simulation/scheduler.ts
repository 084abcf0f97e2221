// Time and order of the simulated world: one event at a time, then everything that follows from it.
// Owns the virtual clock, the processes and their deaths, and the stretching of single steps.

import { createRandom, type Random } from './random.ts';

/** One running program. Whatever it waits for never comes once it is dead. */
export interface Process {
  readonly name: string;
  readonly random: Random;
  alive: boolean;
  /** Runs at death: closes handles, gives back locks. */
  readonly atDeath: (() => void)[];
  /** Port calls so far, and what to do when one is made; for deaths at a given call. */
  calls: number;
  onCall: ((label: string, call: number) => 'go-on' | 'die-before' | 'die-after') | null;
}

interface Event {
  atMs: number;
  readonly order: number;
  /** Null: the world outside of this computer, which neither sleeps nor dies. */
  readonly owner: Process | null;
  readonly act: () => void;
  cancelled: boolean;
}

export interface Scheduler {
  nowMs(): number;
  spawn(name: string): Process;
  kill(process: Process): void;
  /** One port call: takes its time, then its effect, then whatever the caller does with it. */
  call<T>(process: Process, label: string, effect: () => T): Promise<T>;
  after(owner: Process | null, delayMs: number, act: () => void): () => void;
  /** All that this computer waits for comes that much later. */
  suspend(durationMs: number): void;
  /**
   * Runs until nothing is left before that moment, or `stop` says so.
   * Called outside of any promise's callback: see `inMacrotask`.
   */
  run(untilMs: number, stop?: () => boolean): void;
  trace: ((line: () => string) => void) | null;
  readonly steps: { count: number };
}

const STRETCH_CHANCE = 0.06;
const STRETCH_MIN_MS = 50;
const STRETCH_MAX_MS = 4_000;

export interface SchedulerOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly stretching: boolean;
}

export function createScheduler({ seed, startMs, stretching }: SchedulerOptions): Scheduler {
  const agenda = createAgenda();
  const steps = { count: 0 };
  let nowMs = startMs;

  const after: Scheduler['after'] = (owner, delayMs, act) => {
    const event = agenda.add(nowMs + Math.max(0, delayMs), owner, act);
    return () => {
      event.cancelled = true;
    };
  };
  const kill = (process: Process): void => {
    if (!process.alive) return;
    process.alive = false;
    for (const act of process.atDeath) act();
  };
  const latency = ({ random }: Process): number => {
    const draw = random.next();
    if (!stretching || draw >= STRETCH_CHANCE) return 0.01 + draw * 0.2;
    return STRETCH_MIN_MS + (draw / STRETCH_CHANCE) * (STRETCH_MAX_MS - STRETCH_MIN_MS);
  };
  const scheduler: Scheduler = {
    nowMs: () => nowMs,
    steps,
    trace: null,
    spawn: (name) => ({
      name,
      random: createRandom(seed, name),
      alive: true,
      atDeath: [],
      calls: 0,
      onCall: null,
    }),
    kill,
    call: (process, label, effect) =>
      new Promise((resolve, reject) => {
        after(process, latency(process), () => {
          process.calls += 1;
          const verdict = process.onCall?.(label, process.calls) ?? 'go-on';
          if (verdict === 'die-before') return kill(process);
          try {
            const value = effect();
            // Why: the effect stays, but a caller that dies never hears of it.
            if (verdict === 'go-on') resolve(value);
            scheduler.trace?.(() => `${process.name} ${label}`);
          } catch (error) {
            scheduler.trace?.(() => `${process.name} ${label} failed: ${messageOf(error)}`);
            reject(error);
          }
          if (verdict === 'die-after') kill(process);
        });
      }),
    after,
    suspend: (durationMs) => agenda.postpone(durationMs),
    run(untilMs, stop) {
      const drain = drainer();
      for (;;) {
        const event = agenda.next(untilMs);
        if (event === null) break;
        if (event.cancelled || event.owner?.alive === false) continue;
        nowMs = Math.max(nowMs, event.atMs);
        steps.count += 1;
        event.act();
        drain();
        if (stop?.() === true) return;
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
  return scheduler;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something thrown';
}

/**
 * Runs all microtasks at once, so that a step's consequences are over before the next step.
 * Source: lib/internal/bootstrap/node.js of Node 20 to 24, "used to emulate a tick manually". Ending
 * each step with setImmediate instead would take five times as long.
 */
function drainer(): () => void {
  const tick: unknown = Reflect.get(process, '_tickCallback');
  if (typeof tick !== 'function') throw new Error('this Node cannot run microtasks on demand');
  const drain = (): void => void Reflect.apply(tick, process, []);
  let isDrained = false;
  void Promise.resolve().then(() => {
    isDrained = true;
  });
  drain();
  // Why: from inside a microtask the call does nothing, and nothing would ever happen here.
  if (!isDrained) throw new Error('a simulation must be run from a macrotask');
  return drain;
}

/** Does the work outside of any promise's callback. */
export function inMacrotask<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** A heap of events by time, then by the order in which they were made. */
function createAgenda() {
  let heap: Event[] = [];
  let made = 0;
  const isBefore = (a: Event, b: Event): boolean =>
    a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

  function push(event: Event): void {
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = event;
  }

  function sink(event: Event): void {
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = heap[childAt];
      const right = heap[childAt + 1];
      if (child !== undefined && right !== undefined && isBefore(right, child)) {
        childAt += 1;
        child = right;
      }
      if (child === undefined || !isBefore(child, event)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = event;
  }

  return {
    add(atMs: number, owner: Process | null, act: () => void): Event {
      made += 1;
      const event: Event = { atMs, order: made, owner, act, cancelled: false };
      push(event);
      return event;
    },
    /** The earliest event up to that moment, taken out. */
    next(untilMs: number): Event | null {
      const first = heap[0];
      if (first === undefined || first.atMs > untilMs) return null;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return first;
    },
    postpone(durationMs: number): void {
      const events = heap;
      heap = [];
      for (const event of events) {
        if (event.owner !== null) event.atMs += durationMs;
        push(event);
      }
    },
  };
}
