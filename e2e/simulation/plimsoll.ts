// Plimsoll in the simulated world: the real home and the real monitor over simulated ports, started,
// killed at a given port call, and started again.

import { createHome } from '../../main/codex/assemble.ts';
import { resetListUrl, usageUrl } from '../../main/codex/endpoints.ts';
import { PINNED_TOKEN_ENDPOINT } from '../../main/core/provenance.ts';
import type { Outcome } from '../../main/core/reading.ts';
import { createMonitor, type Monitor, type MonitorState } from '../../main/monitor.ts';
import { CODEX_HOME, PLIMSOLL_HOME } from './actor.ts';
import type { Disk } from './files.ts';
import type { Invariants } from './invariants.ts';
import type { Network } from './network.ts';
import { createPorts } from './ports.ts';
import type { Death } from './scenario.ts';
import type { Process, Scheduler } from './scheduler.ts';
import { createStageTracker, type Stage, type StageTracker } from './stages.ts';

const BASE_URL = 'https://chatgpt.com/backend-api';
/** The numbers, and the list of earned resets beside them. */
export const USAGE_URLS: readonly string[] = [usageUrl(BASE_URL), resetListUrl(BASE_URL)];
export const TOKEN_URL = PINNED_TOKEN_ENDPOINT.url;
export const OUR_UID = 501;

/** The computer as our programs feel it. */
export interface Machine {
  wallMs(): number;
  mayExchange(): boolean;
  stayAwake(): () => void;
  isCodexAlive(): boolean;
  failPower(): void;
  /** Whether things may still go wrong. */
  isChaos(): boolean;
}

export interface PlimsollOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly network: Network;
  readonly machine: Machine;
  readonly invariants: Invariants;
  readonly deaths: readonly Death[];
  readonly clicksOnceMore: boolean;
  readonly cover: (situation: string) => void;
  readonly onStage: (plimsoll: Plimsoll, stage: Stage) => void;
}

export interface Plimsoll {
  readonly name: string;
  process(): Process;
  state(): MonitorState | null;
  tracker(): StageTracker;
  start(): void;
  /** Dies now and comes back later; for power failures, which take everybody. */
  restart(delayMs: number): void;
  quit(): void;
  suspend(): void;
  resume(): void;
  fileChanged(): void;
  poll(): void;
  requests: { usage: number; exchanges: number };
}

interface Life {
  readonly process: Process;
  readonly monitor: Monitor;
  readonly tracker: StageTracker;
  readonly stop: () => void;
  isQuitting: boolean;
}

const QUIT_LIMIT_MS = 25_000;
const WATCH_MS = 250;

