import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  EMPTY_ACCOUNT,
  emptyLedger,
  type Ledger,
  noteRetryAt,
  parseLedger,
  RETRY_AFTER_MAX_MS,
  reserveUsageRequest,
  USAGE_REQUESTS_PER_HOUR,
  usageNotBeforeMs,
} from './ledger.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

const nowMs = 1_795_348_800_000;
const account = 'example-account';
const salt = '0123456789abcdef0123456789abcdef';

function reserve(ledger: Ledger, atMs: number, paceDivisor = 1) {
  return reserveUsageRequest(ledger, { account, nowMs: atMs, paceDivisor });
}

/** A ledger after so many requests, one a minute from `nowMs` on. */
function used(requests: number): Ledger {
  const usageRequestsAtMs = Array.from({ length: requests }, (_, at) => nowMs + at * MINUTE_MS);
  const entry = { ...EMPTY_ACCOUNT, usageRequestsAtMs };
  return { ...emptyLedger(salt), accounts: { [account]: entry } };
}

test('reserveUsageRequest: allows the first request and remembers it', () => {
  const answer = reserve(emptyLedger(salt), nowMs);
  expect(answer).toMatchObject({
    allowed: true,
    ledger: { accounts: { [account]: { usageRequestsAtMs: [nowMs], retryAtMs: null } } },
  });
});

test('reserveUsageRequest: refuses the 31st of an hour until the 1st is an hour old', () => {
  const atMs = nowMs + 30 * MINUTE_MS;
  expect(reserve(used(USAGE_REQUESTS_PER_HOUR - 1), atMs).allowed).toBe(true);
  const full = used(USAGE_REQUESTS_PER_HOUR);
  expect(reserve(full, atMs)).toEqual({ allowed: false, retryAtMs: nowMs + HOUR_MS });
  expect(reserve(full, nowMs + HOUR_MS - 1).allowed).toBe(false);
  expect(reserve(full, nowMs + HOUR_MS).allowed).toBe(true);
});

test('reserveUsageRequest: has a shorter hour, in a demo', () => {
  const full = used(USAGE_REQUESTS_PER_HOUR);
  expect(reserve(full, nowMs + 30 * MINUTE_MS, 60).allowed).toBe(true);
});

test('reserveUsageRequest: forgets instants of the future, when the clock was set back', () => {
  const answer = reserve(used(USAGE_REQUESTS_PER_HOUR), nowMs - 3 * HOUR_MS);
  expect(answer.allowed).toBe(true);
});

test('reserveUsageRequest: counts each account by itself', () => {
  const full = used(USAGE_REQUESTS_PER_HOUR);
  const answer = reserveUsageRequest(full, {
    account: 'other',
    nowMs: nowMs + 30 * MINUTE_MS,
    paceDivisor: 1,
  });
  expect(answer.allowed && answer.ledger.accounts[account]).toEqual(full.accounts[account]);
});

test.each([
  ['refuses inside', nowMs + 990_000, false],
  ['allows after', nowMs, true],
  ['ignores an impossible', nowMs + RETRY_AFTER_MAX_MS + 1, true],
])('reserveUsageRequest: %s Retry-After', (_name, retryAtMs, allowed) => {
  const answer = reserve(noteRetryAt(emptyLedger(salt), account, { retryAtMs, nowMs }), nowMs);
  expect(answer.allowed).toBe(allowed);
  if (!answer.allowed) expect(answer.retryAtMs).toBe(retryAtMs);
});

test('reserveUsageRequest: never allows more than 30 in any hour, whoever asks when', () => {
  const steps = fc.array(fc.nat(10 * MINUTE_MS), { minLength: 60, maxLength: 120 });
  fc.assert(
    fc.property(steps, (waits) => {
      let atMs = nowMs;
      let ledger = emptyLedger(salt);
      const allowedAt: number[] = [];
      for (const waitMs of waits) {
        atMs += waitMs % (2 * MINUTE_MS);
        const answer = reserve(ledger, atMs);
        if (answer.allowed) {
          ledger = answer.ledger;
          allowedAt.push(atMs);
        } else expect(answer.retryAtMs).toBeGreaterThan(atMs);
      }
      for (const startMs of allowedAt) {
        const inHour = allowedAt.filter((at) => at >= startMs && at < startMs + HOUR_MS);
        expect(inHour.length).toBeLessThanOrEqual(USAGE_REQUESTS_PER_HOUR);
      }
    }),
  );
});

// The story: a clock corrected by two seconds had us ask again inside a wait of a quarter of an hour.
test('reserveUsageRequest: keeps a told wait, when the clock is corrected by seconds', () => {
  const told = { retryAtMs: nowMs + 990_000, nowMs };
  const ledger = noteRetryAt(emptyLedger(salt), account, told);
  expect(reserve(ledger, nowMs - 2_000)).toEqual({ allowed: false, retryAtMs: told.retryAtMs });
});

test('reserveUsageRequest: forgets a told wait, when the clock was set back since', () => {
  const told = noteRetryAt(emptyLedger(salt), account, { retryAtMs: nowMs + HOUR_MS, nowMs });
  expect(reserve(told, nowMs + 1).allowed).toBe(false);
  expect(reserve(told, nowMs - HOUR_MS).allowed).toBe(true);
});

test('parseLedger: reads what was written, with fields it does not know', () => {
  const ledger = {
    ...noteRetryAt(used(2), account, { retryAtMs: nowMs + 0.5, nowMs }),
    exchangesAtMs: [nowMs],
  };
  expect(parseLedger(JSON.stringify(ledger))).toEqual(ledger);
});

test.each([
  ['no JSON', 'half a {'],
  ['null', 'null'],
  ['another version', JSON.stringify({ ...emptyLedger(salt), version: 2 })],
  ['a salt that is none', JSON.stringify({ ...emptyLedger(salt), salt: 'short' })],
])('parseLedger: is nothing, when there is %s', (_name, text) => {
  expect(parseLedger(text)).toBeNull();
});

test.each([
  ['accounts', { accounts: 7 }, {}],
  [
    'instants',
    { accounts: { [account]: { usageRequestsAtMs: ['x'], retryAtMs: 'x' } } },
    { [account]: EMPTY_ACCOUNT },
  ],
])('parseLedger: keeps the salt, when the %s are damaged', (_name, damage, accounts) => {
  const text = JSON.stringify({ ...emptyLedger(salt), ...damage });
  expect(parseLedger(text)).toEqual({ ...emptyLedger(salt), accounts });
});

test.each([
  ['nothing was asked', emptyLedger(salt), 0, null],
  ['the hour is not full', used(USAGE_REQUESTS_PER_HOUR - 1), 30 * MINUTE_MS, null],
  ['the hour is full', used(USAGE_REQUESTS_PER_HOUR), 30 * MINUTE_MS, nowMs + HOUR_MS],
  ['the service said so', told(nowMs + 990_000), 10_000, nowMs + 990_000],
  ['what it said is over', told(nowMs + 990_000), 990_000, null],
  ['the clock was set back since', told(nowMs + 990_000), -HOUR_MS, null],
])(
  'usageNotBeforeMs: says when, as reserveUsageRequest would: %s',
  (_name, ledger, afterMs, at) => {
    const request = { account, nowMs: nowMs + afterMs, paceDivisor: 1 };
    expect(usageNotBeforeMs(ledger, request)).toBe(at);
    const answer = reserveUsageRequest(ledger, request);
    expect(answer.allowed ? null : answer.retryAtMs).toBe(at);
  },
);

function told(retryAtMs: number): Ledger {
  return noteRetryAt(emptyLedger(salt), account, { retryAtMs, nowMs });
}
