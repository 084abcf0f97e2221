import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleSnapshot } from './example-states.ts';
import type { HistorySample } from './history.ts';
import { paceOf } from './pace.ts';
import { parseSaved } from './saved.ts';
import type { RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';
import { withTrends } from './trend.ts';
import { kindOf } from './windows.ts';

const startMs = 1_795_348_800_000;

/** Percent used at a time since the start of the window. */
type Use = (sinceMs: number) => number;

interface Case {
  readonly durationMs: number;
  readonly elapsedMs: number;
  readonly use: Use;
  readonly everyMs?: number;
  readonly change?: (sample: HistorySample, index: number) => HistorySample;
}

function windowAt({ durationMs, elapsedMs, use }: Case): RateLimitWindow {
  const usedPercent = Math.floor(use(elapsedMs));
  const resetsAtMs = startMs + durationMs;
  const kind = kindOf(durationMs);
  return { id: 'primary', kind, durationMs, usedPercent, resetsAtMs, depleted: false, trend: null };
}

function samplesOf(given: Case): readonly HistorySample[] {
  const everyMs = given.everyMs ?? 5 * MINUTE_MS;
  const count = Math.floor(given.elapsedMs / everyMs);
  const samples = Array.from({ length: count + 1 }, (_none, index) => {
    const window = windowAt({ ...given, elapsedMs: index * everyMs });
    return { atMs: startMs + index * everyMs, windows: [window] };
  });
  return samples.map((sample, index) => given.change?.(sample, index) ?? sample);
}

function snapshotOf(given: Case): UsageSnapshot {
  return {
    ...exampleSnapshot,
    takenAtMs: startMs + given.elapsedMs,
    windows: [windowAt(given)],
  };
}

/** When it runs out, in hours since the start; "lasts", or "not enough data". */
function forecastOf(given: Case, samples = samplesOf(given)): number | string {
  const { takenAtMs, windows } = withTrends(snapshotOf(given), samples);
  const [window] = windows;
  if (window === undefined) throw new Error('a window is needed');
  const { runsOutAtMs, enoughData } = paceOf(window, { nowMs: takenAtMs, takenAtMs });
  if (!enoughData) return 'not enough data';
  return runsOutAtMs === null ? 'lasts' : Math.round((runsOutAtMs - startMs) / HOUR_MS);
}

function averageOf(given: Case): number | string {
  return forecastOf(given, []);
}

const session = { durationMs: 5 * HOUR_MS };
const week = { durationMs: 7 * DAY_MS };
const steadily =
  (percentPerHour: number): Use =>
  (sinceMs) =>
    (sinceMs / HOUR_MS) * percentPerHour;
/** So much a day between two hours after the start, nothing in the others. */
const daily =
  (percentADay: number, fromHour: number, untilHour: number): Use =>
  (sinceMs) => {
    const hour = (sinceMs % DAY_MS) / HOUR_MS;
    const share = Math.min(1, Math.max(0, (hour - fromHour) / (untilHour - fromHour)));
    return percentADay * (Math.floor(sinceMs / DAY_MS) + share);
  };
/** What `use` says, and 25 % more within ten minutes. */
const withBurst =
  (use: Use, fromMs: number): Use =>
  (sinceMs) =>
    use(sinceMs) + 25 * Math.min(1, Math.max(0, (sinceMs - fromMs) / (10 * MINUTE_MS)));

describe('withTrends and paceOf: the run-out time', () => {
  test.each<[string, Case, number | string, number | string]>([
    [
      'is that of the average, when use is even',
      { ...session, elapsedMs: 2 * HOUR_MS, use: steadily(25) },
      4,
      4,
    ],
    [
      'is none, when even use lasts',
      { ...session, elapsedMs: 2 * HOUR_MS, use: steadily(15) },
      'lasts',
      'lasts',
    ],
    [
      'is not moved before the reset by one burst, when the average lasts',
      { ...session, elapsedMs: 3 * HOUR_MS, use: withBurst(steadily(10), 2.8 * HOUR_MS) },
      'lasts',
      'lasts',
    ],
    [
      'is not moved before the reset by one burst in a week, when the average lasts',
      { ...week, elapsedMs: 2.1 * DAY_MS, use: withBurst(daily(2, 0, 9), 1.15 * DAY_MS) },
      'lasts',
      'lasts',
    ],
    [
      'is not told from one burst alone',
      { ...session, elapsedMs: HOUR_MS, use: withBurst(() => 0, 50 * MINUTE_MS) },
      'not enough data',
      4,
    ],
    [
      'is none, when one burst long ago is all there was',
      { ...session, elapsedMs: 4 * HOUR_MS, use: withBurst(() => 0, 10 * MINUTE_MS) },
      'lasts',
      'lasts',
    ],
    [
      'is not told of nothing used',
      { ...week, elapsedMs: 3 * DAY_MS, use: () => 0 },
      'not enough data',
      'not enough data',
    ],
    [
      'is not told too early',
      { ...session, elapsedMs: 10 * MINUTE_MS, use: steadily(60) },
      'not enough data',
      'not enough data',
    ],
    [
      'comes sooner, when work has become faster',
      {
        ...session,
        elapsedMs: 3 * HOUR_MS,
        use: (sinceMs) => Math.max(steadily(10)(sinceMs), steadily(45)(sinceMs) - 70),
      },
      4,
      5,
    ],
    [
      'is that of the days, when a night off hides the work of the next day',
      { ...week, elapsedMs: DAY_MS + 13 * HOUR_MS, use: daily(17, 14, 24) },
      143,
      'lasts',
    ],
    [
      'is that of the days, and not of the afternoon',
      { ...week, elapsedMs: DAY_MS + 9 * HOUR_MS, use: daily(13.8, 0, 9) },
      'lasts',
      122,
    ],
  ])('%s', (_name, given, expected, average) => {
    expect([forecastOf(given), averageOf(given)]).toEqual([expected, average]);
  });
});

describe('withTrends: the samples of the window', () => {
  const given: Case = { ...session, elapsedMs: 3 * HOUR_MS, use: (sinceMs) => sinceMs ** 2 / 3e12 };
  const wanted = withTrends(snapshotOf(given), samplesOf(given)).windows[0]?.trend;
  const patched = (patch: Partial<RateLimitWindow>, of: (index: number) => boolean) =>
    samplesOf({
      ...given,
      change: (sample, index) => ({
        ...sample,
        windows: sample.windows.map((window) => (of(index) ? { ...window, ...patch } : window)),
      }),
    });
  const own = { atMs: startMs + given.elapsedMs, windows: [windowAt(given)] };
  const earlier = { atMs: startMs - HOUR_MS, windows: [{ ...windowAt(given), usedPercent: 3 }] };
  const later = { atMs: startMs + 4 * HOUR_MS, windows: [{ ...windowAt(given), usedPercent: 38 }] };
  const stale = { ...windowAt(given), usedPercent: 37, resetsAtMs: startMs + 4 * HOUR_MS };

  test.each<[string, readonly HistorySample[]]>([
    ['without the reading itself', samplesOf(given).slice(0, -1)],
    ['with the reading itself twice', [...samplesOf(given), own, own]],
    ['in another order', samplesOf(given).toReversed()],
    ['with one from before the window began', [earlier, ...samplesOf(given)]],
    ['with one from a clock that was ahead', [...samplesOf(given), later]],
    [
      'with a reset that drifts by less than a tenth',
      patched({ resetsAtMs: startMs + 5.4 * HOUR_MS }, (index) => index % 2 === 0),
    ],
    [
      'of another window among them',
      [...samplesOf(given), { atMs: startMs + HOUR_MS, windows: [stale] }],
    ],
    [
      'of a limit of another kind among them',
      [
        ...samplesOf(given),
        {
          atMs: startMs + HOUR_MS + 1,
          windows: [{ ...stale, kind: 'weekly' as const, resetsAtMs: startMs + 5 * HOUR_MS }],
        },
      ],
    ],
  ])('give the same trend, %s', (_name, samples) => {
    expect(wanted?.runsOutAtMs).not.toBeUndefined();
    expect(withTrends(snapshotOf(given), samples).windows[0]?.trend).toEqual(wanted);
  });

  test.each<[string, readonly HistorySample[]]>([
    ['a flicker to zero', patched({ usedPercent: 0 }, (index) => index === 30)],
    ['a flicker to full', patched({ usedPercent: 100 }, (index) => index === 10)],
    ['an unknown percent', patched({ usedPercent: null }, (index) => index === 30)],
    ['an unknown reset', patched({ resetsAtMs: null }, (index) => index === 30)],
  ])('are better off without %s', (_name, samples) => {
    const trend = withTrends(snapshotOf(given), samples).windows[0]?.trend;
    const without = samplesOf(given).filter(
      (_sample, index) =>
        samples[index]?.windows[0]?.usedPercent ===
          samplesOf(given)[index]?.windows[0]?.usedPercent &&
        samples[index]?.windows[0]?.resetsAtMs !== null,
    );
    expect(trend).toEqual(withTrends(snapshotOf(given), without).windows[0]?.trend);
  });

  test.each<[string, Partial<RateLimitWindow>, readonly HistorySample[]]>([
    ['no samples', {}, []],
    ['two samples', {}, samplesOf(given).slice(10, 12)],
    [
      'samples of another window only',
      {},
      patched({ resetsAtMs: startMs + 2 * HOUR_MS }, () => true),
    ],
    ['an unknown percent now', { usedPercent: null }, samplesOf(given)],
    ['an unknown reset now', { resetsAtMs: null }, samplesOf(given)],
    ['a reset that has passed', { resetsAtMs: startMs + HOUR_MS }, samplesOf(given)],
    ['a window that is used up', { usedPercent: 100, depleted: true }, samplesOf(given)],
  ])('give no trend, with %s', (_name, fields, samples) => {
    const snapshot = { ...snapshotOf(given), windows: [{ ...windowAt(given), ...fields }] };
    expect(withTrends(snapshot, samples).windows[0]?.trend).toBeNull();
  });
});

test('withTrends: is finite, fast and fit to be saved, whatever the samples', () => {
  const instant = fc.integer({ min: startMs - 40 * DAY_MS, max: startMs + 40 * DAY_MS });
  const anyWindow = fc
    .record({
      durationMs: fc.oneof(
        fc.constantFrom(5 * HOUR_MS, 7 * DAY_MS, 30 * DAY_MS, 1, 3e12),
        fc.integer({ min: 1, max: 4e9 }),
      ),
      usedPercent: fc.option(fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constant(1e300))),
      resetsAtMs: fc.option(instant),
    })
    .map((window) => ({ ...window, kind: kindOf(window.durationMs) }));
  const anySample = fc.record({ atMs: instant, windows: fc.array(anyWindow, { maxLength: 3 }) });
  const account = { key: 'k', id: null, email: null, apiKeyBeside: false };
  fc.assert(
    fc.property(
      fc.array(anySample, { maxLength: 60 }),
      anyWindow,
      instant,
      (samples, now, takenAtMs) => {
        const depleted = (now.usedPercent ?? 0) >= 100;
        const window = { ...now, id: 'primary', depleted, trend: null } as const;
        const snapshot = withTrends({ ...exampleSnapshot, takenAtMs, windows: [window] }, samples);
        const pace = paceOf(snapshot.windows[0] ?? window, { nowMs: takenAtMs, takenAtMs });
        const { runsOutAtMs } = pace;
        if (runsOutAtMs !== null) {
          expect(Number.isSafeInteger(runsOutAtMs)).toBe(true);
          expect(runsOutAtMs).toBeGreaterThanOrEqual(takenAtMs);
          expect(runsOutAtMs).toBeLessThan(window.resetsAtMs ?? 0);
        }
        const saved = parseSaved(JSON.stringify({ version: 1, account, snapshot }));
        expect(saved?.snapshot).toEqual(snapshot);
      },
    ),
    { numRuns: 500 },
  );
});
