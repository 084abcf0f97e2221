// A virtual week of one Plimsoll: the real monitor, session, rotation and ledger over a clock that
// jumps from one event to the next, files in memory, and a service of the test's own. Only tests
// import this.

import path from 'node:path';
import { createHome, type HomeParts, type OpenedHome } from '../codex/assemble.ts';
import type { HttpRequest } from '../codex/http/http.ts';
import type { HttpAnswer, NotAnswered } from '../core/answers.ts';
import type { Result } from '../core/failure.ts';
import type { Outcome } from '../core/reading.ts';
import type { Conditions } from '../core/schedule.ts';
import { SECOND_MS } from '../core/time.ts';
import { createMonitor, type Monitor } from '../monitor.ts';
import { type MemoryFiles, memoryFiles } from './memory-files.ts';

const CODEX_HOME = '/home/fake/.codex';
const PLIMSOLL_HOME = '/home/fake/.plimsoll';
export const AUTH_FILE = path.join(CODEX_HOME, 'auth.json');
const TOKEN_URL = 'https://auth.openai.com/oauth/token';
const UID = 1000;
const LATENCY_MS = 80;
/** A moment that is no full minute. */
export const STARTS_AT_MS = 1_795_348_807_300;

/** What the service makes of a request. */
export type Service = (asked: {
  readonly route: 'usage' | 'token';
  readonly atMs: number;
  /** Whose tokens ask; of a usage request. */
  readonly account: string | undefined;
  readonly isList: boolean;
}) => Result<HttpAnswer, NotAnswered>;

export interface Sent {
  readonly atMs: number;
  readonly route: 'usage' | 'token';
  /** The so-manyth poll that it belongs to. */
  readonly poll: number;
}

export interface Week {
  readonly files: MemoryFiles;
  readonly sent: readonly Sent[];
  readonly monitor: () => Monitor;
  nowMs(): number;
  /** 0 to 1; the same in every run. */
  random(): number;
  /** Calls back at that time after the start. */
  at(afterMs: number, act: () => void): void;
  /** Ends this process and starts another over the same files. */
  restart(): void;
  /** Lives on until so long after the start. */
  live(untilMs: number): Promise<void>;
}

export interface WeekOptions {
  readonly service: Service;
  readonly authJson: string;
  readonly seed: number;
  /** Unless given: every 5 minutes, and nothing is known of power and use. */
  readonly conditions?: Conditions;
  /** Hears of every outcome in each run of the process, which begins with this call. */
  readonly heed?: (home: OpenedHome) => (outcome: Outcome) => Promise<void>;
}

const NO_SENSES: Conditions = { pollMinutes: 5, isSaving: false, noticesUse: false };

export function createWeek(options: WeekOptions): Week {
  const { service, authJson, seed, conditions = NO_SENSES, heed = heedless } = options;
  const timeline = createTimeline();
  const { nowMs, wait, live } = timeline;
  const sent: Sent[] = [];
  let polls = 0;
  const random = seeded(seed);
  const files = memoryFiles(nowMs, UID);
  files.put(AUTH_FILE, authJson);
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void wait(ms, resolve));
  const send = async ({ url, headers }: HttpRequest): Promise<Result<HttpAnswer, NotAnswered>> => {
    const route = url === TOKEN_URL ? 'token' : 'usage';
    sent.push({ atMs: nowMs(), route, poll: polls });
    const account = headers['chatgpt-account-id'];
    const isList = url.endsWith('/rate-limit-reset-credits');
    const answer = service({ route, atMs: nowMs(), account, isList });
    await sleep(LATENCY_MS);
    return answer;
  };
  const ports = worldPorts({ files, nowMs, sleep, send, random });
  const start = (): Running => {
    const home = createHome({ ...HOME, ports });
    const hear = heed(home);
    const readUsage: OpenedHome['poll'] = async (how) => {
      polls += 1;
      const outcome = await home.poll(how);
      await hear(outcome);
      return outcome;
    };
    const { isNews, lookIntoLog, asksNobody } = home;
    const log = { lookIntoLog, asksNobody };
    const world = { ...log, readUsage, isNews, nowMs, random, after: wait, onChange: () => {} };
    const monitor = createMonitor(
      { ...world, steadyMs: nowMs, conditions: () => conditions, network: () => 'settled' },
      { paceDivisor: 1 },
    );
    return {
      monitor,
      stop: monitor.start({ saved: null, notBeforeMs: null, atLogin: false }),
    };
  };
  let running = start();
  const restart = (): void => {
    running.stop();
    running = start();
  };
  const at: Week['at'] = (afterMs, act) => void wait(STARTS_AT_MS + afterMs - nowMs(), act);
  return { files, sent, nowMs, random, at, restart, live, monitor: () => running.monitor };
}

