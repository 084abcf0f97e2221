// Forecasts on simulated histories, beside the naive linear ones: how far the run-out time is off, and
// how often "runs out before the reset" is wrong. Seeded; polls every five minutes, whole percent.

import { expect, test } from 'vitest';
import { exampleSnapshot } from './example-states.ts';
import type { HistorySample } from './history.ts';
import { paceOf } from './pace.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';
import { withTrends } from './trend.ts';
import { kindOf } from './windows.ts';

const mondayMs = Date.UTC(2026, 10, 23);
const STEP_MS = 5 * MINUTE_MS;
const FORECASTS_A_WINDOW = 48;

type Chance = () => number;
/** How hard somebody works in the five minutes from a moment on; `share` is of the window. */
type Work = (atMs: number, share: number) => number;

function createChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function hourOf(atMs: number): number {
  return ((atMs - mondayMs) % DAY_MS) / HOUR_MS;
}

function isWorkday(atMs: number): boolean {
  return Math.floor((atMs - mondayMs) / DAY_MS) % 7 < 5;
}

/** Stretches of work of one length, by chance so many an hour. */
function createBursts(chance: Chance, perHour: number, lengthMs: number): Work {
  let untilMs = 0;
  return (atMs) => {
    if (atMs >= untilMs && chance() < (perHour * STEP_MS) / HOUR_MS) untilMs = atMs + lengthMs;
    return atMs < untilMs ? 0.5 + chance() : 0;
  };
}

const HISTORIES: Readonly<Record<string, (chance: Chance, durationMs: number) => Work>> = {
  steady: (chance) => () => 0.8 + 0.4 * chance(),
  bursty: (chance, durationMs) =>
    createBursts(chance, durationMs > DAY_MS ? 0.4 : 1.5, 10 * MINUTE_MS),
  'nights off': (chance) => {
    const burst = createBursts(chance, 2, 25 * MINUTE_MS);
    return (atMs, share) => (hourOf(atMs) >= 9 && hourOf(atMs) < 22 ? burst(atMs, share) : 0);
  },
  'weekday work': (chance) => {
    const burst = createBursts(chance, 2, 25 * MINUTE_MS);
    const isOpen = (hour: number) => hour >= 9 && hour < 18 && Math.floor(hour) !== 12;
    return (atMs, share) => (isWorkday(atMs) && isOpen(hourOf(atMs)) ? burst(atMs, share) : 0);
  },
  accelerating: (chance) => (_atMs, share) => (0.4 + 1.4 * share) * (0.5 + chance()),
};

interface Story {
  readonly startMs: number;
  /** Percent used after every five minutes, also beyond 100. */
  readonly used: readonly number[];
}

/** One window, which begins with the first work and would end at 50 to 170 % used. */
function tellStory(work: Work, chance: Chance, durationMs: number): Story {
  let startMs = mondayMs + Math.floor((chance() * 7 * DAY_MS) / STEP_MS) * STEP_MS;
  while (work(startMs, 0) === 0) startMs += STEP_MS;
  const steps = durationMs / STEP_MS;
  const sums = [0];
  for (let step = 0; step < steps; step += 1) {
    sums.push((sums.at(-1) ?? 0) + work(startMs + step * STEP_MS, step / steps));
  }
  const scale = (50 + 120 * chance()) / (sums.at(-1) ?? 1);
  return { startMs, used: sums.map((sum) => sum * scale) };
}

interface Score {
  /** Sums over all forecasts: percent of the window's length by which they are off. */
  off: number;
  wrong: number;
}

interface Scores {
  forecasts: number;
  untold: number;
  readonly ours: Score;
  readonly naive: Score;
}

