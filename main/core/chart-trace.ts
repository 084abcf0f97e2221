// One window through the span of the chart: its known numbers, its resets, its gaps. Nothing is made
// up: where nobody looked, there is a gap.

import { shownUsedPercent } from './gauges.ts';
import { type HistorySample, type HistoryWindow, resetBetween, sameWindowIn } from './history.ts';
import { MINUTE_MS } from './time.ts';

/** Samples farther apart have a gap between them. Invariant: more than history is thinned out to. */
export const GAP_MS = 90 * MINUTE_MS;
/** Where the chart begins and ends, epoch ms. */
export interface Frame {
  readonly startMs: number;
  readonly endMs: number;
}

/** A known percentage of one window. */
export interface Measured {
  readonly sample: HistorySample;
  readonly window: HistoryWindow;
  readonly usedPercent: number;
}

/** One window through the frame. */
export interface Trace {
  readonly window: HistoryWindow;
  readonly measured: readonly Measured[];
  /** The number that still held when the frame begins; null if none did. */
  readonly entering: Measured | null;
  readonly resetsAtMs: readonly number[];
}

/** What the samples tell of one window within the frame. */
export function traceOf(
  samples: readonly HistorySample[],
  window: HistoryWindow,
  frame: Frame,
): Trace {
  const all = samples.flatMap((sample): Measured[] => {
    const same = sameWindowIn(sample, window);
    const usedPercent = shownUsedPercent(same?.usedPercent ?? null);
    return same === null || usedPercent === null ? [] : [{ sample, window: same, usedPercent }];
  });
  const measured = all.filter(({ sample }) => sample.atMs >= frame.startMs);
  const before = all[all.length - measured.length - 1] ?? null;
  const resetsAtMs = all.flatMap((each, index) => {
    const later = all[index + 1];
    if (later === undefined) return [];
    const atMs = resetBetween(each.window, { before: each.sample, after: later.sample });
    return atMs !== null && atMs >= frame.startMs ? [atMs] : [];
  });
  const [next] = measured;
  const entering = before !== null && next !== undefined && !isGap(before, next) ? before : null;
  return { window, measured, entering, resetsAtMs };
}

function isGap(before: Measured, after: Measured): boolean {
  return after.sample.atMs - before.sample.atMs > GAP_MS;
}

/** Numbers without a gap between them belong together. */
export function runsOf(measured: readonly Measured[]): readonly (readonly Measured[])[] {
  const runs: Measured[][] = [];
  for (const [index, each] of measured.entries()) {
    const before = measured[index - 1];
    const run = runs.at(-1);
    if (run === undefined || before === undefined || isGap(before, each)) runs.push([each]);
    else run.push(each);
  }
  return runs;
}

/** Whether some of the span was not measured: in between, before the first number, or since. */
export function isPartial(
  { measured, entering }: Trace,
  { frame, nowMs }: { readonly frame: Frame; readonly nowMs: number },
): boolean {
  const [firstAtMs = nowMs, lastAtMs = nowMs] = [measured[0], measured.at(-1)].map(
    (each) => each?.sample.atMs,
  );
  const beganLate = entering === null && firstAtMs - frame.startMs > GAP_MS;
  return beganLate || nowMs - lastAtMs > GAP_MS || runsOf(measured).length > 1;
}