const heedless = () => async (): Promise<void> => {};

interface Running {
  readonly monitor: Monitor;
  readonly stop: () => void;
}

interface Moment {
  readonly atMs: number;
  readonly act: () => void;
}

/** Time that stands still while anything happens, and jumps to whatever comes next. */
export function createTimeline() {
  let nowMs = STARTS_AT_MS;
  // Invariant: in order of time.
  const moments: Moment[] = [];
  return {
    nowMs: () => nowMs,
    wait(ms: number, act: () => void): () => void {
      // Why: whole milliseconds, as the clock of a system has them.
      const moment = { atMs: nowMs + Math.ceil(Math.max(0, ms)), act };
      const later = moments.findIndex(({ atMs }) => atMs > moment.atMs);
      moments.splice(later === -1 ? moments.length : later, 0, moment);
      return () => {
        const place = moments.indexOf(moment);
        if (place !== -1) moments.splice(place, 1);
      };
    },
    async live(untilMs: number): Promise<void> {
      const endMs = STARTS_AT_MS + untilMs;
      await quiet();
      for (let next = moments[0]; next !== undefined && next.atMs <= endMs; next = moments[0]) {
        moments.shift();
        nowMs = next.atMs;
        next.act();
        await quiet();
      }
      nowMs = endMs;
    },
  };
}

export const HOME = {
  codexHome: CODEX_HOME,
  plimsollHome: PLIMSOLL_HOME,
  version: '0',
  platform: 'linux',
  uid: UID,
  renewal: () => 'plimsoll' as const,
  askCodex: null,
  tokenUrlOverride: null,
  paceDivisor: 1,
} as const satisfies Partial<HomeParts>;

type World = HomeParts['ports'];

export function worldPorts({
  files,
  nowMs,
  sleep,
  send,
  random,
}: Pick<World['http'], 'send'> & {
  readonly files: MemoryFiles;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}): World {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return {
    files,
    clock: { nowMs, sleep },
    chance: { hex: (bytes) => Array.from({ length: bytes * 2 }, digit).join('') },
    locks: { acquire: async () => async () => {} },
    http: { send },
    processes: { isCodexAlive: async () => false },
    power: { mayExchange: () => true, stayAwake: () => () => {} },
  };
}

/** Everything here is promises, so one turn of the event loop lets all of them come to rest. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Source: mulberry32, a public-domain generator. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function answerJson(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Result<HttpAnswer, NotAnswered> {
  const value = { status, headers: { 'content-type': 'application/json', ...headers } };
  return { ok: true, value: { ...value, body: JSON.stringify(body) } };
}

/** No connection was made at all. */
export const NO_NETWORK: Result<HttpAnswer, NotAnswered> = {
  ok: false,
  failure: { failure: { kind: 'offline' }, maybeSent: false, partialBody: null },
};

/** The most requests within any stretch of that length. */
export function mostWithin(sent: readonly Sent[], lengthMs: number): number {
  return sent.reduce((most, { atMs }, first) => {
    const after = sent.slice(first).findIndex((other) => other.atMs >= atMs + lengthMs);
    return Math.max(most, after === -1 ? sent.length - first : after);
  }, 0);
}

/** The shortest time between requests of two polls, in seconds. */
export function closestSeconds(sent: readonly Sent[]): number {
  const gaps = sent.slice(1).flatMap(({ atMs, poll }, at) => {
    const before = sent[at];
    return before === undefined || before.poll === poll ? [] : [(atMs - before.atMs) / SECOND_MS];
  });
  return Math.min(Number.POSITIVE_INFINITY, ...gaps);
}
