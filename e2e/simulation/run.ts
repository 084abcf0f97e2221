// Runs one seed: the world with Plimsoll, the time after its faults, the judgement, and if that is bad
// the same world without Plimsoll.

import { createHash } from 'node:crypto';
import { parseLedger } from '../../main/core/ledger.ts';
import { AUTH_FILE, PLIMSOLL_HOME, readCredentials } from './actor.ts';
import type { Violation } from './invariants.ts';
import type { Plimsoll } from './plimsoll.ts';
import { createScenario, type Fault, MINUTE_MS, type Scenario } from './scenario.ts';
import { isJournal, isTemp } from './stages.ts';
import { explain, judge, type Row, type Verdict } from './verdict.ts';
import { createWorld, type World } from './world.ts';

export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly coverage: readonly string[];
  readonly verdict: Verdict;
  readonly row: Row | null;
  /** Null: not asked, because ours was good. */
  readonly controlVerdict: Verdict | null;
  /** Network and disk are well, and nobody dies or sleeps. */
  readonly isHealthy: boolean;
  readonly races: number;
  /** The most often that we sent one refresh token without leave. */
  readonly presentations: number;
  readonly lostInStep8: number;
  readonly steps: number;
}

export interface RunOptions {
  readonly without: ReadonlySet<Fault>;
  readonly trace: ((line: string) => void) | null;
}

/** Two of the longest waits, and some for the poll itself. */
const CALM_MS = 130 * MINUTE_MS;
/** The longest that one poll may take: waiting for a lock, for Codex, and for locks again. */
const POLL_MAX_MS = 10 * MINUTE_MS;
/** A wait that the service or our own budget named may be a day. */
const LONG_CALM_MS = 26 * 60 * MINUTE_MS;

/** Called outside of any promise's callback, like the scheduler's `run`. */
export function runSeed(seed: number, { without, trace }: RunOptions): SeedReport {
  const scenario = createScenario(seed, without);
  const world = createWorld({ scenario, control: null, trace: null });
  const { scheduler, startMs } = world;
  if (trace !== null) {
    scheduler.trace = (line) => {
      trace(`${((scheduler.nowMs() - startMs) / 1000).toFixed(4).padStart(12)}  ${line()}`);
    };
  }
  live(world);
  const verdict = judge(world);
  if (verdict === 'good') checkLiveness(world);
  checkHonesty(world);
  const row = verdict === 'good' ? null : explain(world, verdict);
  const controlVerdict = verdict === 'good' ? null : judgeControl(world);
  if (verdict !== 'good' && row === null && controlVerdict === 'good') {
    world.invariants.report('verdict', `the sign-in is ${verdict}, and would not be without us`);
  }
  return {
    seed,
    violations: world.invariants.violations,
    coverage: [...world.coverage],
    verdict,
    row,
    controlVerdict,
    isHealthy: isHealthy(scenario),
    races: world.invariants.races.length,
    presentations: presentations(world),
    lostInStep8: world.server.sendings.filter(isLostInStep8).length,
    steps: scheduler.steps.count,
  };
}

function live(world: World): void {
  const { scheduler, scenario, startMs, plimsolls } = world;
  const endMs = startMs + scenario.chaosMs;
  scheduler.run(endMs);
  const isCalm = (): boolean => plimsolls.every((plimsoll) => isFreshSince(world, plimsoll));
  scheduler.run(endMs + CALM_MS, isCalm);
  const isTold = plimsolls.some((plimsoll) => (plimsoll.state()?.notBeforeMs ?? null) !== null);
  if (!isCalm() && isTold) scheduler.run(endMs + LONG_CALM_MS, isCalm);
  const isAtRest = (): boolean => plimsolls.every((plimsoll) => plimsoll.state()?.polling !== true);
  if (!isAtRest()) scheduler.run(scheduler.nowMs() + POLL_MAX_MS, isAtRest);
}

function isFreshSince({ startMs, scenario, power, scheduler }: World, plimsoll: Plimsoll): boolean {
  const state = plimsoll.state();
  if (state === null || state.polling || state.reading.kind !== 'fresh') return false;
  const skewMs = power.machine.wallMs() - scheduler.nowMs();
  return state.reading.snapshot.takenAtMs - skewMs > startMs + scenario.chaosMs;
}

