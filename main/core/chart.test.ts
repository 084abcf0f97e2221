// Facts about the chart: what is drawn, what is left blank, and what is said of it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChartContext, presentChart } from './chart.ts';
import { exampleAccount, exampleSnapshot } from './example-states.ts';
import type { HistorySample } from './history.ts';
import { presentPanel } from './panel.ts';
import type { ChartPoint } from './panel-types.ts';
import { NO_READING, type Reading } from './reading.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { createShownClock } from './shown-clock.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { kindOf } from './windows.ts';
import { createWords } from './words/words.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const SESSION_MS = 5 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const USED: ChartContext = {
  words,
  settings: { chartSpan: '24h', numbers: 'used' },
  clock: createShownClock(words, NOW_MS),
};

type Row = readonly [hoursAgo: number, usedPercent: number | null, resetsInHours?: number | null];

/**
 * Samples of one window, "hours ago, percent used" and, if known, "hours until its reset"; "?" for a
 * number that is not known.
 */
function history(given: string | readonly Row[], durationMs = SESSION_MS) {
  return rowsOf(given).map(([hoursAgo, usedPercent, resetsIn = null]) => {
    const resetsAtMs = resetsIn === null ? null : NOW_MS + resetsIn * HOUR_MS;
    const window = { kind: kindOf(durationMs), durationMs, usedPercent, resetsAtMs };
    return { atMs: NOW_MS - hoursAgo * HOUR_MS, windows: [window] };
  });
}

function rowsOf(given: string | readonly Row[]): readonly Row[] {
  if (typeof given !== 'string') return given;
  return given.split(', ').map((row): Row => {
    const [hoursAgo, usedPercent = null, resetsIn = null] = row
      .split(' ')
      .map((text) => (text === '?' ? null : Number(text)));
    return [hoursAgo ?? 0, usedPercent, resetsIn];
  });
}

/** Two histories of the same moments as one. */
function together(
  first: readonly HistorySample[],
  second: readonly HistorySample[],
): readonly HistorySample[] {
  return first.map(({ atMs, windows }, index) => {
    return { atMs, windows: [...windows, ...(second[index]?.windows ?? [])] };
  });
}

function chartOf(samples: readonly HistorySample[], context: Partial<ChartContext> = {}) {
  const chart = presentChart(samples, { ...USED, ...context });
  if (chart === null) throw new Error('there is no chart');
  return chart;
}

const settings = (chartSpan: '24h' | '7d' | '30d', numbers: 'left' | 'used' = 'used') => ({
  settings: { chartSpan, numbers },
});

/** "x y" in percent, for reading. */
const told = (runs: readonly (readonly ChartPoint[])[]) =>
  runs.map((run) => run.map(({ x, y }) => `${Math.round(x * 1000) / 10} ${Math.round(y * 100)}`));

describe('presentChart: there is none', () => {
  test.each<[string, readonly HistorySample[]]>([
    ['without a sample', []],
    ['with one sample', history('1 20')],
    ['while the history is younger than an hour', history('0.5 20, 0.2 30, 0 40')],
    ['while all but one sample are of the future', history('2 20, -3 30')],
  ])('%s', (_, samples) => {
    expect(presentChart(samples, USED)).toBeNull();
  });
});

