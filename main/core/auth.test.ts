import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type AuthFile,
  claimsOf,
  isGoodIdToken,
  needsRefresh,
  parseAuthFile,
  sameAccount,
  sameTokens,
} from './auth.ts';
import type { Failure } from './failure.ts';
import { Secret } from './secret.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from './time.ts';

const AUTH = 'https://api.openai.com/auth';
const jwt = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

const idToken = jwt({ email: 'dev@example.test', [AUTH]: { chatgpt_user_id: 'user-1' } });
const tokens = { id_token: idToken, access_token: 'at', refresh_token: 'rt', account_id: 'acct' };
const good = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens };

const textOf = (change: object): string => JSON.stringify({ ...good, ...change });
const withTokens = (change: object): string => textOf({ tokens: { ...tokens, ...change } });

function read(text: string): AuthFile {
  const parsed = parseAuthFile(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure));
  return parsed.value;
}

function failureOf(text: string): Failure | 'read' {
  const parsed = parseAuthFile(text);
  return parsed.ok ? 'read' : parsed.failure;
}

/** `ok`, or why nothing may be exchanged. */
function exchange(text: string): string {
  const { mayExchange } = read(text);
  return mayExchange.ok ? 'ok' : `${mayExchange.why}: ${mayExchange.issue}`;
}

// ---- The samples and the cases.

const samples = new URL('./samples/', import.meta.url);
const sample = (name: string): string =>
  readFileSync(new URL(`auth/${name}.json`, samples), 'utf8');

const readable: Record<string, string> = {
  chatgpt: 'ok',
  'chatgpt-access-token-expired': 'ok',
  'chatgpt-fedramp-enterprise': 'ok',
  'chatgpt-legacy-no-auth-mode': 'ok',
  'chatgpt-oauth-provenance': 'ok',
  'chatgpt-older-no-owner': 'ok',
  'chatgpt-opaque-access-token': 'ok',
  'chatgpt-unknown-fields': 'ok',
  'chatgpt-with-api-key-too': 'ok',
  'chatgpt-auth-tokens-external': 'mode: auth_mode: read only',
  'invalid-auth-mode-from-the-future': 'mode: auth_mode: read only',
  'api-key-wins-over-tokens-no-auth-mode': 'mode: OPENAI_API_KEY: stands beside the tokens',
};

const unreadable: Record<string, Failure> = {
  'api-key': { kind: 'api-key-only' },
  'api-key-legacy-no-auth-mode': { kind: 'api-key-only' },
  'agent-identity-jwt': { kind: 'other-sign-in', reason: 'agent-identity' },
  'agent-identity-record': { kind: 'other-sign-in', reason: 'agent-identity' },
  'bedrock-access-keys': { kind: 'other-sign-in', reason: 'bedrock' },
  'bedrock-api-key': { kind: 'other-sign-in', reason: 'bedrock' },
  'personal-access-token': { kind: 'other-sign-in', reason: 'personal-access-token' },
};

test.each(Object.entries(readable))('parseAuthFile: reads the sample %s', (name, expected) => {
  expect(exchange(sample(name))).toBe(expected);
});

test.each(Object.entries(unreadable))('parseAuthFile: says what %s is', (name, expected) => {
  expect(failureOf(sample(name))).toEqual(expected);
});

test('parseAuthFile: has an expectation for every sample', () => {
  const names = readdirSync(new URL('auth/', samples)).map((name) => name.replace('.json', ''));
  expect(Object.keys({ ...readable, ...unreadable }).toSorted()).toEqual(names.toSorted());
});

test('parseAuthFile: reads plan, e-mail, account, FedRAMP and times of a whole sign-in', () => {
  expect(read(sample('chatgpt-fedramp-enterprise'))).toMatchObject({
    accountHeader: '00000000-0000-4000-8000-00000000000b',
    fedramp: true,
    email: 'fake.person@example.invalid',
    plan: 'enterprise',
    userId: 'user-FAKE0000000000000000000A',
    expiresAtMs: 4_102_444_800_000,
    lastRefreshAtMs: Date.parse('2026-11-20T08:09:10Z'),
    apiKeyBeside: false,
    mode: 'chatgpt',
  });
});

interface Case {
  readonly name: string;
  readonly input: { readonly now: number; readonly files: Record<string, unknown> };
  readonly expected: Record<string, unknown>;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('auth-cases.json', samples), 'utf8'),
);

/** The answers of a case in its own words and units. */
function answersOf(text: string, nowMs: number): Record<string, unknown> {
  const parsed = parseAuthFile(text);
  if (!parsed.ok) {
    const { kind } = parsed.failure;
    return {
      state: { 'auth-file-malformed': 'malformed', 'sign-in-required': 'no-tokens' }[
        kind as string
      ],
    };
  }
  const file = parsed.value;
  const seconds = (atMs: number | null): number | null => atMs && atMs / SECOND_MS;
  return {
    state: 'ok',
    accountId: file.accountHeader,
    email: file.email,
    canRefresh: file.mayExchange.ok,
    needsRefresh: needsRefresh(file, nowMs),
    lastRefresh: seconds(file.lastRefreshAtMs),
    accessTokenExpiresAt: seconds(file.expiresAtMs),
  };
}

test.each(cases.map((one) => [one.name, one] as const))('case: %s', (_, { input, expected }) => {
  const file = input.files['~/.codex/auth.json'];
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const answers = answersOf(text, input.now * SECOND_MS);
  const asked = Object.entries(expected).filter(([key]) => key === 'state' || key in answers);
  expect(asked.length).toBeGreaterThan(0);
  expect(answers).toMatchObject(Object.fromEntries(asked));
});

// ---- Modes: reading-rules.md 22 and 23.

