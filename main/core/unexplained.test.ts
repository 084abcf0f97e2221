// Facts about use that this computer does not explain: when it is said, how much, and when it is not.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './example-states.ts';
import { presentFacts } from './facts.ts';
import type { HistorySample } from './history.ts';
import { createShownClock } from './shown-clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';
import { type ActiveSpan, findUnexplained } from './unexplained.ts';
import { createWords } from './words/words.ts';

const NOW_MS = Date.parse('2026-11-22T14:40:00Z');
const at = (minutesAgo: number): number => NOW_MS - minutesAgo * MINUTE_MS;
const RESET_MS = NOW_MS + 2 * HOUR_MS;

interface Percents {
  readonly session?: number | null;
  readonly weekly?: number | null;
  readonly resetsAtMs?: number | null;
}

/** A look so many minutes ago. */
function look(
  minutesAgo: number,
  { session, weekly, resetsAtMs = RESET_MS }: Percents,
): HistorySample {
  const [durationMs, weekMs] = [5 * HOUR_MS, 7 * DAY_MS];
  const windows = [
    ...(session === undefined
      ? []
      : [{ kind: 'session', durationMs, usedPercent: session, resetsAtMs } as const]),
    ...(weekly === undefined
      ? []
      : [
          {
            kind: 'weekly',
            durationMs: weekMs,
            usedPercent: weekly,
            resetsAtMs: NOW_MS + 3 * DAY_MS,
          } as const,
        ]),
  ];
  return { atMs: at(minutesAgo), windows };
}

const ROSE = [look(35, { session: 20 }), look(20, { session: 23 }), look(5, { session: 26 })];

function find(
  samples: readonly HistorySample[],
  active: readonly ActiveSpan[] = [],
  nowMs = NOW_MS,
) {
  const found = findUnexplained({ samples, active, nowMs });
  return (
    found && [found.percent, (NOW_MS - found.fromMs) / MINUTE_MS, (NOW_MS - found.toMs) / MINUTE_MS]
  );
}

const span = (from: number, to: number): ActiveSpan => ({ fromMs: at(from), toMs: at(to) });

test.each<[string, readonly HistorySample[], readonly ActiveSpan[], unknown]>([
  ['it rose, and nothing was active', ROSE, [], [6, 35, 5]],
  ['a session had ended long before', ROSE, [span(200, 51)], [6, 35, 5]],
  ['a session began after', ROSE, [span(3, 1)], [6, 35, 5]],
  ['a session was active', ROSE, [span(30, 10)], null],
  ['one was active for the whole time', ROSE, [span(999, 0)], null],
  ['one had ended too shortly before to be counted', ROSE, [span(200, 49)], [3, 20, 5]],
  ['one was active in its first part', ROSE, [span(34, 34)], null],
  ['one was active in its last part', ROSE, [span(10, 10)], [3, 35, 20]],
  ['there is one look', ROSE.slice(2), [], null],
  ['there is none', [], [], null],
  [
    'it rose by one, which may be rounding',
    [look(20, { session: 20 }), look(5, { session: 21 })],
    [],
    null,
  ],
  [
    'it rose by one twice',
    [look(30, { session: 20 }), look(20, { session: 21 }), look(5, { session: 22 })],
    [],
    [2, 30, 5],
  ],
  [
    'nothing happened before and after',
    [look(90, { session: 20 }), ...ROSE, look(1, { session: 26 })],
    [],
    [6, 35, 5],
  ],
  ['it did not rise', [look(20, { session: 20 }), look(5, { session: 20 })], [], null],
  ['it fell', [look(20, { session: 20 }), look(5, { session: 10 })], [], null],
  ['it was not known', [look(20, { session: null }), look(5, { session: 10 })], [], null],
  ['it is not known', [look(20, { session: 2 }), look(5, { session: null })], [], null],
  ['it was not there', [look(20, {}), look(5, { session: 10 })], [], null],
  [
    'the window began anew in between',
    [look(20, { session: 20, resetsAtMs: at(10) }), look(5, { session: 26 })],
    [],
    null,
  ],
  [
    'its reset is not known',
    [look(20, { session: 20, resetsAtMs: null }), look(5, { session: 26, resetsAtMs: null })],
    [],
    null,
  ],
  [
    'its reset drifts a little',
    [look(20, { session: 20, resetsAtMs: RESET_MS - MINUTE_MS }), look(5, { session: 26 })],
    [],
    [6, 20, 5],
  ],
  [
    'it began with this use',
    [look(20, { session: 0, resetsAtMs: RESET_MS - 3 * HOUR_MS }), look(5, { session: 6 })],
    [],
    [6, 20, 5],
  ],
  ['nobody looked for hours', [look(400, { session: 20 }), look(5, { session: 26 })], [], null],
  [
    'only the weekly limit shows it',
    [look(20, { session: 1, weekly: 40 }), look(5, { session: 2, weekly: 42 })],
    [],
    [2, 20, 5],
  ],
  [
    'all is used, and more',
    [look(20, { session: 98 }), look(5, { session: 104.4 })],
    [],
    [6, 20, 5],
  ],
])('findUnexplained: when %s', (_, samples, active, expected) => {
  expect(find(samples, active)).toEqual(expected);
});

