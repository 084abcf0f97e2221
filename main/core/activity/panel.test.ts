import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MadeUpDays, madeUpSpans, withSkipped } from '../example-activity.ts';
import { exampleTakenAtMs as nowMs } from '../examples.ts';
import { DEFAULT_SETTINGS, type Settings } from '../settings.ts';
import { createShownClock } from '../shown-clock.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { createWords } from '../words/words.ts';
import { presentActivity } from './panel.ts';
import type { ActivityPanel, ActivityShown } from './panel-types.ts';
import type { ActivitySpans } from './report-types.ts';

const TODAY = '2026-11-22';
const WEEK = [0.5, 0, 2, 0, 0, 1.25, 1];

interface Surroundings extends Partial<Settings> {
  readonly locale?: string;
  readonly timeZone?: string;
  readonly atMs?: number;
  readonly besideNumbers?: boolean;
  readonly besideChart?: boolean;
}

function present(shown: ActivityShown | null, around: Surroundings = {}): ActivityPanel | null {
  const { locale = 'en-US', timeZone = 'UTC', atMs = nowMs, ...rest } = around;
  const { besideNumbers = true, besideChart = true, ...settings } = rest;
  const words = createWords({ locale, timeZone });
  return presentActivity(shown, {
    words,
    settings: { ...DEFAULT_SETTINGS, activityOpen: true, ...settings },
    clock: createShownClock(words, atMs),
    besideNumbers,
    besideChart,
  });
}

function counted(spans: ActivitySpans | null, failed = false): ActivityShown {
  return { isPlaceKnown: true, spans, failed, countedAtMs: nowMs - 2 * MINUTE_MS };
}

const spans = (days: readonly number[], models?: MadeUpDays['models']): ActivitySpans =>
  madeUpSpans({ today: TODAY, days, ...(models === undefined ? {} : { models }) });

function plain(text: string | null | undefined): string | null {
  return text?.replace(/\s/g, ' ') ?? null;
}

/** Today's line as it reads: figure, its note, and the line below. */
function todayOf(shown: ActivityShown, around: Surroundings = {}): readonly unknown[] {
  const { tokens, note, counts } = present(shown, around)?.today ?? {};
  return [`${tokens} ${note}`, plain(counts)];
}

function detailsOf(shown: ActivityShown, around: Surroundings = {}) {
  const details = present(shown, around)?.details;
  if (details === null || details === undefined) throw new Error('nothing is open');
  return details;
}

describe('presentActivity: today', () => {
  const partial = { ...spans([1]), progress: { doneBytes: 1, totalBytes: 2 } };
  const unread = withSkipped(spans([1, 0]), 'unreadable');

  test.each([
    ['in full', counted(spans(WEEK)), '2.1M tokens', '4 sessions · 31 turns · 86 calls'],
    [
      'while the rest is counted',
      counted(partial),
      '2.1M tokens',
      '4 sessions · 31 turns · 86 calls',
    ],
    ['of nothing yet', counted(null), '– tokens', 'Counting today’s sessions…'],
    ['of a failure', counted(null, true), '– tokens', 'The session files could not be counted.'],
    [
      'of an account whose sessions nobody can find',
      { ...counted(null), isPlaceKnown: false },
      '– tokens',
      'This account’s sessions are not counted.',
    ],
    ['of an empty store', counted(spans([0])), '0 tokens', 'No sessions yet'],
    ['of a free day', counted(spans([1, 0])), '0 tokens', 'No sessions yet today'],
    ['of what nobody could read', counted(unread), '– tokens', '1 session file could not be read.'],
  ])('tells %s', (_what, shown, ...expected) => {
    expect(todayOf(shown)).toEqual(expected);
  });

  test('says one as one', () => {
    const { today, ...rest } = spans([1]);
    const one = { ...today.totals, total: 1, sessions: 1, turns: 1, calls: 1 };
    const shown = counted({ ...rest, today: { ...today, totals: one } });
    expect(todayOf(shown)).toEqual(['1 token', '1 session · 1 turn · 1 call']);
    expect(present(shown)?.today.spoken).toBe('1 token');
  });

  test('is spoken in full', () => {
    expect(present(counted(spans(WEEK)))?.today.spoken).toBe('2,104,331 tokens');
    expect(present(counted(null))?.today.spoken).toBe('Tokens not known');
  });

  test('is no longer known once it is another day, where the person is', () => {
    const shown = counted(spans(WEEK));
    expect(todayOf(shown, { atMs: nowMs + 11 * HOUR_MS })[0]).toBe('2.1M tokens');
    expect(todayOf(shown, { atMs: nowMs + 12 * HOUR_MS })[0]).toBe('– tokens');
    expect(todayOf(shown, { atMs: nowMs - 13 * HOUR_MS })[0]).toBe('– tokens');
    expect(todayOf(shown, { timeZone: 'Pacific/Kiritimati' })[0]).toBe('– tokens');
    expect(present(shown, { atMs: nowMs + 12 * HOUR_MS })?.details).toBeNull();
  });
});

