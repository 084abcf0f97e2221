// A scene in which a sign-in is renewed: the real parts over real files, locks and loopback HTTP, with
// places to act in between, and to die. Only tests import this.

import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StandInOptions } from '../../e2e/stand-in/server.ts';
import { createHome, type HomeParts, type OpenedHome, type WorldPorts } from '../codex/assemble.ts';
import { createHttp, type Http } from '../codex/http/http.ts';
import { createLocks } from '../codex/locks.ts';
import { nodePorts } from '../codex/node-ports.ts';
import type { Files, Locks, OpenFile, Release } from '../codex/ports.ts';
import type { Renewal } from '../codex/renewal/rotation-parts.ts';
import type { Outcome } from '../core/reading.ts';
import { type HandClock, handClock, type TestEnd } from './place.ts';
import { makeScene, type Scene } from './scene.ts';

/** Something our code is about to do, such as `rename temp`, `send token` or `open auth`. */
export type Point = string;

export interface World extends Scene {
  readonly clock: HandClock;
  readonly ports: WorldPorts;
  /** Whether the system says that a Codex is running, and whether a request may be made now. */
  readonly says: { codexAlive: boolean; mayExchange: boolean; renewal: Renewal };
  /** Another start of app or command. */
  open(changes?: Partial<HomeParts>): OpenedHome;
  /** Does something right before our code does that, for the so-manieth time from now on. */
  at(point: Point, act: () => unknown, time?: number): void;
  /** Our code never gets further than that; resolves then, with its locks and files given back. */
  dieAt(point: Point, time?: number): Promise<void>;
  /** What our code was about to do, so far. */
  readonly points: readonly Point[];
  /** The longest a request may take. */
  patienceMs: number;
  /** What lies in the folder beside auth.json and config.toml, locks apart. */
  leftOvers(): Promise<readonly string[]>;
  authText(): Promise<string>;
  /** How often the token endpoint saw that refresh token. */
  presented(token: string): number;
}

const POLL = { force: false, onceMore: false, repair: false };

interface Watch {
  readonly points: Point[];
  reach(point: Point): Promise<void>;
  at: World['at'];
  /** Locks and open files that are still to be given back. */
  readonly held: Set<Release>;
  giveBack(): Promise<void>;
}

function makeWatch(): Watch {
  const points: Point[] = [];
  const waiting: { readonly point: Point; left: number; readonly act: () => unknown }[] = [];
  const held = new Set<Release>();
  return {
    points,
    held,
    async reach(point) {
      points.push(point);
      const met = waiting.filter((each) => each.point === point);
      for (const each of met) each.left -= 1;
      for (const { act } of met.filter(({ left }) => left === 0)) await act();
    },
    at: (point, act, time = 1) => void waiting.push({ point, left: time, act }),
    async giveBack() {
      for (const release of [...held]) await release().catch(() => undefined);
      held.clear();
    },
  };
}

export async function makeWorld(end: TestEnd, options: StandInOptions = {}): Promise<World> {
  const clock = handClock(Date.now());
  const scene = await makeScene(end, { nowMs: clock.nowMs, ...options });
  const watch = makeWatch();
  end.onTestFinished(watch.giveBack);
  const says: World['says'] = { codexAlive: false, mayExchange: true, renewal: 'plimsoll' };
  const ports: WorldPorts = {
    files: watchedFiles(watch),
    clock,
    chance: nodePorts.chance,
    locks: watchedLocks(watch),
    http: watchedHttp(watch, () => world.patienceMs),
    processes: { isCodexAlive: async () => says.codexAlive },
    power: { mayExchange: () => says.mayExchange, stayAwake: () => () => {} },
  };
  const world: World = {
    ...scene,
    clock,
    ports,
    says,
    points: watch.points,
    at: watch.at,
    patienceMs: 5_000,
    open: (changes = {}) => createHome({ ...partsOf(scene, says), ports, ...changes }),
    dieAt: (point, time = 1) =>
      new Promise<void>((resolve) => {
        const die = () => watch.giveBack().then(() => new Promise(() => resolve()));
        watch.at(point, die, time);
      }),
    async leftOvers() {
      const names = await readdir(scene.codexHome);
      return names.filter((name) => name.startsWith('.plimsoll'));
    },
    authText: () => readFile(scene.authFile, 'utf8'),
    presented: (token) => scene.standIn.tokens.inspect(token).presented,
  };
  return world;
}

