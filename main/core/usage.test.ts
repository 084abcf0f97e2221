import { describe, expect, test } from 'vitest';
import { exampleIdToken, exampleTakenAtMs, exampleUsageAnswer } from './examples.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { parseUsage, usageStatus } from './usage.ts';

const takenAtMs = exampleTakenAtMs;

function parse(
  body: unknown,
  idToken: { plan: string | null; email: string | null } | null = null,
) {
  return parseUsage({ body, takenAtMs, idToken });
}

function snapshotOf(body: unknown): UsageSnapshot {
  const result = parse(body);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function issueOf(body: unknown) {
  const result = parse(body);
  return !result.ok && 'issue' in result.failure ? result.failure.issue : null;
}

describe('the example answer', () => {
  test('parseUsage: reads every part of the example answer', () => {
    const result = parse(exampleUsageAnswer, exampleIdToken);
    expect(result).toEqual({
      ok: true,
      value: {
        source: 'live',
        takenAtMs,
        confidence: 'exact',
        plan: { raw: 'plus', label: 'Plus' },
        email: 'fake.person@example.invalid',
        windows: [
          {
            id: 'primary',
            kind: 'session',
            durationMs: 18_000_000,
            usedPercent: 22,
            resetsAtMs: 1_795_356_000_000,
            depleted: false,
            trend: null,
          },
          {
            id: 'secondary',
            kind: 'weekly',
            durationMs: 604_800_000,
            usedPercent: 43,
            resetsAtMs: 1_795_648_800_000,
            depleted: false,
            trend: null,
          },
        ],
        additional: [
          {
            id: 'codex_bengalfox',
            name: 'GPT-5.3-Codex-Spark',
            windows: [
              {
                id: 'primary',
                kind: 'weekly',
                durationMs: 604_800_000,
                usedPercent: 5,
                resetsAtMs: 1_795_848_800_000,
                depleted: false,
                trend: null,
              },
            ],
          },
        ],
        codeReview: null,
        credits: {
          balance: '17.25',
          hasCredits: true,
          unlimited: false,
          overageLimitReached: false,
        },
        spendLimit: null,
        resetCredits: { available: 2, expiriesMs: [] },
      },
    });
  });
});

describe('status and failure', () => {
  const window = { used_percent: 5, limit_window_seconds: 18_000, reset_at: 1_795_356_000 };
  const rate_limit = { primary_window: window };

  test.each([
    ['null', null, 'body: expected object'],
    ['an array', [exampleUsageAnswer], 'body: expected object'],
    ['text', 'plus', 'body: expected object'],
    ['no known member', { detail: 'hello' }, 'body: expected a known member'],
    ['empty', {}, 'body: expected a known member'],
    ['a rate limit that is text', { rate_limit: 'full' }, 'rate_limit: expected object'],
    [
      'a window that is text beside a plan',
      { plan_type: 'plus', rate_limit: { primary_window: 'full' } },
      'rate_limit.primary_window: expected object',
    ],
    [
      'model limits that are no list',
      { plan_type: 'plus', additional_rate_limits: 3 },
      'additional_rate_limits: expected array',
    ],
    [
      'credits of unknown kind',
      { credits: { has_credits: 'x' } },
      'credits.has_credits: expected boolean',
    ],
  ])('parseUsage: is unexpected-body, when the body is or has %s', (_name, body, issue) => {
    expect(issueOf(body)).toBe(issue);
  });

  test.each([
    ['only a plan', { plan_type: 'plus' }, 'no-limits', 'exact'],
    ['only nulls', { rate_limit: null }, 'no-limits', 'exact'],
    ['an unreadable plan', { plan_type: 5 }, 'no-limits', 'partial'],
    ['a window', { rate_limit }, 'ok', 'exact'],
    ['a window and a bad list', { rate_limit, additional_rate_limits: 'x' }, 'ok', 'partial'],
    ['code review alone', { code_review_rate_limit: rate_limit }, 'ok', 'exact'],
    ['credits that exist', { credits: { has_credits: true } }, 'ok', 'exact'],
    [
      'credits that do not',
      { credits: { has_credits: false, balance: '0' } },
      'no-limits',
      'exact',
    ],
    ['unlimited credits', { credits: { unlimited: true } }, 'ok', 'exact'],
    ['a spend limit', { individual_limit: { limit: 5 } }, 'ok', 'exact'],
  ])('usageStatus: is right, when the answer has %s', (_name, body, status, confidence) => {
    const snapshot = snapshotOf(body);
    expect([usageStatus(snapshot), snapshot.confidence]).toEqual([status, confidence]);
  });
});

describe('credits, spend limit, model limits, texts', () => {
  test.each([
    ['14.5', '14.5'],
    ['17.2500', '17.2500'],
    [14.5, '14.5'],
    [0, '0'],
    [1e21, null],
    [null, null],
    [undefined, null],
    [{}, null],
    ['', null],
  ])('credits: the balance %j reads as %j', (balance, text) => {
    expect(snapshotOf({ credits: { has_credits: true, balance } }).credits?.balance).toBe(text);
  });

  test.each([
    [
      'the given percent',
      { used_percent: 40, remaining_percent: 10, limit: 9, used: 9 },
      40,
      10,
      false,
    ],
    [
      '100 minus the remaining percent',
      { remaining_percent: 30, limit: 9, used: 1 },
      70,
      30,
      false,
    ],
    ['used over limit', { limit: '500', used: '125' }, 25, 75, false],
    ['nothing, when the limit is 0', { limit: 0, used: 5 }, null, null, false],
    ['nothing, when only the limit is known', { limit: '500' }, null, null, false],
    ['reached, when everything is used', { limit: 5, used: 6 }, 120, 0, true],
  ])('spendLimit: the percent is %s', (_name, individual_limit, used, remaining, reached) => {
    const { spendLimit } = snapshotOf({ spend_control: { reached: false, individual_limit } });
    expect(spendLimit).toMatchObject({
      usedPercent: used,
      remainingPercent: remaining,
      reached,
    });
  });

  test('spendLimit: the next holder is used whole, when the first cannot be read', () => {
    const snapshot = snapshotOf({
      individual_limit: 'x',
      rate_limit: { individual_limit: {} },
      spend_control: { individual_limit: { limit: 300 } },
    });
    expect(snapshot.spendLimit).toMatchObject({ limit: '300', used: null });
    expect(snapshot.confidence).toBe('partial');
  });

  test('spendLimit: exists without amounts, when the service says that it is reached', () => {
    const { spendLimit } = snapshotOf({ spend_control: { reached: true } });
    expect(spendLimit).toMatchObject({ limit: null, usedPercent: null, reached: true });
  });

  const limitOf = (used_percent: number, limit_window_seconds = 18_000) => ({
    primary_window: { used_percent, limit_window_seconds },
  });

  test('model limits: one entry an id, the fuller row of a kind, when an id comes twice', () => {
    const { additional } = snapshotOf({
      additional_rate_limits: [
        { limit_name: 'A', metered_feature: 'a', rate_limit: limitOf(10) },
        { limit_name: 'B', metered_feature: 'a', rate_limit: limitOf(20) },
        { limit_name: 'C', metered_feature: 'a', rate_limit: limitOf(5, 604_800) },
      ],
    });
    const rows = additional.map(({ id, name, windows }) => [
      id,
      name,
      windows.map((window) => window.usedPercent),
    ]);
    expect(rows).toEqual([['a', 'A', [20, 5]]]);
  });

  test('model limits: the name stands in for the id, and the id for the name', () => {
    const { additional } = snapshotOf({
      additional_rate_limits: [
        { limit_name: 'A', rate_limit: limitOf(1) },
        { metered_feature: '__proto__', rate_limit: limitOf(2) },
      ],
    });
    expect(additional.map(({ id, name }) => [id, name])).toEqual([
      ['A', 'A'],
      ['__proto__', '__proto__'],
    ]);
  });

  test('model limits: an entry called codex yields to the main limit', () => {
    const entry = { metered_feature: 'codex', rate_limit: limitOf(90) };
    const body = { rate_limit: limitOf(1), additional_rate_limits: [entry] };
    expect(snapshotOf(body)).toMatchObject({ windows: [{ usedPercent: 1 }], additional: [] });
  });

  test('texts: lose control and bidi characters and stop at 200 characters', () => {
    const plan_type = `a\u202Eb\u0000c\uD800${'x'.repeat(500)}`;
    const raw = snapshotOf({ plan_type }).plan?.raw ?? '';
    expect(raw.startsWith('abcx')).toBe(true);
    expect(raw.length).toBe(200);
  });

  test.each([
    ['the answer', { plan_type: 'pro', email: 'a@example.invalid' }, 'pro', 'a@example.invalid'],
    ['the id token', { plan_type: null }, 'plus', 'fake.person@example.invalid'],
    ['the id token', { plan_type: 7, email: [] }, 'plus', 'fake.person@example.invalid'],
  ])('plan and e-mail: come from %s', (_name, body, plan, email) => {
    const result = parse(body, exampleIdToken);
    expect(result).toMatchObject({ value: { plan: { raw: plan }, email } });
  });
});
