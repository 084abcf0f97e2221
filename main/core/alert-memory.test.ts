// Facts about what is remembered of alerts: lenient reading, bounds, and which accounts are forgotten.

import { expect, test } from 'vitest';
import {
  ACCOUNTS_MAX,
  bounded,
  NO_MEMORY,
  parseAlertMemory,
  rememberedAccounts,
} from './alert-memory.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const limit = {
  key: 'weekly',
  resetsAtMs: nowMs + DAY_MS,
  resetKnown: true,
  peakPercent: 82,
  settled: true,
  marks: [{ level: 80, resetsAtMs: nowMs + DAY_MS }],
};
const memory = { ...NO_MEMORY, known: true, seenAtMs: nowMs, limits: [limit] };

test.each([
  ['nothing', null],
  ['a text', 'memory'],
  ['a list', []],
  ['an empty object', {}],
  ['another version', { ...memory, version: 2 }],
])('parseAlertMemory: begins anew from %s', (_name, saved) => {
  expect(parseAlertMemory(saved)).toEqual(NO_MEMORY);
});

test.each([
  ['is as it was saved', memory, memory],
  ['drops one unreadable limit', { ...memory, limits: [{ key: 7 }, limit] }, memory],
  [
    'drops one unreadable mark',
    { ...memory, limits: [{ ...limit, marks: [null, ...limit.marks, { level: 'x' }] }] },
    memory,
  ],
  ['drops a list that is none', { ...memory, awaited: 'weekly' }, memory],
  ['drops a moment beyond every calendar', { ...memory, expiriesMs: [1e300, -1] }, memory],
  ['drops keys that it does not know', { ...memory, email: 'a@example.invalid' }, memory],
  ['has no sign-in of an unknown kind', { ...memory, signIn: 'maybe' }, memory],
])('parseAlertMemory: %s', (_name, saved, expected) => {
  expect(parseAlertMemory(JSON.parse(JSON.stringify(saved)))).toEqual(expected);
});

test('bounded: what was seen or noted longest ago goes first', () => {
  const marks = Array.from({ length: 30 }, (_, at) => ({ level: at, resetsAtMs: nowMs - at }));
  const limits = Array.from({ length: 30 }, (_, at) => ({ ...limit, key: `other ${at}`, marks }));
  const small = bounded({ ...memory, limits, expiriesMs: marks.map((mark) => mark.resetsAtMs) });
  expect(small.limits.map(({ key }) => key)).toEqual(limits.slice(-8).map(({ key }) => key));
  expect(small.limits[0]?.marks).toHaveLength(16);
  expect(small.limits[0]?.marks.at(-1)?.resetsAtMs).toBe(nowMs);
  expect(small.expiriesMs.at(-1)).toBe(nowMs);
});

test('rememberedAccounts: forgets who was not seen for 90 days, but never the present account', () => {
  const old = { ...memory, seenAtMs: nowMs - 90 * DAY_MS };
  const all = { present: old, old, recent: { ...memory, seenAtMs: nowMs - 89 * DAY_MS } };
  const kept = rememberedAccounts(all, { account: 'present', nowMs });
  expect(Object.keys(kept).toSorted()).toEqual(['present', 'recent']);
});

test('rememberedAccounts: keeps so many accounts, those that were seen last', () => {
  const others = Array.from({ length: ACCOUNTS_MAX + 20 }, (_, hours) => [
    `account-${hours}`,
    { ...memory, seenAtMs: nowMs - hours * HOUR_MS },
  ]);
  const all = { ...Object.fromEntries(others), present: NO_MEMORY };
  const kept = Object.keys(rememberedAccounts(all, { account: 'present', nowMs }));
  expect(kept).toHaveLength(ACCOUNTS_MAX);
  expect(kept).toEqual(
    expect.arrayContaining(['present', 'account-0', `account-${ACCOUNTS_MAX - 2}`]),
  );
  expect(kept).not.toContain(`account-${ACCOUNTS_MAX - 1}`);
});

test('rememberedAccounts: drops what is no memory', () => {
  expect(rememberedAccounts({ a: 'nonsense', b: memory }, { account: 'b', nowMs })).toEqual({
    b: memory,
  });
});
