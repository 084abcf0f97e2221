// Everybody else at this computer: the Codex programs that run, and the person with their acts.
// Each draws from a stream of its own, so that a world without Plimsoll has the same crowd.

import { type Codex, type CodexRelease, createCodex } from './codex.ts';
import type { Disk } from './files.ts';
import type { Network } from './network.ts';
import { act, type PersonAct, type Wish } from './person.ts';
import type { Intrusion, Scenario } from './scenario.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Server } from './server.ts';

export interface CrowdOptions {
  readonly scenario: Scenario;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly server: Server;
  readonly network: Network;
  readonly wish: Wish;
  readonly backup: () => string | null;
  /** Told when somebody's act has taken effect. */
  readonly onAct: (act: Intrusion) => void;
}

export interface Crowd {
  begin(): void;
  isCodexAlive(): boolean;
  codexAliveSinceMs(): number | null;
  intrude(act: Exclude<Intrusion, 'second-plimsoll'>): void;
  /** Somebody writes, or wrote, without Codex's locks. */
  hasLocklessWriters(): boolean;
  /** Power has failed: all are gone; those that always run come back. */
  die(comeBackAfterMs: number): void;
  /** Every act that took effect, for the verdict. */
  readonly acts: PersonAct[];
  /** Why tokens that Codex had been issued were not saved. */
  readonly losses: string[];
}

interface Program {
  readonly process: Process;
  readonly codex: Codex;
  readonly release: CodexRelease;
  readonly startedAtMs: number;
}

const ACCESS_LIFETIME_MS = 1_800_000;

export function createCrowd(options: CrowdOptions): Crowd {
  const { scenario, scheduler } = options;
  const { codexes, codexPace, codexSession, chaosMs, seed } = scenario;
  const startedAtMs = scheduler.nowMs();
  const programs: Program[] = [];
  const visitors: Process[] = [];
  const acts: PersonAct[] = [];
  const losses: string[] = [];
  const installed = codexes[0] ?? (seed % 4 === 0 ? 'in-place' : 'locking');
  let isLockless = installed !== 'locking' || codexes.some((release) => release !== 'locking');
  let started = 0;

  function launch(release: CodexRelease, name: string): Program {
    const process = scheduler.spawn(name);
    const onRenewed = (): void => options.onAct('codex-renews');
    const codex = createCodex({
      ...options,
      process,
      release,
      onRenewed,
      onLost: (why) => losses.push(why),
    });
    const program = { process, codex, release, startedAtMs: scheduler.nowMs() };
    programs.push(program);
    return program;
  }

  function launchAll(): void {
    started += 1;
    for (const [at, release] of codexes.entries()) {
      const { codex, process } = launch(release, `codex-${at}.${started}`);
      void codex.run(codexPace);
      const forMs = codexSession?.forMs ?? chaosMs - (scheduler.nowMs() - startedAtMs);
      scheduler.after(null, forMs, () => leave(process));
    }
  }

  /** Codex ends when the person ends it, but not while it is saving. */
  function leave(process: Process): void {
    const at = programs.findIndex((program) => program.process === process);
    const program = programs[at];
    if (program === undefined || !process.alive) return;
    program.codex.whenIdle(() => scheduler.kill(process));
  }

  function perform(name: PersonAct): void {
    const process = scheduler.spawn(`person-${visitors.length}-${name}`);
    visitors.push(process);
    if (name === 'restore' || name === 'symlink') isLockless = true;
    const onAct = (done: PersonAct): void => {
      acts.push(done);
      options.onAct(done);
    };
    const context = { ...options, process, release: installed, onAct };
    void act({ ...context, accessLifetimeMs: ACCESS_LIFETIME_MS }, name).finally(() => {
      scheduler.kill(process);
    });
  }

  return {
    acts,
    losses,
    begin() {
      if (codexSession === null) launchAll();
      else scheduler.after(null, codexSession.fromMs, launchAll);
      for (const { atMs, act: name } of scenario.acts) {
        scheduler.after(null, atMs, () => perform(name));
      }
    },
    isCodexAlive: () => programs.some(({ process }) => process.alive),
    codexAliveSinceMs() {
      const alive = programs.filter(({ process }) => process.alive);
      if (alive.length === 0) return null;
      return Math.min(...alive.map((program) => program.startedAtMs));
    },
    intrude(name) {
      if (name !== 'codex-renews') return perform(name);
      const running = programs.find(({ process }) => process.alive);
      if (running !== undefined) return void running.codex.work({ renew: true });
      const { codex, process } = launch(installed, `codex-once-${programs.length}`);
      void codex.work({ renew: true }).finally(() => scheduler.kill(process));
    },
    hasLocklessWriters: () => isLockless,
    die(comeBackAfterMs) {
      for (const { process } of programs) scheduler.kill(process);
      for (const process of visitors) scheduler.kill(process);
      if (codexSession === null) scheduler.after(null, comeBackAfterMs, launchAll);
    },
  };
}
