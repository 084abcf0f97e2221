// Facts about the history: what it keeps, what it thins out, what a reset is, and that no order of
// samples, no clock and no text on disk can spoil it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleSnapshot } from './example-states.ts';
import {
  addSample,
  formatHistory,
  HISTORY_KEPT_MS,
  HISTORY_MAX_BYTES,
  HISTORY_MAX_SAMPLES,
  type HistorySample,
  type HistoryWindow,
  parseHistory,
  resetBetween,
  sampleOf,
} from './history.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { kindOf } from './windows.ts';

const START_MS = Date.parse('2026-11-22T00:00:00Z');
const SESSION_MS = 5 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

function windowOf(
  usedPercent: number | null,
  resetsAtMs: number | null,
  durationMs = SESSION_MS,
): HistoryWindow {
  return { kind: kindOf(durationMs), durationMs, usedPercent, resetsAtMs };
}

function sampleAt(atMs: number, usedPercent: number | null, resetsAtMs: number | null = null) {
  return { atMs, windows: [windowOf(usedPercent, resetsAtMs)] };
}

function historyOf(samples: readonly HistorySample[]): readonly HistorySample[] {
  return samples.reduce(addAtOnce, []);
}

/** As it is in life: a sample is added when it was taken. */
function addAtOnce(samples: readonly HistorySample[], sample: HistorySample) {
  return addSample(samples, sample, sample.atMs);
}

const minutes = (samples: readonly HistorySample[]) =>
  samples.map(({ atMs }) => (atMs - START_MS) / MINUTE_MS);

/** Rises to 100 within each window and falls at its reset; one sample in five minutes. */
function sawTeeth(days: number): readonly HistorySample[] {
  const count = (days * DAY_MS) / (5 * MINUTE_MS);
  return Array.from({ length: count }, (_, index) => {
    const afterMs = index * 5 * MINUTE_MS;
    const [session, week] = [SESSION_MS, WEEK_MS].map((durationMs) => {
      const share = (afterMs % durationMs) / durationMs;
      const resetsAtMs = START_MS + (Math.floor(afterMs / durationMs) + 1) * durationMs;
      return windowOf(Math.floor(share * 101), resetsAtMs, durationMs);
    });
    return {
      atMs: START_MS + afterMs,
      windows: [session, week].filter((window) => window !== undefined),
    };
  });
}

const MONTH_DAYS = 32;
let monthly: readonly HistorySample[] | null = null;

/** A month and a bit, lived through once for all tests. */
function month(): readonly HistorySample[] {
  monthly ??= historyOf(sawTeeth(MONTH_DAYS));
  return monthly;
}

test('sampleOf: has the main windows and nothing of the person', () => {
  const sample = sampleOf(exampleSnapshot);
  expect(sample.windows.map(({ kind }) => kind)).toEqual(['session', 'weekly']);
  expect(Object.keys(sample)).toEqual(['atMs', 'windows']);
  for (const window of sample.windows) {
    expect(Object.keys(window)).toEqual(['kind', 'durationMs', 'usedPercent', 'resetsAtMs']);
  }
});

test('sampleOf: rounds to hundredths, and leaves unknown unknown', () => {
  const [first] = exampleSnapshot.windows;
  const windows = [100 / 3, null].flatMap((usedPercent) =>
    first ? [{ ...first, usedPercent }] : [],
  );
  const sample = sampleOf({ ...exampleSnapshot, windows });
  expect(sample.windows.map(({ usedPercent }) => usedPercent)).toEqual([33.33, null]);
});

