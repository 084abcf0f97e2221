// What session files say of a span of local days: sums by day and model, and each session once.
// Makes the report of report-types.ts from a summary; knows nothing of files but their names.

import { DAY_MS, HOUR_MS } from '../time.ts';
import { createCalendar, dayName } from './days.ts';
import type {
  ActivityCounts,
  ActivityReport,
  DayCounts,
  DayModelCounts,
  ModelCounts,
  SkippedFile,
} from './report-types.ts';
import { type ActivitySummary, ENDS_ROW, NO_MODEL, SUMMARY_ROW, summarize } from './summary.ts';

export interface ReportInput {
  /** Current, by `isCurrent`. */
  readonly summary: ActivitySummary;
  readonly skipped: readonly SkippedFile[];
  readonly isComplete: boolean;
  readonly nowMs: number;
  /** The local day, in days since 1970. */
  readonly today: number;
  /** How many local days, today the last. */
  readonly days: number;
}

type Counts = { -readonly [Name in keyof ActivityCounts]: ActivityCounts[Name] };

export function reportActivity(input: ReportInput): ActivityReport {
  const { summary, nowMs, today } = input;
  const from = today - input.days + 1;
  const sums = sumsFrom(summary, from);
  return {
    timeZone: summary.timeZone,
    from: dayName(from),
    to: dayName(today),
    complete: input.isComplete,
    ...sums,
    recent: recentOf(summary, nowMs),
    skipped: input.skipped,
  };
}

/** Where it is not known which files there are, and so neither what is in them. */
export function reportNothing(span: {
  readonly timeZone: string;
  readonly nowMs: number;
  readonly days: number;
}): ActivityReport {
  const { timeZone, nowMs, days } = span;
  const summary = summarize({ sessions: [], calendar: createCalendar(timeZone), nowMs });
  const { today } = summary;
  return reportActivity({ summary, today, nowMs, days, skipped: [], isComplete: false });
}

type SpanSums = Pick<ActivityReport, 'totals' | 'byDay' | 'byModel' | 'byDayModel'>;

function sumsFrom({ rows, models, ends }: ActivitySummary, from: number): SpanSums {
  const totals = createCounts();
  const byModel = models.map((model) => ({ model, ...createCounts() }));
  const byDay: (DayCounts & Counts)[] = [];
  const byDayModel: DayModelCounts[] = [];
  for (let at = 0; at < rows.length; at += SUMMARY_ROW) {
    const [day = 0, place = NO_MODEL, sessions = 0] = rows.slice(at, at + 3);
    if (day < from) continue;
    if (place === NO_MODEL) byDay.push({ day: dayName(day), ...createCounts(), sessions });
    const [ofDay, ofModel] = [byDay.at(-1), byModel[place]];
    if (ofDay === undefined || ofModel === undefined) continue;
    const counts = countsOf(rows, at);
    byDayModel.push({ day: ofDay.day, model: ofModel.model, ...counts });
    for (const sum of [totals, ofDay, ofModel]) addCounts(sum, counts);
  }
  for (let at = 0; at < ends.length; at += ENDS_ROW) {
    const [place = NO_MODEL, day = 0, sessions = 0] = ends.slice(at, at + ENDS_ROW);
    const sum = place === NO_MODEL ? totals : byModel[place];
    if (day >= from && sum !== undefined) sum.sessions += sessions;
  }
  return {
    totals,
    byDay,
    byModel: byModel.filter(({ sessions }) => sessions > 0).toSorted(byTokens),
    byDayModel: byDayModel.toSorted((a, b) => compare(a.day, b.day) || byTokens(a, b)),
  };
}

function byTokens(a: ModelCounts, b: ModelCounts): number {
  return b.total - a.total || b.calls - a.calls || compare(a.model, b.model);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function createCounts(): Counts {
  const tokens = { input: 0, cached: 0, output: 0, reasoning: 0, total: 0 };
  return { sessions: 0, turns: 0, calls: 0, ...tokens };
}

function countsOf(rows: readonly number[], at: number): ActivityCounts {
  const [sessions = 0, turns = 0, calls = 0, ...tokens] = rows.slice(at + 2, at + SUMMARY_ROW);
  const [input = 0, cached = 0, output = 0, reasoning = 0] = tokens;
  return { sessions, turns, calls, input, cached, output, reasoning, total: input + output };
}

/** All but sessions, which may have been on several days. */
function addCounts(sum: Counts, counts: ActivityCounts): void {
  sum.turns += counts.turns;
  sum.calls += counts.calls;
  sum.input += counts.input;
  sum.cached += counts.cached;
  sum.output += counts.output;
  sum.reasoning += counts.reasoning;
  sum.total += counts.total;
}

function recentOf({ sessions, recentAtMs }: ActivitySummary, nowMs: number) {
  const since = (atMs: number): number => recentAtMs.filter((last) => last > atMs).length;
  return { last5h: since(nowMs - 5 * HOUR_MS), last7d: since(nowMs - 7 * DAY_MS), all: sessions };
}
