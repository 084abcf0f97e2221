// How full the limits were: samples of one account over the last 30 days. Owns what is kept, how it
// is thinned out with age, and its text on disk. Holds percentages and resets; nothing of the person.

import type { UsageSnapshot, WindowKind } from './snapshot.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';
import { INSTANT_MAX_MS, kindOf } from './windows.ts';

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

export const HISTORY_KEPT_MS = 30 * DAY_MS;
export const HISTORY_MAX_SAMPLES = 3_000;
export const HISTORY_MAX_BYTES = 256 * 1024;
const SAMPLE_MAX_WINDOWS = 8;

/** Nothing new so soon after the last sample is not worth another one. */
const REPETITION_MS = 4 * MINUTE_MS;
/** While nothing changes, samples this far apart still prove that somebody looked. */
const PLATEAU_MS = 30 * MINUTE_MS;
/** How far apart samples may be thinned to, by age. Invariant: less than the chart calls a gap. */
const TIERS = [
  { untilAgeMs: DAY_MS, spacingMs: MINUTE_MS },
  { untilAgeMs: 7 * DAY_MS, spacingMs: 20 * MINUTE_MS },
  { untilAgeMs: HISTORY_KEPT_MS, spacingMs: 60 * MINUTE_MS },
] as const;
/** A reset time that moves by less is the same one, told a little differently. */
const DRIFT_MS = 2 * MINUTE_MS;
/** Source: reading-rules.md rule 19. */
const MOVED_SHARE = 0.1;

/** What a snapshot adds to the history. */
export function sampleOf({ takenAtMs, windows }: UsageSnapshot): HistorySample {
  return {
    atMs: takenAtMs,
    windows: windows.map(({ kind, durationMs, usedPercent, resetsAtMs }) => {
      const rounded =
        usedPercent === null ? null : Math.max(0, Math.round(usedPercent * 100) / 100);
      return { kind, durationMs, usedPercent: rounded, resetsAtMs };
    }),
  };
}

/**
 * The history with one more sample, thinned out by age; the very same list if it adds nothing.
 * A sample that comes late, after a later one, is left out; samples of the future are dropped.
 */
export function addSample(
  samples: readonly HistorySample[],
  sample: HistorySample,
  nowMs: number,
): readonly HistorySample[] {
  if (!isInstant(sample.atMs) || !isWorthKeeping(sample) || sample.atMs > nowMs) return samples;
  // Why: an answer came over TLS just now, so this clock is nearly right; what is later was noted
  // while it was wrong. Kept in place, it would stand in the chart for ever.
  const known = samples.filter(({ atMs }) => atMs <= nowMs && atMs >= nowMs - HISTORY_KEPT_MS);
  const last = known.at(-1);
  const sinceMs = last === undefined ? Number.POSITIVE_INFINITY : sample.atMs - last.atMs;
  const isRepetition = last !== undefined && sinceMs < REPETITION_MS && isSame(last, sample);
  if (sinceMs <= 0 || isRepetition) return known.length === samples.length ? samples : known;
  return thin([...known, sample], nowMs).slice(-HISTORY_MAX_SAMPLES);
}

/** The same window in another sample; null if that one has none. */
export function sameWindowIn(sample: HistorySample, window: HistoryWindow): HistoryWindow | null {
  return sample.windows.find((other) => keyOf(other) === keyOf(window)) ?? null;
}

/** Names a window through its life: by kind, or by length where the kind has no name. */
export function keyOf({ kind, durationMs }: HistoryWindow): string {
  return kind === 'other' ? `other ${durationMs}` : kind;
}

/**
 * When a window of one sample began anew before the next one, epoch ms; null if it did not, or nobody
 * can say. A fall under an unchanged reset is doubtful and no reset; neither is one of nothing used.
 * Source: reading-rules.md rule 19.
 */
export function resetBetween(
  window: HistoryWindow,
  { before, after }: { readonly before: HistorySample; readonly after: HistorySample },
): number | null {
  const { resetsAtMs, usedPercent } = window;
  const later = sameWindowIn(after, window);
  if (later === null || resetsAtMs === null || usedPercent === null || usedPercent === 0) {
    return null;
  }
  const movedMs = later.resetsAtMs === null ? null : later.resetsAtMs - resetsAtMs;
  if (movedMs !== null && movedMs <= DRIFT_MS) return null;
  if (before.atMs < resetsAtMs && resetsAtMs <= after.atMs) return resetsAtMs;
  const hasFallen = later.usedPercent !== null && later.usedPercent < usedPercent;
  const hasMoved = movedMs !== null && movedMs > window.durationMs * MOVED_SHARE;
  return hasFallen && hasMoved ? after.atMs : null;
}

/** The samples in a text; null if it is no history of ours. Leaves out what is no sample. */
export function parseHistory(text: string): readonly HistorySample[] | null {
  const stored = parseJson(text);
  if (typeof stored !== 'object' || stored === null) return null;
  if (!('version' in stored && stored.version === 1)) return null;
  if (!('samples' in stored && Array.isArray(stored.samples))) return null;
  const samples = stored.samples
    .map(parseSample)
    .filter((sample) => sample !== null)
    .toSorted((a, b) => a.atMs - b.atMs)
    .filter(({ atMs }, index, all) => atMs !== all[index - 1]?.atMs);
  return samples.slice(-HISTORY_MAX_SAMPLES);
}

