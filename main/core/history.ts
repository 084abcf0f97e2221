// How full the limits were: samples of one account over the last 30 days. Owns what is kept, how it
// is thinned out with age, and its text on disk. Holds percentages and resets; nothing of the person.

import type { WindowKind } from './snapshot.ts';

export interface HistoryWindow {
  readonly kind: WindowKind;
  readonly durationMs: number;
  /** Used, 0 to 100 and above; null where the answer did not say. */
  readonly usedPercent: number | null;
  readonly resetsAtMs: number | null;
}

/** The main windows at one moment, shortest first. */
export interface HistorySample {
  readonly atMs: number;
  readonly windows: readonly HistoryWindow[];
}
