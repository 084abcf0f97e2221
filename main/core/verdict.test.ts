import { describe, expect, test } from 'vitest';
import type { Credits, RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { bindingOf, decideVerdict, levelOf, usableAgainAtMs } from './verdict.ts';

const nowMs = 1_795_348_800_000;
const inHours = (hours: number) => nowMs + hours * HOUR_MS;

const session: RateLimitWindow = {
  id: 'primary',
  kind: 'session',
  durationMs: 5 * HOUR_MS,
  usedPercent: 20,
  resetsAtMs: inHours(2),
  depleted: false,
  trend: null,
};
const weekly: RateLimitWindow = {
  id: 'secondary',
  kind: 'weekly',
  durationMs: 7 * DAY_MS,
  usedPercent: 30,
  resetsAtMs: inHours(84),
  depleted: false,
  trend: null,
};
const spend: SpendLimit = {
  limit: '500',
  used: '100',
  remaining: '400',
  usedPercent: 20,
  remainingPercent: 80,
  resetsAtMs: inHours(200),
  reached: false,
};
const credits: Credits = {
  balance: '17.25',
  hasCredits: true,
  unlimited: false,
  overageLimitReached: false,
};
const empty: UsageSnapshot = {
  source: 'live',
  takenAtMs: nowMs,
  confidence: 'exact',
  plan: null,
  email: null,
  windows: [],
  additional: [],
  codeReview: null,
  credits: null,
  spendLimit: null,
  resetCredits: null,
};
const full = { usedPercent: 100, depleted: true };
const of = (...windows: RateLimitWindow[]): UsageSnapshot => ({ ...empty, windows });
const bySession = { kind: 'session', durationMs: 5 * HOUR_MS };
const byWeek = { kind: 'weekly', durationMs: 7 * DAY_MS };
const bySpend = { kind: 'spendLimit', durationMs: null };

describe('binding and usable again', () => {
  test.each<[string, UsageSnapshot, string | null, number | null]>([
    ['nothing', empty, null, null],
    ['the fullest window', of(session, weekly), 'weekly', null],
    [
      'of equals the one that resets later',
      of({ ...session, usedPercent: 30 }, weekly),
      'weekly',
      null,
    ],
    ['the one that runs out first', of({ ...session, usedPercent: 80 }, weekly), 'session', null],
    [
      'the one that runs out first, not the fuller one',
      of({ ...session, usedPercent: 80 }, { ...weekly, usedPercent: 90, resetsAtMs: inHours(1) }),
      'session',
      null,
    ],
    [
      'a used up window',
      of({ ...session, ...full }, { ...weekly, usedPercent: 99 }),
      'session',
      inHours(2),
    ],
    [
      'of two used up the one that ends last',
      of({ ...session, ...full }, { ...weekly, ...full }),
      'weekly',
      inHours(84),
    ],
    [
      'of two used up the one whose end is unknown',
      of({ ...session, ...full, resetsAtMs: null }, { ...weekly, ...full }),
      'session',
      null,
    ],
    [
      'not a used up window whose reset has passed',
      of({ ...session, ...full, resetsAtMs: inHours(-1) }, { ...weekly, ...full }),
      'weekly',
      inHours(84),
    ],
    [
      'a reached spend limit',
      { ...of({ ...session, ...full }, weekly), spendLimit: { ...spend, reached: true } },
      'spendLimit',
      inHours(200),
    ],
    ['a spend limit alone', { ...empty, spendLimit: spend }, 'spendLimit', null],
    [
      'the window fuller than the spend limit',
      { ...of(session, weekly), spendLimit: spend },
      'weekly',
      null,
    ],
    [
      'the spend limit fuller than the window',
      { ...of(weekly), spendLimit: { ...spend, usedPercent: 95 } },
      'spendLimit',
      null,
    ],
    ['the known window', of({ ...session, usedPercent: null }, weekly), 'weekly', null],
    ['none, when no percent is known', of({ ...session, usedPercent: null }), null, null],
  ])('bindingOf: is %s', (_name, snapshot, kind, usableAgain) => {
    expect(bindingOf(snapshot, nowMs)?.kind ?? null).toBe(kind);
    expect(usableAgainAtMs(snapshot, nowMs)).toBe(usableAgain);
  });
});

describe('verdict', () => {
  const used = of({ ...session, ...full }, weekly);
  const spending = { kind: 'spending-credits', binding: bySession, untilMs: inHours(2) };
  const blocked = { kind: 'blocked', binding: bySession, untilMs: inHours(2) };
  const modelLimit = { id: 'a', name: 'A', windows: [{ ...session, ...full }] };

  test.each<[string, UsageSnapshot, unknown]>([
    [
      'on pace, when the binding window lasts',
      of(session, weekly),
      { kind: 'on-pace', binding: byWeek, remainingPercent: 70, resetsAtMs: inHours(84) },
    ],
    [
      'left, when it is too early to tell',
      of({ ...session, resetsAtMs: inHours(4.9) }),
      {
        kind: 'left',
        binding: bySession,
        remainingPercent: 80,
        resetsAtMs: inHours(4.9),
        isTooEarly: true,
      },
    ],
    [
      'left, when one burst is all there is to go by',
      of({ ...session, usedPercent: 75, trend: { runsOutAtMs: inHours(1), isEnough: false } }),
      {
        kind: 'left',
        binding: bySession,
        remainingPercent: 25,
        resetsAtMs: inHours(2),
        isTooEarly: true,
      },
    ],
    [
      'left, and not early, when nothing is used',
      of({ ...weekly, usedPercent: 0 }),
      {
        kind: 'left',
        binding: byWeek,
        remainingPercent: 100,
        resetsAtMs: inHours(84),
        isTooEarly: false,
      },
    ],
    [
      'slow down at the moment of the trend, when there is one',
      of({ ...session, trend: { runsOutAtMs: inHours(1.5), isEnough: true } }, weekly),
      { kind: 'slow-down', binding: bySession, runsOutAtMs: inHours(1.5), resetsAtMs: inHours(2) },
    ],
    [
      'on pace, when the trend lasts and the average does not',
      of({ ...session, usedPercent: 75, trend: { runsOutAtMs: null, isEnough: true } }),
      { kind: 'on-pace', binding: bySession, remainingPercent: 25, resetsAtMs: inHours(2) },
    ],
    [
      'left, when no reset is known',
      of({ ...session, resetsAtMs: null }),
      {
        kind: 'left',
        binding: bySession,
        remainingPercent: 80,
        resetsAtMs: null,
        isTooEarly: false,
      },
    ],
    [
      'slow down, when a window runs out before its reset',
      of({ ...session, usedPercent: 75 }, weekly),
      { kind: 'slow-down', binding: bySession, runsOutAtMs: inHours(1), resetsAtMs: inHours(2) },
    ],
    [
      'left, and no forecast, when old numbers forecast a run-out that has passed already',
      { ...of({ ...session, usedPercent: 90 }), takenAtMs: inHours(-1) },
      {
        kind: 'left',
        binding: bySession,
        remainingPercent: 10,
        resetsAtMs: session.resetsAtMs,
        isTooEarly: false,
      },
    ],
    [
      'outdated, when the binding reset has passed',
      of({ ...session, ...full, resetsAtMs: inHours(-1) }, weekly),
      { kind: 'outdated', binding: bySession },
    ],
    ['blocked, when a window is used up', used, blocked],
    [
      'blocked until an unknown moment',
      of({ ...session, ...full, resetsAtMs: null }),
      { ...blocked, untilMs: null },
    ],
    [
      'blocked, when used up by word only',
      of({ ...session, usedPercent: null, depleted: true }),
      blocked,
    ],
    ['spending credits', { ...used, credits }, spending],
    [
      'spending credits without end',
      { ...used, credits: { ...credits, unlimited: true, balance: null } },
      spending,
    ],
    ['blocked, with no balance', { ...used, credits: { ...credits, balance: '0.00' } }, blocked],
    ['blocked, with unknown balance', { ...used, credits: { ...credits, balance: null } }, blocked],
    [
      'blocked, when the overage limit is reached',
      { ...used, credits: { ...credits, unlimited: true, overageLimitReached: true } },
      blocked,
    ],
    [
      'blocked by the spend limit, credits or not',
      { ...used, credits, spendLimit: { ...spend, reached: true } },
      { kind: 'blocked', binding: bySpend, untilMs: inHours(200) },
    ],
    [
      'left of the spend limit',
      { ...empty, spendLimit: spend },
      {
        kind: 'left',
        binding: bySpend,
        remainingPercent: 80,
        resetsAtMs: inHours(200),
        isTooEarly: false,
      },
    ],
    [
      'credits only',
      { ...empty, credits },
      { kind: 'credits-only', unlimited: false, balance: '17.25', isStopped: false },
    ],
    [
      'credits only, without a number when unlimited',
      { ...empty, credits: { ...credits, unlimited: true, balance: '0' } },
      { kind: 'credits-only', unlimited: true, balance: null, isStopped: false },
    ],
    [
      'credits only, and stopped, when no more of them may be spent',
      { ...empty, credits: { ...credits, overageLimitReached: true } },
      { kind: 'credits-only', unlimited: false, balance: '17.25', isStopped: true },
    ],
    [
      'blocked until the later end, when both windows are used up',
      of({ ...session, ...full }, { ...weekly, ...full }),
      { kind: 'blocked', binding: byWeek, untilMs: inHours(84) },
    ],
    [
      'blocked by the week, when the 5-hour reset has passed',
      of({ ...session, ...full, resetsAtMs: inHours(-1) }, { ...weekly, ...full }),
      { kind: 'blocked', binding: byWeek, untilMs: inHours(84) },
    ],
    [
      'spending credits again, once the spend limit has reset',
      { ...used, credits, spendLimit: { ...spend, reached: true, resetsAtMs: inHours(-1) } },
      spending,
    ],
    [
      'blocked, when credits are no number',
      { ...used, credits: { ...credits, balance: 'abc' } },
      blocked,
    ],
    [
      'blocked, when credits are below nothing',
      { ...used, credits: { ...credits, balance: '-5' } },
      blocked,
    ],
    [
      'slow down for the limit that runs out first, whatever the spend limit',
      { ...of({ ...session, usedPercent: 75 }), spendLimit: { ...spend, usedPercent: 99 } },
      { kind: 'slow-down', binding: bySession, runsOutAtMs: inHours(1), resetsAtMs: inHours(2) },
    ],
    [
      'extras only, when just a model is limited',
      { ...empty, additional: [modelLimit] },
      { kind: 'extras-only' },
    ],
    [
      'untouched by a used up model limit',
      { ...of(session), additional: [modelLimit], codeReview: [{ ...weekly, ...full }] },
      { kind: 'on-pace', binding: bySession, remainingPercent: 80, resetsAtMs: inHours(2) },
    ],
    ['no limits', empty, { kind: 'no-limits' }],
    [
      'unknown, when no percent is known',
      of({ ...session, usedPercent: null }),
      { kind: 'unknown' },
    ],
  ])('decideVerdict: is %s', (_name, snapshot, verdict) => {
    expect(decideVerdict(snapshot, nowMs)).toEqual(verdict);
  });
});

test.each([
  [null, false, 'calm'],
  [null, true, 'blocked'],
  [0, false, 'calm'],
  [79.9, false, 'calm'],
  [80, false, 'near'],
  [97, true, 'blocked'],
  [100, false, 'blocked'],
  [137, false, 'blocked'],
])('levelOf: %j used, depleted %j is %s', (usedPercent, depleted, level) => {
  expect(levelOf(usedPercent, depleted, 80)).toBe(level);
});
