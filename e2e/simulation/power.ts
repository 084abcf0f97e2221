// The computer itself: sleep and wake, the power that fails, and a clock that somebody sets.
// What is not flushed is lost when it fails.

import { AUTH_FILE, readCredentials } from './actor.ts';
import type { Crowd } from './crowd.ts';
import type { Disk } from './files.ts';
import type { Network } from './network.ts';
import type { Wish } from './person.ts';
import type { Machine, Plimsoll } from './plimsoll.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Scheduler } from './scheduler.ts';
import type { Server } from './server.ts';
import type { Happened } from './world.ts';

export interface PowerOptions {
  readonly scenario: Scenario;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly network: Network;
  readonly crowd: Crowd;
  readonly wish: Wish;
  readonly server: Server;
  readonly plimsolls: readonly Plimsoll[];
  readonly happened: Happened;
  readonly cover: (situation: string) => void;
}

export interface PowerSupply {
  readonly machine: Machine;
  begin(): void;
  /** Sleeps and power failures that this world has had. */
  readonly count: { sleeps: number; failures: number };
}

const AFTER_WAKE_MS = 15_000;
const NOTICE_MS = 800;
/** How long the system lets somebody keep it awake before it sleeps all the same. */
const FORCED_AFTER_MS = 5_000;
const RETRY_MS = 250;

export function createPower(options: PowerOptions): PowerSupply {
  const { scenario, scheduler, disk, network, crowd, wish, server, plimsolls } = options;
  const { chaosMs } = scenario;
  const random = createRandom(scenario.seed, 'power');
  const startedAtMs = scheduler.nowMs();
  const ageMs = (): number => scheduler.nowMs() - startedAtMs;
  const count = { sleeps: 0, failures: 0 };
  let offsetMs = 0;
  let awakeHolds = 0;
  let isSuspending = false;
  let calmFromMs = 0;
  let isDown = false;

  function failPower(): void {
    if (isDown || ageMs() > chaosMs) return;
    isDown = true;
    count.failures += 1;
    options.happened.powerFailuresAtMs.push(ageMs());
    scheduler.trace?.(() => '--- the power fails');
    const backMs = random.between(20_000, 120_000);
    for (const plimsoll of plimsolls) {
      scheduler.kill(plimsoll.process());
      plimsoll.restart(backMs + random.between(0, 20_000));
    }
    crowd.die(backMs);
    disk.failPower();
    awakeHolds = 0;
    noteWhatIsLeft();
    scheduler.after(null, backMs, () => {
      isDown = false;
    });
  }

  /** Why: an unflushed sign-in or sign-out that the failure undid was nobody's wish in the end. */
  function noteWhatIsLeft(): void {
    const known = readCredentials(disk.text(AUTH_FILE));
    if (known === null || server.familyOf(known.refreshToken) === null) return;
    if (known.accountId !== wish.account) wish.token = known.refreshToken;
    wish.account = known.accountId;
  }

  function suspend(forMs: number, waitedMs: number): void {
    if (isDown || ageMs() > chaosMs) {
      isSuspending = false;
      for (const plimsoll of plimsolls) plimsoll.resume();
      return;
    }
    if (awakeHolds > 0 && waitedMs < FORCED_AFTER_MS) {
      scheduler.after(null, RETRY_MS, () => suspend(forMs, waitedMs + RETRY_MS));
      return;
    }
    isSuspending = false;
    count.sleeps += 1;
    options.cover(awakeHolds > 0 ? 'sleep in mid-request' : 'sleep');
    scheduler.trace?.(() => `--- sleeps for ${Math.round(forMs / 1000)} s`);
    scheduler.suspend(forMs);
    network.tear();
    calmFromMs = scheduler.nowMs() + forMs + AFTER_WAKE_MS;
    scheduler.after(null, forMs, () => {
      for (const plimsoll of plimsolls) plimsoll.resume();
    });
  }

  const machine: Machine = {
    wallMs: () => Math.round(scheduler.nowMs() + offsetMs),
    mayExchange: () => !isSuspending && scheduler.nowMs() >= calmFromMs,
    stayAwake() {
      awakeHolds += 1;
      const life = count.failures;
      return () => {
        if (life === count.failures) awakeHolds = Math.max(0, awakeHolds - 1);
      };
    },
    isCodexAlive: () => crowd.isCodexAlive(),
    failPower,
    isChaos: () => ageMs() <= chaosMs,
  };
  return {
    machine,
    count,
    begin() {
      const { sleeps, powerFailureAtMs, clockJump, quits } = scenario;
      for (const { atMs, forMs } of sleeps) {
        scheduler.after(null, atMs, () => {
          isSuspending = true;
          for (const plimsoll of plimsolls) plimsoll.suspend();
          scheduler.after(null, NOTICE_MS, () => suspend(forMs, 0));
        });
      }
      if (powerFailureAtMs !== null) scheduler.after(null, powerFailureAtMs, failPower);
      if (clockJump !== null) {
        scheduler.after(null, clockJump.atMs, () => {
          offsetMs = clockJump.byMs;
        });
      }
      if (quits) scheduler.after(null, random.between(0, chaosMs), () => plimsolls[0]?.quit());
    },
  };
}
