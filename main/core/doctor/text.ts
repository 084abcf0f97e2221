// Small words of the doctor: spans of time, instants, counts and lists, in English and in UTC, so that
// a report reads the same wherever it is pasted.

import { DAY_MS, formatInstant, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;

/** "3 days", "1 hour"; by its largest unit, rounded down. */
export function spanOf(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? ['second', SECOND_MS];
  return counted(Math.floor(Math.abs(ms) / unitMs), unit);
}

/** "3 days ago" or "in 3 days". */
export function awayFrom(atMs: number, nowMs: number): string {
  return atMs <= nowMs ? `${spanOf(nowMs - atMs)} ago` : `in ${spanOf(atMs - nowMs)}`;
}

/** "2026-11-22 12:00 UTC". */
export function minuteOf(atMs: number): string {
  return `${formatInstant(atMs).slice(0, 16).replace('T', ' ')} UTC`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** Permission bits as people know them: "0644". */
export function modeText(mode: number): string {
  return `0${(mode & 0o777).toString(8).padStart(3, '0')}`;
}
