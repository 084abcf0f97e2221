// What the token endpoint's answer means: a grant, a final refusal, proof that the request never
// reached the application, or nothing certain. Never takes half a token, never logs a whole one.
// Source: reliability.md 4.3, reading-rules.md 30 and 31, codex-protocol.md §6.2 and §6.3.

import { z } from 'zod';
import {
  contentType,
  failureOfStatus,
  type HttpAnswer,
  isChallenge,
  type NotAnswered,
  parseJson,
} from './answers.ts';
import type { Failure, Result, SignInReason } from './failure.ts';
import { Secret } from './secret.ts';
import { MINUTE_MS } from './time.ts';

/** The shortest wait after "too many exchanges". Source: reliability.md 4.3. */
export const EXCHANGE_RETRY_MIN_MS = 15 * MINUTE_MS;

/** New tokens; null keeps the one in the file. At least one of them is there. */
export interface TokenGrant {
  readonly accessToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
}

export type RefusalReason = Extract<
  SignInReason,
  'refresh-reused' | 'refresh-expired' | 'refresh-revoked' | 'rejected'
>;

export type ExchangeAnswer =
  | { readonly kind: 'grant'; readonly grant: TokenGrant }
  /** Final: this refresh token is never accepted again. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** Proof that the request never reached the application: the token may go out again. */
  | { readonly kind: 'not-sent'; readonly failure: Failure }
  /** The token may be spent. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** One row of reliability.md 4.3; whatever no row proves to be unsent is unknown. */
export function readExchangeAnswer(
  answer: Result<HttpAnswer, NotAnswered>,
  { nowMs }: { readonly nowMs: number },
): ExchangeAnswer {
  if (!answer.ok) return readInterruption(answer.failure);
  const { status } = answer.value;
  if (status >= 200 && status < 300) return readSuccess(answer.value, nowMs);
  const failure = failureOfStatus(answer.value, nowMs);
  if (failure.kind === 'proxy-sign-in') return { kind: 'not-sent', failure };
  if (status >= 300 && status < 400) return { kind: 'not-sent', failure };
  if (status >= 400 && status < 500) return readRefusal(answer.value, paced(failure, nowMs));
  return { kind: 'unknown', failure };
}

/** The tokens of a whole answer, each on its own merits; null if it holds none. */
export function parseGrant(body: string): TokenGrant | null {
  const json = parseJson(body);
  const read = grantSchema.safeParse(json.ok ? json.value : null);
  if (!read.success) return null;
  const { access_token, refresh_token, id_token } = read.data;
  return grantOf({ accessToken: access_token, refreshToken: refresh_token, idToken: id_token });
}

/**
 * The tokens that stand complete in the beginning of an answer, or in a damaged one; null if none
 * does. A value without its closing quote is not complete.
 */
export function rescueGrant(text: string): TokenGrant | null {
  return grantOf({
    accessToken: rescueText(text, 'access_token'),
    refreshToken: rescueText(text, 'refresh_token'),
    idToken: rescueText(text, 'id_token'),
  });
}

const token = z.string().nullable().catch(null);
const grantSchema = z.object({ access_token: token, refresh_token: token, id_token: token });

function readInterruption({ failure, maybeSent, partialBody }: NotAnswered): ExchangeAnswer {
  if (!maybeSent) return { kind: 'not-sent', failure };
  return readDamaged(partialBody ?? '', failure);
}

/** Why: without its refresh token a cut answer proves that ours is spent, and gives nothing. */
function readDamaged(text: string, failure: Failure): ExchangeAnswer {
  const grant = rescueGrant(text);
  if (grant === null || grant.refreshToken === null) return { kind: 'unknown', failure };
  return { kind: 'grant', grant };
}

function readSuccess(answer: HttpAnswer, nowMs: number): ExchangeAnswer {
  const grant = parseGrant(answer.body);
  if (grant !== null) return { kind: 'grant', grant };
  const { status } = answer;
  if (status !== 200) return readDamaged(answer.body, failureOfStatus(answer, nowMs));
  if (isPage(answer)) return { kind: 'not-sent', failure: { kind: 'captive-portal' } };
  const expected = parseJson(answer.body).ok ? 'a token' : 'JSON';
  const issue = `the answer: expected ${expected}`;
  return readDamaged(answer.body, { kind: 'unexpected-body', issue });
}