function partsOf(scene: Scene, says: World['says']): Omit<HomeParts, 'ports'> {
  return {
    codexHome: scene.codexHome,
    plimsollHome: scene.plimsollHome,
    version: '0',
    platform: 'linux',
    uid: process.getuid?.() ?? null,
    renewal: () => says.renewal,
    askCodex: null,
    tokenUrlOverride: scene.standIn.tokenUrl,
    paceDivisor: 1,
  };
}

function kindOf(file: string): string {
  const name = path.basename(file);
  if (name === '.plimsoll-rotation') return 'journal';
  if (/^\.plimsoll-.*\.tmp$/.test(name)) return 'temp';
  return name.replace(/\.json$/, '').replace(/\.[0-9a-f]{12}\.tmp$/, '-temp');
}

function watchedFiles({ reach, held }: Watch): Files {
  const { files } = nodePorts;
  const before =
    <Args extends readonly [string, ...unknown[]], T>(
      name: string,
      work: (...args: Args) => Promise<T>,
    ) =>
    async (...args: Args): Promise<T> => {
      await reach(`${name} ${kindOf(args[0])}`);
      return work(...args);
    };
  return {
    rename: before('rename', (from: string, to: string) => files.rename(from, to)),
    unlink: before('unlink', (file: string) => files.unlink(file)),
    realpath: (file) => files.realpath(file),
    lstat: (file) => lstat(file),
    readdir: (file) => files.readdir(file),
    mkdir: (file, options) => files.mkdir(file, options),
    async open(file, flags, mode) {
      const kind = kindOf(file);
      await reach(`open ${kind}`);
      const handle = await files.open(file, flags, mode);
      const close: Release = async () => {
        held.delete(close);
        await handle.close();
      };
      held.add(close);
      return watchedHandle(handle, close, (name) => reach(`${name} ${kind}`));
    },
  };
}

function watchedHandle(handle: OpenFile, close: Release, reach: Watch['reach']): OpenFile {
  return {
    fd: handle.fd,
    close,
    stat: () => handle.stat(),
    read: (...args) => handle.read(...args),
    async write(...args) {
      await reach('write');
      return handle.write(...args);
    },
    async truncate(length) {
      await reach('truncate');
      await handle.truncate(length);
    },
    async sync() {
      await reach('sync');
      await handle.sync();
    },
    async datasync() {
      await reach('datasync');
      await handle.datasync();
    },
  };
}

function watchedLocks({ reach, held }: Watch): Locks {
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  return {
    async acquire(file, waitMs) {
      await reach(`lock ${path.basename(file)}`);
      const release = await locks.acquire(file, waitMs);
      if (typeof release !== 'function') return release;
      const once: Release = async () => {
        held.delete(once);
        await release();
      };
      held.add(once);
      return once;
    },
  };
}

function watchedHttp({ reach }: Watch, patienceMs: () => number): Http {
  const http = createHttp({ proxyFor: async () => 'none' });
  return {
    async send(request) {
      const what = request.method === 'POST' ? 'token' : 'usage';
      await reach(`send ${what}`);
      const deadlineMs = Math.min(request.deadlineMs, patienceMs());
      const answer = await http.send({ ...request, deadlineMs });
      await reach(`answer ${what}`);
      return answer;
    },
  };
}

/** Asks as the app does by itself. */
export function pollOnce(home: OpenedHome, changes: Partial<typeof POLL> = {}): Promise<Outcome> {
  return home.poll({ ...POLL, ...changes });
}

export const stepsOf = ({ recovery }: Outcome): readonly string[] =>
  recovery.map(({ step, outcome }) => `${step} ${outcome}`);

/** `usage`, or the failure with its reason, as one word each. */
export function endOf({ result }: Outcome): string {
  if (result.ok) return 'usage';
  const { failure } = result;
  return 'reason' in failure ? `${failure.kind}: ${failure.reason}` : failure.kind;
}
