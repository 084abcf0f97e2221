// Facts about what one line of a session file says of the quota, and whose it is.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isOf,
  type PresentSignIn,
  parseSessionLimits,
  parseSessionOwner,
  type SessionOwner,
} from './session-limits.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

const AT = '2026-11-22T10:07:10.856Z';
const atMs = Date.parse(AT);
const nowMs = atMs + 4 * MINUTE_MS;
const context = { idToken: { plan: 'plus', email: 'a@example.invalid' }, nowMs };
const RESET_S = 1_795_345_630;

const primary = { used_percent: 12.5, window_minutes: 300, resets_at: RESET_S };
const secondary = { used_percent: 34, window_minutes: 10_080, resets_at: RESET_S + 82_800 };
const LIMITS = {
  limit_id: 'codex',
  limit_name: null,
  primary,
  secondary,
  credits: { has_credits: true, unlimited: false, balance: '17.25' },
  individual_limit: null,
  spend_control_reached: null,
  plan_type: null,
  rate_limit_reached_type: null,
};

function lineOf(limits: unknown, entry: object = {}, payload: object = {}): string {
  return JSON.stringify({
    timestamp: AT,
    ordinal: 12,
    type: 'event_msg',
    payload: { type: 'token_count', info: null, rate_limits: limits, ...payload },
    ...entry,
  });
}

function windowsIn(limits: unknown): unknown {
  const read = parseSessionLimits(lineOf(limits), context);
  const windows = read?.windows ?? null;
  return (
    windows?.map(({ kind, usedPercent, resetsAtMs }) => [kind, usedPercent, resetsAtMs]) ?? null
  );
}

test('parseSessionLimits: reads the main limits exactly, with what the sign-in says besides', () => {
  expect(parseSessionLimits(lineOf(LIMITS), context)).toMatchObject({
    source: 'session-log',
    takenAtMs: atMs,
    confidence: 'exact',
    plan: { raw: 'plus' },
    email: 'a@example.invalid',
    windows: [
      { kind: 'session', durationMs: 5 * HOUR_MS, usedPercent: 12.5, resetsAtMs: RESET_S * 1000 },
      { kind: 'weekly', usedPercent: 34, depleted: false },
    ],
    additional: [],
    codeReview: null,
    credits: { balance: '17.25', hasCredits: true },
    spendLimit: null,
    resetCredits: null,
  });
});

const SESSION = ['session', 12.5, RESET_S * 1000];

test.each<[string, unknown, unknown]>([
  ['no limit is named, as older releases do', { primary }, [SESSION]],
  ['the name is null', { limit_id: null, primary }, [SESSION]],
  ['one window is there', { ...LIMITS, secondary: null }, [SESSION]],
  [
    'nothing is used',
    { primary: { ...primary, used_percent: 0 } },
    [['session', 0, RESET_S * 1000]],
  ],
  [
    'all is used, and more',
    { primary: { ...primary, used_percent: 137 } },
    [['session', 137, RESET_S * 1000]],
  ],
  [
    'the percent is not there: unknown, never 0',
    { primary: { ...primary, used_percent: null } },
    [['session', null, RESET_S * 1000]],
  ],
  [
    'the reset is told in milliseconds',
    { primary: { ...primary, resets_at: RESET_S * 1000 } },
    [SESSION],
  ],
  [
    'the reset is told from then, as releases of 2025 do',
    { primary: { used_percent: 12.5, window_minutes: 300, resets_in_seconds: 60 } },
    [['session', 12.5, atMs + MINUTE_MS]],
  ],
  ['the reset is 0', { primary: { ...primary, resets_at: 0 } }, [['session', 12.5, null]]],
  [
    'the length is not there: guessed by the slot',
    { primary: { ...primary, window_minutes: null, resets_at: null } },
    [['session', 12.5, null]],
  ],
  ['there are no limits', null, null],
  ['the limits are no object', [primary], null],
  ['no window is in them', { limit_id: 'codex', primary: null, secondary: null }, null],
  ['the windows are no objects', { primary: 12.5, secondary: '34' }, null],
  ['another bucket is named', { ...LIMITS, limit_id: 'codex_bengalfox' }, null],
  ['the name is no text', { ...LIMITS, limit_id: 7 }, null],
  ['the name is spelled otherwise', { ...LIMITS, limit_id: 'Codex' }, null],
])('parseSessionLimits: when %s', (_, limits, expected) => {
  expect(windowsIn(limits)).toEqual(expected);
});