test('findUnexplained: is over with its window, and after a day', () => {
  expect(find(ROSE, [], RESET_MS - 1)).toEqual([6, 35, 5]);
  expect(find(ROSE, [], RESET_MS)).toBeNull();
  const weekly = [look(20, { weekly: 40 }), look(5, { weekly: 46 })];
  expect(find(weekly, [], at(5) + DAY_MS - 16 * MINUTE_MS)).toEqual([6, 20, 5]);
  expect(find(weekly, [], at(5) + DAY_MS)).toBeNull();
});

test('findUnexplained: says nothing of a window that is over, and bears with a clock set back', () => {
  const past = { resetsAtMs: at(100) };
  const over = [look(200, { session: 20, ...past }), look(180, { session: 30, ...past })];
  expect(find([...over, look(5, { session: 0 })])).toBeNull();
  expect(find(ROSE, [], at(60))).toBeNull();
});

test('findUnexplained: never says more than what rose, nor of any time in which a session was active', () => {
  const percents = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 12 });
  const spans = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 0, max: 40 })),
    {
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(percents, spans, (used, active) => {
      const samples = used.map((session, index) => look((used.length - index) * 10, { session }));
      const activeSpans = active.map(([ago, length]) => span(ago, Math.max(0, ago - length)));
      const found = findUnexplained({ samples, active: activeSpans, nowMs: NOW_MS });
      if (found === null) return;
      const inside = samples.filter(({ atMs }) => atMs >= found.fromMs && atMs <= found.toMs);
      const [first, last] = [inside[0], inside.at(-1)];
      expect(found.percent).toBe(
        (last?.windows[0]?.usedPercent ?? 0) - (first?.windows[0]?.usedPercent ?? 0),
      );
      for (const { fromMs, toMs } of activeSpans) {
        expect(toMs < found.fromMs || fromMs > found.toMs).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  [
    'en',
    ['Used elsewhere', '6% of the 5-hour limit', 'Between 14:05 and 14:35, with no session here'],
  ],
  [
    'de',
    [
      'Anderswo verbraucht',
      '6\u202f% vom 5-Stunden-Limit',
      'Zwischen 14:05 und 14:35, ohne Sitzung hier',
    ],
  ],
  ['zh-Hans', ['在别处使用', '5 小时限额的 6%', '14:05 至 14:35，此处没有活动的会话']],
] as const)(
  'presentFacts: says it in a quiet line, and until it is over: %s',
  (language, expected) => {
    const words = createWords({ locale: 'en-GB', timeZone: 'UTC' }, language);
    const unexplained = findUnexplained({ samples: ROSE, active: [], nowMs: NOW_MS });
    const said = (nowMs: number) => {
      const clock = createShownClock(words, nowMs);
      const facts = presentFacts({ snapshot: exampleSnapshot, account, unexplained }, words, clock);
      return facts.filter(({ id }) => id === 'elsewhere');
    };
    const [label, value, detail] = expected;
    expect(said(NOW_MS)).toEqual([{ id: 'elsewhere', label, value, detail }]);
    expect(said(RESET_MS)).toEqual([]);
  },
);
