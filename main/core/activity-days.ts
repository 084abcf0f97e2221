// The local days of a time zone as quarters of an hour of UTC: where each begins, whatever daylight
// saving does to it. Asks the system's calendar a few times per day, never per line.

import { QUARTER_MS } from './activity-tally.ts';
import { DAY_MS } from './time.ts';

const DAY_QUARTERS = DAY_MS / QUARTER_MS;
/** No change of clocks makes a day longer or shorter by more than this. */
const SLACK_QUARTERS = 12;

/** Consecutive local days, the last of them today. */
export interface LocalDays {
  /** "2026-11-22", ascending. */
  readonly names: readonly string[];
  /** The first quarter of each day, and of the day after the last. */
  readonly starts: readonly number[];
}

export interface DaysInput {
  /** IANA name; one that the system does not know is taken for UTC. */
  readonly timeZone: string;
  readonly nowMs: number;
  readonly count: number;
}

export function localDays({ timeZone, nowMs, count }: DaysInput): LocalDays {
  const dayOf = createDayOf(timeZone);
  const today = dayOf(Math.floor(nowMs / QUARTER_MS));
  const starts: number[] = [];
  let next = startOf(today + 1, Math.floor(nowMs / QUARTER_MS) + DAY_QUARTERS, dayOf);
  starts.push(next);
  for (let back = 0; back < count; back += 1) {
    next = startOf(today - back, next - DAY_QUARTERS, dayOf);
    starts.unshift(next);
  }
  const names = Array.from({ length: count }, (_, at) => dayName(today - count + 1 + at));
  return { names, starts };
}

/** Which of the days a quarter is in, or -1. */
export function dayIndex({ starts }: LocalDays, quarter: number): number {
  let [low, high] = [0, starts.length - 1];
  if (quarter < (starts[0] ?? 0) || quarter >= (starts[high] ?? 0)) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (quarter < (starts[middle] ?? 0)) high = middle;
    else low = middle;
  }
  return low;
}

/** The local days of a quarter since 1970. */
type DayOf = (quarter: number) => number;

function createDayOf(timeZone: string): DayOf {
  const calendar = calendarOf(timeZone);
  return (quarter) => Date.parse(calendar.format(quarter * QUARTER_MS)) / DAY_MS;
}

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  // Why Swedish: its short dates sort and parse.
  const options = { dateStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' });
  }
}

/** The first quarter of a day; near the guess in all but a few days of a year. */
function startOf(day: number, guess: number, dayOf: DayOf): number {
  let [low, high] = [guess - 1, guess];
  let step = SLACK_QUARTERS;
  for (; dayOf(low) >= day; step *= 2) low -= step;
  for (; dayOf(high) < day; step *= 2) high += step;
  // Invariant: low is before the day, high is not.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (dayOf(middle) >= day) high = middle;
    else low = middle;
  }
  return high;
}

function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
