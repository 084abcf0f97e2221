import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codexRefusal, readInstant } from './codex-rules.ts';

const samples = new URL('./samples/auth/', import.meta.url);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown): string => `e30.${encode(claims)}.c2ln`;

const tokens = { id_token: jwt({}), access_token: 'at', refresh_token: 'rt', account_id: 'acct' };
const agent = {
  agent_runtime_id: 'a',
  agent_private_key: 'k',
  account_id: 'acct',
  chatgpt_user_id: 'u',
  plan_type: 'pro',
  chatgpt_account_is_fedramp: false,
};
const withTokens = (change: object): string => JSON.stringify({ tokens: { ...tokens, ...change } });
const without = (key: keyof typeof tokens): string => withTokens({ [key]: undefined });
const withId = (claims: unknown): string => withTokens({ id_token: jwt(claims) });
const good = withTokens({});

test.each(readdirSync(samples))('codexRefusal: agrees with Codex about the sample %s', (name) => {
  const refusal = codexRefusal(readFileSync(new URL(name, samples), 'utf8'));
  if (name.startsWith('invalid-')) expect(refusal).toContain('auth_mode');
  else expect(refusal).toBeNull();
});

const accepted: [string, string][] = [
  ['an empty object', '{}'],
  ['every optional field null', '{"auth_mode":null,"tokens":null,"last_refresh":null}'],
  ['white space at the end', `${good}\r\n \t`],
  ['unknown fields, also twice', `{"x":1,"x":{"tokens":[]},${good.slice(1)}`],
  ['an unknown field with half a pair', '{"x":"\\ud800"}'],
  ['an unknown number out of range', '{"x":1e999}'],
  ['an empty refresh token', withTokens({ refresh_token: '' })],
  ['no account', without('account_id')],
  ['no provenance, said by null', withTokens({ oauth_provenance: null })],
  ['an agent identity as text', '{"agent_identity":"e30.e30.c2ln"}'],
  ['an id token with more than three parts', withTokens({ id_token: 'e30.e30.c2ln.e30' })],
  ['an agent without e-mail', JSON.stringify({ agent_identity: { ...agent, email: null } })],
  ['a mode that no file has', '{"auth_mode":"headers"}'],
  ['__proto__ as an unknown field', '{"__proto__":{"tokens":5}}'],
];

test.each(accepted)('codexRefusal: is null, given %s', (_, text) => {
  expect(codexRefusal(text)).toBeNull();
});

