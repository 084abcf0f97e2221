// Counts of local session files to words and numbers: today's line, and the details of a span. A count
// that is not finished says so; what is not known is a dash, never 0.

import type { SpanSwitch } from '../panel-types.ts';
import type { ChartSpan, Settings } from '../settings.ts';
import type { ShownClock } from '../shown-clock.ts';
import type { Words } from '../words/words.ts';
import { presentActivityBars } from './bars.ts';
import { presentKinds, presentModels } from './lines.ts';
import { isUnread, presentCompressed, presentRecent, presentUnread } from './notes.ts';
import type {
  ActivityCounting,
  ActivityDetails,
  ActivityPanel,
  ActivityRow,
  ActivityShown,
} from './panel-types.ts';
import type { ActivityProgress, ActivityReport, ActivitySpans } from './report-types.ts';

export interface ActivityContext {
  readonly words: Words;
  readonly settings: Pick<Settings, 'chartSpan' | 'activityOpen'>;
  readonly clock: ShownClock;
  /** Whether the quota's numbers are shown above. */
  readonly besideNumbers: boolean;
  /** Whether a chart above has the switch between spans. */
  readonly besideChart: boolean;
}

const SPANS: readonly ChartSpan[] = ['24h', '7d', '30d'];
/** Why: a count that still runs is never shown as finished. */
const COUNTING_MAX_PERCENT = 99;

/** The popover's part; null when it is switched off, or would only crowd an empty popover. */
export function presentActivity(
  shown: ActivityShown | null,
  context: ActivityContext,
): ActivityPanel | null {
  if (shown === null) return null;
  const spans = ofToday(shown.spans, context);
  const isEmpty = spans !== null && hasNone(spans);
  if (!context.besideNumbers && (spans === null || isEmpty)) return null;
  const { activityOpen } = context.settings;
  const hasMore = shown.isPlaceKnown && !isEmpty;
  const disclosure = !hasMore ? 'none' : activityOpen ? 'open' : 'closed';
  return {
    today: shown.isPlaceKnown
      ? presentToday(spans, isEmpty, { failed: shown.failed, ...context })
      : unknownRow(context.words.say.activity.notCounted, context.words),
    disclosure,
    details:
      spans !== null && disclosure === 'open'
        ? presentDetails(spans, { failed: shown.failed, ...context })
        : null,
    trouble: spans === null ? null : presentTrouble(spans, { ...shown, ...context }),
  };
}

/** Why: past midnight, what was counted before is of no day that people would call today. */
function ofToday(
  spans: ActivitySpans | null,
  { words, clock }: ActivityContext,
): ActivitySpans | null {
  return spans?.today.to === words.formats.calendarDay(clock.nowMs) ? spans : null;
}

function hasNone({ month, progress }: ActivitySpans): boolean {
  return progress === null && month.recent.all === 0 && month.skipped.length === 0;
}

interface TodayContext extends ActivityContext {
  readonly failed: boolean;
}

interface TroubleContext extends TodayContext {
  readonly countedAtMs: number;
}

/** Why the numbers are old, or too small; null when all is well, or today's line says it. */
function presentTrouble(
  { today, month }: ActivitySpans,
  { failed, countedAtMs, words, clock }: TroubleContext,
): string | null {
  if (failed) return words.say.activity.trouble(clock.moment(countedAtMs));
  return isUnknown(today) ? null : presentUnread(month, words);
}

/** Nothing was found, but not everything could be read. */
function isUnknown(today: ActivityReport): boolean {
  return today.totals.sessions === 0 && today.skipped.some(isUnread);
}

function presentToday(
  spans: ActivitySpans | null,
  isEmpty: boolean,
  { words, failed }: TodayContext,
): ActivityRow {
  const { activity } = words.say;
  if (spans === null) return unknownRow(failed ? activity.failed : activity.beginning, words);
  const { today } = spans;
  if (isUnknown(today)) return unknownRow(presentUnread(today, words) ?? activity.failed, words);
  const row = presentRow(activity.title, today, { words, isCounting: false });
  if (today.totals.sessions > 0) return row;
  return { ...row, counts: isEmpty ? activity.none : activity.noneToday };
}

function unknownRow(why: string, { say }: Words): ActivityRow {
  const { title, tokens, spokenUnknown } = say.activity;
  return {
    label: title,
    tokens: say.gauge.dash,
    note: tokens(0, false),
    spoken: spokenUnknown,
    counts: why,
  };
}

interface RowContext {
  readonly words: Words;
  readonly isCounting: boolean;
}

function presentRow(
  label: string,
  { totals }: ActivityReport,
  { words, isCounting }: RowContext,
): ActivityRow {
  const { formats, say } = words;
  const counted = (count: number) => ({ count, text: formats.count(count) });
  return {
    label,
    tokens: formats.compact(totals.total),
    note: say.activity.tokens(totals.total, isCounting),
    spoken: say.activity.spokenTokens(counted(totals.total), isCounting),
    counts: say.activity.counts({
      sessions: counted(totals.sessions),
      turns: counted(totals.turns),
      calls: counted(totals.calls),
    }),
  };
}

function presentDetails(spans: ActivitySpans, context: TodayContext): ActivityDetails {
  const { words, settings, besideChart, failed } = context;
  const { activity } = words.say;
  const { chartSpan } = settings;
  const isCounting = spans.progress !== null;
  const report = { '24h': spans.today, '7d': spans.week, '30d': spans.month }[chartSpan];
  const overSpan = chartSpan === '24h' ? null : activity.overSpan[chartSpan];
  return {
    spans: besideChart ? null : presentSwitch(context),
    days: presentActivityBars(spans, { words, span: chartSpan, isCounting }),
    total: overSpan === null ? null : presentRow(overSpan, report, { words, isCounting }),
    kinds: presentKinds(report.totals, words),
    modelsName: activity.modelsName,
    models: presentModels(report, words),
    counting: spans.progress === null || failed ? null : presentCounting(spans.progress, words),
    recent: isCounting ? null : presentRecent(spans.month, words),
    compressed: presentCompressed(spans.month, words),
  };
}

function presentSwitch({ words, settings }: ActivityContext): SpanSwitch {
  const { activity, chart } = words.say;
  return {
    name: chart.spansName,
    choices: SPANS.map((span) => ({
      span,
      label: activity.spans[span],
      chosen: span === settings.chartSpan,
    })),
  };
}

function presentCounting(progress: ActivityProgress, { say, formats }: Words): ActivityCounting {
  const { doneBytes, totalBytes } = progress;
  const share = totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : null;
  const percent = share === null ? null : Math.max(0, Math.min(COUNTING_MAX_PERCENT, share));
  const text = say.activity.counting(percent === null ? null : formats.percent(percent));
  return { label: say.activity.countingName, text, percent };
}
