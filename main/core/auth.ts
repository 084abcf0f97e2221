// What auth.json means: which sign-in it is, what may be read with it, what may be done to it.
// One of two files that call reveal(). Never decides by the clock; never drops an unknown field.

import { type Claims, readClaims } from './claims.ts';
import { codexRefusal, idTokenRefusal, KNOWN_KEYS, readInstant } from './codex-rules.ts';
import { type Failure, fail, type OtherSignIn, type Result, succeed } from './failure.ts';
import { isGiven, type JsonObject, memberOf, readJson, repeatedKey, textOf } from './json-text.ts';
import { failMalformed, type Malformed, mergeTokenTexts } from './merge-tokens.ts';
import { Secret } from './secret.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';

/** A longer file is malformed; whoever reads it from disk checks first (reliability.md 5.3). */
export const AUTH_FILE_MAX_BYTES = 1_048_576;

/** Source: codex-protocol.md §6.4, observed (4 m 58 s yes, 5 m 10 s no; 7 days no, 9 days yes). */
const RENEWAL_LEAD_MS = 5 * MINUTE_MS;
const RENEWAL_AGE_MS = 8 * DAY_MS;

export interface Tokens {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  /** `tokens.account_id`; an id that only a claim names does not stand here. */
  readonly accountId: string | null;
}

export type MayExchange = { readonly ok: true } | MayNotExchange;

export interface MayNotExchange {
  readonly ok: false;
  readonly why: 'no-refresh-token' | 'mode' | 'no-account' | 'codex-would-refuse';
  /** Names the field, never its value. */
  readonly issue: string;
}

export interface AuthFile {
  readonly tokens: Tokens;
  /** Null: the account header is left out. */
  readonly accountHeader: string | null;
  readonly fedramp: boolean;
  readonly email: string | null;
  readonly plan: string | null;
  readonly userId: string | null;
  /** Of the access token; null if it is opaque or does not say. */
  readonly expiresAtMs: number | null;
  readonly lastRefreshAtMs: number | null;
  /** No mode, and an API key stands beside the tokens: Codex itself works on the key. */
  readonly apiKeyBeside: boolean;
  readonly mayExchange: MayExchange;
  readonly mode: string | null;
}

/** New tokens; one that is absent or empty keeps the token in the file. */
export interface GrantedTokens {
  readonly accessToken?: Secret;
  readonly refreshToken?: Secret;
  readonly idToken?: Secret;
}

/**
 * The sign-in that the document holds (reading-rules.md 21 to 25).
 * Fails with auth-file-malformed, api-key-only, other-sign-in or sign-in-required: no-tokens.
 */
export function parseAuthFile(text: string): Result<AuthFile> {
  const root = readRoot(text);
  if (!root.ok) return root;
  const mode = readMode(root.value);
  if (!mode.ok) return mode;
  const refused = modeFailure(root.value, mode.value);
  if (refused !== null) return fail(refused);
  const tokens = readTokens(root.value);
  if (!tokens.ok) return tokens;
  if (tokens.value === null) return fail(noTokensFailure(root.value, mode.value));
  return succeed(presentAuthFile({ text, root: root.value, mode: mode.value, ...tokens.value }));
}

/** Whether the access token is due for renewal (reading-rules.md 26). A fact to show, no order. */
export function needsRefresh(authFile: AuthFile, nowMs: number): boolean {
  const { expiresAtMs, lastRefreshAtMs } = authFile;
  if (expiresAtMs !== null) return expiresAtMs - nowMs <= RENEWAL_LEAD_MS;
  return lastRefreshAtMs !== null && nowMs - lastRefreshAtMs > RENEWAL_AGE_MS;
}

/** Whether both are one person in one account; a user that one does not name is no other. */
export function sameAccount(a: AuthFile, b: AuthFile): boolean {
  const isSameUser = a.userId === null || b.userId === null || a.userId === b.userId;
  return a.accountHeader === b.accountHeader && isSameUser;
}

/** Whether access and refresh token are the same; the id token and its spelling do not count. */
export function sameTokens(a: AuthFile, b: AuthFile): boolean {
  return (
    a.tokens.accessToken.equals(b.tokens.accessToken) &&
    sameSecret(a.tokens.refreshToken, b.tokens.refreshToken)
  );
}

/** The claims of a granted token; null if it is opaque. */
export function claimsOf(token: Secret): Claims | null {
  return readClaims(token.reveal());
}

/** Whether Codex accepts the token as an id token; merging leaves it out if not. */
export function isGoodIdToken(token: Secret): boolean {
  return idTokenRefusal(token.reveal()) === null;
}

/**
 * Puts granted tokens and `last_refresh` (RFC 3339, UTC) into the text; all else stays as it is.
 * Fails with auth-file-malformed if Codex would refuse the text, before or after.
 */
export function mergeTokens(
  text: string,
  grant: GrantedTokens,
  lastRefresh: string,
): Result<string, Malformed> {
  const tokens = {
    accessToken: grant.accessToken?.reveal() ?? null,
    refreshToken: grant.refreshToken?.reveal() ?? null,
    idToken: grant.idToken?.reveal() ?? null,
  };
  return mergeTokenTexts({ text, tokens, lastRefresh });
}

