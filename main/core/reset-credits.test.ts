import { expect, test } from 'vitest';
import { exampleTakenAtMs, exampleUsageAnswer } from './examples.ts';
import { mergeResetCredits } from './reset-credits.ts';
import { parseUsage } from './usage.ts';

const nowMs = exampleTakenAtMs;
const soon = '2026-11-25T17:30:00Z';
const later = '2026-12-01T00:00:00.123456789+01:00';

function creditsOf(available_count: unknown, list: unknown) {
  const body = { ...exampleUsageAnswer, rate_limit_reset_credits: { available_count } };
  const result = parseUsage({ body, takenAtMs: nowMs, idToken: null });
  if (!result.ok) throw new Error('the example must parse');
  const { confidence } = result.value;
  return [mergeResetCredits(result.value, list, nowMs).resetCredits, confidence];
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
])('mergeResetCredits: is right, with %s', (_name, count, given, credits, confidence) => {
  expect(creditsOf(count, given)).toEqual([credits, confidence]);
});