describe('presentChart: what is drawn', () => {
  test('is a step from sample to sample, from left to right and bottom to top', () => {
    const { series } = chartOf(history('3 0, 2 25, 1 100, 0 142'));
    expect(series.map(({ id, label }) => [id, label])).toEqual([['session', '5-hour']]);
    expect(told(series[0]?.runs ?? [])).toEqual([['87.5 0', '91.7 25', '95.8 100', '100 100']]);
  });

  test('is what is left, by choice', () => {
    const { series, title } = chartOf(history('2 25, 1 100'), settings('24h', 'left'));
    expect(title).toBe('Percent left');
    expect(told(series[0]?.runs ?? [])).toEqual([['91.7 75', '95.8 0']]);
  });

  test('has only the corners of a plateau', () => {
    const { series } = chartOf(history('4 7, 3 7, 2 7, 1 9, 0 9'));
    expect(told(series[0]?.runs ?? [])).toEqual([['83.3 7', '95.8 9', '100 9']]);
  });

  test('begins at the left edge with what was known just before', () => {
    const { series } = chartOf(history('24.5 7, 23.5 9, 23 11'));
    expect(told(series[0]?.runs ?? [])).toEqual([['0 7', '2.1 9', '4.2 11']]);
  });

  test('does not reach back over a gap', () => {
    const { series } = chartOf(history('27 7, 23 9, 22 11'));
    expect(told(series[0]?.runs ?? [])).toEqual([['4.2 9', '8.3 11']]);
  });

  test('is broken where nothing was measured for more than an hour and a half', () => {
    const { series } = chartOf(history('8 1, 6.5 2, 4 3, 3 4, 1 5'));
    expect(told(series[0]?.runs ?? [])).toEqual([
      ['66.7 1', '72.9 2'],
      ['83.3 3', '87.5 4'],
      ['95.8 5'],
    ]);
  });

  test('is not broken by one unknown number, and never shows it as 0', () => {
    const { series } = chartOf(history('2 40, 1.5 ?, 1 50'));
    expect(told(series[0]?.runs ?? [])).toEqual([['91.7 40', '95.8 50']]);
  });

  test('is the shortest and the longest window, in this order', () => {
    const rows: readonly Row[] = [
      [2, 10],
      [1, 20],
    ];
    const samples = together(
      history(rows, WEEK_MS),
      together(history(rows, DAY_MS), history(rows, SESSION_MS)),
    );
    expect(chartOf(samples).series.map(({ label }) => label)).toEqual(['5-hour', 'Weekly']);
  });

  test('leaves out a window that the plan does not have any more', () => {
    const samples = [...history('3 1, 2 2'), ...history('1 3, 0 4', WEEK_MS)];
    expect(chartOf(samples).series.map(({ label }) => label)).toEqual(['Weekly']);
  });

  test('leaves out a window of which no number is known', () => {
    const rows: readonly Row[] = [
      [2, 10],
      [1, 20],
    ];
    const samples = together(history(rows), history('2 ?, 1 ?', WEEK_MS));
    expect(chartOf(samples).series.map(({ label }) => label)).toEqual(['5-hour']);
  });

  test.each([
    ['24h', 2],
    ['7d', 3],
    ['30d', 4],
  ] as const)('is what lies within %s', (span, expected) => {
    const samples = history('960 1, 480 2, 72 3, 2 4, 0 5', WEEK_MS);
    const { series } = chartOf(samples, settings(span));
    expect(series[0]?.runs.flat()).toHaveLength(expected);
  });

  test('is one step a day, as high as its fullest moment, where windows would be a thicket', () => {
    const days = [29.9, 29.6, 28.5, 20.2, 0.3, 0].map((day) => day * 24);
    const samples = history(
      days.map((hoursAgo, index): Row => [hoursAgo, [10, 90, 30, 40, 5, 60][index] ?? 0]),
    );
    const [first] = chartOf(samples, settings('30d')).series;
    expect(first?.label).toBe('5-hour, daily high');
    expect(told(first?.runs ?? [])).toEqual([
      ['0 90', '3.3 30', '6.7 30'],
      ['30 40', '33.3 40'],
      ['96.7 60', '100 60'],
    ]);
    expect(chartOf(samples, settings('30d', 'left')).series[0]?.label).toBe('5-hour, daily low');
  });
});

