// Rounds of killing: a stale sign-in, a process that renews it, kill -9 somewhere, another process,
// and so on until one lives. After each death and at the end everything is judged.

import { createRandom, type Random } from '../simulation/random.ts';
import { type StandIn, startStandIn } from '../stand-in/server.ts';
import type { Heard, Job } from './jobs.ts';
import { type Judged, judge, makePlace, type Place, removePlace } from './place.ts';
import type { JobEnd, OnHeard, Victims } from './victims.ts';

/** The clock of each next start is moved on so far: what a crash left is old by then. */
const SHIFT_MS = 61_000;
/** Why: a stand-in looks through all the tokens it ever made at each request. */
const PLACES_PER_STAND_IN = 20;
const KILLS_PER_PLACE = 4;
/** How many port calls an undisturbed run takes, and about how long. */
const RUN_CALLS = { poll: 210, 'refresh-auth': 145 } as const;
const RUN_MS = 90;

/** How the next process dies; null: it does not. */
type Plan =
  | { readonly how: 'hold'; readonly call: number }
  | { readonly how: 'race'; readonly call: number; readonly delayMs: number }
  | { readonly how: 'time'; readonly delayMs: number }
  | null;

export interface Tally {
  kills: number;
  places: number;
  /** The known gap of reliability.md 4.4: the server rotated, and the answer died with us. */
  gaps: number;
  /** Answers that were in the journal at a death, and in auth.json after the next start. */
  published: number;
  /** Sign-ins that were good at the end, but marked sent by a process that never sent. */
  marked: number;
  /** Before which calls processes died. */
  readonly deaths: Map<string, number>;
}

export interface RoundOptions {
  readonly victims: Victims;
  readonly below: string;
  readonly seed: number;
  /** Called before each place; false when there were enough. */
  readonly goesOn: (tally: Tally) => boolean;
  readonly tally: Tally;
}

export function emptyTally(): Tally {
  return { kills: 0, places: 0, gaps: 0, published: 0, marked: 0, deaths: new Map() };
}

/** Plays places one after another; throws with the seed of the first that goes wrong. */
export async function playRounds(options: RoundOptions): Promise<void> {
  const { tally, goesOn } = options;
  for (let seed = options.seed; goesOn(tally); ) {
    const standIn = await startStandIn({ family: { onReuse: 'revoke-family' } });
    try {
      for (let at = 0; at < PLACES_PER_STAND_IN && goesOn(tally); at += 1, seed += 2) {
        await playPlace(options, standIn, seed);
      }
    } finally {
      await standIn.close();
    }
  }
}

async function playPlace(options: RoundOptions, standIn: StandIn, seed: number): Promise<void> {
  const random = createRandom(seed, 'kill');
  const place = await makePlace(options.below, standIn, { linked: random.chance(0.25) });
  const trace: string[] = [];
  try {
    standIn.faults.clear();
    if (random.chance(0.5)) {
      const when = random.chance(0.5) ? 'before' : 'after';
      standIn.faults.push('token', { kind: 'delay', ms: random.int(1, 25), when });
    }
    const wrong = await playProcesses(options, { place, random, trace });
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  } catch (error) {
    const story = trace.map((line) => `  ${line}`).join('\n');
    throw new Error(`PLIMSOLL_KILL_SEED=${seed}: ${String(error)}\n${story}`);
  } finally {
    await removePlace(place);
  }
  options.tally.places += 1;
}

interface Playing {
  readonly place: Place;
  readonly random: Random;
  readonly trace: string[];
}

async function playProcesses(options: RoundOptions, playing: Playing): Promise<readonly string[]> {
  const { place, random, trace } = playing;
  const { tally } = options;
  const seen: Seen = { hasKeptAnswer: false, wasJournaled: false };
  for (let start = 0; ; start += 1) {
    const mayDie = start === 0 || (start < KILLS_PER_PLACE && random.chance(0.5));
    const act = random.chance(0.8) ? 'poll' : 'refresh-auth';
    const plan = mayDie ? planOf(random, { start, calls: RUN_CALLS[act] }) : null;
    const ended = await playOne(options, place, { plan, start, act });
    const judged = judge(place);
    const { hasParent, isJournaled } = judged;
    trace.push(storyOf(plan, ended, judged));
    seen.hasKeptAnswer ||= keptAnswer(ended.heard);
    seen.wasJournaled ||= isJournaled;
    if (judged.wrong.length > 0) return judged.wrong;
    if (ended.report === null) {
      tally.kills += 1;
      const at = ended.heard.findLast(({ what }) => what === 'at' || what === 'held');
      const name = at !== undefined && 'name' in at ? at.name : 'start';
      tally.deaths.set(name, (tally.deaths.get(name) ?? 0) + 1);
      continue;
    }
    if (seen.wasJournaled && !hasParent) tally.published += 1;
    return wrongAtEnd(ended.report.warning, judged, { seen, tally });
  }
}

