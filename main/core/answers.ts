// What an HTTP answer to the usage request means, before its body is understood.
// Only an answer that is about the token may start recovery; a wall in front of OpenAI may not.
// Source: reliability.md §4.1, reading-rules.md rule 29.

import { type Failure, fail, type Result, succeed } from './failure.ts';
import { RETRY_AFTER_MAX_MS } from './ledger.ts';
import { SECOND_MS } from './time.ts';

/** An answer as it arrived: complete, size-limited, decoded. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why no whole answer came; `failure` is what to say. */
export interface NotAnswered {
  readonly failure: Failure;
  /** Any byte of the request may have left. */
  readonly maybeSent: boolean;
  /** What arrived of the body before the cut; null if nothing did. */
  readonly partialBody: string | null;
}

export interface AnswerContext {
  readonly nowMs: number;
  /** The access token's own expiry has passed or cannot be read. */
  readonly accessTokenDoubtful: boolean;
}

export type UsageAnswer =
  | { readonly kind: 'usage'; readonly body: unknown; readonly etag: string | null }
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Classifies by status and headers; the body only counts as JSON or not. */
export function readUsageAnswer(answer: HttpAnswer, context: AnswerContext): UsageAnswer {
  const { status } = answer;
  if (status === 304) return { kind: 'not-modified' };
  if (status === 200) return readBody(answer);
  if (isAboutToken(answer, context.accessTokenDoubtful)) return { kind: 'rejected' };
  return { kind: 'failed', failure: failureOfStatus(answer, context.nowMs) };
}

function readBody(answer: HttpAnswer): UsageAnswer {
  const json = parseJson(answer.body);
  const type = contentType(answer);
  if (type === 'text/html') return { kind: 'failed', failure: { kind: 'captive-portal' } };
  if (json.ok) {
    return { kind: 'usage', body: json.value, etag: answer.headers.etag ?? null };
  }
  const page = type === '' ? /^\s*</.test(answer.body) : !isJsonType(type);
  const failure: Failure = page
    ? { kind: 'captive-portal' }
    : { kind: 'unexpected-body', issue: 'the answer: expected JSON' };
  return { kind: 'failed', failure };
}

function isAboutToken(answer: HttpAnswer, accessTokenDoubtful: boolean): boolean {
  if (isChallenge(answer) || contentType(answer) === 'text/html') return false;
  const json = parseJson(answer.body);
  if (answer.status === 401) return json.ok || answer.body.trim() === '';
  return answer.status === 403 && json.ok && accessTokenDoubtful;
}

/** The edge in front of OpenAI answered, not OpenAI. Source: codex-protocol.md, observed. */
export function isChallenge(answer: HttpAnswer): boolean {
  return answer.headers['cf-mitigated'] !== undefined;
}

/** What a status other than success means for the person, whatever the body says. */
export function failureOfStatus(answer: HttpAnswer, nowMs: number): Failure {
  const { status } = answer;
  if (status === 407 || status === 511) return { kind: 'proxy-sign-in' };
  if (status === 429) return { kind: 'rate-limited', retryAtMs: retryAtMs(answer, nowMs) };
  if (status === 401 || status === 403 || status === 451) return { kind: 'blocked' };
  if (status >= 500) return { kind: 'server-error', status };
  return { kind: 'unexpected-status', status };
}

/** `Retry-After` in seconds or as a date, at most 24 h ahead; null if it names no moment ahead. */
export function retryAtMs(answer: HttpAnswer, nowMs: number): number | null {
  const header = answer.headers['retry-after']?.trim();
  if (header === undefined || header === '') return null;
  const atMs = /^\d+(\.\d+)?$/.test(header)
    ? nowMs + Math.ceil(Number(header)) * SECOND_MS
    : Date.parse(header);
  // Why: "0" or a passed date would have us ask again at once; our own back-off is kinder.
  if (!Number.isFinite(atMs) || atMs <= nowMs) return null;
  return Math.min(atMs, nowMs + RETRY_AFTER_MAX_MS);
}

/** The media type alone, in lower case; empty if none was given. */
export function contentType(answer: HttpAnswer): string {
  return (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function isJsonType(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

/** The value of a text that is JSON; fails with null if it is not. */
export function parseJson(text: string): Result<unknown, null> {
  try {
    return succeed(JSON.parse(text));
  } catch {
    // Not JSON is an answer too; what it means depends on the status.
    return fail(null);
  }
}
