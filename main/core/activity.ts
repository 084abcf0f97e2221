// What session files say of a span of local days: sums by day and model, and each session once.
// Makes the report of activity-report.ts from tallies; knows nothing of files but their names.

import { dayIndex, type LocalDays, localDays } from './activity-days.ts';
import type {
  ActivityCounts,
  ActivityReport,
  DayModelCounts,
  SkippedFile,
} from './activity-report.ts';
import {
  CACHED,
  CALLS,
  INPUT,
  MODEL,
  OUTPUT,
  QUARTER,
  REASONING,
  ROW,
  type Tally,
  TURNS,
  UNKNOWN_MODEL,
} from './activity-tally.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

/** The files of one session; usually one. */
export type Session = readonly Tally[];

export interface ReportInput {
  readonly sessions: readonly Session[];
  readonly skipped: readonly SkippedFile[];
  readonly isComplete: boolean;
  readonly nowMs: number;
  readonly timeZone: string;
  /** How many local days, today the last. */
  readonly days: number;
}

type Counts = { -readonly [Name in keyof ActivityCounts]: ActivityCounts[Name] };

/** Sums of one key: a day, a model or both. */
interface Sum extends Counts {
  readonly day: number;
  readonly model: string;
  /** The session that was counted here last. */
  lastSession: number;
}

export function reportActivity(input: ReportInput): ActivityReport {
  const { timeZone, nowMs } = input;
  const days = localDays({ timeZone, nowMs, count: input.days });
  const sums = createSums();
  input.sessions.forEach((session, number) => {
    for (const tally of session) addTally(sums, tally, { days, number });
  });
  const dayModels = [...sums.byDayModel.values()];
  const nameOf = (day: number): string => days.names[day] ?? '';
  return {
    timeZone,
    from: nameOf(0),
    to: nameOf(days.names.length - 1),
    complete: input.isComplete,
    totals: countsOf(sums.totals),
    byDay: [...sums.byDay.values()].toSorted(byDay).map((sum) => ({
      day: nameOf(sum.day),
      ...countsOf(sum),
    })),
    byModel: [...sums.byModel.values()].toSorted(byTokens).map((sum) => ({
      model: sum.model,
      ...countsOf(sum),
    })),
    byDayModel: dayModels
      .toSorted((a, b) => byDay(a, b) || byTokens(a, b))
      .map(
        (sum): DayModelCounts => ({
          day: nameOf(sum.day),
          model: sum.model,
          ...countsOf(sum),
        }),
      ),
    recent: recentOf(input.sessions, nowMs),
    skipped: input.skipped,
  };
}

function byDay(a: Sum, b: Sum): number {
  return a.day - b.day;
}

function byTokens(a: Sum, b: Sum): number {
  return b.total - a.total || b.calls - a.calls || (a.model < b.model ? -1 : 1);
}

interface Sums {
  readonly totals: Sum;
  readonly byDay: Map<number, Sum>;
  readonly byModel: Map<string, Sum>;
  readonly byDayModel: Map<string, Sum>;
}

function createSums(): Sums {
  return { totals: createSum(0, ''), byDay: new Map(), byModel: new Map(), byDayModel: new Map() };
}

function createSum(day: number, model: string): Sum {
  const nothing = { sessions: 0, turns: 0, calls: 0, input: 0, cached: 0, output: 0 };
  return { ...nothing, reasoning: 0, total: 0, day, model, lastSession: -1 };
}

interface Place {
  readonly days: LocalDays;
  /** Of the session. */
  readonly number: number;
}

function addTally(sums: Sums, tally: Tally, { days, number }: Place): void {
  const { rows, models, openTurn } = tally;
  const [first = 0] = days.starts;
  let [knownDay, knownPlace] = [-1, -1];
  let known: readonly Sum[] = [];
  for (let at = 0; at < rows.length; at += ROW) {
    const quarter = rows[at + QUARTER] ?? 0;
    const day = quarter < first ? -1 : dayIndex(days, quarter);
    if (day === -1) continue;
    const place = rows[at + MODEL] ?? -1;
    // Most rows are of the day and model of the one before.
    if (day !== knownDay || place !== knownPlace) {
      known = sumsOf(sums, day, place === -1 ? null : (models[place] ?? UNKNOWN_MODEL));
      [knownDay, knownPlace] = [day, place];
    }
    for (const sum of known) {
      addRow(sum, rows, at);
      countSession(sum, number);
    }
  }
  const day = openTurn === -1 ? -1 : dayIndex(days, openTurn);
  if (day === -1) return;
  for (const sum of sumsOf(sums, day, models[tally.model] ?? UNKNOWN_MODEL)) {
    sum.turns += 1;
    countSession(sum, number);
  }
}

/** Everything that a row of that day and model adds to; null is lines that name no model. */
function sumsOf(sums: Sums, day: number, model: string | null): readonly Sum[] {
  const ofDay = getOrMake(sums.byDay, day, () => createSum(day, ''));
  if (model === null) return [sums.totals, ofDay];
  return [
    sums.totals,
    ofDay,
    getOrMake(sums.byModel, model, () => createSum(0, model)),
    getOrMake(sums.byDayModel, `${day} ${model}`, () => createSum(day, model)),
  ];
}

function getOrMake<K>(map: Map<K, Sum>, key: K, make: () => Sum): Sum {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function addRow(sum: Sum, rows: readonly number[], at: number): void {
  const [input = 0, output = 0] = [rows[at + INPUT], rows[at + OUTPUT]];
  sum.turns += rows[at + TURNS] ?? 0;
  sum.calls += rows[at + CALLS] ?? 0;
  sum.input += input;
  sum.cached += rows[at + CACHED] ?? 0;
  sum.output += output;
  sum.reasoning += rows[at + REASONING] ?? 0;
  sum.total += input + output;
}

/** Invariant: the rows of one session follow each other. */
function countSession(sum: Sum, number: number): void {
  if (sum.lastSession === number) return;
  sum.lastSession = number;
  sum.sessions += 1;
}

function countsOf(sum: Sum): ActivityCounts {
  const { sessions, turns, calls, input, cached, output, reasoning, total } = sum;
  return { sessions, turns, calls, input, cached, output, reasoning, total };
}

function recentOf(sessions: readonly Session[], nowMs: number): ActivityReport['recent'] {
  let [last5h, last7d, all] = [0, 0, 0];
  for (const session of sessions) {
    let lastAtMs = 0;
    for (const tally of session) if (tally.lastAtMs > lastAtMs) lastAtMs = tally.lastAtMs;
    if (lastAtMs === 0) continue;
    all += 1;
    if (lastAtMs > nowMs - 5 * HOUR_MS) last5h += 1;
    if (lastAtMs > nowMs - 7 * DAY_MS) last7d += 1;
  }
  return { last5h, last7d, all };
}
