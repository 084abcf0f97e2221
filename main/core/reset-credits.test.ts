import { expect, test } from 'vitest';
import { exampleTakenAtMs, exampleUsageAnswer } from './examples.ts';
import {
  isListDue,
  noteOfList,
  type ResetListNote,
  readResetList,
  withResetList,
} from './reset-credits.ts';
import { HOUR_MS } from './time.ts';
import { parseUsage } from './usage.ts';

const nowMs = exampleTakenAtMs;
const soon = '2026-11-25T17:30:00Z';
const later = '2026-12-01T00:00:00.123456789+01:00';

function creditsOf(available_count: unknown, list: unknown) {
  const body = { ...exampleUsageAnswer, rate_limit_reset_credits: { available_count } };
  const result = parseUsage({ body, takenAtMs: nowMs, idToken: null });
  if (!result.ok) throw new Error('the example must parse');
  const { confidence } = result.value;
  return [withResetList(result.value, readResetList(list), nowMs).resetCredits, confidence];
}

const list = {
  available_count: 3,
  credits: [
    { status: 'available', expires_at: later },
    { status: 'available', expires_at: soon },
    { status: 'redeemed', expires_at: soon },
    { status: 'available', expires_at: '2020-01-01T00:00:00Z' },
    { status: 'available', expires_at: 'tomorrow' },
    { status: 'available', expires_at: null },
    { status: 'available' },
    null,
  ],
};
const expiriesMs = [Date.parse(soon), Date.parse(later)];

test.each([
  ['no list', 2, null, { available: 2, expiriesMs: [] }, 'exact'],
  ['a list: the usage count wins', 2, list, { available: 2, expiriesMs }, 'exact'],
  ['no usage count: the list gives it', null, list, { available: 3, expiriesMs }, 'exact'],
  ['neither count', null, { credits: list.credits }, null, 'exact'],
  [
    'a negative list count',
    1,
    { ...list, available_count: -1 },
    { available: 1, expiriesMs: [] },
    'exact',
  ],
  [
    'a broken list count',
    1,
    { ...list, available_count: 1.5 },
    { available: 1, expiriesMs: [] },
    'exact',
  ],
  ['a list that is none', 1, 'x', { available: 1, expiriesMs: [] }, 'exact'],
  ['credits that are no list', 1, { credits: 'x' }, { available: 1, expiriesMs: [] }, 'exact'],
  ['a usage count of 0', 0, list, { available: 0, expiriesMs: [] }, 'exact'],
  ['a negative usage count', -1, null, null, 'partial'],
  ['a fractional usage count', 1.5, null, null, 'partial'],
])('withResetList: is right, with %s', (_name, count, given, credits, confidence) => {
  expect(creditsOf(count, given)).toEqual([credits, confidence]);
});

const once = { nowMs, paceDivisor: 1 };
const countOf = (available: number | null) => ({
  resetCredits: available === null ? null : { available, expiriesMs: [] },
});
const listOf = (available: number | null) => ({ available, expiriesMs: [] });
const noteAt = (forCount: number | null, agoMs: number): ResetListNote =>
  noteOfList(countOf(forCount), listOf(forCount), { nowMs: nowMs - agoMs, paceDivisor: 1 });
const failedAt = (forCount: number | null, agoMs: number): ResetListNote => ({
  ...noteAt(forCount, agoMs),
  list: null,
});

test.each([
  ['it was never asked', 2, null, true],
  ['no count was given', null, null, true],
  ['there is none to expire', 0, null, false],
  ['there is none any more', 0, noteAt(2, 2 * HOUR_MS), false],
  ['it was asked half an hour ago', 2, noteAt(2, HOUR_MS / 2), false],
  ['it was asked an hour ago', 2, noteAt(2, HOUR_MS), true],
  ['the count has changed since', 3, noteAt(2, 1_000), true],
  ['a count was given for the first time', 3, noteAt(null, 1_000), true],
  ['no count was given, and it was just asked', null, noteAt(null, 1_000), false],
  ['it failed half an hour ago', 2, failedAt(2, HOUR_MS / 2), false],
  ['it failed half an hour ago, and the count has changed', 3, failedAt(2, HOUR_MS / 2), false],
  ['the clock was set back by hours', 2, noteAt(2, -5 * HOUR_MS), true],
])('isListDue: is right, when %s', (_name, count, note, due) => {
  expect(isListDue(countOf(count), note, once)).toBe(due);
});

test('withResetList: leaves out what has expired since the list came', () => {
  const read = readResetList(list);
  const parsed = parseUsage({
    body: { ...exampleUsageAnswer, rate_limit_reset_credits: { available_count: 2 } },
    takenAtMs: nowMs,
    idToken: null,
  });
  if (!parsed.ok) throw new Error('the example must parse');
  const after = Date.parse(soon) + 1;
  expect(withResetList(parsed.value, read, after).resetCredits?.expiriesMs).toEqual([
    Date.parse(later),
  ]);
});
