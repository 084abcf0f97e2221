// Which language the words are in, and how numbers and dates are written beside them. A choice of the
// person's wins; else the system's own language, if there is a catalogue for it; else English.

import type { Settings } from '../settings.ts';
import type { Language } from './catalogue.ts';

/** `systemLocale` is BCP 47, or whatever the system says. */
export function chooseLanguage(chosen: Settings['language'], systemLocale: string): Language {
  if (chosen !== 'system') return chosen;
  const locale = parseLocale(systemLocale)?.maximize();
  if (locale?.language === 'de') return 'de';
  // Why by script: somebody in Taiwan or Hong Kong reads traditional characters, and gets English
  // rather than a text that looks foreign to them.
  return locale?.language === 'zh' && locale.script === 'Hans' ? 'zh-Hans' : 'en';
}

/**
 * The locale of numbers and dates: the system's, if it is of that language, for it may say more, such
 * as another clock; else that language in the system's region. Never another language than the words.
 */
export function localeFor(language: Language, systemLocale: string): string {
  const system = parseLocale(systemLocale);
  if (system === null) return language;
  if (chooseLanguage('system', systemLocale) === language && isOf(language, system)) {
    return systemLocale;
  }
  return system.region === undefined ? language : `${language}-${system.region}`;
}

function isOf(language: Language, { language: spoken }: Intl.Locale): boolean {
  return language.split('-')[0] === spoken;
}

function parseLocale(text: string): Intl.Locale | null {
  try {
    return new Intl.Locale(text);
  } catch {
    // Systems name locales that are none, such as "C" or "en_US".
    return null;
  }
}
