// Looks once a day whether a newer Plimsoll is out, and keeps what was found. When it may look is
// decided in core; this file keeps the memory and the one timer. Tells, and does nothing else.

import type { Clocks } from '../core/clocks.ts';
import {
  checkLeftMs,
  firstCheckMs,
  formatUpdateMemory,
  NO_MOMENT_MS,
  NO_UPDATE_MEMORY,
  parseUpdateMemory,
  type UpdateMemory,
  versionToTell,
  withoutFuture,
} from '../core/updates/check.ts';

export interface UpdatePorts {
  /** Asks once for the version that is out, null if none was named; itself null where there is nobody. */
  readonly ask: (() => Promise<string | null>) | null;
  /** Our own. */
  readonly version: string;
  /** What every wait is divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
  /** Whether the person lets us. */
  isWanted(): boolean;
  /** Whether this is a good moment: nobody away, a network, and no renewal on its way. */
  isCalm(): boolean;
  /** What the run before has saved; null if nothing. */
  load(): string | null;
  save(text: string): void;
  /** Epoch ms; may jump. */
  nowMs(): number;
  /** Milliseconds by a clock that is never set. */
  steadyMs(): number;
  /** 0 to 1. */
  random(): number;
  /** Calls back once after that time; returns its cancel. */
  after(delayMs: number, callback: () => void): () => void;
  /** What there is to tell may be something else now. */
  onChange(): void;
}

export interface Updates {
  /** Whether there is anybody to ask. */
  readonly hasFeed: boolean;
  /** Returns its stop. */
  start(): () => void;
  /** Whether it is wanted may have changed. */
  replan(): void;
  /** The version that is out; null if there is nothing to tell. */
  toTell(): string | null;
  /** The person has read enough of that version. */
  hide(): void;
}

interface Machine {
  readonly ports: UpdatePorts;
  memory: UpdateMemory;
  /** When this run asked last, by the steady clock. */
  askedSteadyMs: number | null;
  isActive: boolean;
  isAsking: boolean;
  cancel: (() => void) | null;
}

export function createUpdates(ports: UpdatePorts): Updates {
  const machine: Machine = {
    ports,
    memory: NO_UPDATE_MEMORY,
    askedSteadyMs: null,
    isActive: false,
    isAsking: false,
    cancel: null,
  };
  return {
    hasFeed: ports.ask !== null,
    start() {
      if (ports.ask === null) return () => {};
      machine.memory = parseUpdateMemory(ports.load() ?? '');
      machine.isActive = true;
      replan(machine);
      ports.onChange();
      return () => {
        machine.isActive = false;
        disarm(machine);
      };
    },
    replan: () => replan(machine),
    toTell: () => (ports.isWanted() ? versionToTell(machine.memory, ports.version) : null),
    hide() {
      keep(machine, { hidden: machine.memory.named });
      ports.onChange();
    },
  };
}

/** Invariant: while it is wanted, either a timer is armed or an answer is waited for. */
function replan(machine: Machine): void {
  const { ports, isActive, isAsking, cancel } = machine;
  if (!isActive || isAsking) return;
  if (!ports.isWanted()) disarm(machine);
  else if (cancel === null) {
    forgetFuture(machine);
    arm(machine, Math.max(firstCheckMs(ports.random()) / ports.paceDivisor, leftMs(machine)));
  }
}

function onTimer(machine: Machine): void {
  const { ports } = machine;
  machine.cancel = null;
  if (!ports.isWanted()) return;
  forgetFuture(machine);
  const left = leftMs(machine);
  if (left > 0) arm(machine, left);
  else if (ports.isCalm()) void ask(machine);
  else arm(machine, NO_MOMENT_MS / ports.paceDivisor);
}

async function ask(machine: Machine): Promise<void> {
  const { ports } = machine;
  machine.isAsking = true;
  machine.askedSteadyMs = ports.steadyMs();
  // Why before the answer: whatever becomes of it, also of us, the next time is a day away.
  keep(machine, { askedAtMs: ports.nowMs() });
  try {
    const named = (await ports.ask?.()) ?? null;
    if (named !== null && machine.isActive) keep(machine, { named });
  } finally {
    machine.isAsking = false;
    if (machine.isActive && ports.isWanted()) arm(machine, leftMs(machine));
    if (machine.isActive) ports.onChange();
  }
}

function forgetFuture(machine: Machine): void {
  const memory = withoutFuture(machine.memory, machine.ports.nowMs());
  if (memory !== machine.memory) keep(machine, memory);
}

function keep(machine: Machine, change: Partial<UpdateMemory>): void {
  machine.memory = { ...machine.memory, ...change };
  machine.ports.save(formatUpdateMemory(machine.memory));
}

function leftMs({ ports, memory: { askedAtMs }, askedSteadyMs }: Machine): number {
  const now: Clocks = { steadyMs: ports.steadyMs(), wallMs: ports.nowMs() };
  return checkLeftMs({ askedAtMs, askedSteadyMs }, now, ports.paceDivisor);
}

function arm(machine: Machine, delayMs: number): void {
  disarm(machine);
  machine.cancel = machine.ports.after(Math.ceil(delayMs), () => onTimer(machine));
}

function disarm(machine: Machine): void {
  machine.cancel?.();
  machine.cancel = null;
}
