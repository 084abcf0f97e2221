// A language that nobody speaks, for tests only: English between brackets and about 40 % longer. What is
// seen outside the brackets does not come from the catalogue; what is cut off has too little room.

import type { Catalogue } from './catalogue.ts';
import type { Formats, Place } from './formats.ts';
import { createFormats } from './formats.ts';
import { CATALOGUES, type Words, wordsOf } from './words.ts';

/** What is no sentence, but a name: it is the same in every language. */
const NAMES = new Set(['language', 'appName']);

const PADDING = ' wide long more most next';

/** Words in no language. */
export function createPseudoWords({ locale, timeZone }: Place): Words {
  const formats = createFormats({ locale, timeZone });
  return wordsOf(bracketed(CATALOGUES.en), bracketedUnits(formats));
}

/** The text without all that comes from the catalogue. */
export function outsideBrackets(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest === text ? text : outsideBrackets(rest);
}

/** Names of days and of thousands come from Intl, and stand by themselves below and beside pictures. */
function bracketedUnits(formats: Formats): Formats {
  return {
    ...formats,
    compact: (value) => `⟦${formats.compact(value)}⟧`,
    day: (day) => `⟦${formats.day(day)}⟧`,
    longDay: (day) => `⟦${formats.longDay(day)}⟧`,
    moment(atMs, nowMs) {
      const { day, time } = formats.moment(atMs, nowMs);
      return { day: day === null ? null : `⟦${day}⟧`, time };
    },
  };
}

function bracketed(catalogue: Catalogue): Catalogue {
  // Why: every text is put between brackets and nothing else is changed, so the shape stays.
  return bracket(catalogue) as Catalogue;
}

function bracket(value: unknown): unknown {
  if (typeof value === 'string') return longer(value);
  if (typeof value === 'function') return (...given: unknown[]) => bracket(value(...given));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, isName(key, each) ? each : bracket(each)]),
  );
}

/** By its value too: the setting of the language is called like the language. */
function isName(key: string, value: unknown): boolean {
  return NAMES.has(key) && typeof value === 'string';
}

/** Counts only what is new, for an argument has been made longer already. */
function longer(text: string): string {
  const extra = Math.ceil(outsideBrackets(text).length * 0.4);
  return `⟦${text}${PADDING.repeat(1 + extra / PADDING.length)
    .slice(0, extra)
    .trimEnd()}⟧`;
}
