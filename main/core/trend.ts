// Where a window is heading by its history, worked out when a reading is taken and kept with it.
// Owns which samples belong to the window, and the forecast from them; pace.ts says when to use it.
// Why not the average alone: it spreads a day's work over the night, and lags behind a rising pace.

import type { HistorySample, HistoryWindow } from './history.ts';
import { USED_MIN_PERCENT } from './pace.ts';
import type { RateLimitWindow, Trend, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';

/** The snapshot with a trend for each main window of which the samples tell enough. */
export function withTrends(
  snapshot: UsageSnapshot,
  samples: readonly HistorySample[],
): UsageSnapshot {
  const { takenAtMs } = snapshot;
  const windows = snapshot.windows.map((window) => {
    const course = courseOf(window, { takenAtMs, samples });
    return { ...window, trend: course && trendOf(course) };
  });
  return { ...snapshot, windows };
}

interface Point {
  readonly atMs: number;
  readonly used: number;
}

/** How one window was used: from 0 at its start to the reading, never falling. */
interface Course {
  readonly startMs: number;
  readonly takenAtMs: number;
  readonly resetsAtMs: number;
  readonly usedPercent: number;
  readonly points: readonly Point[];
}

interface Evidence {
  readonly takenAtMs: number;
  readonly samples: readonly HistorySample[];
}

const SAMPLES_MIN = 3;
// Source: reading-rules.md A19: a reset that moves by no more is the same window.
const DRIFT_SHARE = 0.1;

function courseOf(window: RateLimitWindow, { takenAtMs, samples }: Evidence): Course | null {
  const { resetsAtMs, usedPercent, durationMs } = window;
  if (resetsAtMs === null || resetsAtMs <= takenAtMs) return null;
  if (usedPercent === null || usedPercent >= 100) return null;
  const startMs = resetsAtMs - durationMs;
  // Invariant: the reading itself is a point of its own, whether or not it is among the samples.
  const known = samples
    .filter(({ atMs }) => atMs > startMs && atMs < takenAtMs)
    .toSorted((a, b) => a.atMs - b.atMs)
    .flatMap(({ atMs, windows }) => {
      const used = windows.find((other) => isSameWindow(other, window))?.usedPercent ?? null;
      return used === null ? [] : [{ atMs, used }];
    });
  if (known.length < SAMPLES_MIN) return null;
  const points: Point[] = [{ atMs: startMs, used: 0 }];
  for (const point of known) {
    // Why: use never falls within a window; lower than before or higher than now was a flicker.
    const lowest = points.at(-1)?.used ?? 0;
    if (point.used >= lowest && point.used <= usedPercent) points.push(point);
  }
  points.push({ atMs: takenAtMs, used: usedPercent });
  return { startMs, takenAtMs, resetsAtMs, usedPercent, points };
}

function isSameWindow(other: HistoryWindow, window: RateLimitWindow): boolean {
  if (other.kind !== window.kind || other.resetsAtMs === null) return false;
  if (other.kind === 'other' && other.durationMs !== window.durationMs) return false;
  const driftMs = Math.abs(other.resetsAtMs - (window.resetsAtMs ?? Number.NaN));
  return driftMs <= window.durationMs * DRIFT_SHARE;
}

function trendOf(course: Course): Trend {
  const runsOutAtMs = forecast(course, course);
  if (runsOutAtMs === null) return { runsOutAtMs, isEnough: true };
  const { startMs, takenAtMs, usedPercent } = course;
  const averageRate = usedPercent / (takenAtMs - startMs);
  const calm = withoutBurst(course);
  // Why: one burst is no pace. It neither outvotes an average that lasts nor is evidence by itself.
  if (runOutAt(course, averageRate) === null) {
    const lastsWithout = forecast(course, calm) === null;
    return { runsOutAtMs: lastsWithout ? null : runsOutAtMs, isEnough: true };
  }
  return { runsOutAtMs, isEnough: calm.usedPercent >= USED_MIN_PERCENT };
}

const RHYTHM_MIN_MS = 2 * DAY_MS;
// Why: the history is a month long, and going through a year by half hours would take its time.
const RHYTHM_MAX_MS = 32 * DAY_MS;

/** When what is left of `course` runs out, if use goes on as in `past`; null if it lasts. */
function forecast(course: Course, past: Course): number | null {
  const { startMs, takenAtMs, resetsAtMs } = course;
  const durationMs = resetsAtMs - startMs;
  const isOfDays = durationMs >= RHYTHM_MIN_MS && durationMs <= RHYTHM_MAX_MS;
  return isOfDays && takenAtMs - startMs >= DAY_MS
    ? runOutByDays(course, past)
    : runOutAt(course, blendedRate(past));
}

const RECENT_SHARE = 1 / 3;
const RECENT_WEIGHT = 0.6;

/**
 * Percent per ms: the average since the start, drawn towards that of the last third of a window.
 * Why both: the average alone hides under idle hours that work, when it goes on, is too fast; the
 * recent rate alone jumps with every burst. On the histories of forecast.test.ts a weight of 0.3 to
 * 0.6 differs little; more weight on less time follows a rising pace sooner, and bursts too.
 */
function blendedRate(past: Course): number {
  const { startMs, takenAtMs, resetsAtMs, usedPercent } = past;
  const elapsedMs = takenAtMs - startMs;
  const recentMs = Math.min(elapsedMs, (resetsAtMs - startMs) * RECENT_SHARE);
  const recentRate = (usedPercent - usedAt(past, takenAtMs - recentMs)) / recentMs;
  return RECENT_WEIGHT * recentRate + (1 - RECENT_WEIGHT) * (usedPercent / elapsedMs);
}

function runOutAt({ takenAtMs, resetsAtMs, usedPercent }: Course, rate: number): number | null {
  const atMs = takenAtMs + (100 - usedPercent) / rate;
  return atMs < resetsAtMs ? Math.round(atMs) : null;
}

const STEP_MS = 30 * MINUTE_MS;

/** Lets every half hour to come be used as the same half hour of the days so far. */
function runOutByDays(course: Course, past: Course): number | null {
  let used = course.usedPercent;
  for (let atMs = course.takenAtMs; atMs < course.resetsAtMs; atMs += STEP_MS) {
    const rate = rateOnDaysBefore(past, atMs);
    const next = used + rate * STEP_MS;
    if (next >= 100) {
      const outMs = Math.round(atMs + (100 - used) / rate);
      return outMs < course.resetsAtMs ? outMs : null;
    }
    used = next;
  }
  return null;
}

const DAY_WEIGHT = 0.75;

/** Percent per ms at this time of day; a day counts three quarters of the day after it. */
function rateOnDaysBefore(past: Course, atMs: number): number {
  let sum = 0;
  let weights = 0;
  let weight = 1;
  for (let fromMs = atMs - DAY_MS; fromMs >= past.startMs; fromMs -= DAY_MS) {
    const untilMs = fromMs + STEP_MS;
    if (untilMs > past.takenAtMs) continue;
    sum += (weight * (usedAt(past, untilMs) - usedAt(past, fromMs))) / STEP_MS;
    weights += weight;
    weight *= DAY_WEIGHT;
  }
  // Invariant: not 0, because a whole day has been seen and the steps are counted from its end.
  return sum / weights;
}

// Why: ten minutes of hard work, seen by polls that are five minutes apart, or a few more.
const BURST_MS = 20 * MINUTE_MS;

/** The course as if its steepest stretch of at most twenty minutes had not happened. */
function withoutBurst(course: Course): Course {
  const { points } = course;
  let from = 0;
  let burst = { fromMs: course.startMs, untilMs: course.startMs, rise: 0 };
  for (const point of points) {
    while (point.atMs - (points[from]?.atMs ?? point.atMs) > BURST_MS) from += 1;
    const first = points[from] ?? point;
    const rise = point.used - first.used;
    if (rise > burst.rise) burst = { fromMs: first.atMs, untilMs: point.atMs, rise };
  }
  const base = usedAt(course, burst.fromMs);
  const calmed = points.map(({ atMs, used }) => {
    if (atMs <= burst.fromMs) return { atMs, used };
    return { atMs, used: atMs < burst.untilMs ? base : used - burst.rise };
  });
  return { ...course, points: calmed, usedPercent: course.usedPercent - burst.rise };
}

/** Percent used at a moment, evenly between the points around it. */
function usedAt({ points }: Course, atMs: number): number {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((points[middle]?.atMs ?? 0) <= atMs) low = middle;
    else high = middle;
  }
  const before = points[low] ?? { atMs, used: 0 };
  const after = points[high] ?? before;
  const share = (atMs - before.atMs) / Math.max(1, after.atMs - before.atMs);
  return before.used + (after.used - before.used) * Math.min(1, Math.max(0, share));
}
