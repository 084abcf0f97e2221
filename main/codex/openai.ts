// The HTTP calls to OpenAI. Owns their headers; what an answer means is decided in core.
// Never follows a redirect, never logs a header, never keeps a token.

import {
  failureOfStatus,
  type HttpAnswer,
  type NotAnswered,
  parseJson,
  readUsageAnswer,
  type UsageAnswer,
} from '../core/answers.ts';
import type { AuthFile } from '../core/auth.ts';
import { type Result, retryAtOf } from '../core/failure.ts';
import { type ResetList, readResetList } from '../core/reset-credits.ts';
import type { Secret } from '../core/secret.ts';
import {
  EXCHANGE_BODY_MAX_BYTES,
  EXCHANGE_TIMEOUT_MS,
  RESET_LIST_TIMEOUT_MS,
  USAGE_BODY_MAX_BYTES,
  USAGE_TIMEOUT_MS,
} from './endpoints.ts';
import type { Http } from './http/http.ts';

export interface UsageRequest {
  readonly url: string;
  readonly signIn: AuthFile;
  /** Of the last good answer to the same account, or null. */
  readonly etag: string | null;
}

export interface ResetListAnswer {
  /** Null for anything but a list. */
  readonly list: ResetList | null;
  /** Until when the service asked us to wait, epoch ms. */
  readonly retryAtMs: number | null;
}

export interface OpenAi {
  /** Asks for the quota once. A rejected token and every failure are answers, not exceptions. */
  fetchUsage(request: UsageRequest): Promise<UsageAnswer>;
  /** Asks for the list of earned resets once. */
  fetchResetList(request: Omit<UsageRequest, 'etag'>): Promise<ResetListAnswer>;
  /** Spends a refresh token: sends it once, and hands back the raw answer, not yet understood. */
  exchange(request: ExchangeRequest): Promise<Result<HttpAnswer, NotAnswered>>;
}

export interface ExchangeRequest {
  readonly url: string;
  readonly clientId: string;
  readonly refreshToken: Secret;
}

export interface OpenAiContext {
  readonly http: Http;
  readonly nowMs: () => number;
  readonly version: string;
}

export function createOpenAi(context: OpenAiContext): OpenAi {
  return {
    fetchUsage: (request) => fetchUsage(context, request),
    fetchResetList: (request) => fetchResetList(context, request),
    exchange: (request) => exchange(context, request),
  };
}

async function fetchUsage(
  context: OpenAiContext,
  { url, signIn, etag }: UsageRequest,
): Promise<UsageAnswer> {
  const headers = usageHeaders(signIn);
  if (!Object.values(headers).every(isHeaderText)) {
    const issue = 'tokens: a character that no request can carry';
    return { kind: 'failed', failure: { kind: 'auth-file-malformed', issue } };
  }
  const conditional = { ...headers, ...(etag && { 'if-none-match': etag }) };
  const sent = await get(context, { url, headers: conditional, deadlineMs: USAGE_TIMEOUT_MS });
  if (!sent.ok) return { kind: 'failed', failure: sent.failure.failure };
  const nowMs = context.nowMs();
  const { expiresAtMs } = signIn;
  return readUsageAnswer(sent.value, {
    nowMs,
    accessTokenDoubtful: expiresAtMs === null || expiresAtMs <= nowMs,
  });
}

async function fetchResetList(
  context: OpenAiContext,
  { url, signIn }: Omit<UsageRequest, 'etag'>,
): Promise<ResetListAnswer> {
  const headers = usageHeaders(signIn);
  const sent = await get(context, { url, headers, deadlineMs: RESET_LIST_TIMEOUT_MS });
  if (!sent.ok) return { list: null, retryAtMs: null };
  const { status, body } = sent.value;
  if (status !== 200) {
    const failure = failureOfStatus(sent.value, context.nowMs());
    return { list: null, retryAtMs: retryAtOf(failure) };
  }
  const json = parseJson(body);
  return { list: json.ok ? readResetList(json.value) : null, retryAtMs: null };
}

interface Get {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
}

function get({ http, version }: OpenAiContext, request: Get): ReturnType<Http['send']> {
  return http.send({
    ...request,
    method: 'GET',
    setting: 'chatgpt_base_url',
    headers: { ...ourNameHeaders(version), ...request.headers },
    body: null,
    bodyMaxBytes: USAGE_BODY_MAX_BYTES,
  });
}

async function exchange(
  { http, version }: OpenAiContext,
  { url, clientId, refreshToken }: ExchangeRequest,
): ReturnType<Http['send']> {
  // Source: RFC 6749 §3.2 and §6 prescribe the form; JSON is a server's extension.
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken.reveal(),
    client_id: clientId,
  });
  return http.send({
    method: 'POST',
    url,
    setting: 'the token address',
    headers: { ...ourNameHeaders(version), ...EXCHANGE_HEADERS },
    body: form.toString(),
    deadlineMs: EXCHANGE_TIMEOUT_MS,
    bodyMaxBytes: EXCHANGE_BODY_MAX_BYTES,
  });
}

/** Why our own name: OpenAI's people have asked third-party clients to say who they are. */
export function ourNameHeaders(version: string): Record<string, string> {
  return { 'user-agent': `Plimsoll/${version}`, originator: 'plimsoll' };
}

/** The exchange's own headers, as `refresh-auth --print-only` shows them too. */
export const EXCHANGE_HEADERS = {
  accept: 'application/json',
  'content-type': 'application/x-www-form-urlencoded',
} as const;

function isHeaderText(value: string): boolean {
  return /^[\x20-\x7e]+$/.test(value);
}

/** Source: codex-cli 0.169.0, observed (codex-protocol.md §4); a missing id leaves its header out. */
function usageHeaders(signIn: AuthFile): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${signIn.tokens.accessToken.reveal()}`,
    ...(signIn.accountHeader !== null && { 'chatgpt-account-id': signIn.accountHeader }),
    ...(signIn.fedramp && { 'x-openai-fedramp': 'true' }),
  };
}