test.each<[string, string]>([
  ['is half written', lineOf(LIMITS).slice(0, -9)],
  ['is empty', ''],
  ['is no object', '["rate_limits"]'],
  ['is another event', lineOf(LIMITS, {}, { type: 'agent_message' })],
  ['is another entry', lineOf(LIMITS, { type: 'response_item' })],
  ['has no payload', JSON.stringify({ timestamp: AT, type: 'event_msg', rate_limits: LIMITS })],
  ['has no moment', lineOf(LIMITS, { timestamp: null })],
  ['has a moment that is none', lineOf(LIMITS, { timestamp: '2026-02-30T10:00:00Z' })],
  ['is older than time', lineOf(LIMITS, { timestamp: '1969-11-22T10:07:10Z' })],
  ['is of the future', lineOf(LIMITS, { timestamp: '2026-11-22T10:12:11Z' })],
])('parseSessionLimits: says nothing of a line that %s', (_, line) => {
  expect(parseSessionLimits(line, context)).toBeNull();
});

test('parseSessionLimits: bears with a clock that is a little behind', () => {
  const line = lineOf(LIMITS, { timestamp: '2026-11-22T10:12:10Z' });
  expect(parseSessionLimits(line, context)).not.toBeNull();
});

test('parseSessionLimits: never throws, and never makes numbers of anything but a whole line', () => {
  const noise = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => lineOf(value)),
  );
  fc.assert(
    fc.property(noise, (line) => {
      const read = parseSessionLimits(line, context);
      for (const window of read?.windows ?? []) {
        expect(window.usedPercent === null || window.usedPercent >= 0).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
  const whole = lineOf(LIMITS);
  for (let end = 0; end < whole.length; end += 1) {
    expect(parseSessionLimits(whole.slice(0, end), context)).toBeNull();
  }
});

function metaOf(payload: object): string {
  return JSON.stringify({ timestamp: AT, type: 'session_meta', payload: { id: 'x', ...payload } });
}

test.each<[string, string, SessionOwner | null]>([
  [
    'that tells both ids',
    metaOf({ creator_account_id: 'acct-a', creator_user_id: 'user-a' }),
    { accountId: 'acct-a', userId: 'user-a', copiesUntilMs: null },
  ],
  ['of an older release', metaOf({}), { accountId: null, userId: null, copiesUntilMs: null }],
  [
    'of a fork that copies no lines',
    metaOf({
      creator_account_id: 'acct-a',
      forked_from_id: 'y',
      forked_from_ordinal_exclusive: 29,
    }),
    { accountId: 'acct-a', userId: null, copiesUntilMs: null },
  ],
  [
    'of a fork that copies lines',
    metaOf({ forked_from_id: 'y' }),
    { accountId: null, userId: null, copiesUntilMs: atMs + 2_000 },
  ],
  ['that is another entry', lineOf(LIMITS), null],
  ['that is not whole', metaOf({}).slice(0, -1), null],
])('parseSessionOwner: reads a first line %s', (_, line, owner) => {
  expect(parseSessionOwner(line)).toEqual(owner);
});

describe('isOf', () => {
  const us: PresentSignIn = { accountId: 'acct-a', userId: 'user-a', changedAtMs: atMs };
  const owner = (fields: Partial<SessionOwner>): SessionOwner => ({
    accountId: null,
    userId: null,
    copiesUntilMs: null,
    ...fields,
  });
  const before = atMs - 1;

  test.each<[string, SessionOwner | null, number, Partial<PresentSignIn>, boolean]>([
    ['the account is ours, however old', owner({ accountId: 'acct-a' }), 0, {}, true],
    ['account and user are ours', owner({ accountId: 'acct-a', userId: 'user-a' }), 0, {}, true],
    ['the account is another', owner({ accountId: 'acct-b' }), nowMs, {}, false],
    [
      'the user is another in the same workspace',
      owner({ accountId: 'acct-a', userId: 'user-b' }),
      nowMs,
      {},
      false,
    ],
    ['only the user is told, and another', owner({ userId: 'user-b' }), nowMs, {}, false],
    ['nobody is told, and the sign-in is older', owner({}), atMs, {}, true],
    ['nobody is told, and the sign-in is newer', owner({}), before, {}, false],
    ['there is no first line, and the sign-in is older', null, atMs, {}, true],
    ['there is no first line, and the sign-in is newer', null, before, {}, false],
    [
      'nobody is told, and the age of the file neither',
      owner({}),
      nowMs,
      { changedAtMs: null },
      false,
    ],
    [
      'we have no id, and the file is newer',
      owner({ accountId: 'a' }),
      before,
      { accountId: null },
      false,
    ],
    ['it may be a copy', owner({ accountId: 'acct-a', copiesUntilMs: nowMs }), atMs, {}, false],
    ['it is after the copies', owner({ accountId: 'acct-a', copiesUntilMs: atMs }), atMs, {}, true],
  ])('when %s', (_, whose, whenMs, changes, expected) => {
    expect(isOf(whose, whenMs, { ...us, ...changes })).toBe(expected);
  });
});
