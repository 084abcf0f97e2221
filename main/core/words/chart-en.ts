// The words of the chart in English: its title, its switch, its axis, and the sentences that say the
// whole picture to somebody who does not see it. Arguments arrive finished.

import type { ChartSpan, Settings } from '../settings.ts';
import { createPlural } from './plural.ts';

type Numbers = Settings['numbers'];

/** One window over the span, as percentages in figures. */
export interface ChartStory {
  /** "Weekly limit". */
  readonly limit: string;
  readonly low: string;
  readonly high: string;
  readonly last: string;
  /** False when the last number is not from just now. */
  readonly isNow: boolean;
  readonly resets: number;
}

const SPOKEN_SPAN = {
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
} as const satisfies Record<ChartSpan, string>;

export const chartEn = {
  title: { left: 'Percent left', used: 'Percent used' },
  spansName: 'Time shown',
  spans: { '24h': '24 h', '7d': '7 d', '30d': '30 d' } satisfies Record<ChartSpan, string>,
  /** A window so short in its span that only the most extreme number of each day is drawn. */
  daily: { left: 'daily low', used: 'daily high' },
  seriesDaily: (label: string, extreme: string) => `${label}, ${extreme}`,
  now: 'Now',
  reset: 'Reset',
  nothing: 'Nothing was measured in this time.',
  gaps: 'Parts of this time were not measured.',
  spokenNothing: (span: ChartSpan) => `Nothing was measured over ${SPOKEN_SPAN[span]}.`,
  /** The span is named in the first sentence only. */
  story(story: ChartStory, numbers: Numbers, span: ChartSpan | null): string {
    const { limit, low, high, last, isNow, resets } = story;
    const over = span === null ? '' : ` over ${SPOKEN_SPAN[span]}`;
    const range =
      low === high ? `${low} percent ${numbers}` : `${numbers} between ${low} and ${high} percent`;
    const end = `${isNow ? 'now' : 'last'} ${last} percent ${numbers}`;
    return `${limit}${over}: ${range}, ${timesReset(resets)}, ${end}.`;
  },
};

const plural = createPlural('en');

function timesReset(count: number): string {
  if (count === 0) return 'not reset';
  return plural(count, { one: 'reset once', other: `reset ${count} times` });
}