describe('presentActivity: its place', () => {
  test('is none while it is switched off', () => {
    expect(present(null)).toBeNull();
  });

  test.each([
    ['nothing yet', null, null],
    ['no session', spans([0]), null],
    ['sessions', spans(WEEK), 'open'],
  ])('in a popover without numbers depends on what there is: %s', (_what, given, expected) => {
    const panel = present(counted(given), { besideNumbers: false });
    expect(panel?.disclosure ?? null).toBe(expected);
  });

  test.each([
    [true, spans(WEEK), 'open', true],
    [false, spans(WEEK), 'closed', false],
    [true, null, 'open', false],
    [true, spans([0]), 'none', false],
    [true, withSkipped(spans([0]), 'compressed'), 'open', true],
  ])(
    'is opened as chosen, where there is more to show (%#)',
    (activityOpen, given, ...expected) => {
      const panel = present(counted(given), { activityOpen });
      expect([panel?.disclosure, panel?.details !== null]).toEqual(expected);
    },
  );

  test('has the switch between spans only where no chart has it', () => {
    const shown = counted(spans(WEEK));
    expect(detailsOf(shown).spans).toBeNull();
    const own = detailsOf(shown, { besideChart: false, chartSpan: '7d' }).spans;
    expect(own?.choices.map(({ span, label, chosen }) => [span, label, chosen])).toEqual([
      ['24h', 'Today', false],
      ['7d', '7 d', true],
      ['30d', '30 d', false],
    ]);
  });
});

describe('presentActivity: what went wrong', () => {
  test('old numbers stay, and say how old they are', () => {
    const panel = present(counted(spans(WEEK), true));
    expect(panel?.today.tokens).toBe('2.1M');
    expect(plain(panel?.trouble)).toBe('As of 11:58 AM; counting again failed.');
  });

  test('what could not be read is told even while closed, compressed files only below', () => {
    const around = { activityOpen: false };
    const both = counted(withSkipped(spans(WEEK), 'unreadable', 'compressed', 'not-a-file'));
    expect(present(both, around)?.trouble).toBe('2 session files could not be read.');
    expect(detailsOf(both).compressed).toBe('1 compressed session file is not counted.');
    const old = counted(withSkipped(spans(WEEK), 'compressed', 'compressed'));
    expect(present(old, around)?.trouble).toBeNull();
    expect(detailsOf(old).compressed).toBe('2 compressed session files are not counted.');
  });

  test('is told once, where today’s line says it already', () => {
    expect(present(counted(withSkipped(spans([1, 0]), 'unreadable')))?.trouble).toBeNull();
  });
});

describe('presentActivity: a span', () => {
  const month = [...Array.from({ length: 23 }, () => 1), ...WEEK];

  test.each([
    ['24h', null],
    ['7d', ['Last 7 days', '10M tokens', '19 sessions · 148 turns · 409 calls']],
    ['30d', ['Last 30 days', '58.4M tokens', '111 sessions · 861 turns · 2,387 calls']],
  ] as const)('is the chart’s: %s', (chartSpan, expected) => {
    const { total } = detailsOf(counted(spans(month)), { chartSpan });
    const read = total && [total.label, `${total.tokens} ${total.note}`, plain(total.counts)];
    expect(read).toEqual(expected);
  });

  test('tells what went in and out, and the part of each that cost less or was not seen', () => {
    const { kinds } = detailsOf(counted(spans(WEEK)));
    expect(kinds.map(({ label, tokens, spoken }) => [label, tokens, spoken])).toEqual([
      ['Input, 1.8M of it cached', '2M', 'Input: 2,000,000 tokens, 1,800,000 of them cached'],
      ['Output, 41.7K of it reasoning', '104K', 'Output: 104,331 tokens, 41,732 of them reasoning'],
    ]);
    const none = detailsOf(counted(spans([1, 0]))).kinds;
    expect(none.map(({ label, tokens }) => [label, tokens])).toEqual([
      ['Input', '0'],
      ['Output', '0'],
    ]);
  });

  test('that is not counted yet says so, with everything in its place', () => {
    const partial = { ...spans([1]), progress: { doneBytes: 439, totalBytes: 1000 } };
    const details = detailsOf(counted(partial), { chartSpan: '30d' });
    expect([details.total?.tokens, details.total?.note]).toEqual(['2.1M', 'tokens so far']);
    expect(details.total?.spoken).toBe('2,104,331 tokens so far');
    expect(details.days.bars).toHaveLength(30);
    expect(details.counting).toEqual({
      label: 'Counting older sessions',
      text: 'Counting older sessions… 43%',
      percent: 43,
    });
    expect(details.recent).toBeNull();
  });

  test.each([
    [0, 0, 'Counting older sessions…', null],
    [0, 10, 'Counting older sessions… 0%', 0],
    [10, 10, 'Counting older sessions… 99%', 99],
    [11, 10, 'Counting older sessions… 99%', 99],
  ])('progress of %d in %d is never the whole', (doneBytes, totalBytes, text, percent) => {
    const given = { ...spans([1]), progress: { doneBytes, totalBytes } };
    expect(detailsOf(counted(given)).counting).toMatchObject({ text, percent });
  });

  test('that is counted tells recent sessions in the same place', () => {
    const { counting, recent } = detailsOf(counted(spans(WEEK)));
    expect([counting, plain(recent)]).toEqual([null, '2 sessions in 5 h · 11 in 7 d · 19 in all']);
  });
});

