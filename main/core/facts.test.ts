import { expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './example-states.ts';
import { presentFacts } from './facts.ts';
import { createShownClock } from './shown-clock.ts';
import type { Credits, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { HOUR_MS } from './time.ts';
import { createWords } from './words/words.ts';

const nowMs = 1_795_348_800_000;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const bare: UsageSnapshot = {
  ...exampleSnapshot,
  credits: null,
  spendLimit: null,
  resetCredits: null,
};
const credits: Credits = {
  balance: '17.25',
  hasCredits: true,
  unlimited: false,
  overageLimitReached: false,
};
const spend: SpendLimit = {
  limit: '500',
  used: '100',
  remaining: '400',
  usedPercent: 20,
  remainingPercent: 80,
  resetsAtMs: nowMs + 2 * HOUR_MS,
  reached: false,
};
const amountless: SpendLimit = { ...spend, limit: null, used: null };

function factsOf(fields: Partial<UsageSnapshot>) {
  const input = { snapshot: { ...bare, ...fields }, account };
  const facts = presentFacts(input, words, createShownClock(words, nowMs));
  return facts.map(({ label, value, detail }) => [label, value, detail]);
}

test.each([
  ['with a balance', { ...credits }, [['Credits', '17.25', null]]],
  ['with a balance of nothing', { ...credits, balance: '0' }, [['Credits', '0', null]]],
  ['with an unknown balance', { ...credits, balance: null }, [['Credits', 'Not known', null]]],
  ['without a limit', { ...credits, unlimited: true }, [['Credits', 'Unlimited', null]]],
  ['which there are none of', { ...credits, hasCredits: false, balance: null }, []],
])('presentFacts: has credits %s as the service said them', (_name, given, expected) => {
  expect(factsOf({ credits: given })).toEqual(expected);
});

test.each<[string, SpendLimit, readonly [string, string | null]]>([
  ['amounts', spend, ['100 of 500', 'Resets at 14:00']],
  ['a percent only', amountless, ['20% used', 'Resets at 14:00']],
  ['all but a hair used', { ...amountless, usedPercent: 99.9 }, ['99% used', 'Resets at 14:00']],
  [
    'more than all used',
    { ...amountless, usedPercent: 130, reached: true },
    ['100% used', 'Reached · Resets at 14:00'],
  ],
  [
    'nothing but its name',
    { ...amountless, usedPercent: null, resetsAtMs: null },
    ['Not known', null],
  ],
  ['the end reached', { ...spend, reached: true, resetsAtMs: null }, ['100 of 500', 'Reached']],
  [
    'a reset that has passed',
    { ...spend, resetsAtMs: nowMs - HOUR_MS },
    ['100 of 500', 'Was due to reset at 11:00'],
  ],
])('presentFacts: has a spend limit with %s', (_name, spendLimit, expected) => {
  expect(factsOf({ spendLimit })).toEqual([['Spend limit', ...expected]]);
});

test.each([
  ['nothing, when there are none', { available: 0, expiriesMs: [] }, []],
  ['their number, when no expiry is known', { available: 2, expiriesMs: [] }, [['2', null]]],
  [
    'the first that is still to expire',
    { available: 1204, expiriesMs: [nowMs - 1, nowMs + HOUR_MS, nowMs + 2 * HOUR_MS] },
    [['1,204', 'The first expires at 13:00']],
  ],
])('presentFacts: of earned resets it says %s', (_name, resetCredits, expected) => {
  expect(factsOf({ resetCredits }).map(([, ...rest]) => rest)).toEqual(expected);
});

test('presentFacts: is empty, when the answer had none of it', () => {
  expect(factsOf({})).toEqual([]);
});

test('presentFacts: says that Codex works on a key, when one stands beside the tokens', () => {
  const input = { snapshot: bare, account: { ...account, apiKeyBeside: true } };
  expect(presentFacts(input, words, createShownClock(words, nowMs))).toEqual([
    {
      id: 'api-key',
      label: 'API key',
      value: 'In use',
      detail: 'Codex itself works on the key in auth.json',
    },
  ]);
});

test('presentFacts: notes that its words change, when a reset or an expiry passes', () => {
  const clock = createShownClock(words, nowMs);
  const resetCredits = { available: 1, expiriesMs: [nowMs + HOUR_MS] };
  presentFacts({ snapshot: { ...bare, spendLimit: spend }, account }, words, clock);
  expect(clock.nextChangeAtMs()).toBe(nowMs + 2 * HOUR_MS);
  presentFacts({ snapshot: { ...bare, resetCredits }, account }, words, clock);
  expect(clock.nextChangeAtMs()).toBe(nowMs + HOUR_MS);
});
