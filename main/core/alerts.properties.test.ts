// What holds for alerts whatever the service, the clock and the disk do: never more than one alert a
// crossing, window and account; a bounded memory; no exception; nothing personal.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from './alert-claims.ts';
import { NO_MEMORY, parseAlertMemory } from './alert-memory.ts';
import { presentAlerts } from './alert-text.ts';
import { decideAlerts, recordShown, snoozeAlerts } from './alerts.ts';
import { alertWorld, session, startMs, weekly } from './example-alerts.ts';
import { exampleAccount, exampleFailures, exampleSnapshot } from './example-states.ts';
import { fail, succeed } from './failure.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const LENGTH_MS = 5 * HOUR_MS;

const percent = fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constantFrom(0, 79, 80, 95, 100));

/** One step in the life of a 5-hour window and what disturbs its being seen. */
const step = fc.record({
  use: fc.integer({ min: 0, max: 30 }),
  passMs: fc.integer({ min: 0, max: 90 * MINUTE_MS }),
  disturbed: fc.constantFrom(
    'no',
    'no',
    'no',
    'zero',
    'missing',
    'vanished',
    'drift',
    'partial',
    'offline',
    'restart',
    'forward',
    'back',
    'no-reset',
  ),
  driftMs: fc.integer({ min: -10 * MINUTE_MS, max: 10 * MINUTE_MS }),
});

test('decideAlerts: tells no crossing of a window twice, whatever disturbs its being seen', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const world = alertWorld();
      const told = new Map<string, number>();
      let windowNumber = 0;
      let used = 0;
      let trueMs = startMs;
      let endsAtMs = startMs + LENGTH_MS;
      let clockOffMs = 0;
      for (const { use, passMs, disturbed, driftMs } of steps) {
        trueMs += passMs;
        if (trueMs >= endsAtMs) {
          windowNumber += 1;
          used = 0;
          endsAtMs = trueMs + LENGTH_MS;
        }
        used = Math.min(100, used + use);
        // Why bounded: a clock that is off by more than what is left calls the window over.
        if (disturbed === 'forward') clockOffMs = Math.min(HOUR_MS, endsAtMs - trueMs - 1);
        if (disturbed === 'back') clockOffMs = -3 * DAY_MS;
        if (trueMs + clockOffMs >= endsAtMs) clockOffMs = 0;
        world.nowMs = trueMs + clockOffMs;
        if (disturbed === 'restart') world.restart();
        if (disturbed === 'offline') {
          expect(world.fail({ kind: 'offline' })).toEqual([]);
          continue;
        }
        const shown = disturbed === 'zero' ? 0 : disturbed === 'missing' ? null : used;
        const resetsAtMs = endsAtMs + (disturbed === 'drift' ? driftMs : 0);
        const window: RateLimitWindow = {
          ...session(shown),
          resetsAtMs: disturbed === 'no-reset' ? null : resetsAtMs,
        };
        const confidence = disturbed === 'partial' ? 'partial' : 'exact';
        const lines = world.poll({
          windows: disturbed === 'vanished' ? [] : [window],
          confidence,
        });
        for (const line of lines) {
          if (line.startsWith('usable')) expect(used).toBeLessThan(100);
          const level = line.startsWith('threshold') ? (used >= 95 ? 95 : 80) : line;
          const crossing = `${windowNumber} ${level}`;
          told.set(crossing, (told.get(crossing) ?? 0) + 1);
        }
      }
      for (const [crossing, times] of told) expect([crossing, times]).toEqual([crossing, 1]);
    }),
    { numRuns: 500 },
  );
});

test('decideAlerts: misses no crossing that is seen undisturbed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }), (uses) => {
      const world = alertWorld();
      world.poll({ windows: [session(0)] });
      let used = 0;
      let toldLevel = 0;
      for (const use of uses) {
        used = Math.min(99, used + use);
        const level = used >= 95 ? 95 : used >= 80 ? 80 : 0;
        const lines = world.poll({ windows: [session(used)] });
        expect(lines).toEqual(level > toldLevel ? [`threshold session ${used}`] : []);
        toldLevel = level;
      }
    }),
  );
});

const anyWindow = fc.record({
  make: fc.constantFrom(session, weekly),
  percent: fc.option(percent),
  resetsAtMs: fc.option(fc.integer({ min: startMs - DAY_MS, max: startMs + 9 * DAY_MS })),
  depleted: fc.boolean(),
});