function scoreStory({ startMs, used }: Story, durationMs: number, scores: Scores): void {
  const resetsAtMs = startMs + durationMs;
  const outIndex = used.findIndex((percent) => percent >= 100);
  const outAtMs = outIndex < 0 ? resetsAtMs : startMs + outIndex * STEP_MS;
  const every = Math.max(1, Math.round(used.length / FORECASTS_A_WINDOW));
  const samples: HistorySample[] = [];
  used.slice(0, outIndex < 0 ? undefined : outIndex).forEach((percent, index) => {
    const takenAtMs = startMs + index * STEP_MS;
    const usedPercent = Math.floor(percent);
    const window = { kind: kindOf(durationMs), durationMs, usedPercent, resetsAtMs };
    samples.push({ atMs: takenAtMs, windows: [window] });
    if (index % every !== 0) return;
    const bare: RateLimitWindow = { ...window, id: 'primary', depleted: false, trend: null };
    const snapshot = { ...exampleSnapshot, takenAtMs, windows: [bare] };
    const moment = { nowMs: takenAtMs, takenAtMs };
    const naive = paceOf(bare, moment);
    const ours = paceOf(withTrends(snapshot, samples).windows[0] ?? bare, moment);
    if (naive.enoughData && !ours.enoughData) scores.untold += 1;
    if (!naive.enoughData || !ours.enoughData) return;
    scores.forecasts += 1;
    for (const [score, { runsOutAtMs }] of [
      [scores.ours, ours],
      [scores.naive, naive],
    ] as const) {
      score.off += (Math.abs((runsOutAtMs ?? resetsAtMs) - outAtMs) / durationMs) * 100;
      score.wrong += Number((runsOutAtMs !== null) !== outIndex >= 0);
    }
  });
}

function scoreHistory(name: string, durationMs: number, windows: number): Scores {
  const scores = {
    forecasts: 0,
    untold: 0,
    ours: { off: 0, wrong: 0 },
    naive: { off: 0, wrong: 0 },
  };
  for (let seed = 1; seed <= windows; seed += 1) {
    const chance = createChance(seed * 7_919);
    const work = HISTORIES[name]?.(chance, durationMs) ?? (() => 1);
    scoreStory(tellStory(work, chance, durationMs), durationMs, scores);
  }
  return scores;
}

const WINDOWS = [
  { limit: '5-hour', durationMs: 5 * HOUR_MS, windows: 100 },
  { limit: 'weekly', durationMs: 7 * DAY_MS, windows: 16 },
] as const;

const table = WINDOWS.flatMap(({ limit, durationMs, windows }) =>
  Object.keys(HISTORIES).map((history) => {
    const scores = scoreHistory(history, durationMs, windows);
    return { limit, history, ...scores };
  }),
);

function printable({ limit, history, forecasts, untold, ours, naive }: (typeof table)[number]) {
  const each = (sum: number): number => Math.round((sum / forecasts) * 100) / 100;
  return {
    limit,
    history,
    forecasts,
    'not enough data': untold,
    'off by, % of window': each(ours.off),
    'naive off by': each(naive.off),
    'wrong, %': each(100 * ours.wrong),
    'naive wrong, %': each(100 * naive.wrong),
  };
}

test('forecasts: are printed beside the naive linear ones', () => {
  console.table(table.map(printable));
  expect(table.every(({ forecasts }) => forecasts > 300)).toBe(true);
});

test.each(table)(
  'forecasts: are never worse than the naive one by more than a tenth: $limit, $history',
  ({ ours, naive, forecasts, untold }) => {
    expect(ours.off).toBeLessThanOrEqual(naive.off * 1.1);
    // Why: next to no forecast is wrong on a steady history, and a tenth of nothing is nothing.
    expect(ours.wrong).toBeLessThanOrEqual(naive.wrong * 1.1 + forecasts / 200);
    expect(untold).toBeLessThanOrEqual(forecasts / 8);
  },
);

test('forecasts: are better than the naive ones in total', () => {
  const sum = (of: (row: (typeof table)[number]) => number): number =>
    table.reduce((total, row) => total + of(row) / row.forecasts, 0);
  expect(sum(({ ours }) => ours.off)).toBeLessThan(sum(({ naive }) => naive.off) * 0.97);
  expect(sum(({ ours }) => ours.wrong)).toBeLessThan(sum(({ naive }) => naive.wrong));
});