const noTokens: Failure = { kind: 'sign-in-required', reason: 'no-tokens' };
const other = (reason: string): object => ({ kind: 'other-sign-in', reason });

const failures: [string, string, object][] = [
  ['nothing but braces', '{}', noTokens],
  ['tokens null', textOf({ tokens: null }), noTokens],
  ['tokens empty', textOf({ tokens: {} }), noTokens],
  ['an access token that is null', withTokens({ access_token: null }), noTokens],
  ['an access token that is empty', withTokens({ access_token: '' }), noTokens],
  ['host tokens without tokens', '{"auth_mode":"chatgptAuthTokens"}', noTokens],
  ['an unknown mode without tokens', '{"auth_mode":"future"}', other('unknown-mode')],
  ['a mode that no file has', textOf({ auth_mode: 'headers' }), other('unknown-mode')],
  ['API-key mode beside tokens', textOf({ auth_mode: 'apikey' }), { kind: 'api-key-only' }],
  ['an API key alone', '{"OPENAI_API_KEY":"sk"}', { kind: 'api-key-only' }],
  ['an empty API key alone', '{"OPENAI_API_KEY":""}', { kind: 'api-key-only' }],
  ['an API key, empty tokens', '{"OPENAI_API_KEY":"sk","tokens":{}}', { kind: 'api-key-only' }],
  ['Bedrock mode beside tokens', textOf({ auth_mode: 'bedrockApiKey' }), other('bedrock')],
  [
    'a personal token, no mode',
    textOf({ auth_mode: null, personal_access_token: 'at-1', bedrock_api_key: {} }),
    other('personal-access-token'),
  ],
  ['Bedrock, no mode', textOf({ auth_mode: undefined, bedrock_api_key: {} }), other('bedrock')],
];

test.each(failures)('parseAuthFile: knows the sign-in, given %s', (_, text, expected) => {
  expect(failureOf(text)).toEqual(expected);
});

test('parseAuthFile: says that Codex works on the key only when there is no mode', () => {
  expect(read(textOf({ OPENAI_API_KEY: 'sk' })).apiKeyBeside).toBe(false);
  expect(read(textOf({ OPENAI_API_KEY: 'sk', auth_mode: null })).apiKeyBeside).toBe(true);
});

// ---- Claims and questions.

const headers: [string, object, string | null][] = [
  ['the field first', { account_id: 'acct' }, 'acct'],
  ['then the auth claim', { id_token: jwt({ [AUTH]: { chatgpt_account_id: 'claim' } }) }, 'claim'],
  ['then the direct claim', { id_token: jwt({ chatgpt_account_id: 'direct' }) }, 'direct'],
  [
    'then the access token',
    { id_token: 'opaque', access_token: jwt({ [AUTH]: { chatgpt_account_id: 'access' } }) },
    'access',
  ],
  ['and nothing without any', { account_id: '' }, null],
];

test.each(headers)('parseAuthFile: takes the account header from %s', (_, change, expected) => {
  const file = read(withTokens({ account_id: null, ...change }));
  expect(file.accountHeader).toBe(expected);
  expect(file.mayExchange.ok).toBe(file.tokens.accountId !== null);
});

// ---- Questions about a sign-in.

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const expiring = (inMs: number): AuthFile =>
  read(withTokens({ access_token: jwt({ exp: (NOW_MS + inMs) / SECOND_MS }) }));
const refreshed = (ageMs: number): AuthFile =>
  read(textOf({ last_refresh: new Date(NOW_MS - ageMs).toISOString() }));

const due: [string, AuthFile, boolean][] = [
  ['an expiry 5 minutes away', expiring(5 * MINUTE_MS), true],
  ['an expiry a second later', expiring(5 * MINUTE_MS + SECOND_MS), false],
  ['an expiry long past', expiring(-DAY_MS), true],
  ['an opaque token of 8 days', refreshed(8 * DAY_MS), false],
  ['an opaque token a second older', refreshed(8 * DAY_MS + SECOND_MS), true],
  ['a refresh in the future', refreshed(-DAY_MS), false],
  ['neither expiry nor refresh time', read(textOf({})), false],
];

test.each(due)('needsRefresh: is decided by expiry, else by age, given %s', (_, file, expected) => {
  expect(needsRefresh(file, NOW_MS)).toBe(expected);
});

test('sameAccount: compares account and user; a user that is not named is no other', () => {
  const file = read(textOf({}));
  const otherUser = jwt({ [AUTH]: { chatgpt_user_id: 'user-2' } });
  expect(sameAccount(file, read(withTokens({ access_token: 'x' })))).toBe(true);
  expect(sameAccount(file, read(withTokens({ account_id: 'acct-2' })))).toBe(false);
  expect(sameAccount(file, read(withTokens({ id_token: otherUser })))).toBe(false);
  expect(sameAccount(file, read(withTokens({ id_token: 'opaque' })))).toBe(true);
});

test('sameTokens: compares access and refresh token by value', () => {
  const file = read(textOf({}));
  expect(sameTokens(file, read(withTokens({ id_token: 'x' })))).toBe(true);
  expect(sameTokens(file, read(withTokens({ access_token: 'x' })))).toBe(false);
  expect(sameTokens(file, read(withTokens({ refresh_token: 'x' })))).toBe(false);
  expect(sameTokens(file, read(withTokens({ refresh_token: '' })))).toBe(false);
});

test('claimsOf and isGoodIdToken: answer about a token without showing it', () => {
  expect(claimsOf(new Secret(idToken))?.userId).toBe('user-1');
  expect(claimsOf(new Secret('opaque'))).toBeNull();
  expect(isGoodIdToken(new Secret(idToken))).toBe(true);
  expect(isGoodIdToken(new Secret('opaque'))).toBe(false);
});
