// What can become of one request: the rows of reliability.md 4.1 and 4.3 as values.
// A fate says whether the server is reached and what comes back; network.ts carries it out.

import type { HttpAnswer } from '../../main/core/answers.ts';
import type { Failure } from '../../main/core/failure.ts';
import type { Random } from './random.ts';
import { json } from './server.ts';

export type Fate =
  | { readonly kind: 'clean' }
  | { readonly kind: 'slow' | 'doubled'; readonly delayMs: number }
  /** No connection was ever made. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Somebody in front of the application answered. */
  | { readonly kind: 'wall'; readonly answer: HttpAnswer }
  | { readonly kind: 'request-lost' | 'late' | 'reset-before' | 'answer-lost' | 'reset-after' }
  | { readonly kind: 'cut'; readonly fraction: number }
  | { readonly kind: 'error-before' | 'error-after'; readonly answer: HttpAnswer };

const KINDS = [
  'refused',
  'wall',
  'wall',
  'request-lost',
  'late',
  'reset-before',
  'answer-lost',
  'reset-after',
  'cut',
  'error-before',
  'error-after',
  'doubled',
  'slow',
] as const;

const SLOW_MAX_MS = 14_000;
const DOUBLE_MAX_MS = 3_000;

/** Always draws equally often, so that one request's fate does not shift the next one's. */
export function fateOf(random: Random, isFaulty: boolean, isExchange: boolean): Fate {
  const kind = random.pick(KINDS);
  const first = random.next();
  const second = random.next();
  if (!isFaulty) return { kind: 'clean' };
  switch (kind) {
    case 'refused':
      return { kind, failure: first < 0.7 ? { kind: 'offline' } : refusal(second) };
    case 'wall':
      return { kind, answer: wall(first, second, isExchange) };
    case 'cut':
      return { kind, fraction: first };
    case 'error-before':
    case 'error-after':
      return { kind, answer: serverError(first, second) };
    case 'doubled':
      return { kind, delayMs: first * DOUBLE_MAX_MS };
    case 'slow':
      return { kind, delayMs: 1_000 + first * SLOW_MAX_MS };
    default:
      return { kind };
  }
}

function refusal(draw: number): Failure {
  return draw < 0.5 ? { kind: 'tls', clockOffByMs: null } : { kind: 'proxy-sign-in' };
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = '<!doctype html><title>Please sign in</title>';

function wall(first: number, second: number, isExchange: boolean): HttpAnswer {
  const pages: readonly HttpAnswer[] = [
    { status: 407, headers: HTML, body: PAGE },
    { status: 511, headers: HTML, body: PAGE },
    { status: 302, headers: { location: 'https://portal.example.invalid/in' }, body: '' },
    {
      status: 307,
      headers: { location: 'https://elsewhere.example.invalid/oauth/token' },
      body: '',
    },
    {
      status: 307,
      headers: { location: 'https://elsewhere.example.invalid/oauth/token' },
      body: '',
    },
    {
      status: 308,
      headers: { location: 'https://elsewhere.example.invalid/oauth/token' },
      body: '',
    },
    { status: 403, headers: { ...HTML, 'cf-mitigated': 'challenge' }, body: PAGE },
    { status: 200, headers: HTML, body: PAGE },
    { status: 401, headers: HTML, body: PAGE },
    { status: 404, headers: HTML, body: PAGE },
    tooMany(second, isExchange),
    tooMany(second, isExchange),
  ];
  return pages[Math.floor(first * pages.length)] ?? tooMany(second, isExchange);
}

function tooMany(draw: number, isExchange: boolean): HttpAnswer {
  const told: Record<string, string> =
    draw < 0.5 ? { 'retry-after': `${Math.floor(draw * (isExchange ? 2_000 : 1_980))}` } : {};
  const answer = json(429, { error: { code: 'rate_limit_exceeded' } });
  return { ...answer, headers: { ...answer.headers, ...told } };
}

function serverError(first: number, second: number): HttpAnswer {
  const status = first < 0.4 ? 500 : first < 0.6 ? 502 : first < 0.8 ? 503 : 504;
  if (second < 0.5) return { status, headers: HTML, body: PAGE };
  return json(status, { error: { code: 'server_error' } });
}
