// Our copy of what Codex accepts as auth.json. A file that fails here counts as "not signed in"
// for Codex, or is too odd for us: nothing is exchanged for it, nothing like it is ever written.
// Source of the whole file unless a line says otherwise: codex-cli 0.169.0, observed;
// codex-protocol.md §1 and reliability.md §1. Compared with the program itself in e2e/interop, where
// `stricterCases` lists on which odd files we refuse what Codex accepts.

import { AUTH_CLAIM, PROFILE_CLAIM, readPayload } from './claims.ts';
import { type JsonNode, readJson } from './json-text.ts';

/** Null if Codex 0.169.0 accepts the document, else why not: names the field, never a value. */
export function codexRefusal(text: string): string | null {
  // Source: a BOM makes Codex treat the person as signed out (observed).
  if (text.startsWith('\uFEFF')) return 'byte order mark';
  // A string of ours may hold what no UTF-8 file can: half of a surrogate pair.
  if (hasLoneSurrogate(text)) return 'not UTF-8';
  // Source: NUL bytes, trailing bytes, half documents are refused; white space may follow.
  const json = readJson(text);
  return json.ok ? authFile(json.value, '') : json.failure;
}

/** Null if Codex 0.169.0 accepts the token as `tokens.id_token`. */
export function idTokenRefusal(token: string): string | null {
  // Source: what follows a third part is not looked at (observed).
  const payload = readPayload(token.split('.').slice(0, 3).join('.'));
  if (payload === null) return 'tokens.id_token: expected a JWT';
  return idTokenClaims(payload, 'tokens.id_token');
}

const DATE = String.raw`\d{4}-\d\d-\d\d`;
const MINUTES = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const INSTANT = new RegExp(
  String.raw`^(${DATE})[Tt ](${MINUTES}):([0-5]\d|60)(?:\.\d+)?([Zz]|[+-]${MINUTES})$`,
);

/** RFC 3339 with a zone as epoch ms, fractions of a second cut; null for any other text. */
export function readInstant(text: string): number | null {
  const [, date, minutes, second, zone] = INSTANT.exec(text) ?? [];
  if (!date || !minutes || !second || !zone) return null;
  const midnightMs = Date.parse(`${date}T00:00:00Z`);
  // Why: Date.parse takes 30 February for 2 March.
  if (Number.isNaN(midnightMs) || !new Date(midnightMs).toISOString().startsWith(date)) return null;
  // Why: a leap second is RFC 3339, but no Date; it counts as the second before.
  const wholeSecond = second === '60' ? '59' : second;
  return Date.parse(`${date}T${minutes}:${wholeSecond}${zone.toUpperCase()}`);
}

type Rule = (node: JsonNode, path: string) => string | null;

interface Field {
  readonly rule: Rule;
  readonly mayBeAbsent: boolean;
  readonly mayBeNull: boolean;
}

const required = (rule: Rule): Field => ({ rule, mayBeAbsent: false, mayBeNull: false });
const optional = (rule: Rule): Field => ({ rule, mayBeAbsent: true, mayBeNull: true });
const notNull = (rule: Rule): Field => ({ rule, mayBeAbsent: true, mayBeNull: false });

const string: Rule = (node, path) => {
  if (node.kind !== 'string') return `${path}: expected string`;
  // Source: half a pair is refused in a string that is kept (observed).
  return hasLoneSurrogate(node.value) ? `${path}: lone surrogate` : null;
};

const boolean: Rule = (node, path) =>
  node.kind === 'boolean' ? null : `${path}: expected true or false`;

/** A string with a further rule, which says what was expected. */
function stringThat(isFit: (value: string) => boolean, expected: string): Rule {
  return (node, path) =>
    string(node, path) ??
    (node.kind === 'string' && isFit(node.value) ? null : `${path}: expected ${expected}`);
}

