// Relative times as words, and when the first of them will be wrong. A repaint is due just then and
// not before, so nothing ticks that would paint the same picture.

import { ageChangesInMs, ageParts, countdownChangesInMs, durationParts } from './words/formats.ts';
import type { Words } from './words/words.ts';

export interface ShownClock {
  readonly nowMs: number;
  /** "20 s ago". */
  age(atMs: number): string;
  /** "2 h 14 min" until a moment. */
  countdown(atMs: number): string;
  /** "18:40", "Tue 09:12": after a word such as "until". */
  moment(atMs: number): string;
  /** "at 18:40", "on Tue at 09:12": as the moment of something. */
  at(atMs: number): string;
  /** Something changes at this moment although no word names it. */
  changesAt(atMs: number): void;
  /** When the first text given out so far changes; null if none does. */
  nextChangeAtMs(): number | null;
}

export function createShownClock(words: Words, nowMs: number): ShownClock {
  let nextMs = Number.POSITIVE_INFINITY;
  const note = (inMs: number | null): void => {
    if (inMs !== null && inMs > 0) nextMs = Math.min(nextMs, nowMs + inMs);
  };
  return {
    nowMs,
    age(atMs) {
      const ageMs = Math.max(0, nowMs - atMs);
      note(ageChangesInMs(ageMs));
      return words.say.age(ageParts(ageMs));
    },
    countdown(atMs) {
      note(countdownChangesInMs(atMs - nowMs));
      return words.say.duration(durationParts(atMs - nowMs));
    },
    moment: (atMs) => words.say.moment(words.formats.moment(atMs, nowMs)),
    at: (atMs) => words.say.at(words.formats.moment(atMs, nowMs)),
    changesAt: (atMs) => note(atMs - nowMs),
    nextChangeAtMs: () => (Number.isFinite(nextMs) ? nextMs : null),
  };
}
