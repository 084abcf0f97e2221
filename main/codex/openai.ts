// The HTTP calls to OpenAI. Owns their headers; what an answer means is decided in core.
// Never follows a redirect, never logs a header, never keeps a token.

import {
  type AnswerContext,
  type HttpAnswer,
  type NotAnswered,
  readUsageAnswer,
  type UsageAnswer,
} from '../core/answers.ts';
import type { AuthFile } from '../core/auth.ts';
import type { Result } from '../core/failure.ts';
import type { Secret } from '../core/secret.ts';
import {
  EXCHANGE_BODY_MAX_BYTES,
  EXCHANGE_TIMEOUT_MS,
  USAGE_BODY_MAX_BYTES,
  USAGE_TIMEOUT_MS,
} from './endpoints.ts';
import type { Http } from './http.ts';

export interface UsageRequest {
  readonly url: string;
  readonly signIn: AuthFile;
  /** Of the last good answer to the same account, or null. */
  readonly etag: string | null;
}

export interface OpenAi {
  /** Asks for the quota once. A rejected token and every failure are answers, not exceptions. */
  fetchUsage(request: UsageRequest): Promise<UsageAnswer>;
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

export function createOpenAi({ http, nowMs, version }: OpenAiContext): OpenAi {
  const ourName = ourNameHeaders(version);
  return {
    async fetchUsage({ url, signIn, etag }) {
      const headers = usageHeaders(signIn);
      if (!Object.values(headers).every(isHeaderText)) {
        const issue = 'tokens: a character that no request can carry';
        return { kind: 'failed', failure: { kind: 'auth-file-malformed', issue } };
      }
      const sent = await http.send({
        method: 'GET',
        url,
        setting: 'chatgpt_base_url',
        headers: { ...ourName, ...headers, ...(etag && { 'if-none-match': etag }) },
        body: null,
        deadlineMs: USAGE_TIMEOUT_MS,
        bodyMaxBytes: USAGE_BODY_MAX_BYTES,
      });
      if (!sent.ok) return { kind: 'failed', failure: sent.failure.failure };
      const context: AnswerContext = {
        nowMs: nowMs(),
        accessTokenDoubtful: signIn.expiresAtMs === null || signIn.expiresAtMs <= nowMs(),
      };
      return readUsageAnswer(sent.value, context);
    },
    exchange({ url, clientId, refreshToken }) {
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
        headers: { ...ourName, ...EXCHANGE_HEADERS },
        body: form.toString(),
        deadlineMs: EXCHANGE_TIMEOUT_MS,
        bodyMaxBytes: EXCHANGE_BODY_MAX_BYTES,
      });
    },
  };
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
