// One world: everything a seed brings to life, from the first sign-in to the time after the faults.
// Only composition and the machine's own events (sleep, power, clock); what each part does is its own.

import { FAKE_OWNER } from '../stand-in/jwt.ts';
import { AUTH_FILE, CODEX_HOME, encode, PLIMSOLL_HOME, readCredentials } from './actor.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { firstDocument } from './documents.ts';
import { createDiskFaults } from './faults.ts';
import { createDisk, type Disk } from './files.ts';
import { createInvariants, type Invariants } from './invariants.ts';
import { createNetwork } from './network.ts';
import type { Wish } from './person.ts';
import { createPlimsoll, OUR_UID, type Plimsoll, TOKEN_URL, USAGE_URLS } from './plimsoll.ts';
import { createPower, type PowerSupply } from './power.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { createScheduler, type Process, type Scheduler } from './scheduler.ts';
import { createServer, type Server } from './server.ts';
import { isAuthFile, type Stage } from './stages.ts';

/** What happened to a world with Plimsoll at times that depend on it, to be repeated without. */
export interface Happened {
  ambushAtMs: number | null;
  readonly powerFailuresAtMs: number[];
}

export interface World {
  readonly scenario: Scenario;
  readonly startMs: number;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly server: Server;
  readonly invariants: Invariants;
  readonly crowd: Crowd;
  readonly power: PowerSupply;
  readonly plimsolls: readonly Plimsoll[];
  readonly wish: Wish;
  readonly coverage: Set<string>;
  readonly happened: Happened;
}

export interface WorldOptions {
  readonly scenario: Scenario;
  /** A world without Plimsoll, in which the same happens; null for one with it. */
  readonly control: Happened | null;
  readonly trace: ((line: () => string) => void) | null;
}

/** A Monday morning; nothing depends on it. */
const START_MS = Date.UTC(2026, 10, 23, 9);