interface Seen {
  /** Some process got beyond the journal write of its answer. */
  hasKeptAnswer: boolean;
  /** After some death the journal had the whole answer. */
  wasJournaled: boolean;
}

/** The verdict once a process has lived to its end. */
function wrongAtEnd(
  warning: string | null,
  judged: Judged,
  { seen, tally }: { readonly seen: Seen; readonly tally: Tally },
): readonly string[] {
  const { journals, temps, isAlive, isSpent, hasParent } = judged;
  const wrong: string[] = [];
  if (journals > 0) wrong.push('the next start left a journal');
  if (temps > 0) wrong.push('the next start left a temp file');
  if (hasParent && (seen.hasKeptAnswer || seen.wasJournaled)) {
    wrong.push('an answer that was in the journal is not in auth.json');
  }
  if (hasParent && warning !== 'exchange-outcome-unknown') {
    wrong.push(`auth.json has the parent, and the warning is ${warning}`);
  }
  if (!hasParent && !isAlive) wrong.push('the new sign-in is dead');
  if (hasParent && isSpent) tally.gaps += 1;
  if (hasParent && !isSpent) tally.marked += 1;
  return wrong;
}

/** Whether the death came after the answer's journal write, or after a step that it must precede. */
function keptAnswer(heard: readonly Heard[]): boolean {
  const sent = heard.findIndex((one) => one.what === 'did' && one.name === 'send token');
  if (sent === -1) return false;
  return heard.slice(sent + 1).some(({ what, ...one }) => {
    const isWrite = 'name' in one && one.name === 'write .plimsoll-rotation';
    return what === 'did' || !isWrite;
  });
}

function planOf(
  random: Random,
  { start, calls }: { readonly start: number; readonly calls: number },
): Plan {
  // Why: a later start settles first, and has more to lose at its beginning.
  const span = start > 0 && random.chance(0.7) ? 0.35 : 1;
  const call = random.int(0, Math.round(calls * span) - 1);
  const draw = random.next();
  if (draw < 0.5) return { how: 'hold', call };
  if (draw < 0.75) return { how: 'race', call, delayMs: random.between(0, 2) };
  return { how: 'time', delayMs: random.between(0, RUN_MS * span) };
}

async function playOne(
  { victims }: RoundOptions,
  { codexHome, plimsollHome, standIn }: Place,
  { plan, start, act }: { readonly plan: Plan; readonly start: number; readonly act: Job['act'] },
): Promise<JobEnd> {
  const victim = await victims.take();
  const job: Job = {
    act,
    codexHome,
    plimsollHome,
    tokenUrl: standIn.tokenUrl,
    shiftMs: start * SHIFT_MS,
    holdAt: plan?.how === 'hold' ? plan.call : null,
  };
  const running = victim.run(job, killerOf(plan));
  const timer = plan?.how === 'time' ? setTimeout(victim.kill, plan.delayMs) : null;
  const ended = await running;
  if (timer !== null) clearTimeout(timer);
  if (!victim.isKilled()) victims.giveBack(victim);
  return ended;
}

/** Kills at the step that the plan names, or a moment after it. */
function killerOf(plan: Plan): OnHeard {
  let calls = 0;
  return ({ what }, victim) => {
    if (what === 'held') victim.kill();
    if (what !== 'at') return;
    if (plan?.how === 'race' && calls === plan.call) setTimeout(victim.kill, plan.delayMs);
    calls += 1;
  };
}

function storyOf(plan: Plan, { heard, report }: JobEnd, judged: Judged): string {
  const last = heard.slice(-3).map((one) => `${one.what} ${'name' in one ? one.name : ''}`);
  return JSON.stringify({ plan, calls: heard.length, last, report, judged });
}
