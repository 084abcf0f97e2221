// One quota window as one row: finished words, a clamped bar, a pace tick, a level.
// Never shows a number that we do not have, and never 0 % left of what is not used up.

import { paceOf } from './pace.ts';
import type { Gauge, GaugeGroup } from './panel-types.ts';
import type { Settings } from './settings.ts';
import type { ShownClock } from './shown-clock.ts';
import type { RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { levelOf } from './verdict.ts';
import { isResetElapsed, windowLabelUnit } from './windows.ts';
import type { Words } from './words/words.ts';

export interface GaugeContext {
  readonly words: Words;
  readonly settings: Settings;
  readonly clock: ShownClock;
  readonly takenAtMs: number;
}

/** The main limits, shortest first. */
export function presentGauges(snapshot: UsageSnapshot, context: GaugeContext): readonly Gauge[] {
  return snapshot.windows.map((window) => presentGauge('main', window, context));
}

/** Model limits and code review, each under its own name. */
export function presentGroups(
  snapshot: UsageSnapshot,
  context: GaugeContext,
): readonly GaugeGroup[] {
  const models = snapshot.additional.map(({ id, name, windows }) => ({
    id: `model ${id}`,
    title: name,
    gauges: windows.map((window) => presentGauge(`model ${id}`, window, context)),
  }));
  if (snapshot.codeReview === null) return models;
  const title = context.words.say.facts.codeReview;
  const gauges = snapshot.codeReview.map((window) => presentGauge('review', window, context));
  return [...models, { id: 'review', title, gauges }];
}

export function presentGauge(group: string, window: RateLimitWindow, context: GaugeContext): Gauge {
  const { words, settings, clock, takenAtMs } = context;
  const { say } = words;
  const used = shownUsedPercent(window.usedPercent);
  const shown = used === null ? null : settings.numbers === 'left' ? 100 - used : used;
  const { expectedPercent } = paceOf(window, { nowMs: clock.nowMs, takenAtMs });
  const length = windowLabelUnit(window.durationMs);
  const percent = shown === null ? null : words.formats.percent(shown);
  const percentNote = shown === null ? say.gauge.unknown : say.gauge[settings.numbers];
  const reset = presentReset(window, context);
  return {
    id: `${group} ${window.kind === 'other' ? window.durationMs : window.kind}`,
    label: say.windowLabel(length),
    percent: percent ?? say.gauge.dash,
    percentNote,
    fillPercent: shown,
    paceTickPercent: tickPercent(expectedPercent, shown, settings),
    level: levelOf(window.usedPercent, window.depleted, settings.thresholds[0] ?? 100),
    reset: reset.counted,
    resetAt: reset.absolute,
    spoken: say.gauge.spoken(say.limitName(length), percent, percentNote, reset.counted),
    outdated: isResetElapsed(window, clock.nowMs),
  };
}

/** Whole percent used, 0 to 100, and 100 only when nothing is left. */
export function shownUsedPercent(usedPercent: number | null): number | null {
  if (usedPercent === null) return null;
  if (usedPercent >= 100) return 100;
  return Math.min(99, Math.max(0, Math.round(usedPercent)));
}

function tickPercent(
  expectedPercent: number | null,
  shown: number | null,
  settings: Settings,
): number | null {
  if (expectedPercent === null || shown === null) return null;
  return settings.numbers === 'left' ? 100 - expectedPercent : expectedPercent;
}

interface ResetWords {
  readonly counted: string;
  readonly absolute: string;
}

function presentReset(
  window: RateLimitWindow,
  { words, settings, clock }: GaugeContext,
): ResetWords {
  const { gauge } = words.say;
  const { resetsAtMs } = window;
  const same = (text: string): ResetWords => ({ counted: text, absolute: text });
  if (resetsAtMs === null) return same(gauge.resetUnknown);
  const at = clock.at(resetsAtMs);
  if (isResetElapsed(window, clock.nowMs)) return same(gauge.resetDue(at));
  clock.changesAt(resetsAtMs);
  if (settings.resetStyle === 'clock') return same(gauge.resetsAt(at));
  return {
    counted: gauge.resetsIn(clock.countdown(resetsAtMs), at),
    absolute: gauge.resetsAt(at),
  };
}
