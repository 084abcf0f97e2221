// History to a picture: the shortest and the longest window over the chosen span, as points between
// 0 and 1, with resets, gaps and a spoken summary. Never draws what was not measured.

import {
  type Frame,
  GAP_MS,
  isPartial,
  type Measured,
  runsOf,
  type Trace,
  traceOf,
} from './chart-trace.ts';
import { type HistorySample, type HistoryWindow, keyOf } from './history.ts';
import type { Chart, ChartPoint, ChartSeries } from './panel-types.ts';
import type { ChartSpan, Settings } from './settings.ts';
import type { ShownClock } from './shown-clock.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { windowLabelUnit } from './windows.ts';
import type { Words } from './words/words.ts';

export interface ChartContext {
  readonly words: Words;
  readonly settings: Pick<Settings, 'chartSpan' | 'numbers'>;
  readonly clock: ShownClock;
}

const SPAN_MS = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const;
const SPANS: readonly ChartSpan[] = ['24h', '7d', '30d'];
const LEVELS = [0, 50, 100] as const;

/** A younger history is no picture yet; then there is no chart rather than an empty one. */
const HISTORY_MIN_MS = HOUR_MS;
/** Why: the picture moves on in steps of about a pixel, so most repaints leave it as it is. */
const STEPS = 288;
/** More windows than this in a span would be a thicket; then each day is one step, its fullest. */
const WINDOWS_MAX = 50;
/** Why: the teeth show their resets themselves; marks are for the few that the eye can count. */
const MARKS_MAX = 12;

