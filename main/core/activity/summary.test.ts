// Facts about the summary of all sessions: reports of any span are those of a plain count, and one that
// was kept says the same later on, for as long as it calls itself current.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '../time.ts';
import { createCalendar, dayName } from './days.ts';
import { reportActivity } from './report.ts';
import { type ActivitySummary, isCurrent, type Session, summarize } from './summary.ts';
import { createTally, QUARTER_MS, ROW, type Tally } from './tally.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns'] as const;
const MODELS = ['a', 'b', 'c'];
const AGO_MS = 12 * DAY_MS;

const countsArb = fc.array(fc.nat({ max: 1_000 }), { minLength: 6, maxLength: 6 });
/** Some are still to come. */
const quarterArb = fc
  .integer({ min: NOW_MS - AGO_MS, max: NOW_MS + 3 * DAY_MS })
  .map((atMs) => Math.floor(atMs / QUARTER_MS));
const rowArb = fc
  .tuple(quarterArb, fc.constantFrom(-1, 0, 1, 2), countsArb)
  .map(([quarter, model, counts]) =>
    model === -1 ? [quarter, -1, 0, 0, 0, 0, 0, 0] : [quarter, model, ...counts],
  );
const tallyArb: fc.Arbitrary<Tally> = fc
  .record({
    rows: fc.array(rowArb, { maxLength: 6 }),
    lastAtMs: fc.oneof(fc.constant(0), fc.integer({ min: NOW_MS - AGO_MS, max: NOW_MS })),
    openTurn: fc.oneof(fc.constant(-1), quarterArb),
    model: fc.constantFrom(-1, 0, 2),
  })
  .map(({ rows, ...rest }) => ({ ...createTally(), models: MODELS, rows: rows.flat(), ...rest }));
const sessionsArb = fc.array(fc.array(tallyArb, { minLength: 1, maxLength: 2 }), { maxLength: 5 });

function reportOf(summary: ActivitySummary, nowMs: number, days: number) {
  const today = createCalendar(summary.timeZone).dayOf(Math.floor(nowMs / QUARTER_MS));
  return reportActivity({ summary, today, nowMs, days, skipped: [], isComplete: true });
}

/** Everything that a tally has, each with the day and model it is of. */
function spendsOf(tally: Tally, timeZone: string) {
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const dayOf = (quarter: number): string => calendar.format(quarter * QUARTER_MS);
  const spends = Array.from({ length: tally.rows.length / ROW }, (_, at) => {
    const [quarter = 0, model = -1, ...counts] = tally.rows.slice(at * ROW, (at + 1) * ROW);
    return { day: dayOf(quarter), model: MODELS[model] ?? null, counts };
  });
  if (tally.openTurn === -1) return spends;
  const model = MODELS[tally.model] ?? 'unknown';
  return [...spends, { day: dayOf(tally.openTurn), model, counts: [1, 0, 0, 0, 0, 0] }];
}

/** Sessions, turns, calls, input, cached, output and reasoning, counted as one would by hand. */
function plainCount(
  sessions: readonly Session[],
  timeZone: string,
  isWanted: (spend: { readonly day: string; readonly model: string | null }) => boolean,
): readonly number[] {
  const wanted = sessions.map((session) =>
    session.flatMap((tally) => spendsOf(tally, timeZone)).filter(isWanted),
  );
  const sum = (at: number): number =>
    wanted.flat().reduce((total, { counts }) => total + (counts[at] ?? 0), 0);
  return [wanted.filter(({ length }) => length > 0).length, ...[0, 1, 2, 3, 4, 5].map(sum)];
}

const numbersOf = (counts: object): unknown => Object.values(counts).slice(0, 7);

test('a report of a summary is that of a plain count', () => {
  fc.assert(
    fc.property(
      ...[sessionsArb, fc.constantFrom(...ZONES), fc.integer({ min: 1, max: 14 })],
      (sessions, timeZone, days) => {
        const calendar = createCalendar(timeZone);
        const summary = summarize({ sessions, calendar, nowMs: NOW_MS });
        const report = reportOf(summary, NOW_MS, days);
        const isIn = (day: string): boolean => day >= report.from && day <= report.to;
        const count = (isWanted: (day: string, model: string | null) => boolean) =>
          plainCount(sessions, timeZone, ({ day, model }) => isIn(day) && isWanted(day, model));
        expect(numbersOf(report.totals)).toEqual(count(() => true));
        for (const { day, ...counts } of report.byDay) {
          expect(numbersOf(counts)).toEqual(count((other) => other === day));
        }
        for (const { model, ...counts } of report.byModel) {
          expect(numbersOf(counts)).toEqual(count((_, other) => other === model));
        }
        for (const { day, model, ...counts } of report.byDayModel) {
          const expected = count((other, named) => other === day && named === model);
          expect(numbersOf(counts)).toEqual(expected);
        }
        const found = new Set(
          sessions.flat().flatMap((tally) => spendsOf(tally, timeZone).map(({ day }) => day)),
        );
        expect(report.byDay.map(({ day }) => day)).toEqual([...found].filter(isIn).toSorted());
      },
    ),
  );
});

test('a summary that was kept says what a new one says, for as long as it is current', () => {
  let current = 0;
  fc.assert(
    fc.property(
      ...[sessionsArb, fc.constantFrom(...ZONES), fc.integer({ min: -DAY_MS, max: 10 * DAY_MS })],
      (sessions, timeZone, laterMs) => {
        const calendar = createCalendar(timeZone);
        const kept = summarize({ sessions, calendar, nowMs: NOW_MS });
        const nowMs = NOW_MS + laterMs;
        if (!isCurrent(kept, { calendar, nowMs })) return;
        current += 1;
        const anew = summarize({ sessions, calendar, nowMs });
        for (const days of [1, 7, 30]) {
          expect(reportOf(kept, nowMs, days)).toEqual(reportOf(anew, nowMs, days));
        }
      },
    ),
  );
  expect(current).toBeGreaterThan(0);
});

test('a summary is not current in another zone, before its day, nor once a left-out day is there', () => {
  const calendar = createCalendar('UTC');
  const quarter = Math.floor((NOW_MS + 2 * DAY_MS) / QUARTER_MS);
  const rows = [quarter, 0, 1, 1, 1, 1, 1, 1];
  const sessions = [[{ ...createTally(), models: MODELS, rows, lastAtMs: NOW_MS }]];
  const summary = summarize({ sessions, calendar, nowMs: NOW_MS });
  expect(dayName(summary.nextDay ?? 0)).toBe('2026-11-24');
  expect(isCurrent(summary, { calendar, nowMs: NOW_MS })).toBe(true);
  expect(isCurrent(summary, { calendar, nowMs: NOW_MS + DAY_MS })).toBe(true);
  expect(isCurrent(summary, { calendar, nowMs: NOW_MS + 2 * DAY_MS })).toBe(false);
  expect(isCurrent(summary, { calendar, nowMs: NOW_MS - DAY_MS })).toBe(false);
  const berlin = createCalendar('Europe/Berlin');
  expect(isCurrent(summary, { calendar: berlin, nowMs: NOW_MS })).toBe(false);
});