describe('presentChart: resets', () => {
  test('are marked where they were, also within a gap', () => {
    const samples = history('12 80 -6, 4 3 -1, 3 5 -1, 0.5 1 4');
    const { series, resetLabel } = chartOf(samples);
    expect(series[0]?.resets).toEqual([0.75, 0.9583]);
    expect(resetLabel).toBe('Reset');
  });

  test('before the span are not marked, and then there is nothing to explain', () => {
    const { series, resetLabel } = chartOf(history('26 80 -25, 23 3 -18.5'));
    expect([series[0]?.resets, resetLabel]).toEqual([[], null]);
  });

  test('too many to count are told, not marked', () => {
    const rows = Array.from(
      { length: 20 },
      (_, index): Row => [100 - index * 5, 50, index * 5 - 96],
    );
    const { series, spoken } = chartOf(history(rows), settings('7d'));
    expect(series[0]?.resets).toEqual([]);
    expect(spoken).toContain('reset 19 times');
  });
});

describe('presentChart: words', () => {
  const DAY = history('24 12 -20, 23 96 -20, 19 3 -15, 18 40 -15, 14 8 1, 0 22 1');

  test.each<[string, readonly HistorySample[], Partial<ChartContext>, string]>([
    [
      'used, with gaps',
      DAY,
      {},
      '5-hour limit over the last 24 hours: used between 3 and 96 percent, reset 2 times, now 22 percent used. Parts of this time were not measured.',
    ],
    [
      'left',
      DAY.slice(0, 2),
      settings('24h', 'left'),
      '5-hour limit over the last 24 hours: left between 4 and 88 percent, not reset, last 4 percent left. Parts of this time were not measured.',
    ],
    [
      'two windows',
      together(history('2 80 -1, 1 3 4'), history('2 44, 1 44', WEEK_MS)),
      settings('7d'),
      '5-hour limit over the last 7 days: used between 3 and 80 percent, reset once, now 3 percent used. Weekly limit: 44 percent used, not reset, now 44 percent used. Parts of this time were not measured.',
    ],
    [
      'without a gap',
      history(Array.from({ length: 26 }, (_, index): Row => [25 - index, 50])),
      {},
      '5-hour limit over the last 24 hours: 50 percent used, not reset, now 50 percent used.',
    ],
    [
      'nothing in the span',
      history('40 1, 30 2'),
      {},
      'Nothing was measured over the last 24 hours.',
    ],
  ])('are spoken: %s', (_, samples, context, expected) => {
    expect(chartOf(samples, context).spoken).toBe(expected);
  });

  test('say when the span holds nothing, and nothing else does', () => {
    expect(chartOf(history('40 1, 30 2'))).toMatchObject({
      nothing: 'Nothing was measured in this time.',
      series: [],
      resetLabel: null,
    });
    expect(chartOf(history('40 1, 3 2')).nothing).toBeNull();
  });

  test.each([
    ['24h', ['12:00', '00:00', 'Now']],
    ['7d', ['15 Nov', '19 Nov', 'Now']],
    ['30d', ['23 Oct', '7 Nov', 'Now']],
  ] as const)('name the moments of %s', (span, expected) => {
    const { moments, spans, levels } = chartOf(DAY, settings(span));
    expect(moments).toEqual(expected);
    expect(levels).toEqual(['0%', '50%', '100%']);
    expect(spans.choices.filter(({ chosen }) => chosen).map((choice) => choice.span)).toEqual([
      span,
    ]);
    expect(spans.choices.map(({ label }) => label)).toEqual(['24 h', '7 d', '30 d']);
  });
});

test('presentChart: stays the same picture until it moves on by a pixel, and says when', () => {
  const samples = history('2 1, 1 2');
  const at = (seconds: number) => {
    const clock = createShownClock(words, NOW_MS + seconds * 1_000);
    return { chart: chartOf(samples, { clock }), changesAtMs: clock.nextChangeAtMs() };
  };
  expect(at(300).chart).toEqual(at(1).chart);
  expect(at(300.001).chart).not.toEqual(at(1).chart);
  expect(at(1).changesAtMs).toBe(NOW_MS + 300_001);
});

