// Facts about a reading that has a second source: which numbers are shown, whose, and with what said.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './example-states.ts';
import { type Failure, fail, succeed } from './failure.ts';
import { type PresentContext, presentPanel } from './panel.ts';
import {
  advance,
  failureOf,
  NO_READING,
  numbersOf,
  type Outcome,
  type Reading,
} from './reading.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { NumbersSource, UsageSnapshot } from './snapshot.ts';
import { presentStatus } from './status.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';
import { createWords } from './words/words.ts';

const T = exampleSnapshot.takenAtMs;
const other = { ...account, key: 'another', id: 'acct-b' };
const offline: Failure = { kind: 'offline' };
const QUIET = { recovery: [], warning: null } as const;

const at = (takenAtMs: number, source: NumbersSource = 'live'): UsageSnapshot => ({
  ...exampleSnapshot,
  takenAtMs,
  source,
});
const noted = (takenAtMs: number): UsageSnapshot => at(takenAtMs, 'session-log');
const failing = (fromLog: UsageSnapshot | null, who: Outcome['account'] = account): Outcome => ({
  ...QUIET,
  account: who,
  result: fail(offline),
  fromLog,
});
const fresh = (takenAtMs: number): Reading => ({ kind: 'fresh', account, snapshot: at(takenAtMs) });
const failed: Reading = { kind: 'failed', failure: offline };

test.each<[string, Reading, Outcome, object]>([
  ['nothing, and a line', NO_READING, failing(noted(T)), { kind: 'stale', snapshot: noted(T) }],
  ['nothing, and no line', NO_READING, failing(null), { kind: 'failed' }],
  ['a failure, and a line', failed, failing(noted(T)), { kind: 'stale', snapshot: noted(T) }],
  ['an older answer', fresh(T - 1), failing(noted(T)), { kind: 'stale', snapshot: noted(T) }],
  ['a newer answer', fresh(T + 1), failing(noted(T)), { kind: 'stale', snapshot: at(T + 1) }],
  ['an answer, and no line', fresh(T), failing(null), { kind: 'stale', snapshot: at(T) }],
  [
    'the numbers of another account',
    fresh(T + 1),
    failing(noted(T), other),
    { kind: 'stale', account: other, snapshot: noted(T) },
  ],
  ['a line of nobody', fresh(T - 1), failing(noted(T), null), { snapshot: at(T - 1) }],
])('advance: with %s', (_, before, outcome, after) => {
  expect(advance(before, outcome)).toMatchObject({ failure: offline, ...after });
});

const asked = (snapshot: UsageSnapshot, who = account): Outcome => ({
  ...QUIET,
  account: who,
  result: succeed(snapshot),
});

test.each<[string, Reading, Outcome, object]>([
  ['a line alone', NO_READING, asked(noted(T)), { kind: 'fresh', snapshot: noted(T) }],
  ['a line after the last answer', fresh(T - 1), asked(noted(T)), { kind: 'fresh' }],
  ['a line before the last answer', fresh(T + 1), asked(noted(T)), { kind: 'saved' }],
  ['the same line again', advance(failed, asked(noted(T))), asked(noted(T)), { kind: 'fresh' }],
  [
    'a line of another account',
    fresh(T + 1),
    asked(noted(T), other),
    { kind: 'fresh', account: other },
  ],
  [
    'an answer older than a line, by a clock that was set back',
    advance(failed, failing(noted(T))),
    asked(at(T - 1)),
    { kind: 'fresh', snapshot: at(T - 1) },
  ],
])('advance: without a failure, %s', (_, before, outcome, after) => {
  const reading = advance(before, outcome);
  expect(failureOf(reading)).toBeNull();
  expect(reading).toMatchObject(after);
});

test('advance: never shows one account for another, and no failure makes numbers older', () => {
  const step = fc.record({
    who: fc.constantFrom(account, other, null),
    kind: fc.constantFrom('live', 'log-only', 'log', 'nothing'),
    ageMs: fc.integer({ min: -5, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let reading: Reading = NO_READING;
      for (const { who, kind, ageMs } of steps) {
        const before = numbersOf(reading);
        const isGood = (kind === 'live' || kind === 'log-only') && who !== null;
        // Each account's numbers carry its e-mail, so that a mixture is seen.
        const whose = { email: who?.key ?? null };
        const live = { ...at(T - ageMs), ...whose };
        const log = { ...noted(T - ageMs), ...whose };
        reading = isGood
          ? advance(reading, asked(kind === 'live' ? live : log, who))
          : advance(reading, failing(kind === 'log' ? log : null, who));
        const after = numbersOf(reading);
        if (after !== null) expect(after.snapshot.email).toBe(after.account.key);
        if (after !== null && who !== null) expect(after.account.key).toBe(who.key);
        if (isGood || before === null || after?.account.key !== before.account.key) continue;
        expect(after.snapshot.takenAtMs).toBeGreaterThanOrEqual(before.snapshot.takenAtMs);
      }
    }),
    { numRuns: 1_000 },
  );
});

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

function shownAt(reading: Reading, nowMs: number, language: 'en' | 'de' | 'zh-Hans' = 'en') {
  const place = { locale: 'en-GB', timeZone: 'UTC' };
  const context: PresentContext = {
    words: createWords(place, language),
    settings: { ...DEFAULT_SETTINGS, language },
    nowMs,
    paceDivisor: 1,
  };
  const shown = { ...QUIET, reading, polling: false, nextPollAtMs: null, notBeforeMs: null };
  return presentPanel(shown, context).panel.trust;
}

test('presentPanel: says that numbers are from the log, how old, and why no answer is there', () => {
  const reading = advance(NO_READING, failing(noted(T)));
  const trust = shownAt(reading, T + 4 * MINUTE_MS);
  expect(trust.source).toBe('From Codex’s own log, 4 min ago: offline');
  expect(trust).toMatchObject({ old: true });
  const languages = (['de', 'zh-Hans'] as const).map(
    (language) => shownAt(reading, T + 4 * MINUTE_MS, language).source,
  );
  expect(languages).toEqual([
    expect.stringMatching(/^Aus dem Protokoll von Codex, .*: /),
    expect.stringMatching(/^来自 Codex 自己的日志，.*：/),
  ]);
});

test.each([
  [4 * MINUTE_MS, 'From Codex’s own log, 4 min ago', false],
  [59 * MINUTE_MS, 'From Codex’s own log, 59 min ago', false],
  [HOUR_MS, 'From Codex’s own log, 1 h ago', true],
])('presentPanel: numbers of the log alone are old after an hour, %d', (ageMs, source, old) => {
  const reading = advance(NO_READING, asked(noted(T)));
  expect(shownAt(reading, T + ageMs)).toMatchObject({ source, old });
});

test.each<[string, Reading, object]>([
  ['beside a failure', advance(NO_READING, failing(noted(T))), { status: 'failed' }],
  ['alone', advance(NO_READING, asked(noted(T))), { status: 'ok', failure: null }],
])('presentStatus: names the log as the source, %s', (_, reading, expected) => {
  const input = {
    ...QUIET,
    reading,
    account,
    accountName: 'default',
    codexHome: '/home/a/.codex',
    verdict: '',
  };
  const status = presentStatus(input, { words, nowMs: T + MINUTE_MS });
  expect(status).toMatchObject({
    source: 'session-log',
    takenAt: '2026-11-22T12:00:00Z',
    ...expected,
  });
});