const refused: [string, string, string][] = [
  ['a byte order mark', `\uFEFF${good}`, 'byte order mark'],
  ['nothing', '', 'empty'],
  ['half a document', good.slice(0, 40), 'invalid JSON'],
  ['NUL bytes', `${good}\0`, 'invalid JSON'],
  ['trailing bytes', `${good}}`, 'invalid JSON'],
  ['half a pair as it stands', '{"x":"\ud800"}', 'not UTF-8'],
  ['a list', '[]', 'document: expected object'],
  ['a known key twice', '{"auth_mode":null,"auth_mode":null}', 'auth_mode: duplicate'],
  ['an escaped key twice', '{"tokens":null,"token\\u0073":null}', 'tokens: duplicate'],
  [
    'a token twice',
    good.replace('{"id', '{"access_token":"x","id'),
    'tokens.access_token: duplicate',
  ],
  ['half a pair in a key', '{"\\udc00":1}', 'document: lone surrogate'],
  ['half a pair in a token', '{"OPENAI_API_KEY":"\\ud800"}', 'OPENAI_API_KEY: lone surrogate'],
  ['an unknown mode', '{"auth_mode":"future"}', 'auth_mode: expected'],
  ['a mode in other case', '{"auth_mode":"ChatGPT"}', 'auth_mode: expected'],
  ['a mode that is a number', '{"auth_mode":1}', 'auth_mode: expected string'],
  ['a key that is a number', '{"OPENAI_API_KEY":1}', 'OPENAI_API_KEY: expected string'],
  ['tokens as a list', '{"tokens":[]}', 'tokens: expected object'],
  ['camelCase tokens', '{"tokens":{"accessToken":"at"}}', 'tokens.id_token: missing'],
  ['no id token', without('id_token'), 'tokens.id_token: missing'],
  ['no access token', without('access_token'), 'tokens.access_token: missing'],
  ['no refresh token', without('refresh_token'), 'tokens.refresh_token: missing'],
  ['a null id token', withTokens({ id_token: null }), 'tokens.id_token: expected string'],
  ['a null access token', withTokens({ access_token: null }), 'tokens.access_token: expected'],
  ['a null refresh token', withTokens({ refresh_token: null }), 'tokens.refresh_token: expected'],
  ['an access token as number', withTokens({ access_token: 7 }), 'tokens.access_token: expected'],
  ['an account as number', withTokens({ account_id: 7 }), 'tokens.account_id: expected string'],
  ['an owner as number', withTokens({ login_owner_id: 7 }), 'tokens.login_owner_id: expected'],
  ['an id token as object', withTokens({ id_token: {} }), 'tokens.id_token: expected string'],
  ['an opaque id token', withTokens({ id_token: 'opaque' }), 'tokens.id_token: expected a JWT'],
  ['no signature', withTokens({ id_token: 'e30.e30.' }), 'tokens.id_token: expected a JWT'],
  [
    'a padded payload',
    withTokens({ id_token: 'e30.e30=.c2ln' }),
    'tokens.id_token: expected a JWT',
  ],
  ['a payload that is text', withId('x'), 'tokens.id_token: expected a JWT'],
  ['an e-mail claim as number', withId({ email: 5 }), 'tokens.id_token.email: expected string'],
  [
    'a null FedRAMP claim',
    withId({ 'https://api.openai.com/auth': { chatgpt_account_is_fedramp: null } }),
    'chatgpt_account_is_fedramp: expected true or false',
  ],
  [
    'provenance as text',
    withTokens({ oauth_provenance: 'x' }),
    'tokens.oauth_provenance: expected',
  ],
  [
    'provenance without client',
    withTokens({ oauth_provenance: { issuer: 'x' } }),
    'tokens.oauth_provenance.client_id: missing',
  ],
  ['no refresh time in the text', '{"last_refresh":""}', 'last_refresh: expected RFC 3339'],
  ['a time without zone', '{"last_refresh":"2026-11-20T08:00:00"}', 'last_refresh: expected'],
  ['a time as number', '{"last_refresh":1795161600}', 'last_refresh: expected string'],
  ['an agent as list', '{"agent_identity":[]}', 'agent_identity: expected object'],
  ['an agent with no field', '{"agent_identity":{}}', 'agent_identity.agent_runtime_id: missing'],
  [
    'an agent with a number',
    JSON.stringify({ agent_identity: { ...agent, task_id: 1 } }),
    'agent_identity.task_id: expected string',
  ],
  [
    'an agent with half a pair in an unknown field',
    JSON.stringify({ agent_identity: { ...agent, x: [{ y: '\ud800' }] } }),
    'agent_identity: lone surrogate',
  ],
  ['a personal token as object', '{"personal_access_token":{}}', 'personal_access_token: expected'],
  ['Bedrock as text', '{"bedrock_api_key":"x"}', 'bedrock_api_key: expected object'],
  [
    'Bedrock without region',
    '{"bedrock_api_key":{"api_key":"x"}}',
    'bedrock_api_key.region: missing',
  ],
  [
    'Bedrock without secret',
    '{"bedrock_access_keys":{"access_key_id":"x"}}',
    'bedrock_access_keys.secret_access_key: missing',
  ],
];

test.each(refused)('codexRefusal: names the field, given %s', (_, text, issue) => {
  expect(codexRefusal(text)).toContain(issue);
});

const SECRET = 'MARKED-0123456789';

test('codexRefusal: never says what the field holds', () => {
  const texts = [
    `{"auth_mode":"${SECRET}"}`,
    `{"last_refresh":"${SECRET}"}`,
    withTokens({ id_token: SECRET }),
    `{"tokens":"${SECRET}"}`,
    `{"tokens":{"access_token":"${SECRET}`,
  ];
  for (const text of texts) expect(codexRefusal(text)).not.toContain('MARKED');
});

const instants: [string, number | null][] = [
  ['2026-11-20T08:00:00Z', 1_795_161_600_000],
  ['2026-11-20T08:00:00.999999999Z', 1_795_161_600_000],
  ['2026-11-20 09:30:00+01:30', 1_795_161_600_000],
  ['2026-11-20t07:59:60z', 1_795_161_599_000],
  ['2026-02-30T08:00:00Z', null],
  ['2026-13-01T08:00:00Z', null],
  ['2026-11-20T24:00:00Z', null],
  ['2026-11-20T08:00:00', null],
  ['2026-11-20T08:00Z', null],
  ['2026-11-20T08:00:00.Z', null],
  ['2026-11-20', null],
  ['', null],
];

test.each(instants)(
  'readInstant: reads RFC 3339 with a zone and nothing else, given "%s"',
  (text, atMs) => {
    expect(readInstant(text)).toBe(atMs);
  },
);
