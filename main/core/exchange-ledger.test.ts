// Facts about the budget of exchanges under a clock that jumps.

import { expect, test } from 'vitest';
import { countExchange, type ExchangeAsk, permitExchange } from './exchange-ledger.ts';
import { emptyLedger, reserveUsageRequest, USAGE_REQUESTS_PER_HOUR } from './ledger.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

const nowMs = 1_795_348_800_000;
const account = 'example-account';
const EMPTY = emptyLedger('0123456789abcdef0123456789abcdef');

const ask = (atMs: number): ExchangeAsk => ({
  account,
  token: 'a-token',
  nowMs: atMs,
  paceDivisor: 1,
  onceMore: false,
});

// The story: an exchange under a clock that was set back for a while stood last in the list, and the
// pause was counted from it instead of from the newest.
test('permitExchange: counts the pause from the newest, in whatever order they were noted', () => {
  const counted = [nowMs, nowMs - HOUR_MS].reduce(
    (ledger, atMs) => countExchange(ledger, ask(atMs)),
    EMPTY,
  );
  expect(permitExchange(counted, ask(nowMs + MINUTE_MS))).toEqual({
    kind: 'too-soon',
    untilMs: nowMs + 15 * MINUTE_MS,
  });
});

test('reserveUsageRequest: says truly when the next is allowed, in whatever order they were noted', () => {
  const atMs = Array.from({ length: USAGE_REQUESTS_PER_HOUR }, (_, at) => nowMs - at * MINUTE_MS);
  const entry = { usageRequestsAtMs: atMs, retryAtMs: null, retryNotedAtMs: null };
  const accounts = { [account]: { ...entry, exchangesAtMs: [], resetList: null } };
  const answer = reserveUsageRequest({ ...EMPTY, accounts }, { account, nowMs, paceDivisor: 1 });
  expect(answer).toEqual({ allowed: false, retryAtMs: nowMs + 31 * MINUTE_MS });
});
