// The child processes of the kill tests: started ahead of need, killed without warning, heard to the
// last line that they said.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Heard, type Job, parseHeard, type Report } from './jobs.ts';

/** Never called by a child that was killed in time. */
export type OnHeard = (heard: Heard, victim: Victim) => void;

export interface JobEnd {
  /** Everything that was said, in order. */
  readonly heard: readonly Heard[];
  /** Null if it was killed before it had one. */
  readonly report: Report | null;
}

export interface Victim {
  /** Resolves when the job has ended, or with the process. */
  run(job: Job, onHeard: OnHeard): Promise<JobEnd>;
  /** SIGKILL; what it left is as it is once `run` has resolved. */
  kill(): void;
  readonly isKilled: () => boolean;
}

export interface Victims {
  /** One that is ready; the next is being started meanwhile. */
  take(): Promise<Victim>;
  /** For another job: it has ended its last one alive. */
  giveBack(victim: Victim): void;
  /** Kills whatever is left. */
  end(): Promise<void>;
}

export function createVictims(childFile: string): Victims {
  const all = new Set<Started>();
  let spare: Started[] = [];
  const add = (): void => {
    const started = start(childFile);
    all.add(started);
    void started.gone.then(() => all.delete(started));
    spare = [...spare, started];
  };
  return {
    async take() {
      if (spare.length === 0) add();
      const [first, ...rest] = spare;
      if (first === undefined) throw new Error('there is no child');
      spare = rest;
      if (spare.length === 0) add();
      await first.ready;
      return first;
    },
    giveBack(victim) {
      const started = [...all].find((other) => other === victim);
      if (started !== undefined) spare = [started, ...spare];
    },
    async end() {
      const going = [...all].map(({ gone, kill }) => {
        kill();
        return gone;
      });
      await Promise.all(going);
    },
  };
}

interface Started extends Victim {
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
}

function start(childFile: string): Started {
  const child = spawn(process.execPath, [childFile], { stdio: ['pipe', 'pipe', 'inherit'] });
  // Why: a job written to a child that is being killed is no failure.
  child.stdin.on('error', () => undefined);
  let listener: (heard: Heard) => void = () => {};
  let isKilled = false;
  const gone = closed(child);
  const ready = new Promise<void>((resolve) => {
    listener = ({ what }) => what === 'ready' && resolve();
  });
  createInterface({ input: child.stdout }).on('line', (line) => listener(parseHeard(line)));
  const victim: Started = {
    ready,
    gone,
    isKilled: () => isKilled,
    kill() {
      isKilled = true;
      child.kill('SIGKILL');
    },
    run(job, onHeard) {
      const heard: Heard[] = [];
      return new Promise((resolve) => {
        listener = (next) => {
          heard.push(next);
          onHeard(next, victim);
          // Why: one that is being killed has not ended before it is gone.
          if (next.what === 'ended' && !isKilled) resolve({ heard, report: next.report });
        };
        void gone.then(() => resolve({ heard, report: null }));
        child.stdin.write(`${JSON.stringify(job)}\n`);
      });
    },
  };
  return victim;
}

/** Resolves when the process is gone and its last word was read. */
function closed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}
