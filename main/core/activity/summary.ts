// What all session files come to, by local day and model: made of their tallies in one pass, short enough
// to be kept, and what the report of any number of days up to today is made of.

import { DAY_MS } from '../time.ts';
import type { Calendar } from './days.ts';
import {
  CACHED,
  CALLS,
  INPUT,
  MODEL,
  OUTPUT,
  QUARTER,
  QUARTER_MS,
  REASONING,
  ROW,
  type Tally,
  TURNS,
  UNKNOWN_MODEL,
} from './tally.ts';

/** The files of one session; usually one. */
export type Session = readonly Tally[];

export interface ActivitySummary {
  /** IANA name. */
  readonly timeZone: string;
  readonly madeAtMs: number;
  /** The local day when it was made, in days since 1970; later days are left out. */
  readonly today: number;
  /** The first day that was left out; null for none. */
  readonly nextDay: number | null;
  readonly models: readonly string[];
  /** `SUMMARY_ROW` numbers each, ascending by day. */
  readonly rows: readonly number[];
  /** `ENDS_ROW` numbers each. */
  readonly ends: readonly number[];
  /** How many sessions have any line, and when the last line was of those of the last eight days. */
  readonly sessions: number;
  readonly recentAtMs: readonly number[];
}

/**
 * Day, place of the model, and counts. The row of place `NO_MODEL` has the sessions of the whole day,
 * and no other counts.
 */
export const SUMMARY_ROW = 9;
export const NO_MODEL = -1;
/** Place of the model or `NO_MODEL` for any, day, and how many sessions were last seen on it. */
export const ENDS_ROW = 3;

/** As long as reports look back, and a day for a clock that is set back. */
const RECENT_MS = 8 * DAY_MS;

/** Sums of one model on one day; mutable. */
interface Sum {
  /** The session that was counted here last. */
  lastSession: number;
  sessions: number;
  turns: number;
  calls: number;
  input: number;
  cached: number;
  output: number;
  reasoning: number;
}

interface DaySum {
  lastSession: number;
  sessions: number;
  readonly byModel: Map<string, Sum>;
}

/** Sessions by the last day on which they were seen; mutable. */
interface Ends {
  lastSession: number;
  lastDay: number;
  readonly counts: Map<number, number>;
}

interface Sums {
  readonly calendar: Calendar;
  readonly today: number;
  nextDay: number | null;
  readonly days: Map<number, DaySum>;
  readonly ends: Ends;
  readonly endsOfModel: Map<string, Ends>;
}

export interface SummaryInput {
  readonly sessions: readonly Session[];
  readonly calendar: Calendar;
  readonly nowMs: number;
}

export function summarize({ sessions, calendar, nowMs }: SummaryInput): ActivitySummary {
  const today = calendar.dayOf(Math.floor(nowMs / QUARTER_MS));
  const days = new Map<number, DaySum>();
  const parts = { days, ends: createEnds(), endsOfModel: new Map<string, Ends>() };
  const sums: Sums = { calendar, today, nextDay: null, ...parts };
  const lastAtMs: number[] = [];
  sessions.forEach((session, number) => {
    for (const tally of session) addTally(sums, tally, number);
    const last = session.reduce((latest, tally) => Math.max(latest, tally.lastAtMs), 0);
    if (last > 0) lastAtMs.push(last);
  });
  const models = [...sums.endsOfModel.keys()];
  return {
    ...{ timeZone: calendar.timeZone, madeAtMs: nowMs, today, nextDay: sums.nextDay, models },
    rows: rowsOf(sums.days, models),
    ends: endsOf(sums),
    sessions: lastAtMs.length,
    recentAtMs: lastAtMs.filter((atMs) => atMs > nowMs - RECENT_MS),
  };
}

/** Whether a summary says what one that was made now would say. */
export function isCurrent(
  { timeZone, today, nextDay }: ActivitySummary,
  now: { readonly calendar: Calendar; readonly nowMs: number },
): boolean {
  if (timeZone !== now.calendar.timeZone) return false;
  const day = now.calendar.dayOf(Math.floor(now.nowMs / QUARTER_MS));
  return day >= today && (nextDay === null || day < nextDay);
}

