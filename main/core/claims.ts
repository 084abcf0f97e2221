// What a token says about itself. Signatures are not checked: claims explain, label and time a
// sign-in; whether it is good, only the service decides. Takes and returns no `Secret`.

import { decodeBase64Url } from './base64url.ts';
import { type JsonNode, type JsonObject, memberOf, readJson, textOf } from './json-text.ts';

export interface Claims {
  readonly expiresAtMs: number | null;
  readonly issuedAtMs: number | null;
  readonly issuer: string | null;
  /** For whom it is; empty if the token does not say. */
  readonly audience: readonly string[];
  /** Empty if the token names none. */
  readonly scopes: readonly string[];
  readonly email: string | null;
  readonly plan: string | null;
  readonly accountId: string | null;
  readonly userId: string | null;
  readonly fedramp: boolean;
}

/** Source: codex-protocol.md §3 and captures of real tokens; observed. */
export const AUTH_CLAIM = 'https://api.openai.com/auth';
export const PROFILE_CLAIM = 'https://api.openai.com/profile';

/** The last second that a Date can hold. Source: ECMA-262, time values. */
const LAST_SECOND = 8.64e12;
const BASE64URL = /^[\w-]+$/;

/** The claims of a JWT; null if the token is opaque (reading-rules.md 25). */
export function readClaims(token: string): Claims | null {
  const payload = readPayload(token);
  const isBase64Url = token.split('.').every((part) => BASE64URL.test(part));
  return payload === null || !isBase64Url ? null : presentClaims(payload);
}

/** The JSON object in the middle of three non-empty parts, else null; the outer parts unread. */
export function readPayload(token: string): JsonObject | null {
  const parts = token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature) return null;
  const text = decodeBase64Url(payload);
  const json = text === null ? null : readJson(text);
  return json?.ok && json.value.kind === 'object' ? json.value : null;
}

/** Source: codex-protocol.md §3; the direct account claim: reading-rules.md 24. */
function presentClaims(payload: JsonObject): Claims {
  const auth = objectOf(payload, AUTH_CLAIM);
  const profile = objectOf(payload, PROFILE_CLAIM);
  const fedramp = memberOf(auth, 'chatgpt_account_is_fedramp');
  return {
    expiresAtMs: readSeconds(memberOf(payload, 'exp')),
    issuedAtMs: readSeconds(memberOf(payload, 'iat')),
    issuer: textOf(payload, 'iss'),
    audience: textsOf(memberOf(payload, 'aud')),
    scopes: readScopes(payload),
    email: textOf(payload, 'email') ?? textOf(profile, 'email'),
    plan: textOf(auth, 'chatgpt_plan_type'),
    accountId: textOf(auth, 'chatgpt_account_id') ?? textOf(payload, 'chatgpt_account_id'),
    userId: textOf(auth, 'chatgpt_user_id') ?? textOf(auth, 'user_id'),
    fedramp: fedramp?.kind === 'boolean' && fedramp.value,
  };
}

function readSeconds(node: JsonNode | null): number | null {
  if (node?.kind !== 'number' || !(node.value >= 0 && node.value <= LAST_SECOND)) return null;
  return Math.floor(node.value * 1000);
}

/** Seen as a list (`scp`); OAuth's own form is one text with spaces (RFC 8693 §4.2). */
function readScopes(payload: JsonObject): readonly string[] {
  const list = memberOf(payload, 'scp');
  if (list?.kind === 'array') return textsOf(list);
  const text = textOf(payload, 'scp') ?? textOf(payload, 'scope') ?? '';
  return text.split(' ').filter(Boolean);
}

/** One text or a list of them; RFC 7519 allows both for the audience. */
function textsOf(node: JsonNode | null): readonly string[] {
  if (node?.kind === 'string') return [node.value];
  if (node?.kind !== 'array') return [];
  return node.items.flatMap((item) => (item.kind === 'string' ? item.value : []));
}

const NOTHING: JsonObject = { kind: 'object', start: 0, end: 0, members: [] };

function objectOf(payload: JsonObject, key: string): JsonObject {
  const node = memberOf(payload, key);
  return node?.kind === 'object' ? node : NOTHING;
}
