import { describe, expect, test } from 'vitest';
import { exampleAccount as account, exampleFailures, exampleSnapshot } from './example-states.ts';
import { exampleTakenAtMs as nowMs } from './examples.ts';
import { type Failure, reasonOf, remedyOf } from './failure.ts';
import { NO_READING, type Reading } from './reading.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { presentFailure, presentStatus, type StatusInput } from './status.ts';
import { HOUR_MS } from './time.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const snapshot = exampleSnapshot;
const fresh: Reading = { kind: 'fresh', snapshot, account };

/** What goes to standard output, read again as a script reads it. */
function statusOf(reading: Reading, fields: Partial<StatusInput> = {}, atMs = nowMs) {
  const input: StatusInput = {
    reading,
    account,
    accountName: 'default',
    codexHome: '/home/a/.codex',
    recovery: [],
    warning: null,
    verdict: 'A sentence.',
    ...fields,
  };
  return JSON.parse(JSON.stringify(presentStatus(input, { words, nowMs: atMs })));
}

function statusWith(fields: Partial<UsageSnapshot>, atMs = nowMs) {
  return statusOf({ kind: 'fresh', account, snapshot: { ...snapshot, ...fields } }, {}, atMs);
}

/** Source: contract.md §4, key by key and in its order. */
const KEYS = [
  'schema',
  'status',
  'source',
  'takenAt',
  'confidence',
  'account',
  'plan',
  'windows',
  'additional',
  'codeReview',
  'credits',
  'spendLimit',
  'resetCredits',
  'bindingWindow',
  'usableAgainAt',
  'verdict',
  'recovery',
  'warning',
  'failure',
];

test('presentStatus: is the object of the contract, when numbers are fresh', () => {
  expect(statusOf(fresh)).toEqual({
    schema: 1,
    status: 'ok',
    source: 'live',
    takenAt: '2026-11-22T12:00:00Z',
    confidence: 'exact',
    account: {
      name: 'default',
      id: '00000000-0000-4000-8000-00000000000a',
      email: 'fake.person@example.invalid',
      codexHome: '/home/a/.codex',
    },
    plan: { raw: 'plus', label: 'Plus' },
    windows: [
      {
        kind: 'session',
        label: '5-hour',
        usedPercent: 22,
        windowSeconds: 18_000,
        resetsAt: '2026-11-22T14:00:00Z',
        depleted: false,
        resetElapsed: false,
        pace: { expectedPercent: 60, runsOutAt: null },
      },
      {
        kind: 'weekly',
        label: 'Weekly',
        usedPercent: 43,
        windowSeconds: 604_800,
        resetsAt: '2026-11-25T23:20:00Z',
        depleted: false,
        resetElapsed: false,
        pace: { expectedPercent: 50.4, runsOutAt: null },
      },
    ],
    additional: [
      {
        id: 'codex_bengalfox',
        name: 'GPT-5.3-Codex-Spark',
        windows: [expect.objectContaining({ kind: 'weekly', usedPercent: 5 })],
      },
    ],
    codeReview: null,
    credits: { balance: '17.25', hasCredits: true, unlimited: false },
    spendLimit: null,
    resetCredits: { available: 2, expiries: [] },
    bindingWindow: 'weekly',
    usableAgainAt: null,
    verdict: 'A sentence.',
    recovery: [],
    warning: null,
    failure: null,
  });
});

test.each<[string, Reading]>([
  ['there is nothing at all', NO_READING],
  ['the poll failed without numbers', { kind: 'failed', failure: { kind: 'offline' } }],
  ['numbers are saved', { kind: 'saved', snapshot, account }],
  ['numbers are old', { kind: 'stale', snapshot, account, failure: { kind: 'offline' } }],
  ['numbers are fresh', fresh],
])('presentStatus: leaves no key out, when %s', (_name, reading) => {
  expect(Object.keys(statusOf(reading))).toEqual(KEYS);
});

