// Everything that can go wrong on the way to an answer, as data, and the queue tests script it in.
// Carries nothing out: deliver.ts does.

import { randomBytes } from 'node:crypto';
import { type Answer, answerEmpty, answerError, answerHtml, answerWith } from './answer.ts';
import type { RouteName } from './routes.ts';

/**
 * Whether the fault strikes before the request had its effect (a token stays unspent) or after
 * (it is spent and the person never hears of it). `before` unless said.
 */
export type When = 'before' | 'after';

export type FaultBody =
  | 'json'
  | 'html'
  | 'empty'
  | { readonly type: string; readonly text: string };

export type Fault =
  /** Another status. `code` is the error code of a `json` body, which is the default one. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: FaultBody;
      readonly when?: When;
    }
  /** 429; `retryAfter` is sent as it is, so it may be seconds, a date or nonsense. */
  | { readonly kind: 'rate-limited'; readonly retryAfter?: string; readonly when?: When }
  /** The page of a hotel: 200 in HTML. */
  | { readonly kind: 'captive-portal' }
  /** The edge's wall: 403 in HTML with `cf-mitigated: challenge`. */
  | { readonly kind: 'cf-challenge' }
  | {
      readonly kind: 'redirect';
      readonly status?: 301 | 302 | 303 | 307 | 308;
      readonly to: string;
    }
  /** Random bytes that call themselves JSON. */
  | { readonly kind: 'garbage'; readonly bytes?: number; readonly when?: When }
  /** The right answer late. `before`: the effect is late too; `after`: only the answer. */
  | { readonly kind: 'delay'; readonly ms: number; readonly when?: When }
  /** The right answer, its body one byte at a time. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /**
   * The connection ends. `before`: nothing happened, nothing was sent. `after`: the effect
   * happened; with `bodyBytes` the head and so much of the body still went out. `reset` by RST.
   */
  | {
      readonly kind: 'cut';
      readonly when?: When;
      readonly bodyBytes?: number;
      readonly reset?: boolean;
    }
  /** No answer, ever. */
  | { readonly kind: 'silence'; readonly when?: When }
  /** 200 and so many MiB of good JSON. `gzip` sends them as a bomb, a thousandth in size. */
  | { readonly kind: 'giant'; readonly mebibytes: number; readonly encoding?: 'plain' | 'gzip' }
  /** The right answer under so many bytes of headers; 1 MiB unless said. */
  | { readonly kind: 'huge-headers'; readonly bytes?: number }
  /** The right answer, announced as longer or shorter than it is. */
  | { readonly kind: 'wrong-length'; readonly announced: 'too-long' | 'too-short' }
  /** An error sent on the sight of the head, before the body was read. No effect. */
  | { readonly kind: 'early'; readonly status: number }
  /** The network delivers the request twice; the client hears the first or the second answer. */
  | { readonly kind: 'doubled'; readonly hears: 'first' | 'second' };

export interface FaultQueue {
  /** Adds to the end of the route's queue. What is behind an `always` is never reached. */
  push(
    route: RouteName,
    fault: Fault,
    options?: { readonly times?: number | 'always' | undefined },
  ): void;
  clear(): void;
  /** How many scripted faults are left that are not `always`: 0 once the story is told. */
  pending(): number;
}

interface Scripted {
  readonly route: RouteName;
  readonly fault: Fault;
  left: number;
}

export function createFaults() {
  let scripted: readonly Scripted[] = [];

  const queue: FaultQueue = {
    push: (route, fault, { times = 1 } = {}) => {
      const left = times === 'always' ? Number.POSITIVE_INFINITY : times;
      scripted = [...scripted, { route, fault, left }];
    },
    clear: () => {
      scripted = [];
    },
    pending: () =>
      scripted.reduce((sum, { left }) => (Number.isFinite(left) ? sum + left : sum), 0),
  };

  /** The fault the next request of the route meets, used up by this. */
  function take(route: RouteName): Fault | null {
    const next = scripted.find((entry) => entry.route === route && entry.left > 0);
    if (next === undefined) return null;
    next.left -= 1;
    return next.fault;
  }

  return { queue, take };
}

/** The answer that stands in place of the right one; null where the right one is only mistreated. */
export function replacementOf(fault: Fault): Answer | null {
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault);
    case 'rate-limited': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return answerError(429, { code: 'rate_limited', message: 'Too many requests.' }, headers);
    }
    case 'captive-portal':
      return answerHtml(200, 'Welcome to the hotel network. Please accept the terms.');
    case 'cf-challenge':
      return answerHtml(403, 'Just a moment...', {
        server: 'cloudflare',
        'cf-mitigated': 'challenge',
        'cf-ray': '0000000000000000-FAK',
      });
    case 'redirect':
      return answerEmpty(fault.status ?? 307, { location: fault.to });
    case 'garbage':
      return answerWith(200, 'application/json', randomBytes(fault.bytes ?? 512));
    case 'early':
      return statusAnswer({ status: fault.status });
    default:
      return null;
  }
}

function statusAnswer({
  status,
  code,
  headers,
  body,
}: Pick<Extract<Fault, { kind: 'status' }>, 'status' | 'code' | 'headers' | 'body'>): Answer {
  if (body === 'html') return answerHtml(status, `Error ${status}`, headers);
  if (body === 'empty') return answerEmpty(status, headers);
  if (typeof body === 'object') return answerWith(status, body.type, body.text, headers);
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  return answerError(status, { code: code ?? null, message: 'scripted by a test', type }, headers);
}
