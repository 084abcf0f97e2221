import { expect, test } from 'vitest';
import { AUTH_CLAIM, PROFILE_CLAIM, readClaims } from './claims.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const jwtOf = (payload: string): string => `${encode('{}')}.${encode(payload)}.c2ln`;
const jwt = (claims: unknown): string => jwtOf(JSON.stringify(claims));

test('readClaims: reads every claim that we use', () => {
  const token = jwt({
    iss: 'https://auth.openai.com',
    exp: 1_795_352_400,
    iat: 1_795_348_800,
    aud: ['https://api.openai.com/v1', 7],
    scp: ['openid', 7, 'email'],
    email: 'dev@example.test',
    [AUTH_CLAIM]: {
      chatgpt_plan_type: 'plus',
      chatgpt_account_id: 'acct-1',
      chatgpt_user_id: 'user-1',
      user_id: 'user-2',
      chatgpt_account_is_fedramp: true,
    },
  });
  expect(readClaims(token)).toEqual({
    expiresAtMs: 1_795_352_400_000,
    issuedAtMs: 1_795_348_800_000,
    issuer: 'https://auth.openai.com',
    audience: ['https://api.openai.com/v1'],
    scopes: ['openid', 'email'],
    email: 'dev@example.test',
    plan: 'plus',
    accountId: 'acct-1',
    userId: 'user-1',
    fedramp: true,
  });
});

test('readClaims: knows nothing and says so, given a token without claims', () => {
  expect(readClaims(jwt({}))).toEqual({
    expiresAtMs: null,
    issuedAtMs: null,
    issuer: null,
    audience: [],
    scopes: [],
    email: null,
    plan: null,
    accountId: null,
    userId: null,
    fedramp: false,
  });
});

const fallbacks: [string, unknown, object][] = [
  [
    'e-mail from the profile',
    { [PROFILE_CLAIM]: { email: 'p@example.test' } },
    { email: 'p@example.test' },
  ],
  ['the older user id', { [AUTH_CLAIM]: { user_id: 'user-2' } }, { userId: 'user-2' }],
  ['the direct account id', { chatgpt_account_id: 'acct-9' }, { accountId: 'acct-9' }],
  ['scopes as one text', { scope: 'openid  email' }, { scopes: ['openid', 'email'] }],
  ['one audience', { aud: 'app' }, { audience: ['app'] }],
  ['an empty e-mail as none', { email: '' }, { email: null }],
  ['claims of the wrong type as none', { email: 5, [AUTH_CLAIM]: [] }, { email: null, plan: null }],
];

test.each(fallbacks)('readClaims: takes %s', (_, claims, expected) => {
  expect(readClaims(jwt(claims))).toMatchObject(expected);
});

const expiries: [string, string, number | null][] = [
  ['a fraction', '1795352400.5', 1_795_352_400_500],
  ['the epoch', '0', 0],
  ['the last second a date can hold', '8.64e12', 8.64e15],
  ['a second later', '8640000000001', null],
  ['a negative second', '-1', null],
  ['infinity', '1e999', null],
  ['text', '"1795352400"', null],
];

test.each(expiries)('readClaims: reads the expiry, given %s', (_, exp, expected) => {
  expect(readClaims(jwtOf(`{"exp": ${exp}}`))?.expiresAtMs).toBe(expected);
});

const opaque: [string, string][] = [
  ['an opaque text', 'opaque-access'],
  ['two parts', 'aaa.bbb'],
  ['four parts', `${jwt({})}.more`],
  ['an empty signature', `${encode('{}')}.${encode('{}')}.`],
  ['a payload that is a list', jwtOf('[]')],
  ['a payload that is no JSON', jwtOf('{')],
  ['a padded payload', `e30.${Buffer.from('{"a":1} ').toString('base64')}=.c2ln`],
  ['a signature that is no base64url', `e30.e30.si g`],
];

test.each(opaque)('readClaims: is null, given %s', (_, token) => {
  expect(readClaims(token)).toBeNull();
});