function judgeControl(world: World): Verdict {
  const { scenario, happened } = world;
  const control = createWorld({
    scenario,
    control: { ...happened, powerFailuresAtMs: [...happened.powerFailuresAtMs] },
    trace: null,
  });
  control.scheduler.run(control.startMs + scenario.chaosMs + 5 * MINUTE_MS);
  return judge(control);
}

/** I11: what is good shows fresh numbers again, without help, and leaves nothing lying about. */
function checkLiveness(world: World): void {
  const { plimsolls, invariants, disk, wish, scenario, crowd } = world;
  if (wish.account === null || !mayBeRenewed(world)) return;
  for (const plimsoll of plimsolls) {
    if (!isFreshSince(world, plimsoll)) {
      const { reading } = plimsoll.state() ?? {};
      const failure = reading !== undefined && 'failure' in reading ? reading.failure.kind : 'none';
      invariants.report('I11', `${plimsoll.name} shows no fresh number: ${failure}`);
    }
  }
  // Why: what a crash left beside the old place is not looked for there any more.
  if (crowd.acts.includes('symlink')) return;
  const names = disk.readdir(
    scenario.document.linked ? '/home/fake/dotfiles' : '/home/fake/.codex',
  );
  if (names.some((name) => isJournal(`/${name}`))) invariants.report('I11', 'a journal is left');
  if (names.filter((name) => isTemp(`/${name}`)).length > 2) {
    invariants.report('I11', 'temporary files pile up');
  }
}

/** Whether anything but a failure of ours could keep the numbers away. */
function mayBeRenewed({ disk, crowd, scenario }: World): boolean {
  const known = readCredentials(disk.text(AUTH_FILE));
  if (known === null || scenario.habits.grant === 'empty') return false;
  const { grantAccess = 'jwt' } = scenario.habits;
  if (grantAccess === 'other-account' || grantAccess === 'none') return false;
  const { mode, links } = disk.lookUp(AUTH_FILE, true);
  if ((mode & 0o200) === 0 || links > 1 || crowd.acts.includes('lock-folder')) return false;
  return !isMarked(disk, known.refreshToken);
}

/** Whether our ledger says that the token was sent or refused. */
function isMarked(disk: World['disk'], token: string): boolean {
  const ledger = parseLedger(disk.text(`${PLIMSOLL_HOME}/ledger.json`) ?? '');
  if (ledger === null) return false;
  const digest = createHash('sha256').update(`${ledger.salt}\0${token}`).digest('hex').slice(0, 16);
  return ledger.sent[digest] !== undefined || ledger.refused[digest] !== undefined;
}

/** I12: whoever has no fresh number says why. */
function checkHonesty(world: World): void {
  for (const plimsoll of world.plimsolls) {
    const state = plimsoll.state();
    if (state === null || isFreshSince(world, plimsoll)) continue;
    const { reading } = state;
    if (state.polling) world.invariants.report('I12', `${plimsoll.name} polls for ever`);
    else if (reading.kind !== 'stale' && reading.kind !== 'failed') {
      world.invariants.report('I12', `${plimsoll.name} shows ${reading.kind} and says nothing`);
    }
  }
}

function isHealthy(scenario: Scenario): boolean {
  const { networkFaults, deaths, powerFailureAtMs, sleeps, diskWindows, quits } = scenario;
  const isUnharmed = deaths.length === 0 && powerFailureAtMs === null && sleeps.length === 0;
  return networkFaults === 0 && isUnharmed && diskWindows.length === 0 && !quits;
}

function presentations({ server }: World): number {
  const counts = new Map<string, number>();
  for (const { token, sender, proofOfNothing, onceMore } of server.sendings) {
    if (!sender.startsWith('plimsoll') || proofOfNothing || onceMore) continue;
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function isLostInStep8({
  sender,
  deliveredWhole,
  journaled,
}: {
  sender: string;
  deliveredWhole: boolean;
  journaled: boolean;
}): boolean {
  return sender.startsWith('plimsoll') && deliveredWhole && !journaled;
}
