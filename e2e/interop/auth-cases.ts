// Documents that break one rule of Codex each, and documents that are odd but fine.
// Made from the sampled files; what Codex makes of them is asked of the program, not of this list.
// Source of the rules: reliability.md §1 and codex-protocol.md §1 and §3.

import { readFileSync } from 'node:fs';

/** A name that reads on from "given", and the bytes of the file. */
export type AuthCase = readonly [name: string, content: string | Uint8Array];

type Json = Readonly<Record<string, unknown>>;

const AUTH = 'https://api.openai.com/auth';
const PROFILE = 'https://api.openai.com/profile';

const SAMPLES = new URL('../../main/core/samples/auth/', import.meta.url);
export const sampleText = (name: string): string =>
  readFileSync(new URL(`${name}.json`, SAMPLES), 'utf8');

const good = sampleText('chatgpt');
const sample = (name: string): Json => JSON.parse(sampleText(name));
const chatgpt = sample('chatgpt');
const tokens = Object(chatgpt.tokens);
const agent = Object(sample('agent-identity-record').agent_identity);
const keys = Object(sample('bedrock-access-keys').bedrock_access_keys);

/** `undefined` leaves a key out. */
const file = (change: Json, base: Json = chatgpt): string =>
  JSON.stringify({ ...base, ...change }, null, 2);
const withTokens = (change: Json): string => file({ tokens: { ...tokens, ...change } });
const withAgent = (change: Json): string =>
  file({ agent_identity: { ...agent, ...change } }, sample('agent-identity-record'));

const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
const jwt = (payload: string): string => `${encode('{"alg":"none"}')}.${payload}.${encode('FAKE')}`;
const withClaims = (claims: unknown): string =>
  withTokens({ id_token: jwt(encode(JSON.stringify(claims))) });
const withAuthClaim = (claim: Json): string => withClaims({ [AUTH]: claim });
const withPayload = (payload: string): string => withTokens({ id_token: jwt(payload) });
const withTime = (time: unknown): string => file({ last_refresh: time });
const replaced = (from: string, to: string): string => good.replace(from, to);

export const acceptedCases: readonly AuthCase[] = [
  ['an empty object', '{}'],
  ['no mode', file({ auth_mode: undefined })],
  ['a null mode', file({ auth_mode: null })],
  ['no API key field', file({ OPENAI_API_KEY: undefined })],
  ['an API key beside tokens', file({ OPENAI_API_KEY: 'sk-FAKE' })],
  ['null tokens', file({ tokens: null })],
  ['no refresh time', file({ last_refresh: undefined })],
  ['a null refresh time', withTime(null)],
  ['a refresh time with an offset', withTime('2026-11-20T09:39:10+01:30')],
  ['a refresh time with a blank', withTime('2026-11-20 08:09:10Z')],
  ['a refresh time in small letters', withTime('2026-11-20t08:09:10z')],
  ['a leap second', withTime('2026-11-20T08:09:60Z')],
  [
    'a refresh time with 20 digits of a second',
    withTime('2026-11-20T08:09:10.12345678901234567890Z'),
  ],
  ['an opaque access token', withTokens({ access_token: 'at-FAKE' })],
  ['an empty access token', withTokens({ access_token: '' })],
  ['an empty refresh token', withTokens({ refresh_token: '' })],
  ['no account', withTokens({ account_id: undefined })],
  ['a null account', withTokens({ account_id: null })],
  ['an empty account', withTokens({ account_id: '' })],
  ['no owner', withTokens({ login_owner_id: undefined })],
  ['a null owner', withTokens({ login_owner_id: null })],
  ['null provenance', withTokens({ oauth_provenance: null })],
  ['unknown fields', file({ plimsoll: { a: [1, 2.5e300] }, tokens: { ...tokens, extra: [] } })],
  ['an unknown field twice', replaced('{', '{"x":1,"x":2,')],
  ['other key order', JSON.stringify(Object.fromEntries(Object.entries(chatgpt).reverse()))],
  ['one line', JSON.stringify(chatgpt)],
  ['CRLF and tabs', good.replaceAll('\n', '\r\n\t')],
  ['white space around', `\n \t${good}\r\n`],
  ['an escaped key', replaced('"tokens"', '"\\u0074okens"')],
  ['escapes in a value', withTokens({ login_owner_id: 'é"\\/\n\u{1f511}' })],
  ['no claims', withClaims({})],
  ['claims of unknown names', withClaims({ email: 'a@example.invalid', exp: 'x', iss: 5 })],
  ['a null e-mail claim', withClaims({ email: null })],
  ['a null claim of OpenAI', withClaims({ [AUTH]: null, [PROFILE]: null })],
  ['an empty claim of OpenAI', withAuthClaim({})],
  ['an unknown plan', withAuthClaim({ chatgpt_plan_type: 'quantum' })],
  [
    'null plan, user and account claims',
    withAuthClaim({
      chatgpt_plan_type: null,
      chatgpt_user_id: null,
      user_id: null,
      chatgpt_account_id: null,
    }),
  ],
  ['an id token with odd outer parts', withTokens({ id_token: `!.${encode('{}')}.?` })],
  ['an id token of four parts', withTokens({ id_token: `e30.${encode('{}')}.e30.e30` })],
  ['a mode that no file has', file({ auth_mode: 'headers' })],
  [
    'both Bedrock kinds',
    file({ bedrock_access_keys: keys, bedrock_api_key: { api_key: 'k', region: 'r' } }),
  ],
  ['Bedrock keys without session', file({ bedrock_access_keys: { ...keys, session_token: null } })],
];