export function createWorld({ scenario, control, trace }: WorldOptions): World {
  const { seed, chaosMs, habits } = scenario;
  const scheduler = createScheduler({ seed, startMs: START_MS, stretching: scenario.stretching });
  scheduler.trace = trace;
  const ageMs = (): number => scheduler.nowMs() - START_MS;
  const nowMs = scheduler.nowMs;
  const disk = createDisk({
    nowMs,
    random: createRandom(seed, 'disk'),
    faults: createDiskFaults({ scenario, ageMs }),
    uid: OUR_UID,
  });
  const server = createServer({ seed, nowMs, habits });
  const coverage = new Set<string>();
  const cover = (situation: string): void => void coverage.add(situation);
  const isOurs = ({ name }: Process): boolean => name.startsWith('plimsoll');
  const happened: Happened = control ?? { ambushAtMs: null, powerFailuresAtMs: [] };
  const plimsolls: Plimsoll[] = [];

  const invariants = createInvariants({
    disk,
    server,
    nowMs,
    isOurs,
    countsRequests: scenario.clockJump === null && scenario.diskWindows.length === 0,
    diskIsSound: scenario.diskWindows.length === 0,
    hasLocklessWriters: () => crowd.hasLocklessWriters(),
    codexAliveSinceMs: () => crowd.codexAliveSinceMs(),
    allowedUrls: [TOKEN_URL, ...USAGE_URLS],
  });
  const trackerOf = (process: Process) =>
    plimsolls.find((candidate) => candidate.process() === process)?.tracker() ?? null;
  const network = createNetwork({
    seed,
    scheduler,
    server,
    faultChance: () => (ageMs() < chaosMs ? scenario.networkFaults : 0),
    onSend(process, sending, accessToken) {
      invariants.sent(
        process,
        sending,
        accessToken === null ? null : server.accountOf(accessToken),
      );
      const sender = plimsolls.find((candidate) => candidate.process() === process);
      if (sender === undefined) return;
      if (sending === null) sender.requests.usage += 1;
      else sender.requests.exchanges += 1;
      if (sending !== null) sender.tracker().to('sent');
    },
    onDeliver(process, sending, sent) {
      const tracker = trackerOf(process);
      if (tracker === null) return;
      if (sending === null && sent.ok && sent.value.status === 401) {
        tracker.to('rejected');
        invariants.rejected(process);
      }
      if (sending?.deliveredWhole === true && sending.granted !== null) {
        tracker.to('answered');
        invariants.delivered(process, sending.granted);
      }
    },
  });

  const wish: Wish = { account: FAKE_OWNER.accountId, restoredDead: false, token: null };
  const first = signInFirst({ scenario, disk, server, scheduler, wish });
  const crowd = createCrowd({
    scenario,
    scheduler,
    disk,
    server,
    network,
    wish,
    backup: () => first,
    onAct: (act) => {
      for (const plimsoll of plimsolls) {
        const phase = plimsoll.tracker().phase();
        if (phase !== null) cover(`5.1 ${act} ${phase}`);
      }
    },
  });
  const power = createPower({
    scenario,
    scheduler,
    disk,
    network,
    crowd,
    wish,
    server,
    plimsolls,
    happened,
    cover,
  });

  disk.watch = (deed) => {
    invariants.deed(deed);
    for (const plimsoll of plimsolls) {
      if (plimsoll.process() === deed.by) plimsoll.tracker().deed(deed);
      else if (isAuthFile(deed.path) || deed.path === AUTH_FILE) plimsoll.fileChanged();
    }
  };

  const create = (name: string, isFirst: boolean): Plimsoll => {
    const plimsoll = createPlimsoll({
      name,
      scheduler,
      disk,
      network,
      machine: power.machine,
      invariants,
      deaths: isFirst ? scenario.deaths : [],
      clicksOnceMore: scenario.clicksOnceMore,
      cover,
      onStage: (_, stage) => isFirst && onStage(stage),
    });
    plimsolls.push(plimsoll);
    plimsoll.start();
    return plimsoll;
  };

  const spring = (): void => {
    const { ambush } = scenario;
    if (ambush === null || ageMs() > chaosMs) return;
    if (ambush.act !== 'second-plimsoll') {
      crowd.intrude(ambush.act);
      return;
    }
    if (control !== null) return;
    for (const plimsoll of plimsolls) {
      const phase = plimsoll.tracker().phase();
      if (phase !== null) cover(`5.1 second-plimsoll ${phase}`);
    }
    const second = plimsolls[1] ?? null;
    if (second === null) create('plimsoll-2', false);
    else second.poll();
  };
  const onStage = (_stage: Stage): void => {
    const { ambush } = scenario;
    const phase = plimsolls[0]?.tracker().phase() ?? null;
    if (ambush === null || phase !== ambush.phase || happened.ambushAtMs !== null) return;
    happened.ambushAtMs = ageMs() + ambush.delayMs;
    scheduler.after(null, ambush.delayMs, spring);
  };

  power.begin();
  crowd.begin();
  if (control === null) {
    for (let at = 1; at <= scenario.instances; at += 1) create(`plimsoll-${at}`, at === 1);
  } else {
    if (control.ambushAtMs !== null) scheduler.after(null, control.ambushAtMs, spring);
    for (const atMs of control.powerFailuresAtMs)
      scheduler.after(null, atMs, power.machine.failPower);
  }
  return {
    scenario,
    startMs: START_MS,
    scheduler,
    disk,
    server,
    invariants,
    crowd,
    power,
    plimsolls,
    wish,
    coverage,
    happened,
  };
}

interface FirstSignIn extends Pick<World, 'scenario' | 'disk' | 'server' | 'scheduler' | 'wish'> {}

function signInFirst({ scenario, disk, server, scheduler, wish }: FirstSignIn): string {
  const setUp = scheduler.spawn('set-up');
  const issued = server.signIn(FAKE_OWNER, scenario.firstExpiresInMs);
  wish.token = issued.refreshToken;
  const nowMs = scheduler.nowMs();
  const text = firstDocument(issued, scenario, { random: setUp.random, nowMs });
  for (const path of ['/home', '/home/fake', CODEX_HOME, PLIMSOLL_HOME, '/home/fake/dotfiles']) {
    disk.mkdir(path, 0o700);
  }
  const real = scenario.document.linked ? '/home/fake/dotfiles/auth.json' : AUTH_FILE;
  if (scenario.document.linked) disk.symlink('/home/fake/dotfiles/auth.json', AUTH_FILE);
  const handle = disk.open(setUp, real, 0o101, 0o600);
  const bytes = encode(text);
  // Why straight into the inode: this disk may already be short of breath.
  handle.inode.bytes = bytes;
  handle.inode.flushed = bytes;
  disk.close(handle);
  disk.flushAll();
  if (readCredentials(text) === null) throw new Error('the first document is no sign-in');
  return text;
}