function addTally(sums: Sums, tally: Tally, session: number): void {
  const { rows, models, openTurn } = tally;
  let [knownQuarter, knownModel, day] = [-1, NO_MODEL, -1];
  let sum: Sum | null = null;
  for (let at = 0; at < rows.length; at += ROW) {
    const quarter = rows[at + QUARTER] ?? 0;
    if (quarter !== knownQuarter) {
      knownQuarter = quarter;
      const next = enterDay(sums, quarter, session);
      if (next !== day) sum = null;
      day = next;
    }
    const model = rows[at + MODEL] ?? NO_MODEL;
    if (model === NO_MODEL || day === -1) continue;
    if (sum === null || model !== knownModel) {
      sum = enterModel(sums, day, models[model] ?? UNKNOWN_MODEL, session);
      knownModel = model;
    }
    addRow(sum, rows, at);
  }
  if (openTurn === -1) return;
  const turnDay = enterDay(sums, openTurn, session);
  if (turnDay === -1) return;
  enterModel(sums, turnDay, models[tally.model] ?? UNKNOWN_MODEL, session).turns += 1;
}

/** The day of a quarter, on which the session now counts; -1 for one that is still to come. */
function enterDay(sums: Sums, quarter: number, session: number): number {
  const day = sums.calendar.dayOf(quarter);
  if (day > sums.today) {
    sums.nextDay = Math.min(day, sums.nextDay ?? day);
    return -1;
  }
  countSession(getOrMake(sums.days, day, createDaySum), session);
  seeUntil(sums.ends, day, session);
  return day;
}

/** The sum of a model on a day, in which the session now counts. */
function enterModel(sums: Sums, day: number, model: string, session: number): Sum {
  const sum = getOrMake(getOrMake(sums.days, day, createDaySum).byModel, model, createSum);
  countSession(sum, session);
  seeUntil(getOrMake(sums.endsOfModel, model, createEnds), day, session);
  return sum;
}

/** Invariant, here and below: what is of one session follows each other. */
function countSession(sum: Pick<Sum, 'lastSession' | 'sessions'>, session: number): void {
  if (sum.lastSession === session) return;
  sum.lastSession = session;
  sum.sessions += 1;
}

function seeUntil(ends: Ends, day: number, session: number): void {
  const { counts } = ends;
  if (ends.lastSession === session) {
    if (day <= ends.lastDay) return;
    counts.set(ends.lastDay, (counts.get(ends.lastDay) ?? 0) - 1);
  }
  ends.lastSession = session;
  ends.lastDay = day;
  counts.set(day, (counts.get(day) ?? 0) + 1);
}

function createSum(): Sum {
  const counts = { sessions: 0, turns: 0, calls: 0, input: 0, cached: 0, output: 0, reasoning: 0 };
  return { lastSession: -1, ...counts };
}

const createDaySum = (): DaySum => ({ lastSession: -1, sessions: 0, byModel: new Map() });
const createEnds = (): Ends => ({ lastSession: -1, lastDay: -1, counts: new Map() });

function getOrMake<K, S>(map: Map<K, S>, key: K, make: () => S): S {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function addRow(sum: Sum, rows: readonly number[], at: number): void {
  sum.turns += rows[at + TURNS] ?? 0;
  sum.calls += rows[at + CALLS] ?? 0;
  sum.input += rows[at + INPUT] ?? 0;
  sum.cached += rows[at + CACHED] ?? 0;
  sum.output += rows[at + OUTPUT] ?? 0;
  sum.reasoning += rows[at + REASONING] ?? 0;
}

function rowsOf(days: Sums['days'], models: readonly string[]): number[] {
  const places = new Map(models.map((model, place) => [model, place]));
  const rows: number[] = [];
  for (const [day, { sessions, byModel }] of [...days].toSorted(([a], [b]) => a - b)) {
    rows.push(day, NO_MODEL, sessions, 0, 0, 0, 0, 0, 0);
    for (const [model, sum] of byModel) {
      const { turns, calls, input, cached, output, reasoning } = sum;
      const place = places.get(model) ?? NO_MODEL;
      rows.push(day, place, sum.sessions, turns, calls, input, cached, output, reasoning);
    }
  }
  return rows;
}

/** Models have the places that they have among `endsOfModel`. */
function endsOf({ ends, endsOfModel }: Sums): number[] {
  const rows: number[] = [];
  const push = (place: number, { counts }: Ends): void => {
    for (const [day, sessions] of counts) if (sessions > 0) rows.push(place, day, sessions);
  };
  push(NO_MODEL, ends);
  for (const [place, ofModel] of [...endsOfModel.values()].entries()) push(place, ofModel);
  return rows;
}
