// A made-up month of one person's use, as samples: working days with nights off, a 5-hour window that
// begins with the first use after the last one ended, and a week that fills. The same every time.

import type { HistorySample } from '../main/core/history.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../main/core/time.ts';

const SESSION_MS = 5 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const STEP_MS = 10 * MINUTE_MS;
/** Of the 5-hour limit, in ten busy minutes. */
const BUSY_PERCENT = 5.4;
/** What all of a 5-hour window takes of the week. */
const WEEK_SHARE = 0.09;

interface MadeUp {
  readonly nowMs: number;
  readonly days: number;
  /** Whether the computer is on at night. */
  readonly nights: boolean;
}

export function madeUpHistory({ nowMs, days, nights }: MadeUp): readonly HistorySample[] {
  const samples: HistorySample[] = [];
  let session = { used: 0, resetsAtMs: 0 };
  let week = { used: 0, resetsAtMs: nowMs - 2 * DAY_MS - (days > 7 ? 3 * WEEK_MS : 0) };
  for (let atMs = nowMs - days * DAY_MS; atMs <= nowMs; atMs += STEP_MS) {
    if (atMs >= week.resetsAtMs) week = { used: 0, resetsAtMs: week.resetsAtMs + WEEK_MS };
    const busy = busyAt(atMs, nights);
    if (atMs >= session.resetsAtMs) session = { used: 0, resetsAtMs: atMs + SESSION_MS };
    const more = Math.min(BUSY_PERCENT * busy, 100 - session.used);
    session = { ...session, used: session.used + more };
    week = { ...week, used: Math.min(100, week.used + more * WEEK_SHARE) };
    if (!nights && isNight(atMs)) continue;
    samples.push({
      atMs,
      windows: [windowOf('session', SESSION_MS, session), windowOf('weekly', WEEK_MS, week)],
    });
  }
  return samples;
}

function windowOf(
  kind: 'session' | 'weekly',
  durationMs: number,
  { used, resetsAtMs }: { readonly used: number; readonly resetsAtMs: number },
) {
  return { kind, durationMs, usedPercent: Math.round(used), resetsAtMs };
}

function isNight(atMs: number): boolean {
  const hour = Math.floor(atMs / HOUR_MS) % 24;
  return hour < 6;
}

/** 0 to 1: waves of work, heavier on some days than on others. */
function busyAt(atMs: number, nights: boolean): number {
  if (!nights && isNight(atMs)) return 0;
  const hours = atMs / HOUR_MS;
  const day = Math.floor(hours / 24);
  const mood = 0.35 + 0.65 * Math.abs(Math.sin(day * 1.7));
  const wave = Math.max(0, Math.sin(hours * 1.9) + 0.5 * Math.sin(hours * 0.7 + day));
  return Math.min(1, mood * wave * (day % 7 >= 5 ? 0.35 : 1));
}
