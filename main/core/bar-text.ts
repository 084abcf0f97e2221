// The optional text beside the mark: shares out of the popover's own gauges, or a countdown. Has no
// number of its own; where nothing is known, there is no text.

import type { PresentContext } from './panel.ts';
import type { Gauge } from './panel-types.ts';
import { numbersOf, type Reading } from './reading.ts';
import { createShownClock } from './shown-clock.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { decideVerdict } from './verdict.ts';
import { isResetElapsed } from './windows.ts';

export interface ShownBarText {
  /** Null: nothing is wanted, or nothing is known. */
  readonly text: string | null;
  /** When the text will be wrong, epoch ms; null if only new numbers can change it. */
  readonly changesAtMs: number | null;
}

export interface BarTextInput {
  readonly reading: Reading;
  /** Those of the popover at this moment, shortest window first. */
  readonly gauges: readonly Gauge[];
  /** Whether it is on the screen all the time, so that a countdown can be kept true. */
  readonly isAlwaysSeen: boolean;
}

const NO_TEXT: ShownBarText = { text: null, changesAtMs: null };

export function presentBarText(input: BarTextInput, context: PresentContext): ShownBarText {
  const snapshot = numbersOf(input.reading)?.snapshot ?? null;
  const current = input.gauges.filter(({ outdated }) => !outdated);
  switch (context.settings.barText) {
    case 'none':
      return NO_TEXT;
    case 'percent': {
      // Why: a fresh 5-hour window means nothing while the week is empty.
      const gauge = current.find(({ level }) => level === 'blocked') ?? current[0];
      return { text: gauge?.percent ?? null, changesAtMs: null };
    }
    case 'both': {
      const ends = [...current.slice(0, 1), ...current.slice(1).slice(-1)];
      const text = ends.map(({ percent }) => percent).join(' · ');
      return { text: text === '' ? null : text, changesAtMs: null };
    }
    case 'countdown':
      return snapshot === null ? NO_TEXT : countdown(snapshot, input, context);
  }
}

function countdown(
  snapshot: UsageSnapshot,
  { isAlwaysSeen }: BarTextInput,
  { words, nowMs }: PresentContext,
): ShownBarText {
  const endMs = endOf(snapshot, nowMs);
  if (endMs === null || endMs <= nowMs) return NO_TEXT;
  const clock = createShownClock(words, nowMs);
  // Why: nobody repaints a tooltip that nobody may be reading; a moment stays true by itself.
  if (!isAlwaysSeen) return { text: words.say.gauge.resetsAt(clock.at(endMs)), changesAtMs: null };
  const text = clock.countdown(endMs);
  clock.changesAt(endMs);
  return { text, changesAtMs: clock.nextChangeAtMs() };
}

/** What a person waits for: the end of what blocks them, else the reset of the shortest window. */
function endOf(snapshot: UsageSnapshot, nowMs: number): number | null {
  const verdict = decideVerdict(snapshot, nowMs);
  if (verdict.kind === 'blocked' || verdict.kind === 'spending-credits') return verdict.untilMs;
  const current = snapshot.windows.filter((window) => !isResetElapsed(window, nowMs));
  return current.find(({ resetsAtMs }) => resetsAtMs !== null)?.resetsAtMs ?? null;
}
