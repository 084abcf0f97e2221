// What came in, kept for tests to look at. Shows tokens by label, never by value.
// Owns the list of requests; judges none of them.

import type { Call } from './answer.ts';
import type { RouteName } from './routes.ts';
import { type Fields, readFields } from './token-endpoint.ts';
import type { TokenStore } from './tokens.ts';

export interface RecordedRequest {
  readonly atMs: number;
  readonly route: RouteName;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case; `authorization` is a label such as `access#2`, or `unknown`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The fields of a form or JSON body; tokens as labels. Empty for other bodies. */
  readonly fields: Fields;
  readonly bodyBytes: number;
  /** The kind of the fault it met, if any. */
  readonly fault: string | null;
  /** What was answered; null while nothing was, which may be for ever. */
  readonly status: number | null;
  /** How much of the answer's body left us: an upper bound of what the client took. */
  readonly bodyBytesSent: number;
}

/** A record while its request is under way. */
export interface OpenRecord extends Omit<RecordedRequest, 'status' | 'bodyBytesSent'> {
  status: number | null;
  bodyBytesSent: number;
}

/** Something no good client does, whatever the server answers. */
export interface Violation {
  readonly atMs: number;
  readonly path: string;
  readonly what:
    | 'reset-credit-consumed'
    | 'cookie-sent'
    | 'authorization-at-token-endpoint'
    | 'refresh-token-in-address'
    | 'refresh-token-as-bearer'
    | 'token-sent-elsewhere';
}

export interface RecordInput {
  readonly call: Call;
  readonly route: RouteName;
  readonly atMs: number;
  readonly fault: string | null;
  readonly tokens: TokenStore;
}

export function openRecord({ call, route, atMs, fault, tokens }: RecordInput): OpenRecord {
  const read = readFields(call);
  const headers = Object.entries(call.headers).map(([name, value]) => [
    name,
    name === 'authorization' ? labelBearer(value, tokens) : tokens.redact(value),
  ]);
  const fields = Object.entries(read.ok ? read.fields : {}).map(([name, value]) => [
    name,
    /token$/.test(name) ? (tokens.labelOf(value) ?? 'unknown') : tokens.redact(value),
  ]);
  return {
    atMs,
    route,
    method: call.method,
    path: tokens.redact(call.path),
    query: tokens.redact(call.query),
    headers: Object.fromEntries(headers),
    fields: Object.fromEntries(fields),
    bodyBytes: call.body.length,
    fault,
    status: null,
    bodyBytesSent: 0,
  };
}

/** The access token of an Authorization header; null if it is not a Bearer one. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer ([^\s,]+)$/.exec(header ?? '')?.[1] ?? null;
}

function labelBearer(header: string, tokens: TokenStore): string {
  return tokens.labelOf(bearerOf(header) ?? '') ?? 'unknown';
}

export function violationsOf({ call, route, atMs, tokens }: RecordInput): readonly Violation[] {
  const { headers, query } = call;
  const bearer = bearerOf(headers.authorization);
  const atToken = route === 'token' || route === 'revoke';
  // Why: Codex itself asks for more below these two than the stand-in knows; that is no leak.
  const elsewhere =
    route === 'discovery' || (route === 'unknown' && !/^\/(backend-api|api)\//.test(call.path));
  const body = call.body.toString('latin1');
  const found: readonly (readonly [boolean, Violation['what']])[] = [
    [route === 'consumeResetCredit', 'reset-credit-consumed'],
    [headers.cookie !== undefined, 'cookie-sent'],
    [atToken && headers.authorization !== undefined, 'authorization-at-token-endpoint'],
    [tokens.redact(query) !== query, 'refresh-token-in-address'],
    [bearer !== null && tokens.isRefreshToken(bearer), 'refresh-token-as-bearer'],
    [!atToken && body !== '' && tokens.redact(body) !== body, 'token-sent-elsewhere'],
    [elsewhere && bearer !== null, 'token-sent-elsewhere'],
  ];
  return found
    .filter(([seen]) => seen)
    .map(([, what]) => ({ atMs, path: tokens.redact(call.path), what }));
}
