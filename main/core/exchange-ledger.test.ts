// Facts about the budget of exchanges under a clock that jumps.

import { expect, test } from 'vitest';
import {
  beginExchange,
  countExchange,
  type ExchangeAsk,
  markSent,
  permitExchange,
  presumeSent,
} from './exchange-ledger.ts';
import {
  emptyLedger,
  type Ledger,
  parseLedger,
  reserveUsageRequest,
  USAGE_REQUESTS_PER_HOUR,
} from './ledger.ts';
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

const presumed = presumeSent(EMPTY, 'a-token', nowMs);
const sent = markSent(EMPTY, 'a-token', nowMs);

test.each<[string, Ledger, boolean]>([
  ['sent', sent, false],
  ['presumed sent', presumed, true],
  ['sent, and presumed so afterwards', presumeSent(sent, 'a-token', nowMs + 1), false],
  ['presumed sent, and found to be', markSent(presumed, 'a-token', nowMs + 1), false],
  ['presumed sent, and sent by a click', beginExchange(presumed, ask(nowMs)), false],
])('permitExchange: a token that was %s is not sent, and known or not', (_, ledger, isPresumed) => {
  const read = parseLedger(JSON.stringify(ledger));
  if (read === null) throw new Error('a ledger of ours cannot be read');
  expect(permitExchange(read, ask(nowMs))).toEqual({ kind: 'sent', isPresumed });
  expect(permitExchange(read, { ...ask(nowMs + HOUR_MS), onceMore: true }).kind).toBe('allowed');
});

test('permitExchange: a mark of a version that knew no other is known', () => {
  const older = parseLedger(JSON.stringify({ ...EMPTY, sent: { 'a-token': { atMs: nowMs } } }));
  expect(older && permitExchange(older, ask(nowMs))).toEqual({ kind: 'sent', isPresumed: false });
});