describe('addSample', () => {
  // "minute used", and the minutes that are kept.
  test.each([
    ['keeps what changes', '0 1, 5 2, 10 3', '0 5 10'],
    ['keeps both ends of a plateau', '0 1, 5 1, 10 1, 15 2', '0 10 15'],
    ['adds nothing so soon, if nothing changed', '0 1, 3 1', '0'],
    ['adds a change, however soon', '0 1, 3 2', '0 3'],
    ['tells unknown from 0', '0 0, 1 ?, 2 0', '0 1 2'],
    ['keeps 0, 100 and above', '0 0, 5 100, 10 142', '0 5 10'],
    ['proves each half hour that somebody looked', '0 1, 20 1, 40 1, 60 1, 80 1', '0 20 40 60 80'],
    ['ignores the same moment twice', '5 1, 5 2', '5'],
    ['drops what comes after a clock that was set back', '0 1, 60 2, 65 3, 30 2', '0 30'],
    ['begins anew when the clock was far in the future', '900000 7, 0 1', '0'],
  ])('%s', (_, given, expected) => {
    const samples = given.split(', ').map((row) => {
      const [minute, used] = row.split(' ');
      return sampleAt(START_MS + Number(minute) * MINUTE_MS, used === '?' ? null : Number(used));
    });
    expect(minutes(historyOf(samples)).join(' ')).toBe(expected);
  });

  test('answers with the very same list when it adds nothing', () => {
    const samples = historyOf([sampleAt(START_MS, 1), sampleAt(START_MS + 5 * MINUTE_MS, 2)]);
    for (const useless of [
      sampleAt(START_MS + 6 * MINUTE_MS, 2),
      sampleAt(Number.NaN, 2),
      sampleAt(-1, 2),
      { atMs: START_MS + HOUR_MS, windows: [] },
    ]) {
      expect(addAtOnce(samples, useless)).toBe(samples);
    }
  });

  test('leaves out who comes late, after a later sample, and what is not yet', () => {
    const samples = historyOf([sampleAt(START_MS, 1), sampleAt(START_MS + 9 * MINUTE_MS, 2)]);
    for (const minute of [5, 9, 30]) {
      const sample = sampleAt(START_MS + minute * MINUTE_MS, 7);
      expect(addSample(samples, sample, START_MS + 20 * MINUTE_MS)).toBe(samples);
    }
  });

  test('takes the reset of an unused window, which runs ahead, for no change', () => {
    const at = (minute: number) => {
      const atMs = START_MS + minute * MINUTE_MS;
      return sampleAt(atMs, 0, atMs + SESSION_MS);
    };
    expect(minutes(historyOf([0, 5, 10, 15, 20].map(at)))).toEqual([0, 20]);
  });

  test('drops what is older than 30 days', () => {
    const samples = [0, HISTORY_KEPT_MS, HISTORY_KEPT_MS + 1].map((afterMs, index) =>
      sampleAt(START_MS + afterMs, index),
    );
    expect(historyOf(samples.slice(0, 2))).toHaveLength(2);
    expect(historyOf(samples).map(({ atMs }) => atMs - START_MS)).toEqual([
      HISTORY_KEPT_MS,
      HISTORY_KEPT_MS + 1,
    ]);
  });

  test('keeps 30 days of a sample in five minutes within its bounds, and no hour empty', () => {
    const samples = month();
    expect(samples.length).toBeLessThan(HISTORY_MAX_SAMPLES * 0.75);
    expect(formatHistory(samples).length).toBeLessThan(HISTORY_MAX_BYTES * 0.75);
    const firstAtMs = samples[0]?.atMs ?? 0;
    const lastAtMs = samples.at(-1)?.atMs ?? 0;
    expect(lastAtMs - firstAtMs).toBeGreaterThan(HISTORY_KEPT_MS - HOUR_MS);
    const apart = samples.slice(1).map(({ atMs }, index) => atMs - (samples[index]?.atMs ?? 0));
    expect(Math.max(...apart)).toBeLessThanOrEqual(HOUR_MS);
    const lastDay = samples.filter(({ atMs }) => atMs > lastAtMs - DAY_MS);
    expect(lastDay.length).toBe(DAY_MS / (5 * MINUTE_MS));
  });

  test('keeps every tooth sharp: its highest and its lowest sample survive thinning', () => {
    const kept = new Set(month().map(({ atMs }) => atMs));
    const given = sawTeeth(MONTH_DAYS).slice(-(HISTORY_KEPT_MS - HOUR_MS) / (5 * MINUTE_MS));
    const edges = given.filter((sample, index) => {
      const [before, after] = [given[index - 1], given[index + 1]];
      const used = (each: HistorySample | undefined) => each?.windows[0]?.usedPercent ?? 0;
      const isTop = after !== undefined && used(after) < used(sample);
      return isTop || (before !== undefined && used(before) > used(sample));
    });
    expect(edges.length).toBeGreaterThan(250);
    expect(edges.filter(({ atMs }) => !kept.has(atMs))).toEqual([]);
  });
});