export const refusedCases: readonly AuthCase[] = [
  ['nothing', ''],
  ['white space only', ' \n'],
  ['half a file', good.slice(0, good.length / 2)],
  ['a file without its last brace', good.slice(0, -1)],
  ['a byte order mark', `\uFEFF${good}`],
  ['a NUL at the end', `${good}\0`],
  ['NULs only', '\0'.repeat(64)],
  ['a second document', `${good}{}`],
  ['a trailing comma', `${good.slice(0, -1)},}`],
  ['a comment', `// mine\n${good}`],
  ['single quotes', "{'auth_mode':'chatgpt'}"],
  ['UTF-16', Buffer.from(good, 'utf16le')],
  ['Latin-1', Buffer.from(file({ OPENAI_API_KEY: 'é' }), 'latin1')],
  ['a control character in a text', replaced('"rt_', '"\u0001rt_')],
  ['a list', '[]'],
  ['a null document', 'null'],
  ['a text', '"chatgpt"'],
  ['a known key twice', replaced('{', '{"auth_mode":"chatgpt",')],
  ['a known key twice, once escaped', replaced('{', '{"auth\\u005fmode":"chatgpt",')],
  ['a token twice', replaced('"access_token"', '"access_token":"x","access_token"')],
  ['an unknown mode', file({ auth_mode: 'future' })],
  ['a mode in other case', file({ auth_mode: 'ChatGPT' })],
  ['an empty mode', file({ auth_mode: '' })],
  ['a mode that is a number', file({ auth_mode: 1 })],
  ['an API key that is a number', file({ OPENAI_API_KEY: 5 })],
  ['tokens as a list', file({ tokens: [] })],
  ['tokens as text', file({ tokens: 'x' })],
  ['empty tokens', file({ tokens: {} })],
  ['no access token', withTokens({ access_token: undefined })],
  ['a null access token', withTokens({ access_token: null })],
  ['an access token as number', withTokens({ access_token: 7 })],
  ['no refresh token', withTokens({ refresh_token: undefined })],
  ['a null refresh token', withTokens({ refresh_token: null })],
  ['a refresh token as list', withTokens({ refresh_token: ['rt'] })],
  ['half a pair in a token', replaced('"rt_', '"\\ud800rt_')],
  ['no id token', withTokens({ id_token: undefined })],
  ['a null id token', withTokens({ id_token: null })],
  ['an empty id token', withTokens({ id_token: '' })],
  ['an opaque id token', withTokens({ id_token: 'opaque' })],
  ['an id token as object', withTokens({ id_token: { email: 'a@example.invalid' } })],
  ['an id token of two parts', withTokens({ id_token: `e30.${encode('{}')}` })],
  ['an id token without signature', withTokens({ id_token: `e30.${encode('{}')}.` })],
  ['an id token without header', withTokens({ id_token: `.${encode('{}')}.e30` })],
  ['a padded payload', withPayload('e30=')],
  ['a payload in plain base64', withPayload(Buffer.from('{"x":"ÿ>?~"}').toString('base64'))],
  ['a payload with spare bits', withPayload('e31')],
  ['a claim that is no UTF-8', withPayload(encode(Buffer.from('{"email":"é"}', 'latin1')))],
  ['a payload that is text', withClaims('x')],
  ['a payload that is null', withClaims(null)],
  ['an e-mail claim as number', withClaims({ email: 5 })],
  ['a profile claim as text', withClaims({ [PROFILE]: 'x' })],
  ['a profile e-mail as number', withClaims({ [PROFILE]: { email: 5 } })],
  ['an OpenAI claim as list', withClaims({ [AUTH]: 'x' })],
  ['a plan claim as number', withAuthClaim({ chatgpt_plan_type: 5 })],
  ['a user claim as number', withAuthClaim({ chatgpt_user_id: 5 })],
  ['an older user claim as number', withAuthClaim({ user_id: 5 })],
  ['an account claim as number', withAuthClaim({ chatgpt_account_id: 5 })],
  ['a FedRAMP claim as text', withAuthClaim({ chatgpt_account_is_fedramp: 'yes' })],
  ['a null FedRAMP claim', withAuthClaim({ chatgpt_account_is_fedramp: null })],
  ['a claim twice', withPayload(encode('{"email":"a","email":"b"}'))],
  ['provenance as text', withTokens({ oauth_provenance: 'x' })],
  ['provenance without client', withTokens({ oauth_provenance: { issuer: 'x' } })],
  [
    'provenance with a null issuer',
    withTokens({ oauth_provenance: { issuer: null, client_id: 'x' } }),
  ],
  ['an owner as number', withTokens({ login_owner_id: 5 })],
  ['an account as number', withTokens({ account_id: 5 })],
  ['an empty refresh time', withTime('')],
  ['a refresh time without zone', withTime('2026-11-20T08:00:00')],
  ['a date', withTime('2026-11-20')],
  ['30 February', withTime('2026-02-30T08:00:00Z')],
  ['hour 24', withTime('2026-11-20T24:00:00Z')],
  ['a refresh time without seconds', withTime('2026-11-20T08:00Z')],
  ['a refresh time as number', withTime(1_795_161_600)],
  ['an agent as number', withAgent({}).replace(/\{\s*"agent_runtime_id[^}]*\}/, '5')],
  ['an agent without key', withAgent({ agent_private_key: undefined })],
  ['an agent without FedRAMP', withAgent({ chatgpt_account_is_fedramp: undefined })],
  ['an agent with a null plan', withAgent({ plan_type: null })],
  ['an agent with a numeric task', withAgent({ task_id: 1 })],
  ['half a pair in an unknown field of an agent', withAgent({ x: '\ud800' })],
  ['a personal token as object', file({ personal_access_token: {} })],
  ['Bedrock as text', file({ bedrock_api_key: 'x' })],
  ['Bedrock without region', file({ bedrock_api_key: { api_key: 'x' } })],
  ['Bedrock keys without secret', file({ bedrock_access_keys: { access_key_id: 'x' } })],
];

/** What Codex takes and nobody writes: here we refuse, which costs no more than an exchange. */
export const stricterCases: readonly AuthCase[] = [
  ['an unknown field 200 lists deep', file({ x: JSON.parse('['.repeat(200) + ']'.repeat(200)) })],
  [
    'tokens as a list of their values',
    file({ tokens: [tokens.id_token, 'at', 'rt', null, null, null] }),
  ],
  ['provenance as a list', withTokens({ oauth_provenance: ['https://x.invalid', 'y'] })],
  ['an OpenAI claim as a list', withAuthClaim(Object([null, null, null, null, false]))],
  ['a mode as an object', file({ auth_mode: { chatgpt: null } })],
  ['an unknown claim that is no UTF-8', withPayload(encode(Buffer.from('{"x":"é"}', 'latin1')))],
  ['an offset without colon', withTime('2026-11-20T08:09:10+0130')],
  ['UTC in letters', withTime('2026-11-20 08:09:10 UTC')],
  ['a month of one digit', withTime('2026-1-20T08:09:10Z')],
  ['a year of five digits', withTime('+12026-11-20T08:09:10Z')],
];
