// The demo's story: fresh, used, rejected and renewed, used up, offline, back. Each step changes the
// world; its words must then come to be seen in the popover, and its alert to be heard.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Homes } from './plimsoll.ts';
import { USAGE_SAMPLES } from './stand-in/samples.ts';
import type { StandIn } from './stand-in/server.ts';
import type { SignedIn } from './stand-in/sign-in.ts';

export interface World {
  readonly standIn: StandIn;
  readonly homes: Homes;
  /** The sign-in that the file holds; "Codex" replaces it. */
  signIn: SignedIn;
  /** Aborted when the story is to end before its time. */
  readonly signal: AbortSignal;
}

export interface Step {
  /** Also the name of its picture. */
  readonly name: string;
  readonly line: string;
  readonly act: (world: World) => void | Promise<void>;
  /** What the popover must come to show. */
  readonly shows: readonly string[];
  /** The title of the alert that must come. */
  readonly alert?: string;
}

const WAIT_STEP_MS = 20;
const WAIT_LIMIT_MS = 15_000;
const SLOW_ANSWER_MS = 600;

/** A new world: signed in, with a 5-hour window that has just begun. */
export function createWorld({ standIn, homes, signal }: Omit<World, 'signIn'>): World {
  const signIn = standIn.signIn();
  homes.writeAuth(signIn.authJson);
  standIn.usage.set(usage(3, 34));
  return { standIn, homes, signIn, signal };
}

export const STORY: readonly Step[] = [
  {
    name: '1-fresh',
    line: 'Signed in, and the 5-hour window has just begun.',
    act: () => {},
    shows: ['97% left', 'Live'],
  },
  {
    name: '2-used',
    line: 'Work is being done: the window fills faster than time passes.',
    act: ({ standIn }) => standIn.usage.set(usage(84, 52)),
    shows: ['16% left', 'Slow down', 'Live'],
    alert: '84% of the 5-hour limit used',
  },
  {
    name: '3-reloaded',
    line: 'The token is rejected. Codex has renewed it on disk: it is reloaded, and nothing is sent.',
    act: renewAsCodex,
    shows: ['Codex had already renewed it; nothing was sent', 'Live'],
  },
  {
    name: '4-refreshed',
    line: 'It goes stale again, and no Codex is there to renew it: it is refreshed, once, and saved.',
    act({ standIn, signIn }) {
      standIn.expireAccess(signIn.accessToken);
    },
    shows: ['it was renewed and saved', 'Live'],
  },
  {
    name: '5-blocked',
    line: 'The window is used up: one alert says until when.',
    act: ({ standIn }) => standIn.usage.set(usage(100, 60)),
    shows: ['Blocked until', '0% left', 'Live'],
    alert: 'Blocked: the 5-hour limit is used up',
  },
  {
    name: '6-offline',
    line: 'The network is gone: the numbers stay, marked old.',
    act: ({ standIn }) => standIn.goOffline(),
    shows: ['Offline', 'Saved', '0% left'],
  },
  {
    name: '7-back',
    line: 'The network is back, and so are live numbers, in a new 5-hour window.',
    async act({ standIn }) {
      standIn.usage.set(usage(1, 61));
      await standIn.goOnline();
    },
    shows: ['99% left', 'Live'],
    alert: 'Codex can be used again',
  },
];

/** Codex renews in the moment between our request and its answer. */
async function renewAsCodex(world: World): Promise<void> {
  const { standIn, homes, signIn, signal } = world;
  standIn.expireAccess(signIn.accessToken);
  standIn.faults.push('usage', { kind: 'delay', ms: SLOW_ANSWER_MS });
  const asked = standIn.requests.length;
  for (let waitedMs = 0; standIn.requests.length === asked; waitedMs += WAIT_STEP_MS) {
    if (waitedMs > WAIT_LIMIT_MS) throw new Error('Plimsoll did not ask');
    await sleep(WAIT_STEP_MS, undefined, { signal });
  }
  world.signIn = standIn.rotateAsCodex(signIn.refreshToken);
  homes.writeAuth(world.signIn.authJson);
}

/** A Plus plan in the middle of its 5-hour window and its week. */
function usage(sessionPercent: number, weeklyPercent: number): object {
  const plus = USAGE_SAMPLES['plus-primary-and-secondary'];
  const slot = (durationS: number, elapsedShare: number, percent: number): object => {
    const leftS = Math.round(durationS * (1 - elapsedShare));
    const resetAtS = Math.floor(Date.now() / 1000) + leftS;
    return {
      used_percent: percent,
      limit_window_seconds: durationS,
      reset_after_seconds: leftS,
      reset_at: resetAtS,
    };
  };
  const elapsedShare = sessionPercent < 10 ? 0.02 : 0.6;
  return {
    ...plus,
    rate_limit: {
      ...plus.rate_limit,
      primary_window: slot(18_000, elapsedShare, sessionPercent),
      secondary_window: slot(604_800, 0.6, weeklyPercent),
    },
  };
}