export function createPlimsoll(options: PlimsollOptions): Plimsoll {
  const { name, scheduler, machine, cover } = options;
  const waiting = { deaths: [...options.deaths], clicks: options.clicksOnceMore ? 1 : 0 };
  let lives = 0;
  let life: Life | null = null;
  let isOnceMore = false;
  let isWatching = false;

  const require = (): Life => {
    if (life === null) throw new Error(`${name} was never started`);
    return life;
  };

  function arm(process: Process, tracker: () => StageTracker): void {
    const death = waiting.deaths[0] ?? null;
    let armedAt: number | null = null;
    process.onCall = (label, call) => {
      options.invariants.call(process, label);
      const { stage } = tracker();
      // Why: what matters happens after a rejection; deaths in idle polls would be most of them.
      if (armedAt === null && (stage !== 'idle' || lives > 1)) armedAt = call;
      if (death === null || armedAt === null || !machine.isChaos()) return 'go-on';
      if (call - armedAt !== death.atCall) return 'go-on';
      waiting.deaths.shift();
      cover(`5.2 ${death.kind} at ${stage}`);
      const verdict = death.when === 'before' ? 'die-before' : 'die-after';
      if (death.kind === 'power') scheduler.after(null, 0, machine.failPower);
      else plimsoll.restart(process.random.between(1_000, 90_000));
      return verdict;
    };
  }

  function start(): void {
    lives += 1;
    const process = scheduler.spawn(`${name}.${lives}`);
    const tracker = createStageTracker((stage) => options.onStage(plimsoll, stage));
    arm(process, () => tracker);
    process.atDeath.push(() => options.invariants.died(process));
    const home = createHome({
      ports: createPorts({
        ...options,
        process,
        tokenUrl: TOKEN_URL,
        usageUrls: USAGE_URLS,
        wallMs: machine.wallMs,
        isCodexAlive: machine.isCodexAlive,
        mayExchange: () => machine.mayExchange() && life?.isQuitting !== true,
        stayAwake: machine.stayAwake,
        onceMore: () => isOnceMore,
        onLocked: (path) => {
          options.invariants.locked(process, path);
          if (path.endsWith('auth.lock') && tracker.stage === 'received') tracker.to('publishing');
        },
        onSecretSent: options.invariants.address,
      }),
      codexHome: CODEX_HOME,
      plimsollHome: PLIMSOLL_HOME,
      version: '0.0.0-simulated',
      platform: 'linux',
      uid: OUR_UID,
      renewal: () => 'plimsoll',
      askCodex: null,
      tokenUrlOverride: null,
      paceDivisor: 1,
    });
    const readUsage = async (how: { force: boolean; onceMore: boolean }): Promise<Outcome> => {
      plimsoll.requests.usage = 0;
      plimsoll.requests.exchanges = 0;
      isOnceMore = how.onceMore;
      const outcome = await home.poll(how);
      isOnceMore = false;
      tracker.to('idle');
      heed(outcome, process);
      return outcome;
    };
    const monitor = createMonitor(
      {
        readUsage,
        isNews: home.isNews,
        lookIntoLog: home.lookIntoLog,
        asksNobody: home.asksNobody,
        nowMs: machine.wallMs,
        steadyMs: scheduler.nowMs,
        random: process.random.next,
        after: (delayMs, callback) => scheduler.after(process, delayMs, callback),
        conditions: () => ({ pollMinutes: 5, isSaving: false, noticesUse: false }),
        network: () => 'settled',
        onChange: () => {},
      },
      { paceDivisor: 1 },
    );
    life = { process, monitor, tracker, stop: () => {}, isQuitting: false };
    const stop = monitor.start({ saved: null, notBeforeMs: null, atLogin: lives > 1 });
    life = { ...life, stop };
  }

  function heed(outcome: Outcome, process: Process): void {
    for (const { step, outcome: how } of outcome.recovery) cover(`${step} ${how}`);
    const { usage, exchanges } = plimsoll.requests;
    if (usage > 3) options.invariants.report('I9', `${usage} usage requests in one poll`);
    if (exchanges > 1) options.invariants.report('I9', `${exchanges} exchanges in one poll`);
    options.invariants.say(JSON.stringify(outcome));
    if (!outcome.result.ok) cover(`failure ${outcome.result.failure.kind}`);
    if (outcome.warning !== null) cover(`warning ${outcome.warning.kind}`);
    if (outcome.warning?.kind !== 'exchange-outcome-unknown' || waiting.clicks === 0) return;
    waiting.clicks -= 1;
    scheduler.after(process, 16 * 60_000, () => void life?.monitor.poll('once-more'));
  }

  const plimsoll: Plimsoll = {
    name,
    requests: { usage: 0, exchanges: 0 },
    process: () => require().process,
    state: () => life?.monitor.state() ?? null,
    tracker: () => require().tracker,
    start,
    restart(delayMs) {
      if (life === null) return;
      scheduler.after(null, 0, () => {
        if (life !== null) scheduler.kill(life.process);
      });
      scheduler.after(null, delayMs, start);
    },
    quit() {
      const leaving = life;
      if (leaving === null || !leaving.process.alive) return;
      leaving.isQuitting = true;
      leaving.stop();
      const end = (): void => {
        if (!leaving.process.alive) return;
        cover('5.2 quit');
        plimsoll.restart(20_000);
      };
      scheduler.after(leaving.process, QUIT_LIMIT_MS, end);
    },
    suspend: () => life?.monitor.pause(),
    resume: () => life?.monitor.resume(),
    fileChanged() {
      const now = life;
      if (isWatching || now === null || !now.process.alive) return;
      isWatching = true;
      scheduler.after(null, WATCH_MS, () => {
        isWatching = false;
        if (life?.process.alive === true) void life.monitor.poll('file-changed');
      });
    },
    poll: () => void life?.monitor.poll('click'),
  };
  return plimsoll;
}