function readRoot(text: string): Result<JsonObject, Malformed> {
  // Why: Codex refuses a BOM, we can still read what follows; presentAuthFile sees the whole text.
  const json = readJson(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (!json.ok) return failMalformed(json.failure);
  if (json.value.kind !== 'object') return failMalformed('document: expected object');
  const repeated = repeatedKey(json.value, KNOWN_KEYS.file);
  return repeated === null ? succeed(json.value) : failMalformed(`${repeated}: duplicate`);
}

function readMode(root: JsonObject): Result<string | null, Malformed> {
  const mode = memberOf(root, 'auth_mode');
  if (mode === null || mode.kind === 'null') return succeed(null);
  return mode.kind === 'string' ? succeed(mode.value) : failMalformed('auth_mode: expected string');
}

const OTHER_MODES: ReadonlyMap<string, OtherSignIn> = new Map([
  ['agentIdentity', 'agent-identity'],
  ['personalAccessToken', 'personal-access-token'],
  ['bedrockApiKey', 'bedrock'],
  ['bedrockAccessKeys', 'bedrock'],
  ['headers', 'unknown-mode'],
]);

/** The sign-ins that are none of ChatGPT, whatever tokens stand beside (reading-rules.md 22). */
function modeFailure(root: JsonObject, mode: string | null): Failure | null {
  if (mode === 'apikey') return { kind: 'api-key-only' };
  const reason = mode === null ? reasonWithoutMode(root) : OTHER_MODES.get(mode);
  return reason ? { kind: 'other-sign-in', reason } : null;
}

function reasonWithoutMode(root: JsonObject): OtherSignIn | null {
  if (isGiven(root, 'personal_access_token')) return 'personal-access-token';
  const isBedrock = isGiven(root, 'bedrock_api_key') || isGiven(root, 'bedrock_access_keys');
  return isBedrock ? 'bedrock' : null;
}

/** Called only for modes that modeFailure has let through. */
function noTokensFailure(root: JsonObject, mode: string | null): Failure {
  const isKnown = mode === null || mode === 'chatgpt' || mode === 'chatgptAuthTokens';
  if (!isKnown) return { kind: 'other-sign-in', reason: 'unknown-mode' };
  if (mode === null && isGiven(root, 'OPENAI_API_KEY')) return { kind: 'api-key-only' };
  return { kind: 'sign-in-required', reason: 'no-tokens' };
}

interface TokenTexts {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly accountId: string | null;
}

/** Null without access token; the camelCase spellings count where the others say nothing. */
function readTokens(root: JsonObject): Result<TokenTexts | null, Malformed> {
  const node = memberOf(root, 'tokens');
  if (node === null || node.kind === 'null') return succeed(null);
  if (node.kind !== 'object') return failMalformed('tokens: expected object');
  const repeated = repeatedKey(node, KNOWN_KEYS.tokens);
  if (repeated !== null) return failMalformed(`tokens.${repeated}: duplicate`);
  const accessToken = textOf(node, 'access_token') ?? textOf(node, 'accessToken');
  if (accessToken === null) {
    const isText = memberOf(node, 'access_token')?.kind === 'string';
    if (isText || !isGiven(node, 'access_token')) return succeed(null);
    return failMalformed('tokens.access_token: expected string');
  }
  return succeed({
    accessToken,
    refreshToken: textOf(node, 'refresh_token') ?? textOf(node, 'refreshToken'),
    idToken: textOf(node, 'id_token') ?? textOf(node, 'idToken'),
    accountId: textOf(node, 'account_id') ?? textOf(node, 'accountId'),
  });
}

interface Parsed extends TokenTexts {
  readonly text: string;
  readonly root: JsonObject;
  readonly mode: string | null;
}

function presentAuthFile(parsed: Parsed): AuthFile {
  const { root, mode, accessToken, refreshToken, idToken, accountId } = parsed;
  const idClaims = idToken === null ? null : readClaims(idToken);
  const accessClaims = readClaims(accessToken);
  return {
    tokens: {
      accessToken: new Secret(accessToken),
      refreshToken: refreshToken === null ? null : new Secret(refreshToken),
      idToken: idToken === null ? null : new Secret(idToken),
      accountId,
    },
    accountHeader: accountId ?? idClaims?.accountId ?? accessClaims?.accountId ?? null,
    fedramp: idClaims?.fedramp ?? false,
    email: idClaims?.email ?? null,
    plan: idClaims?.plan ?? null,
    userId: idClaims?.userId ?? null,
    expiresAtMs: accessClaims?.expiresAtMs ?? null,
    lastRefreshAtMs: readInstant(textOf(root, 'last_refresh') ?? ''),
    apiKeyBeside: isApiKeyBeside(parsed),
    mayExchange: decideExchange(parsed),
    mode,
  };
}

/** Source: Codex asks whether the key is null, not whether it is empty (observed). */
function isApiKeyBeside({ root, mode }: Parsed): boolean {
  return mode === null && isGiven(root, 'OPENAI_API_KEY');
}

/** What the person can change comes first: the mode, then the token, the account, the form. */
function decideExchange(parsed: Parsed): MayExchange {
  const { mode, refreshToken, accountId } = parsed;
  if (mode !== null && mode !== 'chatgpt') return mayNot('mode', 'auth_mode: read only');
  if (isApiKeyBeside(parsed)) return mayNot('mode', 'OPENAI_API_KEY: stands beside the tokens');
  if (refreshToken === null) return mayNot('no-refresh-token', 'tokens.refresh_token: no text');
  if (accountId === null) return mayNot('no-account', 'tokens.account_id: no text');
  const refusal = codexRefusal(parsed.text);
  return refusal === null ? { ok: true } : mayNot('codex-would-refuse', refusal);
}

function mayNot(why: MayNotExchange['why'], issue: string): MayNotExchange {
  return { ok: false, why, issue };
}

function sameSecret(a: Secret | null, b: Secret | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