const anySnapshot: fc.Arbitrary<UsageSnapshot> = fc
  .record({
    windows: fc.array(anyWindow, { maxLength: 3 }),
    confidence: fc.constantFrom('exact', 'assumed', 'partial' as const),
    expiriesMs: fc.array(fc.integer({ min: startMs, max: startMs + 2 * DAY_MS }), { maxLength: 5 }),
  })
  .map(({ windows, confidence, expiriesMs }) => ({
    ...exampleSnapshot,
    confidence,
    resetCredits: { available: expiriesMs.length, expiriesMs },
    windows: windows.map(({ make, percent: usedPercent, resetsAtMs, depleted }) => ({
      ...make(usedPercent),
      resetsAtMs,
      depleted: depleted || (usedPercent ?? 0) >= 100,
    })),
  }));

const anyOutcome = fc.oneof(
  { weight: 4, arbitrary: anySnapshot.map((snapshot) => succeed(snapshot)) },
  { weight: 1, arbitrary: fc.constantFrom(...exampleFailures).map((failure) => fail(failure)) },
);

test('decideAlerts: keeps its memory small, and names nobody, for any answers', () => {
  fc.assert(
    fc.property(fc.array(anyOutcome, { maxLength: 80 }), fc.boolean(), (outcomes, isShown) => {
      let memory = NO_MEMORY;
      let nowMs = startMs;
      const everDue: Alert[] = [];
      for (const result of outcomes) {
        nowMs += 7 * MINUTE_MS;
        const question = { memory, result, settings: DEFAULT_SETTINGS, nowMs, minuteOfDay: 0 };
        const answer = decideAlerts(question);
        everDue.push(...answer.due);
        memory = isShown ? recordShown(answer.memory, answer.due, nowMs) : answer.memory;
        const text = presentAlerts(answer.due, { words, nowMs });
        expect(text === null).toBe(answer.due.length === 0);
        expect(`${text?.title} ${text?.body}`).not.toMatch(/NaN|Infinity|\[object|null|@|Plus/);
        if (result.ok && nowMs % 3 === 0)
          memory = snoozeAlerts(memory, {
            snapshot: result.value,
            settings: DEFAULT_SETTINGS,
            nowMs,
          });
        const saved = JSON.stringify(memory);
        expect(saved.length).toBeLessThan(16_000);
        expect(parseAlertMemory(JSON.parse(saved))).toEqual(memory);
      }
      const all = JSON.stringify([everDue, memory]);
      for (const secret of [exampleAccount.key, exampleAccount.id, exampleAccount.email])
        expect(all).not.toContain(secret);
    }),
    { numRuns: 300 },
  );
});

test('decideAlerts: tells a level again only in a window that ends later, for any answers', () => {
  fc.assert(
    fc.property(fc.array(anySnapshot, { maxLength: 80 }), (snapshots) => {
      const world = alertWorld();
      const told = new Map<string, { readonly level: number; readonly resetsAtMs: number }[]>();
      for (const snapshot of snapshots) {
        world.nowMs += 7 * MINUTE_MS;
        world.poll(snapshot);
        for (const { key, level, resetsAtMs, lengthMs } of world.due.flatMap(levelsOf)) {
          const before = told.get(key) ?? [];
          for (const other of before.filter((known) => known.level >= level))
            expect(resetsAtMs - other.resetsAtMs).toBeGreaterThan(lengthMs / 10);
          told.set(key, [...before, { level, resetsAtMs }]);
        }
        if (world.nowMs % 5 === 0) world.restart();
      }
    }),
    { numRuns: 300 },
  );
});

test('parseAlertMemory: makes a usable memory of any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), anyOutcome, (saved, result) => {
      const memory = parseAlertMemory(saved);
      const question = { memory, result, settings: DEFAULT_SETTINGS, nowMs: startMs };
      const answer = decideAlerts({ ...question, minuteOfDay: 0 });
      expect(recordShown(answer.memory, answer.due, startMs).version).toBe(1);
    }),
  );
});

test('parseAlertMemory: keeps what it can read of a memory that was tampered with', () => {
  const keys = Object.keys(NO_MEMORY).filter((key) => key !== 'version');
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), anyOutcome, (key, value, result) => {
      const memory = parseAlertMemory({ ...NO_MEMORY, known: true, [key]: value });
      const question = { memory, result, settings: DEFAULT_SETTINGS, nowMs: startMs };
      const answer = decideAlerts({ ...question, minuteOfDay: 0 });
      expect(JSON.stringify(answer.memory).length).toBeLessThan(16_000);
    }),
  );
});

/** The highest threshold that an alert is about, where its window's reset is told. */
function levelsOf(alert: Alert) {
  if (alert.kind !== 'threshold' || alert.limit.resetsAtMs === null) return [];
  const { key, resetsAtMs, binding } = alert.limit;
  const lengthMs = binding.durationMs ?? Number.NaN;
  return [{ key, level: Math.max(...alert.levels), resetsAtMs, lengthMs }];
}
