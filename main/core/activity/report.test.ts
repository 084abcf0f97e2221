// Facts about the report of local activity: sums, spans, sessions counted once, and the tables
// that a terminal shows of it.

import { expect, test } from 'vitest';
import { createWords } from '../words/words.ts';
import { createCalendar } from './days.ts';
import { reportActivity } from './report.ts';
import { type Session, summarize } from './summary.ts';
import { createTally, type Tally } from './tally.ts';
import { formatActivity } from './text.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const quarter = (stamp: string): number => Date.parse(`${stamp}Z`) / 900_000;
const row = (stamp: string, model: number, counts: readonly number[]): readonly number[] => [
  ...[quarter(stamp), model],
  ...counts,
];
const NO_SPEND = [0, 0, 0, 0, 0, 0];

function tally(models: string[], rows: readonly (readonly number[])[], more = {}): Tally {
  const last = rows.at(-1)?.[0] ?? 0;
  return { ...createTally(), models, rows: rows.flat(), lastAtMs: last * 900_000, ...more };
}

const A = tally(
  ['a', 'b'],
  [
    row('2026-11-20T23:45', 0, [1, 2, 100, 80, 10, 5]),
    row('2026-11-21T00:00', 0, [0, 1, 50, 40, 5, 1]),
    row('2026-11-21T00:00', 1, [1, 1, 1000, 0, 100, 0]),
    row('2026-11-22T09:00', -1, NO_SPEND),
  ],
);
const B = tally(['b'], [row('2026-11-22T11:00', 0, [3, 4, 7, 6, 5, 4])], {
  model: 0,
  openTurn: quarter('2026-11-22T11:45'),
});
const OLD = tally(['a'], [row('2026-01-01T00:00', 0, [1, 1, 1, 1, 1, 1])]);
const SESSIONS: readonly Session[] = [[A], [B], [OLD], [tally([], [])]];

function report(days: number, sessions = SESSIONS, timeZone = 'UTC') {
  const summary = summarize({ sessions, calendar: createCalendar(timeZone), nowMs: NOW_MS });
  return reportActivity({
    ...{ summary, today: summary.today, days, nowMs: NOW_MS, isComplete: true },
    skipped: [{ file: 'x.jsonl.zst', reason: 'compressed' }],
  });
}

test('reportActivity: sums by day and model, and counts each session once in each', () => {
  const { totals, byDay, byModel, byDayModel, from, to } = report(3);
  expect([from, to]).toEqual(['2026-11-20', '2026-11-22']);
  expect(totals).toEqual({
    ...{ sessions: 2, turns: 6, calls: 8 },
    ...{ input: 1157, cached: 126, output: 120, reasoning: 10, total: 1277 },
  });
  expect(byDay.map(({ day, sessions, turns, calls }) => [day, sessions, turns, calls])).toEqual([
    ['2026-11-20', 1, 1, 2],
    ['2026-11-21', 1, 1, 2],
    ['2026-11-22', 2, 4, 4],
  ]);
  expect(
    byModel.map(({ model, sessions, turns, total }) => [model, sessions, turns, total]),
  ).toEqual([
    ['b', 2, 5, 1112],
    ['a', 1, 1, 165],
  ]);
  expect(byDayModel.map(({ day, model, total }) => [day, model, total])).toEqual([
    ['2026-11-20', 'a', 110],
    ['2026-11-21', 'b', 1100],
    ['2026-11-21', 'a', 55],
    ['2026-11-22', 'b', 12],
  ]);
});

test.each([
  [1, 2, 4],
  [2, 2, 6],
  [3, 2, 8],
  [30, 2, 8],
  [400, 3, 9],
])('reportActivity: %i days have %i sessions and %i calls', (days, sessions, calls) => {
  expect(report(days).totals).toMatchObject({ sessions, calls });
});

test('reportActivity: days are those of the zone', () => {
  const { byDay } = report(3, SESSIONS, 'Asia/Tokyo');
  expect(byDay.map(({ day, calls }) => [day, calls])).toEqual([
    ['2026-11-21', 4],
    ['2026-11-22', 4],
  ]);
});

test('reportActivity: recent sessions go by their last line, whatever the span', () => {
  expect(report(1).recent).toEqual({ last5h: 2, last7d: 2, all: 3 });
});

test('reportActivity: two files of one session are one session', () => {
  const { totals, recent } = report(3, [[A, B]]);
  expect(totals).toMatchObject({ sessions: 1, calls: 8 });
  expect(recent).toEqual({ last5h: 1, last7d: 1, all: 1 });
});

test('reportActivity: nothing is zeros', () => {
  const { totals, byDay, byModel, recent } = report(30, []);
  expect(Object.values(totals).every((count) => count === 0)).toBe(true);
  expect([byDay, byModel, recent]).toEqual([[], [], { last5h: 0, last7d: 0, all: 0 }]);
});

const words = (locale: string) => createWords({ locale, timeZone: 'UTC' });

test('formatActivity: aligns its columns, and sums them', () => {
  const text = formatActivity(report(2), { words: words('en'), by: ['day'] });
  expect(text.split('\n\n')[1]?.split('\n')).toEqual([
    'Day         Sessions  Turns  Calls  Input  Cached  Output  Reasoning  Tokens',
    '2026-11-21         1      1      2  1,050      40     105          1   1,155',
    '2026-11-22         2      4      4      7       6       5          4      12',
    'All                2      5      6  1,057      46     110          5   1,167',
  ]);
});

test.each(['en', 'de', 'zh-Hans'])(
  'formatActivity: in %s every line of a table is as wide',
  (locale) => {
    const text = formatActivity(report(3), { words: words(locale), by: ['day', 'model'] });
    const widths = text
      .split('\n\n')[1]
      ?.split('\n')
      .map((line) => line.length + (line.match(/[\p{Script=Han}]/gu)?.length ?? 0));
    expect(new Set(widths).size).toBe(1);
  },
);
