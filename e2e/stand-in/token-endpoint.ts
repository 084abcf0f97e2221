// POST /oauth/token and POST /oauth/revoke: how requests are read, and what they are answered.
// As strict as RFC 6749 on form fields; takes JSON too, as the real endpoint does.

import {
  type Answer,
  answerEmpty,
  answerError,
  answerJson,
  answerMethodNotAllowed,
  type Call,
} from './answer.ts';
import type { RefusalCode } from './family.ts';
import type { TokenStore } from './tokens.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Source: the texts are like the real ones, not the same; Codex classifies by code only. */
const REFUSALS: Readonly<Record<RefusalCode, string>> = {
  refresh_token_expired: 'Your refresh token has expired. Please sign in again.',
  refresh_token_reused: 'Your refresh token has already been used to generate a new access token.',
  refresh_token_invalidated: 'Your session has ended. Please sign in again.',
};

export interface TokenEndpointParts {
  readonly tokens: TokenStore;
  readonly clientId: string;
}

export type Fields = Readonly<Record<string, string>>;

export type ReadFields =
  | { readonly ok: true; readonly fields: Fields }
  | { readonly ok: false; readonly answer: Answer };

export function createTokenEndpoint({ tokens, clientId }: TokenEndpointParts) {
  function exchange(call: Call): Answer {
    if (call.method !== 'POST') return answerMethodNotAllowed('POST');
    if (call.query !== '') return refuse(400, 'invalid_request', 'no parameters in the address');
    const read = readFields(call);
    if (!read.ok) return read.answer;
    const { grant_type, client_id, refresh_token } = read.fields;
    if (grant_type === undefined) return refuse(400, 'invalid_request', 'grant_type is missing');
    if (grant_type !== 'refresh_token') {
      return refuse(400, 'unsupported_grant_type', 'only refresh_token is supported');
    }
    if (client_id !== clientId) return refuse(401, 'invalid_client', 'unknown client_id');
    if (refresh_token === undefined || refresh_token === '') {
      return refuse(400, 'invalid_request', 'refresh_token is missing');
    }
    const exchanged = tokens.exchange(refresh_token);
    if (!exchanged.ok) return refuse(401, exchanged.code, REFUSALS[exchanged.code]);
    return answerJson(200, exchanged.grant, { 'cache-control': 'no-store' });
  }

  function revoke(call: Call): Answer {
    if (call.method !== 'POST') return answerMethodNotAllowed('POST');
    if (mediaType(call) !== JSON_TYPE) return refuse(415, 'invalid_request', 'JSON only');
    const read = readFields(call);
    if (!read.ok) return read.answer;
    const { token, client_id } = read.fields;
    if (client_id !== clientId) return refuse(401, 'invalid_client', 'unknown client_id');
    if (token === undefined) return refuse(400, 'invalid_request', 'token is missing');
    // Why: RFC 7009: a token the server does not know is answered with success.
    if (tokens.isRefreshToken(token)) tokens.revokeFamily(token);
    return answerEmpty(200);
  }

  return { exchange, revoke };
}

function refuse(status: number, code: string, message: string): Answer {
  return answerError(status, { code, message });
}

/** The body's fields by its content type; an unknown field is fine, a doubled one is not. */
export function readFields(call: Call): ReadFields {
  const type = mediaType(call);
  if (type === FORM) return readForm(call.body.toString('utf8'));
  if (type === JSON_TYPE) return readJson(call.body.toString('utf8'));
  return refused(415, 'unsupported content type');
}

/** The content type without its charset, which must be UTF-8 if given; else null. */
function mediaType(call: Call): string | null {
  const [type, ...parameters] = (call.headers['content-type'] ?? '').toLowerCase().split(';');
  const known = parameters.every((parameter) => parameter.trim() === 'charset=utf-8');
  return known ? (type ?? '').trim() : null;
}

function readForm(text: string): ReadFields {
  const pairs = [...new URLSearchParams(text)];
  const fields = Object.fromEntries(pairs);
  if (Object.keys(fields).length !== pairs.length) return refused(400, 'a parameter is repeated');
  return { ok: true, fields };
}

function readJson(text: string): ReadFields {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return refused(400, 'the body is not a JSON object');
  }
  const pairs = Object.entries(parsed).filter(([, value]) => value !== null);
  if (!pairs.every(([, value]) => typeof value === 'string')) {
    return refused(400, 'a field is not a string');
  }
  return { ok: true, fields: Object.fromEntries(pairs) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refused(status: number, message: string): ReadFields {
  return { ok: false, answer: refuse(status, 'invalid_request', message) };
}
