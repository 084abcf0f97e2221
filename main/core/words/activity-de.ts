// The words of local activity in German: today's line, the spans, the parts of the tokens, and how far
// a count has come. Figures arrive finished; the count beside one chooses its plural.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';

const plural = createPlural('de');

const SPOKEN_SPAN = { '7d': 'den letzten 7 Tagen', '30d': 'den letzten 30 Tagen' } as const;

export const activityDe: Say['activity'] = {
  title: 'Aktivität heute',
  spans: { '24h': 'Heute', '7d': '7 Tage', '30d': '30 Tage' },
  overSpan: { '7d': 'Letzte 7 Tage', '30d': 'Letzte 30 Tage' },

  tokens: (_count, isSoFar) => `Token${isSoFar ? ' bisher' : ''}`,
  spokenTokens: ({ text }, isSoFar) => `${text} Token${isSoFar ? ' bisher' : ''}`,
  spokenUnknown: 'Zahl der Token nicht bekannt',
  counts({ sessions, turns, calls }) {
    const parts = [
      `${sessions.text}\u00a0${plural(sessions.count, { one: 'Sitzung', other: 'Sitzungen' })}`,
      `${turns.text}\u00a0${plural(turns.count, { one: 'Auftrag', other: 'Aufträge' })}`,
      `${calls.text}\u00a0${plural(calls.count, { one: 'Aufruf', other: 'Aufrufe' })}`,
    ];
    return parts.join('\u00a0· ');
  },
  none: 'Noch keine Sitzungen',
  noneToday: 'Heute noch keine Sitzungen',
  beginning: 'Die heutigen Sitzungen werden gezählt …',
  failed: 'Die Sitzungsdateien ließen sich nicht zählen.',
  notCounted: 'Die Sitzungen dieses Kontos werden nicht gezählt.',
  trouble: (moment) => `Stand ${moment}; das erneute Zählen ist gescheitert.`,

  input: {
    label: 'Eingabe',
    labelWith: (cached) => `Eingabe, davon ${cached} im Cache`,
    spoken: (all, cached) =>
      `Eingabe: ${all} Token${cached === null ? '' : `, davon ${cached} im Cache`}`,
  },
  output: {
    label: 'Ausgabe',
    labelWith: (reasoning) => `Ausgabe, davon ${reasoning} fürs Denken`,
    spoken: (all, reasoning) =>
      `Ausgabe: ${all} Token${reasoning === null ? '' : `, davon ${reasoning} fürs Denken`}`,
  },

  modelsName: 'Token nach Modell',
  unnamed: 'Modell nicht genannt',
  others: (count) => plural(count, { one: '1 weiteres', other: `${count} weitere` }),
  spokenModel: (model, tokens, percent) =>
    `${model}: ${tokens}${percent === null ? '' : `, ${percent} Prozent`}`,

  lastDay: 'Heute',
  dayHint: (day, { text }) => `${day}: ${text} Token`,
  days({ span, used, most, isCounting }) {
    const soFar = isCounting ? ' bisher' : '';
    if (most === null) return `In ${SPOKEN_SPAN[span]}${soFar} keine Token.`;
    const on = `${used.text} ${plural(used.count, { one: 'Tag', other: 'Tagen' })}`;
    return `Token je Tag in ${SPOKEN_SPAN[span]}${soFar}: an ${on}, am meisten am ${most.day} mit ${most.tokens}.`;
  },

  countingName: 'Ältere Sitzungen werden gezählt',
  counting: (percent) =>
    `Ältere Sitzungen werden gezählt …${percent === null ? '' : ` ${percent}`}`,
  recent({ last5h, last7d, all }) {
    const sessions = plural(last5h.count, { one: 'Sitzung', other: 'Sitzungen' });
    return `${last5h.text}\u00a0${sessions} in 5\u00a0Std.\u00a0· ${last7d}\u00a0in 7\u00a0Tagen\u00a0· ${all}\u00a0gesamt`;
  },
  unread: ({ count, text }) =>
    plural(count, {
      one: `${text} Sitzungsdatei ließ sich nicht lesen.`,
      other: `${text} Sitzungsdateien ließen sich nicht lesen.`,
    }),
  compressed: ({ count, text }) =>
    plural(count, {
      one: `${text} komprimierte Sitzungsdatei ist nicht gezählt.`,
      other: `${text} komprimierte Sitzungsdateien sind nicht gezählt.`,
    }),
};