const percent = fc.option(fc.integer({ min: 0, max: 150 }), { nil: null });
const instant = fc.integer({ min: START_MS - 60 * DAY_MS, max: START_MS + 60 * DAY_MS });
const window = fc
  .record({
    durationMs: fc.constantFrom(SESSION_MS, DAY_MS, WEEK_MS, 9 * HOUR_MS),
    usedPercent: percent,
    resetsAtMs: fc.option(instant, { nil: null }),
  })
  .map((fields): HistoryWindow => ({ kind: kindOf(fields.durationMs), ...fields }));
const anySample = fc.record({ atMs: instant, windows: fc.array(window, { maxLength: 4 }) });

describe('properties', () => {
  test('any sequence stays in order, within its days, and made of given samples only', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 60 }), (given) => {
        const samples = historyOf(given);
        const times = samples.map(({ atMs }) => atMs);
        expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
        for (const sample of samples) expect(given).toContain(sample);
        const [first = 0, last = 0] = [times[0], times.at(-1)];
        expect(last - first).toBeLessThanOrEqual(HISTORY_KEPT_MS);
      }),
    );
  });

  test('the last sample of a clock that only goes on is always there, or told by the one before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), percent)), (steps) => {
        let atMs = START_MS;
        let samples: readonly HistorySample[] = [];
        for (const [seconds, usedPercent] of steps) {
          atMs += seconds * SECOND_MS;
          samples = addAtOnce(samples, sampleAt(atMs, usedPercent));
          const last = samples.at(-1);
          expect(last?.windows[0]?.usedPercent).toBe(usedPercent);
          expect(atMs - (last?.atMs ?? 0)).toBeLessThan(4 * MINUTE_MS);
        }
      }),
    );
  });

  test('what a text holds comes back the same, and formats the same', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 60 }), (given) => {
        const samples = historyOf(given);
        const text = formatHistory(samples);
        expect(parseHistory(text)).toEqual(samples);
        expect(formatHistory(parseHistory(text) ?? [])).toBe(text);
      }),
    );
  });

  test('no text throws, and whatever is read fits again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const odd = `{"version":1,"samples":${text}}`;
        for (const each of [text, odd]) {
          const samples = parseHistory(each);
          if (samples !== null)
            expect(formatHistory(samples).length).toBeLessThan(HISTORY_MAX_BYTES);
        }
      }),
    );
  });

  test('a history that flickers every minute for a month is cut at its bounds', () => {
    let samples: readonly HistorySample[] = [];
    const long = Array.from({ length: HISTORY_MAX_SAMPLES }, (_, index) => ({
      atMs: START_MS + index * MINUTE_MS,
      windows: [SESSION_MS, DAY_MS, WEEK_MS, 9 * HOUR_MS, 8 * HOUR_MS].map((durationMs) =>
        windowOf(index % 2 === 0 ? 12.34 : 99.99, START_MS + WEEK_MS, durationMs),
      ),
    }));
    samples = addAtOnce(long, sampleAt(START_MS + 4_000 * MINUTE_MS, 1));
    expect(samples.length).toBe(HISTORY_MAX_SAMPLES);
    const text = formatHistory(samples);
    expect(text.length).toBeLessThanOrEqual(HISTORY_MAX_BYTES);
    expect(parseHistory(text)?.at(-1)).toEqual(samples.at(-1));
  });
});