test.each<[string, Reading, readonly [string, string | null, string | null]]>([
  ['fresh', fresh, ['ok', 'live', null]],
  ['saved', { kind: 'saved', snapshot, account }, ['ok', 'cache', null]],
  [
    'stale',
    { kind: 'stale', snapshot, account, failure: { kind: 'timeout' } },
    ['failed', 'cache', 'timeout'],
  ],
  ['failed', { kind: 'failed', failure: { kind: 'busy' } }, ['failed', null, 'busy']],
  [
    'without any limit',
    {
      kind: 'fresh',
      account,
      snapshot: { ...snapshot, windows: [], additional: [], credits: null },
    },
    ['no-limits', 'live', null],
  ],
])('presentStatus: says status and source, when the reading is %s', (_name, reading, expected) => {
  const { status, source, failure } = statusOf(reading);
  expect([status, source, failure?.kind ?? null]).toEqual(expected);
});

test('presentStatus: unknown is null, never 0 and never left out', () => {
  const [first] = snapshot.windows;
  if (first === undefined) throw new Error('the example has windows');
  const window = { ...first, usedPercent: null, resetsAtMs: null };
  const status = statusWith({ windows: [window], plan: null, credits: null, resetCredits: null });
  expect(status).toMatchObject({ plan: null, credits: null, resetCredits: null });
  expect(status.bindingWindow).toBeNull();
  expect(status.windows[0]).toMatchObject({
    usedPercent: null,
    resetsAt: null,
    pace: { expectedPercent: null, runsOutAt: null },
  });
});

test('presentStatus: has code review, spend limit and expiries in the contract’s shape', () => {
  const status = statusWith({
    codeReview: snapshot.windows,
    spendLimit: {
      limit: '500',
      used: '500',
      remaining: '0',
      usedPercent: 100,
      remainingPercent: 0,
      resetsAtMs: nowMs + HOUR_MS,
      reached: true,
    },
    resetCredits: { available: 1, expiriesMs: [nowMs + HOUR_MS] },
  });
  expect(status.codeReview.windows).toHaveLength(2);
  expect(status.spendLimit).toEqual({
    limit: '500',
    used: '500',
    remaining: '0',
    usedPercent: 100,
    remainingPercent: 0,
    resetsAt: '2026-11-22T13:00:00Z',
  });
  expect(status.resetCredits).toEqual({ available: 1, expiries: ['2026-11-22T13:00:00Z'] });
  expect(status.bindingWindow).toBe('spendLimit');
  expect(status.usableAgainAt).toBe('2026-11-22T13:00:00Z');
});

test('presentStatus: says that a reset has passed', () => {
  const status = statusWith({}, nowMs + 2 * HOUR_MS);
  expect(status.windows[0]).toMatchObject({ resetElapsed: true, usedPercent: 22 });
});

test('presentStatus: tells what recovery did and what is left to warn of', () => {
  const status = statusOf(fresh, {
    recovery: [{ atMs: nowMs - 2_000, step: 'reload', outcome: 'unchanged' }],
    warning: { kind: 'refreshed-tokens-not-saved' },
  });
  expect(status.recovery).toEqual([
    { at: '2026-11-22T11:59:58Z', step: 'reload', outcome: 'unchanged' },
  ]);
  expect(status.warning).toEqual({
    kind: 'refreshed-tokens-not-saved',
    message: words.warnings['refreshed-tokens-not-saved'],
  });
});

describe('presentFailure', () => {
  test.each(exampleFailures.map((failure) => [JSON.stringify(failure), failure] as const))(
    'has exactly the contract’s keys: %s',
    (_name, failure) => {
      const { title, text } = words.describeFailure(failure, nowMs);
      const retryAtMs = failure.kind === 'rate-limited' ? failure.retryAtMs : null;
      expect(presentFailure(failure, { words, nowMs })).toEqual({
        kind: failure.kind,
        remedy: remedyOf(failure.kind),
        reason: reasonOf(failure),
        message: `${title}. ${text}`,
        retryAt: retryAtMs === null ? null : '2026-11-22T12:17:00Z',
      });
    },
  );

  test('never shows a bare status or issue as a key', () => {
    const failure: Failure = { kind: 'server-error', status: 503 };
    expect(presentFailure(failure, { words, nowMs })).not.toHaveProperty('status');
  });
});
