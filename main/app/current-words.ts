// The words of this moment: made anew when another language is chosen, or the computer comes to another
// time zone on a journey. Asked at every use, so nothing shown keeps the old ones.

import type { Settings } from '../core/settings.ts';
import type { Place } from '../core/words/formats.ts';
import { createWords, type Words } from '../core/words/words.ts';

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