test('presentChart: says when its last number is not of now any more', () => {
  const samples = history('3 1, 1.5 2');
  const at = (afterMs: number) => {
    const clock = createShownClock(words, NOW_MS + afterMs);
    return { ...chartOf(samples, { clock }), changesAtMs: clock.nextChangeAtMs() };
  };
  expect(at(0)).toMatchObject({
    spoken: expect.stringContaining('now 2'),
    changesAtMs: NOW_MS + 1,
  });
  expect(at(1).spoken).toContain('last 2');
});

test('presentChart: every place is between 0 and 1, in order, whatever the samples', () => {
  const percent = fc.option(fc.double({ min: 0, max: 200, noNaN: true }), { nil: null });
  const row = fc.tuple(fc.integer({ min: -100, max: 45 * 24 * 12 }), percent, percent);
  const samples = fc.array(row, { maxLength: 80 }).map((rows) =>
    rows
      .toSorted(([a], [b]) => b - a)
      .map(([steps, used, other]) => {
        const ago = steps / 12;
        const [first] = history([[ago, used, 5 - (ago % 5)]]);
        const [second] = history([[ago, other, 100 - ago]], WEEK_MS);
        return {
          atMs: first?.atMs ?? 0,
          windows: [...(first?.windows ?? []), ...(second?.windows ?? [])],
        };
      }),
  );
  const span = fc.constantFrom('24h', '7d', '30d');
  fc.assert(
    fc.property(samples, span, fc.constantFrom('left', 'used'), (given, chartSpan, numbers) => {
      const chart = presentChart(given, { ...USED, settings: { chartSpan, numbers } });
      if (chart === null) return;
      const { series } = chart;
      const points = series.flatMap(({ runs }) => runs.flat());
      const places = [
        ...points.flatMap(({ x, y }) => [x, y]),
        ...series.flatMap(({ resets }) => resets),
      ];
      for (const place of places) expect(place >= 0 && place <= 1).toBe(true);
      for (const { runs } of series) {
        const xs = runs.flat().map(({ x }) => x);
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
        for (const run of runs) expect(run.length).toBeGreaterThan(0);
      }
      expect(JSON.stringify(chart)).not.toMatch(/NaN|Infinity|undefined/);
      expect(chart.nothing === null).toBe(series.length > 0);
    }),
  );
});

test('presentChart: a minute is enough to tell a gap from none', () => {
  const gap = (minutes: number) =>
    chartOf(
      history([
        [3, 1],
        [3 - minutes / 60, 2],
      ]),
    ).series[0]?.runs.length;
  expect([gap(90), gap(91)]).toEqual([1, 2]);
});

describe('presentPanel: the chart', () => {
  const samples = history('3 1, 2 2, 1 3');
  const numbers = { snapshot: exampleSnapshot, account: exampleAccount };
  const chartIn = (reading: Reading, given?: readonly HistorySample[]) => {
    const rest = { polling: false, nextPollAtMs: null, notBeforeMs: null, recovery: [] };
    const shown = { reading, ...rest, warning: null, ...(given && { history: given }) };
    const context = { words, settings: DEFAULT_SETTINGS, nowMs: NOW_MS, paceDivisor: 1 };
    return presentPanel(shown, context).panel.chart;
  };

  test('is there with numbers and a history, also when the numbers are old', () => {
    const failure = { kind: 'offline' } as const;
    for (const kind of ['fresh', 'saved'] as const) {
      expect(chartIn({ kind, ...numbers }, samples)?.title).toBe('Percent left');
    }
    expect(chartIn({ kind: 'stale', failure, ...numbers }, samples)).not.toBeNull();
  });

  test('is not there without numbers, or without a history', () => {
    expect(chartIn({ kind: 'failed', failure: { kind: 'offline' } }, samples)).toBeNull();
    expect(chartIn(NO_READING, samples)).toBeNull();
    expect(chartIn({ kind: 'fresh', ...numbers })).toBeNull();
    expect(chartIn({ kind: 'fresh', ...numbers }, [])).toBeNull();
  });
});