/** The history as text of at most HISTORY_MAX_BYTES; what does not fit is the oldest. */
export function formatHistory(samples: readonly HistorySample[]): string {
  const [before, after] = ['{"version":1,"samples":[\n', '\n]}\n'];
  const lines: string[] = [];
  let bytes = before.length + after.length;
  for (const sample of samples.toReversed()) {
    const line = formatSample(sample);
    bytes += line.length + 2;
    if (bytes > HISTORY_MAX_BYTES) break;
    lines.push(line);
  }
  return `${before}${lines.toReversed().join(',\n')}${after}`;
}

/** Why by hand: this is JSON of numbers and nulls, and there are a thousand of it at every poll. */
function formatSample({ atMs, windows }: HistorySample): string {
  const fields = windows.map(
    ({ durationMs, usedPercent, resetsAtMs }) => `,[${durationMs},${usedPercent},${resetsAtMs}]`,
  );
  return `[${atMs}${fields.join('')}]`;
}

function isWorthKeeping({ windows }: HistorySample): boolean {
  return windows.length > 0 && windows.length <= SAMPLE_MAX_WINDOWS;
}

/** Leaves out what its neighbours tell as well; never a sample beside a reset. */
function thin(samples: readonly HistorySample[], nowMs: number): readonly HistorySample[] {
  const kept: HistorySample[] = [];
  for (const [index, sample] of samples.entries()) {
    const previous = kept.at(-1);
    const next = samples[index + 1];
    const isSpare =
      previous !== undefined &&
      next !== undefined &&
      mayGo({ previous, sample, next, ageMs: nowMs - sample.atMs });
    if (!isSpare) kept.push(sample);
  }
  return kept;
}

interface Neighbours {
  readonly previous: HistorySample;
  readonly sample: HistorySample;
  readonly next: HistorySample;
  readonly ageMs: number;
}

function mayGo({ previous, sample, next, ageMs }: Neighbours): boolean {
  const apartMs = next.atMs - previous.atMs;
  if (isEdge(previous, sample) || isEdge(sample, next)) return false;
  if (apartMs <= PLATEAU_MS && isSame(previous, sample) && isSame(sample, next)) return true;
  const tier = TIERS.find(({ untilAgeMs }) => ageMs <= untilAgeMs);
  return apartMs <= (tier?.spacingMs ?? 0);
}

/** Whether a percentage fell or a window began anew, so that the chart has an edge there. */
function isEdge(before: HistorySample, after: HistorySample): boolean {
  return before.windows.some((window) => {
    const later = sameWindowIn(after, window);
    if (later === null) return false;
    const { usedPercent } = window;
    const hasFallen =
      usedPercent !== null && later.usedPercent !== null && later.usedPercent < usedPercent;
    return hasFallen || resetBetween(window, { before, after }) !== null;
  });
}

/** Whether a later sample only says that nothing has changed. */
export function isSame(before: HistorySample, after: HistorySample): boolean {
  if (before.windows.length !== after.windows.length) return false;
  return before.windows.every((window) => {
    const later = sameWindowIn(after, window);
    if (later === null || later.usedPercent !== window.usedPercent) return false;
    // Why: the reset of an unused window runs ahead of the clock, and means nothing yet.
    return window.usedPercent === 0 || isNear(window.resetsAtMs, later.resetsAtMs);
  });
}

function isNear(oneMs: number | null, otherMs: number | null): boolean {
  if (oneMs === null || otherMs === null) return oneMs === otherMs;
  return Math.abs(oneMs - otherMs) <= DRIFT_MS;
}

function parseSample(stored: unknown): HistorySample | null {
  if (!Array.isArray(stored)) return null;
  const atMs: unknown = stored[0];
  const windows = stored.slice(1).map(parseWindow);
  const known = windows.filter((window) => window !== null);
  if (!isInstant(atMs) || known.length < windows.length) return null;
  const sample = { atMs, windows: known };
  return isWorthKeeping(sample) ? sample : null;
}

function parseWindow(stored: unknown): HistoryWindow | null {
  if (!Array.isArray(stored)) return null;
  const durationMs: unknown = stored[0];
  const usedPercent: unknown = stored[1];
  const resetsAtMs: unknown = stored[2];
  if (!isAmount(durationMs) || durationMs === 0) return null;
  if (usedPercent !== null && !isAmount(usedPercent)) return null;
  if (resetsAtMs !== null && !isInstant(resetsAtMs)) return null;
  return { kind: kindOf(durationMs), durationMs, usedPercent, resetsAtMs };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isInstant(value: unknown): value is number {
  return isAmount(value) && value <= INSTANT_MAX_MS;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller starts a new history and keeps the old file aside.
    return null;
  }
}