describe('presentActivity: models', () => {
  const read = (models: MadeUpDays['models']) =>
    detailsOf(counted(spans([1], models))).models.map(({ label, tokens, sharePercent }) => [
      label,
      tokens,
      sharePercent,
    ]);

  test('one has all of it', () => {
    expect(read({ 'gpt-5.6': 1 })).toEqual([['gpt-5.6', '2.1M', 100]]);
  });

  test('four are all shown, for one other would be no shorter', () => {
    const rows = read({ a: 0.4, b: 0.3, c: 0.2, unknown: 0.1 });
    expect(rows.map(([label]) => label)).toEqual(['a', 'b', 'c', 'Model not named']);
  });

  test('of more the rest is one line, and nothing is lost', () => {
    const rows = read({ a: 0.4, b: 0.3, c: 0.15, d: 0.1, e: 0.05 });
    expect(rows.map(([label]) => label)).toEqual(['a', 'b', 'c', '2 others']);
    const sum = rows.reduce((all, [, , share]) => all + Number(share), 0);
    expect(sum).toBeCloseTo(100, 0);
  });

  test('with no token at all has no bar, and a tiny share is not spoken as nothing', () => {
    const { today, week, month } = spans([1], { a: 1 });
    const free = { ...today, totals: { ...today.totals, total: 0 } };
    const models = today.byModel.map((each) => ({ ...each, total: 0 }));
    const shown = counted({ today: { ...free, byModel: models }, week, month, progress: null });
    expect(detailsOf(shown).models.map(({ sharePercent }) => sharePercent)).toEqual([null]);
    const [large, tiny] = detailsOf(counted(spans([1], { a: 0.9999, b: 0.0001 }))).models;
    expect(large?.spoken).toBe('a: 2,104,121 tokens, 100 percent');
    expect(tiny?.spoken).toBe('b: 210 tokens');
  });
});

describe('presentActivity: days', () => {
  test('are bars by their share of the highest; days without anything are gaps', () => {
    const { days } = detailsOf(counted(spans(WEEK)), { chartSpan: '7d' });
    expect(days.bars.map(({ height }) => height)).toEqual([0.25, null, 1, null, null, 0.625, 0.5]);
    expect(days.bars.map(({ day }) => day.slice(-2))).toEqual('16 17 18 19 20 21 22'.split(' '));
    expect([days.peak, days.first, days.last]).toEqual(['4.21M', 'Nov 16', 'Today']);
    expect(days.bars[2]?.hint).toBe('Wednesday, November 18: 4.21M tokens');
    expect(days.spoken).toBe(
      'Tokens by day over the last 7 days: used on 4 days, most on Wednesday, November 18 with 4,208,662.',
    );
  });

  test('beside today stand the other days of the week', () => {
    const { bars } = detailsOf(counted(spans(WEEK)), { chartSpan: '24h' }).days;
    expect(bars.map(({ inSpan }) => inSpan)).toEqual([...Array(6).fill(false), true]);
  });

  test('none of them may have anything', () => {
    const { days } = detailsOf(counted(spans([1, ...Array(8).fill(0)])), { chartSpan: '7d' });
    expect(days.bars.every(({ height, hint }) => height === null && hint === null)).toBe(true);
    expect([days.peak, days.spoken]).toEqual([null, 'No tokens over the last 7 days.']);
  });

  test('are one a day, also over a change of clocks', () => {
    const made = madeUpSpans({ today: '2026-11-08', days: Array(30).fill(1) });
    const atMs = Date.parse('2026-11-08T17:00Z');
    const around = { timeZone: 'America/New_York', atMs, chartSpan: '30d' } as const;
    const { bars, first } = detailsOf(counted(made), around).days;
    expect([bars.length, new Set(bars.map(({ day }) => day)).size, first]).toEqual([
      30,
      30,
      'Oct 10',
    ]);
  });

  test('have heights between nothing and all, whatever was spent', () => {
    const anyDay = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 30 }), (days) => {
        const details = present(counted(spans(days)), { chartSpan: '30d' })?.details;
        for (const { height } of details?.days.bars ?? []) {
          if (height === null) continue;
          expect(height).toBeGreaterThanOrEqual(0);
          expect(height).toBeLessThanOrEqual(1);
        }
        for (const { sharePercent } of details?.models ?? []) {
          expect(sharePercent ?? 0).toBeGreaterThanOrEqual(0);
          expect(sharePercent ?? 0).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

test.each([
  ['de-DE', '2,1 Mio. Token', '4 Sitzungen · 31 Aufträge · 86 Aufrufe'],
  ['zh-CN', '210万 token', '4 个会话 · 31 轮 · 86 次调用'],
])('presentActivity: speaks as people do, in %s', (locale, ...expected) => {
  const [figure, counts] = todayOf(counted(spans(WEEK)), { locale });
  expect([plain(String(figure)), counts]).toEqual(expected);
});