describe('parseHistory', () => {
  test.each([
    ['nothing', ''],
    ['half a text', '{"version":1,"samples":[[1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another version', '{"version":2,"samples":[]}'],
    ['no samples', '{"version":1}'],
    ['samples that are no list', '{"version":1,"samples":{}}'],
  ])('takes %s for no history', (_, text) => {
    expect(parseHistory(text)).toBeNull();
  });

  test('leaves out what is no sample, and puts the rest in order', () => {
    const good = [START_MS, [SESSION_MS, 22, null]];
    const bad = [
      null,
      7,
      [],
      [START_MS + 1],
      ['1', [SESSION_MS, 22, null]],
      [-1, [SESSION_MS, 22, null]],
      [START_MS + 2, [0, 22, null]],
      [START_MS + 3, [SESSION_MS, '22', null]],
      [START_MS + 4, [SESSION_MS, -1, null]],
      [START_MS + 5, [SESSION_MS, 22, 1e300]],
      [START_MS + 6, [SESSION_MS, 22]],
      [START_MS + 7, 22],
    ];
    const early = [START_MS - HOUR_MS, [WEEK_MS, null, START_MS]];
    const text = JSON.stringify({ version: 1, samples: [...bad, good, early, good] });
    expect(parseHistory(text)).toEqual([
      { atMs: START_MS - HOUR_MS, windows: [windowOf(null, START_MS, WEEK_MS)] },
      { atMs: START_MS, windows: [windowOf(22, null)] },
    ]);
  });
});

// Source: reading-rules.md rule 19.
test.each<[string, [number | null, number | null], [number | null, number | null], number | null]>([
  ['its reset passed', [80, 30], [2, 330], 30],
  ['its reset passed, and the new one is not known', [80, 30], [2, null], 30],
  ['its reset passed, and it was used again at once', [5, 30], [40, 330], 30],
  ['it fell, and its reset moved on: an early reset', [80, 200], [0, 360], 60],
  ['nothing', [80, 200], [80, 200], null],
  ['it fell under the same reset', [80, 200], [0, 200], null],
  ['its reset drifted', [80, 200], [81, 201], null],
  ['its reset moved, but it did not fall', [80, 200], [81, 360], null],
  ['its reset passed, and the answer still has it', [80, 59.9], [80, 59.9], null],
  ['it was not used', [0, 30], [0, 330], null],
  ['its reset was not known', [80, null], [2, 330], null],
  ['it was not known', [null, 30], [2, 330], null],
  ['it is not known any more', [80, 200], [null, 360], null],
])('resetBetween: %s', (_, [used, reset], [laterUsed, laterReset], expected) => {
  const at = (minute: number | null) => (minute === null ? null : START_MS + minute * MINUTE_MS);
  const first = windowOf(used, at(reset));
  const before = { atMs: START_MS, windows: [first] };
  const after = { atMs: START_MS + HOUR_MS, windows: [windowOf(laterUsed, at(laterReset))] };
  expect(resetBetween(first, { before, after })).toBe(at(expected));
});

test('resetBetween: a window that has vanished was not reset', () => {
  const first = windowOf(80, START_MS + MINUTE_MS);
  const before = { atMs: START_MS, windows: [first] };
  const after = { atMs: START_MS + HOUR_MS, windows: [windowOf(1, null, WEEK_MS)] };
  expect(resetBetween(first, { before, after })).toBeNull();
});

test('resetBetween: one reset is found once, when the old answer comes a moment too long', () => {
  const samples = [
    sampleAt(START_MS, 80, START_MS + MINUTE_MS),
    sampleAt(START_MS + 2 * MINUTE_MS, 80, START_MS + MINUTE_MS),
    sampleAt(START_MS + 7 * MINUTE_MS, 1, START_MS + SESSION_MS),
  ];
  const found = samples.slice(1).map((after, index) => {
    const before = samples[index] ?? after;
    const [first = windowOf(null, null)] = before.windows;
    return resetBetween(first, { before, after });
  });
  expect(found).toEqual([null, START_MS + 7 * MINUTE_MS]);
});
