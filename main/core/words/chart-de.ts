// The words of the chart in German: its title, its switch, its axis, and the sentences that say the
// whole picture to somebody who does not see it. Arguments arrive finished.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';

const plural = createPlural('de');

const SPOKEN_SPAN = {
  '24h': 'den letzten 24 Stunden',
  '7d': 'den letzten 7 Tagen',
  '30d': 'den letzten 30 Tagen',
} as const;

const NOTE = { left: 'übrig', used: 'verbraucht' } as const;

export const chartDe: Say['chart'] = {
  title: { left: 'Prozent übrig', used: 'Prozent verbraucht' },
  spansName: 'Gezeigte Zeit',
  spans: { '24h': '24 Std.', '7d': '7 Tage', '30d': '30 Tage' },
  daily: { left: 'Tagestief', used: 'Tageshoch' },
  seriesDaily: (label, extreme) => `${label}, ${extreme}`,
  now: 'Jetzt',
  reset: 'Reset',
  nothing: 'In dieser Zeit wurde nichts gemessen.',
  gaps: 'Teile dieser Zeit wurden nicht gemessen.',
  spokenNothing: (span) => `In ${SPOKEN_SPAN[span]} wurde nichts gemessen.`,
  story({ limit, low, high, last, isNow, resets }, numbers, span) {
    const note = NOTE[numbers];
    const over = span === null ? '' : ` in ${SPOKEN_SPAN[span]}`;
    const range =
      low === high ? `${low} Prozent ${note}` : `zwischen ${low} und ${high} Prozent ${note}`;
    const end = `${isNow ? 'jetzt' : 'zuletzt'} ${last} Prozent ${note}`;
    return `${limit}${over}: ${range}, ${timesReset(resets)}, ${end}.`;
  },
};

function timesReset(count: number): string {
  if (count === 0) return 'kein Reset';
  return plural(count, { one: 'ein Reset', other: `${count} Resets` });
}
