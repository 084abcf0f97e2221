// The words of this moment: made anew when the language is chosen anew, or the computer changes its
// locale or, on a journey, its time zone. Asked at every use, so nothing shown keeps the old ones.

import type { Settings } from './core/settings.ts';
import type { Place } from './core/words/formats.ts';
import { createWords, type Words } from './core/words/words.ts';

export interface CurrentWordsPorts {
  language(): Settings['language'];
  /** What the system says of itself, now. */
  place(): Place;
}

/** The same object as long as nothing about it changes: making one takes a while. */
export function createCurrentWords(ports: CurrentWordsPorts): () => Words {
  let made: { readonly from: string; readonly words: Words } | null = null;
  return () => {
    const [place, language] = [ports.place(), ports.language()];
    const from = JSON.stringify([place.locale, place.language, place.timeZone, language]);
    if (made?.from !== from) made = { from, words: createWords(place, language) };
    return made.words;
  };
}