/** Any 4xx but 407. */
function readRefusal(answer: HttpAnswer, failure: Failure): ExchangeAnswer {
  const { status, body } = answer;
  if (isChallenge(answer) || isPage(answer)) return { kind: 'not-sent', failure };
  const json = parseJson(body);
  const reason = reasonOfCode(json.ok ? codeOf(json.value) : null, status);
  // Why: before the status, since only the application can say this about a token.
  if (reason !== null) return { kind: 'refused', reason };
  if (status === 429) return { kind: 'not-sent', failure };
  const isRefusal = status === 400 || status === 401 || status === 403;
  const isEmpty401 = status === 401 && body.trim() === '';
  if ((isRefusal && json.ok) || isEmpty401) return { kind: 'refused', reason: 'rejected' };
  return { kind: 'unknown', failure };
}

function paced(failure: Failure, nowMs: number): Failure {
  if (failure.kind !== 'rate-limited') return failure;
  const soonestMs = nowMs + EXCHANGE_RETRY_MIN_MS;
  return { ...failure, retryAtMs: Math.max(failure.retryAtMs ?? soonestMs, soonestMs) };
}

/** Source: codex-protocol.md §6.3, observed; `error` as a string is OAuth's own form. */
function codeOf(body: unknown): string | null {
  const text = z.string().optional().catch(undefined);
  const nested = z.object({ error: z.object({ code: z.string() }) }).safeParse(body);
  if (nested.success) return nested.data.error.code.toLowerCase();
  const flat = z.object({ error: text, code: text }).safeParse(body);
  const code = flat.success ? (flat.data.error ?? flat.data.code) : undefined;
  return code?.toLowerCase() ?? null;
}

function reasonOfCode(code: string | null, status: number): RefusalReason | null {
  switch (code) {
    case 'refresh_token_reused':
      return 'refresh-reused';
    case 'refresh_token_expired':
      return 'refresh-expired';
    case 'refresh_token_invalidated':
      return 'refresh-revoked';
    case 'invalid_grant':
      return status === 400 || status === 401 ? 'refresh-revoked' : null;
    default:
      return null;
  }
}

/** A page of somebody in between. JSON that is only called HTML is none, nor is an empty body. */
function isPage(answer: HttpAnswer): boolean {
  const type = contentType(answer);
  const isHtml = type === 'text/html' || type === 'application/xhtml+xml';
  return isHtml ? /^\s*[^\s{[]/.test(answer.body) : type === '' && /^\s*</.test(answer.body);
}

// Everything from the space up but the quote and the backslash; between them, escapes.
const PLAIN = String.raw`[ !#-[\]-\uffff]*`;
const ESCAPE = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;
const STRING = `"${PLAIN}(?:${ESCAPE}${PLAIN})*"`;

/** So many spaces are the journal's padding, seen through a hole in what was written over it. */
const HOLE = ' '.repeat(16);

/** The value of the last complete member of that name on the first level; null if there is none. */
function rescueText(text: string, key: string): string | null {
  // Why: an escaped quote in front of the name stands inside a text, and the name with it.
  const name = String.raw`(?<!\\)"${key}"`;
  const space = String.raw`[ \t\r\n]*`;
  const members = text.matchAll(new RegExp(`${name}${space}:${space}(${STRING})`, 'g'));
  let rescued: string | null = null;
  let seenTo = 0;
  let depth = 0;
  for (const { 0: member, 1: literal = '', index } of members) {
    depth += depthGained(text.slice(seenTo, index));
    seenTo = index + member.length;
    if (depth > 1 || member.includes(HOLE)) continue;
    // Why: JSON.parse cannot throw here; the pattern lets through nothing but a JSON string.
    rescued = String(JSON.parse(literal));
  }
  return rescued;
}

/** How many more objects and lists a piece of JSON opens than it closes. */
function depthGained(piece: string): number {
  const brackets = piece.replace(new RegExp(STRING, 'g'), '').replace(/[^{}[\]]/g, '');
  return [...brackets].reduce((sum, at) => sum + (at === '{' || at === '[' ? 1 : -1), 0);
}

/** Why: an empty string counts as absent (reading-rules.md 30), and a blank one is no better. */
function grantOf(texts: Readonly<Record<keyof TokenGrant, string | null>>): TokenGrant | null {
  const secretOf = (text: string | null): Secret | null =>
    text === null || text.trim() === '' ? null : new Secret(text);
  const grant = {
    accessToken: secretOf(texts.accessToken),
    refreshToken: secretOf(texts.refreshToken),
    idToken: secretOf(texts.idToken),
  };
  return Object.values(grant).every((secret) => secret === null) ? null : grant;
}