/** The chart of one account's samples; null while they are too few for any picture. */
export function presentChart(
  samples: readonly HistorySample[],
  context: ChartContext,
): Chart | null {
  const { words, settings, clock } = context;
  const { nowMs } = clock;
  const past = samples.filter(({ atMs }) => atMs <= nowMs);
  const [first, last] = [past[0], past.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (last.atMs - first.atMs < HISTORY_MIN_MS) return null;
  const frame = frameOf(settings.chartSpan, nowMs);
  clock.changesAt(frame.endMs + 1);
  clock.changesAt(last.atMs + GAP_MS + 1);
  const traces = endsOf(last.windows)
    .map((window) => traceOf(past, window, frame))
    .filter(({ measured }) => measured.length > 0);
  const { chart } = words.say;
  const series = traces.map((trace) => presentSeries(trace, { frame, ...context }));
  return {
    title: chart.title[settings.numbers],
    spoken: speak(traces, { frame, ...context }),
    series,
    resetLabel: series.some(({ resets }) => resets.length > 0) ? chart.reset : null,
    nothing: traces.length === 0 ? chart.nothing : null,
    levels: LEVELS.map((percent) => words.formats.percent(percent)),
    moments: presentMoments(frame, context),
    spans: {
      name: chart.spansName,
      choices: SPANS.map((span) => ({
        span,
        label: chart.spans[span],
        chosen: span === settings.chartSpan,
      })),
    },
  };
}

function frameOf(span: ChartSpan, nowMs: number): Frame {
  const stepMs = SPAN_MS[span] / STEPS;
  const endMs = Math.ceil(nowMs / stepMs) * stepMs;
  return { startMs: endMs - SPAN_MS[span], endMs };
}

/** The shortest and the longest. */
function endsOf(windows: readonly HistoryWindow[]): readonly HistoryWindow[] {
  const [shortest, ...others] = windows.toSorted((a, b) => a.durationMs - b.durationMs);
  return [shortest, others.at(-1)].filter((window) => window !== undefined);
}

interface SeriesContext extends ChartContext {
  readonly frame: Frame;
}

function presentSeries(trace: Trace, context: SeriesContext): ChartSeries {
  const { words, settings, frame } = context;
  const { window, entering, measured, resetsAtMs } = trace;
  const label = labelOf(trace, words);
  const id = keyOf(window);
  if (frame.endMs - frame.startMs > window.durationMs * WINDOWS_MAX) {
    const { daily, seriesDaily } = words.say.chart;
    const runs = dailyRuns(measured, context);
    return { id, label: seriesDaily(label, daily[settings.numbers]), runs, resets: [] };
  }
  const shown = entering === null ? measured : [entering, ...measured];
  const runs = runsOf(shown).map((run) =>
    corners(run.map((each) => pointAt(each.sample.atMs, each.usedPercent, context))),
  );
  const marks = resetsAtMs.length > MARKS_MAX ? [] : resetsAtMs;
  return { id, label, runs, resets: marks.map((atMs) => across(atMs, frame)) };
}

/** One step for each day back from now, as high as its fullest moment; days without any are gaps. */
function dailyRuns(
  measured: readonly Measured[],
  context: SeriesContext,
): readonly (readonly ChartPoint[])[] {
  const { startMs } = context.frame;
  const fullest = new Map<number, number>();
  for (const { sample, usedPercent } of measured) {
    const day = Math.floor((sample.atMs - startMs) / DAY_MS);
    fullest.set(day, Math.max(usedPercent, fullest.get(day) ?? 0));
  }
  const runs: ChartPoint[][] = [];
  for (const [day, usedPercent] of fullest) {
    const dayAtMs = startMs + day * DAY_MS;
    if (!fullest.has(day - 1)) runs.push([]);
    runs.at(-1)?.push(pointAt(dayAtMs, usedPercent, context));
    if (fullest.has(day + 1)) continue;
    runs.at(-1)?.push(pointAt(dayAtMs + DAY_MS, usedPercent, context));
  }
  return runs;
}

function pointAt(atMs: number, usedPercent: number, context: SeriesContext): ChartPoint {
  return {
    x: across(atMs, context.frame),
    y: shownPercent(usedPercent, context.settings) / 100,
  };
}

function labelOf({ window }: Trace, { say }: Words): string {
  return say.windowLabel(windowLabelUnit(window.durationMs));
}

/** A place between left and right; rounded, for it is painted on a few hundred pixels. */
function across(atMs: number, { startMs, endMs }: Frame): number {
  const share = (atMs - startMs) / (endMs - startMs);
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
}

function shownPercent(usedPercent: number, { numbers }: ChartContext['settings']): number {
  return numbers === 'left' ? 100 - usedPercent : usedPercent;
}

/** Why: a value holds until the next one, so equal ones in between say nothing. */
function corners(points: readonly ChartPoint[]): readonly ChartPoint[] {
  return points.filter(({ y }, index) => {
    return index === 0 || index === points.length - 1 || y !== points[index - 1]?.y;
  });
}

function presentMoments({ startMs, endMs }: Frame, context: ChartContext): readonly string[] {
  const { words, settings, clock } = context;
  const name = (atMs: number): string => {
    const { day, time } = words.formats.moment(atMs, clock.nowMs);
    return settings.chartSpan === '24h' ? time : (day ?? time);
  };
  return [name(startMs), name((startMs + endMs) / 2), words.say.chart.now];
}

function speak(traces: readonly Trace[], context: SeriesContext): string {
  const { words, settings } = context;
  const { chart } = words.say;
  if (traces.length === 0) return chart.spokenNothing(settings.chartSpan);
  const stories = traces.map((trace, index) =>
    tell(trace, index === 0 ? settings.chartSpan : null, context),
  );
  const hasGaps = traces.some((trace) =>
    isPartial(trace, { frame: context.frame, nowMs: context.clock.nowMs }),
  );
  return words.say.sentences([...stories, ...(hasGaps ? [chart.gaps] : [])]);
}

function tell(trace: Trace, span: ChartSpan | null, context: ChartContext): string {
  const { words, settings, clock } = context;
  const percents = trace.measured.map(({ usedPercent }) => shownPercent(usedPercent, settings));
  const lastAtMs = trace.measured.at(-1)?.sample.atMs ?? 0;
  const story = {
    limit: words.say.limitName(windowLabelUnit(trace.window.durationMs)),
    low: words.formats.count(Math.min(...percents)),
    high: words.formats.count(Math.max(...percents)),
    last: words.formats.count(percents.at(-1) ?? 0),
    isNow: clock.nowMs - lastAtMs <= GAP_MS,
    resets: trace.resetsAtMs.length,
  };
  return words.say.chart.story(story, settings.numbers, span);
}
