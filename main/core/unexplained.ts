// Use that this computer does not explain: the service counted more, and no session of this Codex home
// was active. Says so only when it is sure: not around a reset, not within the service's own delay, not
// for what rounding makes. An aside, never an alert.

import { type HistorySample, type HistoryWindow, sameWindowIn } from './history.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

/** A stretch in which a session may have been active. */
export interface ActiveSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Unexplained {
  readonly durationMs: number;
  /** Of that window, at least. */
  readonly percent: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** When it is worth no word any more, epoch ms. */
  readonly untilMs: number;
}

export interface UnexplainedInput {
  /** Of one account, oldest first. */
  readonly samples: readonly HistorySample[];
  /** All of this Codex home since `sinceMs`. */
  readonly active: readonly ActiveSpan[];
  readonly nowMs: number;
}

/** How far back it looks; a day later nobody remembers. */
export const LOOKED_BACK_MS = DAY_MS;
/** Why: what was used here may be counted some minutes later; inferred, no figure is known. */
export const COUNTED_LATE_MS = 15 * MINUTE_MS;
/** Two clocks, and a file that is written a moment after the answer. */
const CLOCKS_MS = MINUTE_MS;
/** Beyond this nobody looked, and too much may have happened in between. */
const UNSEEN_MAX_MS = 6 * HOUR_MS;
/** Source: the service counts whole percents; a rise by one may be half a one. */
const PERCENT_MIN = 2;
/** A reset time that moves by less is the same one; as history.ts has it. */
const DRIFT_MS = 2 * MINUTE_MS;

/** The latest of it, in the shortest window that shows any; null if there is none to be sure of. */
export function findUnexplained({ samples, active, nowMs }: UnexplainedInput): Unexplained | null {
  const recent = samples.filter(({ atMs }) => atMs >= nowMs - LOOKED_BACK_MS && atMs <= nowMs);
  for (const window of recent.at(-1)?.windows ?? []) {
    const found = latestIn(recent, window, active);
    if (found !== null && found.untilMs > nowMs) return found;
  }
  return null;
}

/** One pair of samples, told apart by what it says. */
interface Step {
  readonly fromMs: number;
  readonly toMs: number;
  readonly rise: number;
  readonly isSure: boolean;
}

function latestIn(
  samples: readonly HistorySample[],
  window: HistoryWindow,
  active: readonly ActiveSpan[],
): Unexplained | null {
  const steps = samples.slice(1).flatMap((after, index) => {
    const before = samples[index];
    return before === undefined ? [] : [stepOf({ before, after }, window, active)];
  });
  const { resetsAtMs, durationMs } = window;
  for (const run of sureRuns(steps).toReversed()) {
    const rising = run.filter(({ rise }) => rise > 0);
    const percent = Math.round(rising.reduce((sum, { rise }) => sum + rise, 0));
    const [first, last] = [rising[0], rising.at(-1)];
    if (first === undefined || last === undefined || percent < PERCENT_MIN) continue;
    const untilMs = Math.min(resetsAtMs ?? Number.POSITIVE_INFINITY, last.toMs + LOOKED_BACK_MS);
    // Why: before this window began it is the use of another one, which is over.
    const isPast = resetsAtMs !== null && last.toMs <= resetsAtMs - durationMs;
    if (isPast) return null;
    return { durationMs, percent, fromMs: first.fromMs, toMs: last.toMs, untilMs };
  }
  return null;
}

function sureRuns(steps: readonly Step[]): readonly (readonly Step[])[] {
  const runs: Step[][] = [[]];
  for (const step of steps) {
    if (step.isSure) runs.at(-1)?.push(step);
    else runs.push([]);
  }
  return runs;
}

function stepOf(
  { before, after }: { readonly before: HistorySample; readonly after: HistorySample },
  window: HistoryWindow,
  active: readonly ActiveSpan[],
): Step {
  const [fromMs, toMs] = [before.atMs, after.atMs];
  const rise = riseBetween(sameWindowIn(before, window), sameWindowIn(after, window));
  const isQuiet = !active.some(
    (span) => span.toMs >= fromMs - COUNTED_LATE_MS && span.fromMs <= toMs + CLOCKS_MS,
  );
  const isSure = rise !== null && isQuiet && toMs - fromMs <= UNSEEN_MAX_MS;
  return { fromMs, toMs, rise: rise ?? 0, isSure };
}

/** By how much one and the same window rose; null if it fell, began anew, or nobody can say. */
function riseBetween(before: HistoryWindow | null, after: HistoryWindow | null): number | null {
  if (before === null || after === null) return null;
  const [earlier, later] = [before.usedPercent, after.usedPercent];
  if (earlier === null || later === null || later < earlier) return null;
  // Why: a window of which nothing is used begins with its first use, wherever its reset stood.
  if (earlier === 0) return later;
  if (before.resetsAtMs === null || after.resetsAtMs === null) return null;
  return Math.abs(after.resetsAtMs - before.resetsAtMs) <= DRIFT_MS ? later - earlier : null;
}
