// What the session files of one Codex home say, counted by a worker that is started when it is needed
// and ended when it is not. One refresh at a time; nothing here reads a session file.

import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ActivitySpans } from '../../core/activity/report-types.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Moment } from './counter.ts';
import type { ScanAnswer, ScanHomes, ScanRequest, Touched } from './messages.ts';

export interface Activity {
  /**
   * Brings the count up to date. Joins one that is running. Null if it was stopped, or the worker
   * failed: nothing is known then.
   */
  refresh(moment: Moment): Promise<ActivitySpans | null>;
  /**
   * Calls back during a refresh that takes long: first when today is counted, then as the rest fills
   * in. Until the returned function is called.
   */
  onProgress(listener: (spans: ActivitySpans) => void): () => void;
  /** Leaves a refresh that is running and ends the worker; what was counted is kept. */
  stop(): Promise<void>;
}

/** The part of a worker that is used here. */
export interface ScanWorker {
  postMessage(request: ScanRequest): void;
  on(event: 'message', listener: (answer: ScanAnswer) => void): unknown;
  on(event: 'error' | 'exit', listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface ActivityOptions {
  readonly codexHome: string;
  /** Null keeps no index. */
  readonly plimsollHome: string | null;
  /** Told of what a refresh read and wrote, once it is over. */
  readonly saw?: (kind: Touched['kind'], file: string, isDone: boolean) => void;
  readonly startWorker?: (homes: ScanHomes) => ScanWorker;
  /** How long a worker without work is kept. */
  readonly idleMs?: number;
}

/** Why so short: a new worker has all of the last one from the index, and memory is not free. */
const IDLE_MS = MINUTE_MS / 6;
/** A scan is left between two buffers; this is far more than one takes. */
const STOP_WAIT_MS = 2_000;

interface Asked {
  readonly number: number;
  readonly answer: Promise<ActivitySpans | null>;
  settle(spans: ActivitySpans | null): void;
}

export function createActivity(options: ActivityOptions): Activity {
  const listeners = new Set<(spans: ActivitySpans) => void>();
  let asked: Asked | null = null;
  let lastNumber = 0;
  const settle = (spans: ActivitySpans | null): void => {
    const before = asked;
    asked = null;
    before?.settle(spans);
  };
  const host = createHost(options, {
    onAnswer(answer) {
      if (answer.kind === 'done')
        for (const { kind, file } of answer.touched) options.saw?.(kind, file, true);
      if (answer.number !== asked?.number) return;
      if (answer.kind === 'done') {
        settle(answer.spans);
        host.rest();
      } else for (const listener of listeners) listener(answer.spans);
    },
    onEnd: () => settle(null),
  });
  return {
    refresh(moment) {
      if (asked !== null) return asked.answer;
      lastNumber += 1;
      asked = createAsked(lastNumber);
      const { answer } = asked;
      host.ask({ ...moment, number: lastNumber });
      return answer;
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      host.leave();
      if (asked !== null) await Promise.race([asked.answer, sleep(STOP_WAIT_MS, null, UNHELD)]);
      await host.end();
    },
  };
}

/** Why: nobody's end waits for this timer. */
const UNHELD = { ref: false } as const;

interface Host {
  ask(request: ScanRequest): void;
  /** Asks the worker to leave what it is at. */
  leave(): void;
  /** Ends the worker after a while, unless it is asked again. */
  rest(): void;
  end(): Promise<void>;
}

interface HostEvents {
  onAnswer(answer: ScanAnswer): void;
  /** The worker has ended, whether it was to or not. */
  onEnd(): void;
}

/** Owns the worker: none, or one. */
function createHost(options: ActivityOptions, events: HostEvents): Host {
  const { codexHome, plimsollHome, idleMs = IDLE_MS, startWorker = startScanWorker } = options;
  let running: { readonly worker: ScanWorker; readonly stopFlag: Int32Array } | null = null;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const before = running;
    running = null;
    events.onEnd();
    await before?.worker.terminate();
  };
  const start = (): NonNullable<typeof running> => {
    const stopFlag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const worker = startWorker({ codexHome, plimsollHome, stopFlag });
    const onEnd = (): void => {
      if (running?.worker === worker) void end();
    };
    worker.on('message', (answer) => {
      if (running?.worker === worker) events.onAnswer(answer);
    });
    worker.on('error', onEnd);
    worker.on('exit', onEnd);
    return { worker, stopFlag: new Int32Array(stopFlag) };
  };
  return {
    ask(request) {
      clearTimeout(idle);
      running ??= start();
      running.worker.postMessage(request);
    },
    leave() {
      if (running !== null) Atomics.store(running.stopFlag, 0, 1);
    },
    rest() {
      idle = setTimeout(() => void end(), idleMs);
      idle.unref();
    },
    end,
  };
}

function createAsked(number: number): Asked {
  let settle: Asked['settle'] = () => {};
  const answer = new Promise<ActivitySpans | null>((resolve) => {
    settle = resolve;
  });
  return { number, answer, settle };
}

/**
 * Why: V8 makes fast code for a worker in helper threads, which are as urgent as the main loop: on two
 * cores that waited up to 11 ms behind them. A worker that begins without helpers makes it in its own
 * thread, which steps back. Source: V8, Isolate::Init; observed in Electron 33. V8 ignores flags it
 * does not know.
 */
const HELPERS = 'concurrent-recompilation';

/** Source: electron.vite.config.ts: the worker's bundle is beside the one that this is in. */
function startScanWorker(workerData: ScanHomes): ScanWorker {
  setFlagsFromString(`--no-${HELPERS}`);
  const worker = new Worker(path.join(import.meta.dirname, 'scan.js'), {
    workerData,
    // Why: a scan makes nearly no garbage; the usual young generation would only spread.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const giveBack = (): void => setFlagsFromString(`--${HELPERS}`);
  worker.once('online', giveBack).once('exit', giveBack);
  return worker;
}
