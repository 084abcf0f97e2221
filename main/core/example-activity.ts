// Made-up counts of local session files, for tests and pictures: any days with any models, and one
// example of every kind of answer. The sums fit together as those of real files do.

import type { ActivityShown } from './activity/panel-types.ts';
import type {
  ActivityCounts,
  ActivityReport,
  ActivitySpans,
  DayCounts,
  SkippedFile,
} from './activity/report-types.ts';
import { DAY_MS } from './time.ts';

export interface MadeUpDays {
  /** "2026-11-22". */
  readonly today: string;
  /** How busy each day was, today last; 1 is 2,104,331 tokens. */
  readonly days: readonly number[];
  /** Each model's share of every day. */
  readonly models?: Readonly<Record<string, number>>;
}

const MODELS = { 'gpt-5.6': 0.75, 'gpt-5.5': 0.25 };

/** The day so many days before another. */
export function dayBefore(today: string, days: number): string {
  return new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The three spans of some days, all counted. */
export function madeUpSpans(made: MadeUpDays): ActivitySpans {
  const [today, week, month] = [1, 7, 30].map((span) => madeUpReport(made, span));
  if (today === undefined || week === undefined || month === undefined) throw new Error('no span');
  return { today, week, month, progress: null };
}

function madeUpReport({ today, days, models = MODELS }: MadeUpDays, span: number): ActivityReport {
  const shown = days.slice(-span);
  const byDay = shown.flatMap((scale, at): readonly DayCounts[] =>
    scale === 0 ? [] : [{ day: dayBefore(today, shown.length - 1 - at), ...countsOf(scale) }],
  );
  const scale = shown.reduce((sum, each) => sum + each, 0);
  const sessions = countsOf(days.reduce((sum, each) => sum + each, 0)).sessions;
  return {
    timeZone: 'Europe/Berlin',
    from: dayBefore(today, span - 1),
    to: today,
    complete: true,
    totals: countsOf(scale),
    byDay,
    byModel: Object.entries(scale === 0 ? {} : models).map(([model, share]) => ({
      model,
      ...countsOf(scale * share),
    })),
    byDayModel: [],
    recent: { last5h: Math.min(2, sessions), last7d: Math.min(11, sessions), all: sessions },
    skipped: [],
  };
}

function countsOf(scale: number): ActivityCounts {
  const [input, output] = [Math.round(2_000_000 * scale), Math.round(104_331 * scale)];
  return {
    sessions: Math.ceil(4 * scale),
    turns: Math.ceil(31 * scale),
    calls: Math.ceil(86 * scale),
    input,
    cached: Math.round(input * 0.9),
    output,
    reasoning: Math.round(output * 0.4),
    total: input + output,
  };
}

/** The same with files that were left out. */
export function withSkipped(
  spans: ActivitySpans,
  ...reasons: readonly SkippedFile['reason'][]
): ActivitySpans {
  const skipped = reasons.map((reason, at) => ({ file: `rollout-${at}.jsonl`, reason }));
  const lacking = (report: ActivityReport) => ({ ...report, complete: false, skipped });
  const { today, week, month, progress } = spans;
  return { today: lacking(today), week: lacking(week), month: lacking(month), progress };
}

const DAYS = [0.5, 0, 2, 0, 0, 1.25, 1];
const MANY = { 'gpt-5.6': 0.5, 'gpt-5.5': 0.2, unknown: 0.15, 'gpt-5.4': 0.1, 'gpt-5.3': 0.05 };

/** One of every kind; null is switched off. */
export function exampleActivity(
  today: string,
  countedAtMs: number,
): readonly (ActivityShown | null)[] {
  const counted = (spans: ActivitySpans | null, failed = false): ActivityShown => {
    return { isPlaceKnown: true, spans, failed, countedAtMs };
  };
  const full = madeUpSpans({ today, days: DAYS });
  const partial = madeUpSpans({ today, days: [1] });
  const none = madeUpSpans({ today, days: [0] });
  return [
    null,
    { ...counted(null), isPlaceKnown: false },
    counted(null),
    counted(null, true),
    counted({ ...partial, progress: { doneBytes: 43, totalBytes: 100 } }),
    counted({ ...partial, progress: { doneBytes: 0, totalBytes: 0 } }),
    counted(full),
    counted(full, true),
    counted(madeUpSpans({ today, days: DAYS, models: MANY })),
    counted(none),
    counted(madeUpSpans({ today, days: [1, 0] })),
    counted(withSkipped(full, 'unreadable', 'compressed')),
    counted(withSkipped(none, 'unreadable', 'not-a-file')),
  ];
}