/** An object: known keys once each and by their rules, unknown keys ignored with their values. */
function object(fields: Readonly<Record<string, Field>>): Rule {
  const fieldByKey = new Map(Object.entries(fields));
  return (node, path) => {
    if (node.kind !== 'object') return `${path || 'document'}: expected object`;
    const prefix = path === '' ? '' : `${path}.`;
    const seen = new Set<string>();
    for (const { key, value } of node.members) {
      if (hasLoneSurrogate(key)) return `${path || 'document'}: lone surrogate in a key`;
      const field = fieldByKey.get(key);
      if (field === undefined) continue;
      if (seen.has(key)) return `${prefix}${key}: duplicate`;
      seen.add(key);
      if (value.kind === 'null' && field.mayBeNull) continue;
      const issue = field.rule(value, `${prefix}${key}`);
      if (issue !== null) return issue;
    }
    const missing = [...fieldByKey].find(([key, field]) => !field.mayBeAbsent && !seen.has(key));
    return missing === undefined ? null : `${prefix}${missing[0]}: missing`;
  };
}

/** Exact spelling. `headers` is a name Codex knows and never writes into a file. */
const MODES: readonly string[] = [
  'apikey',
  'chatgpt',
  'chatgptAuthTokens',
  'headers',
  'agentIdentity',
  'personalAccessToken',
  'bedrockApiKey',
  'bedrockAccessKeys',
];

// Source: types of the claims in login/src/token_data.rs of openai/codex, read in a public copy; a
// claim of another type makes the whole file unreadable (observed).
const idTokenClaims = object({
  email: optional(string),
  [PROFILE_CLAIM]: optional(object({ email: optional(string) })),
  [AUTH_CLAIM]: optional(
    object({
      chatgpt_plan_type: optional(string),
      chatgpt_user_id: optional(string),
      user_id: optional(string),
      chatgpt_account_id: optional(string),
      chatgpt_account_is_fedramp: notNull(boolean),
    }),
  ),
});

/** The older object form is refused now. */
const idToken: Rule = (node, path) =>
  string(node, path) ?? (node.kind === 'string' ? idTokenRefusal(node.value) : null);

const TOKEN_FIELDS = {
  id_token: required(idToken),
  // Opaque is fine, and so is empty.
  access_token: required(string),
  refresh_token: required(string),
  oauth_provenance: optional(object({ issuer: required(string), client_id: required(string) })),
  login_owner_id: optional(string),
  account_id: optional(string),
} as const;

const agentRecord = object({
  agent_runtime_id: required(string),
  agent_private_key: required(string),
  account_id: required(string),
  chatgpt_user_id: required(string),
  plan_type: required(string),
  chatgpt_account_is_fedramp: required(boolean),
  email: optional(string),
  task_id: optional(string),
});

/**
 * A JWT as text, which Codex reads later, or the record that it stands for. Since it is either, Codex
 * reads all of it before it decides: here unknown fields, too, must be readable (observed).
 */
const agentIdentity: Rule = (node, path) => {
  if (node.kind === 'string') return string(node, path);
  return agentRecord(node, path) ?? (isReadable(node) ? null : `${path}: lone surrogate`);
};

function isReadable(node: JsonNode): boolean {
  switch (node.kind) {
    case 'string':
      return !hasLoneSurrogate(node.value);
    case 'array':
      return node.items.every(isReadable);
    case 'object':
      return node.members.every(({ key, value }) => !hasLoneSurrogate(key) && isReadable(value));
    default:
      return true;
  }
}

const FILE_FIELDS = {
  auth_mode: optional(stringThat((mode) => MODES.includes(mode), 'a mode that Codex knows')),
  OPENAI_API_KEY: optional(string),
  tokens: optional(object(TOKEN_FIELDS)),
  // "" is refused like any other text that is no instant.
  last_refresh: optional(
    stringThat((text) => readInstant(text) !== null, 'RFC 3339 with a time zone'),
  ),
  agent_identity: optional(agentIdentity),
  personal_access_token: optional(string),
  bedrock_api_key: optional(object({ api_key: required(string), region: required(string) })),
  bedrock_access_keys: optional(
    object({
      access_key_id: required(string),
      secret_access_key: required(string),
      session_token: optional(string),
    }),
  ),
} as const;

const authFile = object(FILE_FIELDS);

/** The keys that Codex knows, at the top of the file and inside `tokens`. */
export const KNOWN_KEYS = {
  file: Object.keys(FILE_FIELDS),
  tokens: Object.keys(TOKEN_FIELDS),
} as const;

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
