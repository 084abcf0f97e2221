// The local days of a time zone by quarters of an hour of UTC, whatever daylight saving does to them.
// Asks the system's calendar a few times per day, never per line.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { QUARTER_MS } from './tally.ts';

/** No local day is shorter, so that at most one begins in a block. */
const BLOCK_QUARTERS = (6 * HOUR_MS) / QUARTER_MS;
const DAY_QUARTERS = DAY_MS / QUARTER_MS;
/** Why Swedish, with it: its short dates sort and parse. */
const DATE_ONLY = { dateStyle: 'short' } as const;

export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** The local day that a quarter since 1970 is in, as a number of days since 1970. */
  dayOf(quarter: number): number;
  /** The first quarter of the local day that this quarter is in. */
  startOfDay(quarter: number): number;
}

/** The days on both sides of the only midnight that a block can have. */
interface Block {
  readonly before: number;
  readonly after: number;
  /** The first quarter of the day after. */
  readonly changeAt: number;
}

/**
 * A zone that the system does not know is taken for UTC. `ownZone` is that of this process, if it is
 * known: its days are asked of Date, which is there already.
 */
export function createCalendar(timeZone: string, ownZone: string | null = null): Calendar {
  const ask = timeZone === ownZone ? askDate : createAsk(timeZone);
  const blocks = new Map<number, Block>();
  const dayOf = (quarter: number): number => {
    const number = Math.floor(quarter / BLOCK_QUARTERS);
    // Years that calendars write otherwise; nothing of Codex is as old.
    if (number < 0) return Math.floor(quarter / DAY_QUARTERS);
    let block = blocks.get(number);
    if (block === undefined) {
      block = blockOf(number, ask);
      blocks.set(number, block);
    }
    return quarter < block.changeAt ? block.before : block.after;
  };
  return {
    timeZone,
    dayOf,
    startOfDay(quarter) {
      const day = dayOf(quarter);
      let start = quarter;
      while (dayOf(start - 1) === day) start -= 1;
      return start;
    },
  };
}

/** "2026-11-22" of a number of days since 1970. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

type Ask = (quarter: number) => number;

function askDate(quarter: number): number {
  const atMs = quarter * QUARTER_MS;
  const offsetMs = new Date(atMs).getTimezoneOffset() * MINUTE_MS;
  return Math.floor((atMs - offsetMs) / DAY_MS);
}

function createAsk(timeZone: string): Ask {
  const format = formatOf(timeZone);
  return (quarter) => Date.parse(format.format(quarter * QUARTER_MS)) / DAY_MS;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...DATE_ONLY, timeZone });
  } catch {
    return new Intl.DateTimeFormat('sv-SE', { ...DATE_ONLY, timeZone: 'UTC' });
  }
}

function blockOf(number: number, ask: Ask): Block {
  let [low, high] = [number * BLOCK_QUARTERS, (number + 1) * BLOCK_QUARTERS - 1];
  const [before, after] = [ask(low), ask(high)];
  if (before === after) return { before, after, changeAt: low };
  // Invariant: low is of the day before, high of the one after.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ask(middle) === before) low = middle;
    else high = middle;
  }
  return { before, after, changeAt: high };
}
