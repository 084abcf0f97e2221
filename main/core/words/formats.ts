// Numbers and moments as text in the person's locale and time zone. Pure: now is passed in.
// Owns rounding and units, never a sentence.

import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';

export interface Place {
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  /** BCP 47, of the system's own words, where they are in another language than its numbers. */
  readonly language?: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Formats {
  /** "63%" from 63. */
  percent(value: number): string;
  /** "1,204". */
  count(value: number): string;
  /** "2.1M", for large numbers in little room; exact below a thousand. */
  compact(value: number): string;
  /** "4 Dec" from "2026-12-04". */
  day(day: string): string;
  /** "Friday 4 December" from "2026-12-04". */
  longDay(day: string): string;
  /** A moment as no more than is needed: its day is named unless it is today. */
  moment(atMs: number, nowMs: number): MomentParts;
  /** "10:42", without a day. */
  clock(atMs: number): string;
  /** "2026-12-04", the calendar day of a moment here. */
  calendarDay(atMs: number): string;
}

/** A moment for words to join: "18:40", and "Tue" within the coming week, "4 Dec" otherwise. */
export interface MomentParts {
  readonly day: string | null;
  readonly time: string;
}

/** The first of some locales that numbers and dates can be written in; English if none can. */
export function usableLocale(...candidates: readonly string[]): string {
  for (const candidate of candidates) {
    try {
      const [usable] = Intl.DateTimeFormat.supportedLocalesOf(candidate);
      if (usable !== undefined) return usable;
    } catch {
      // Systems name locales that are none, such as "C" or "en-US@posix".
    }
  }
  return 'en';
}

export function createFormats(place: Place): Formats {
  const { locale, timeZone } = usablePlace(place);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' });
  const date = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  // The calendar day in that zone, in a spelling that sorts and parses.
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const dayOf = (atMs: number): number => Date.parse(calendar.format(atMs)) / DAY_MS;
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const { compact, day, longDay } = seldomFormats(locale);
  return {
    count: (value) => count.format(value),
    compact: (value) => compact().format(value),
    day: (text) => day().format(Date.parse(text)),
    longDay: (text) => longDay().format(Date.parse(text)),
    // Why narrow: a number and its sign are one thing, which a whole space tears apart.
    percent: (value) => percent.format(value / 100).replace('\u00a0', '\u202f'),
    clock: (atMs) => clock.format(atMs),
    calendarDay: (atMs) => calendar.format(atMs),
    moment(atMs, nowMs) {
      const time = clock.format(atMs);
      const daysAhead = dayOf(atMs) - dayOf(nowMs);
      if (daysAhead === 0) return { day: null, time };
      const named = daysAhead > 0 && daysAhead < 7 ? weekday : date;
      return { day: named.format(atMs), time };
    },
  };
}

/** Why made late: they take a while, and the icon does not wait for what only activity needs. */
function seldomFormats(locale: string) {
  // A date without a time is midnight of UTC.
  const zone = { timeZone: 'UTC' } as const;
  const short = { day: 'numeric', month: 'short' } as const;
  const long = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  const brief = { notation: 'compact', maximumSignificantDigits: 3 } as const;
  return {
    compact: once(() => new Intl.NumberFormat(locale, brief)),
    day: once(() => new Intl.DateTimeFormat(locale, { ...zone, ...short })),
    longDay: once(() => new Intl.DateTimeFormat(locale, { ...zone, ...long })),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** Why: with an empty TZ or a POSIX locale the system itself names places that Intl refuses. */
function usablePlace({ locale, timeZone }: Place): Place {
  return {
    locale: isUsable(() => new Intl.Locale(locale)) ? locale : 'en',
    timeZone: isUsable(() => new Intl.DateTimeFormat('en', { timeZone })) ? timeZone : 'UTC',
  };
}

function isUsable(use: () => unknown): boolean {
  try {
    use();
    return true;
  } catch {
    // Intl's way to say that it does not know a name.
    return false;
  }
}

/** The two largest units of a duration, for words to name. */
export type DurationParts =
  | { readonly kind: 'days'; readonly days: number; readonly hours: number }
  | { readonly kind: 'hours'; readonly hours: number; readonly minutes: number }
  | { readonly kind: 'minutes'; readonly minutes: number };

/** A duration cut to whole minutes, or hours once it is a day; never negative. */
export function durationParts(durationMs: number): DurationParts {
  const ms = Math.max(0, durationMs);
  if (ms >= DAY_MS) {
    const hours = Math.floor(ms / HOUR_MS);
    return { kind: 'days', days: Math.floor(hours / 24), hours: hours % 24 };
  }
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 60) return { kind: 'minutes', minutes };
  return { kind: 'hours', hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** The age of something as it is shown: in calm steps, so that text does not flicker. */
export type AgeParts =
  | { readonly kind: 'now' }
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'long'; readonly duration: DurationParts };

const AGE_STEP_MS = 10 * SECOND_MS;

export function ageParts(ageMs: number): AgeParts {
  if (ageMs < AGE_STEP_MS) return { kind: 'now' };
  if (ageMs >= MINUTE_MS) return { kind: 'long', duration: durationParts(ageMs) };
  const seconds = (Math.floor(ageMs / AGE_STEP_MS) * AGE_STEP_MS) / SECOND_MS;
  return { kind: 'seconds', seconds };
}

/** Milliseconds until the text of an age changes. */
export function ageChangesInMs(ageMs: number): number {
  const stepMs = ageMs < MINUTE_MS ? AGE_STEP_MS : ageMs < DAY_MS ? MINUTE_MS : HOUR_MS;
  return stepMs - (Math.max(0, ageMs) % stepMs);
}

/** Milliseconds until the text of a countdown changes; null once it is over. */
export function countdownChangesInMs(leftMs: number): number | null {
  if (leftMs <= 0) return null;
  const stepMs = leftMs >= DAY_MS ? HOUR_MS : MINUTE_MS;
  return (leftMs % stepMs) + 1;
}
