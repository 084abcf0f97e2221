// The one guarded way to make a request: checked address, no redirects, one deadline over the whole
// exchange, a limit on decompressed bytes, verified TLS. No cookies, no cache, no retries.
// Errors of the library carry requests and headers: they are turned into a Failure here.

import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { HttpAnswer } from '../core/answers.ts';
import { type Failure, fail, type Result, succeed } from '../core/failure.ts';
import { HEADERS_MAX_BYTES, isLoopbackAddress, isSafeAddress } from './endpoints.ts';
import { errorCode } from './small-file.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Which setting named the address, for the message when it is refused. */
  readonly setting: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly deadlineMs: number;
  readonly bodyMaxBytes: number;
}

export interface Http {
  /** Fails with address-refused, offline, timeout, tls, proxy-sign-in or unexpected-body. */
  send(request: HttpRequest): Promise<Result<HttpAnswer>>;
}

/** How to get there: straight, by the usual variables of the environment, or by this proxy. */
export type ProxyRoute = 'none' | 'environment' | { readonly uri: string };

/** Answers with the proxy for an address. Not asked for loopback, which is always straight. */
export type ProxyFor = (url: string) => Promise<ProxyRoute>;

export function createHttp({ proxyFor }: { readonly proxyFor: ProxyFor }): Http {
  return {
    async send(request) {
      if (!isSafeAddress(request.url)) {
        return fail({ kind: 'address-refused', setting: request.setting });
      }
      const signal = AbortSignal.timeout(request.deadlineMs);
      // Why: undici hears a signal only once it is connected, and a proxy may keep it from that.
      return Promise.race([sendOnce(request, proxyFor, signal), timeoutAt(signal)]);
    },
  };
}

function timeoutAt(signal: AbortSignal): Promise<Result<HttpAnswer>> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(fail({ kind: 'timeout' })), { once: true });
  });
}

async function sendOnce(
  request: HttpRequest,
  proxyFor: ProxyFor,
  signal: AbortSignal,
): Promise<Result<HttpAnswer>> {
  const route = isLoopbackAddress(request.url) ? 'none' : await proxyFor(request.url);
  const heard: Heard = { proxyStatus: null };
  const dispatcher = await createDispatcher(route, request.deadlineMs, heard);
  const hangUp = (): Promise<void> => dispatcher.destroy();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    signal.throwIfAborted();
    return await exchange(request, dispatcher, signal);
  } catch (error) {
    return fail(failureOf(error, signal, heard));
  } finally {
    signal.removeEventListener('abort', hangUp);
    // Why: idle connections outlive sleep and network changes; each request has its own.
    await hangUp();
  }
}

/** What the library does not tell. */
interface Heard {
  /** What the proxy answered when it was asked for a tunnel. */
  proxyStatus: number | null;
}

async function createDispatcher(
  route: ProxyRoute,
  deadlineMs: number,
  heard: Heard,
): Promise<Dispatcher> {
  // Why: undici is most of the start-up time of a process that may never ask anything.
  const { Agent, EnvHttpProxyAgent, Pool, ProxyAgent } = await import('undici');
  // Why: said on every way, since Node's own default obeys NODE_TLS_REJECT_UNAUTHORIZED.
  const tls = { rejectUnauthorized: true };
  const options = {
    connections: 1,
    pipelining: 1,
    maxHeaderSize: HEADERS_MAX_BYTES,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
    connect: { timeout: deadlineMs, ...tls },
  };
  if (route === 'none') return new Agent(options);
  const clientFactory = (origin: URL, given: object): Dispatcher =>
    listening(new Pool(origin, given), heard);
  const proxied = { ...options, requestTls: tls, proxyTls: tls, clientFactory };
  if (route === 'environment') return new EnvHttpProxyAgent(proxied);
  return new ProxyAgent({ ...proxied, uri: route.uri });
}

/** The client to a proxy, noting what the proxy answers. */
function listening(client: Dispatcher, heard: Heard): Dispatcher {
  const connect = client.connect.bind(client);
  return Object.assign(client, {
    connect: async (tunnel: Dispatcher.ConnectOptions) => {
      const answer = await connect(tunnel);
      heard.proxyStatus = answer.statusCode;
      return answer;
    },
  });
}

async function exchange(
  { method, url, headers, body, bodyMaxBytes }: HttpRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Result<HttpAnswer>> {
  const target = new URL(url);
  const answer = await dispatcher.request({
    origin: target.origin,
    path: `${target.pathname}${target.search}`,
    method,
    headers: { ...headers, 'accept-encoding': 'identity' },
    body,
    signal,
  });
  const flat = flattenHeaders(answer.headers);
  const text = await readLimited(decompressed(answer.body, flat), bodyMaxBytes);
  if (text === null) return fail({ kind: 'unexpected-body', issue: 'the answer: too large' });
  return succeed({ status: answer.statusCode, headers: flat, body: text });
}

function flattenHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** We ask for identity; a server that compresses all the same is read under the same limit. */
function decompressed(body: Readable, headers: Record<string, string>): Readable {
  const transform = decompressorOf(headers['content-encoding']?.trim().toLowerCase());
  if (transform === null) return body;
  body.once('error', (error) => transform.destroy(error));
  transform.once('close', () => body.destroy());
  return body.pipe(transform);
}

function decompressorOf(encoding: string | undefined): Transform | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : null;
}

/** The body as text, or null as soon as it exceeds the limit; the connection is then cut. */
async function readLimited(body: Readable, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) {
      body.destroy();
      return null;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** Source: Node's tls documentation and OpenSSL's verification codes. */
const TLS_CODE =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

function failureOf(error: unknown, signal: AbortSignal, { proxyStatus }: Heard): Failure {
  const code = errorCode(error) ?? '';
  if (proxyStatus === 407 || proxyStatus === 511) return { kind: 'proxy-sign-in' };
  if (signal.aborted || TIMEOUT_CODES.has(code)) return { kind: 'timeout' };
  if (TLS_CODE.test(code)) return { kind: 'tls', clockOffByMs: null };
  // Why: the parser's errors have a name always, and a code only now and then.
  const isUnparsed = error instanceof Error && error.name === 'HTTPParserError';
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || isUnparsed) {
    return { kind: 'unexpected-body', issue: 'the answer: not HTTP that we accept' };
  }
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT')) {
    return { kind: 'unexpected-body', issue: 'the answer: damaged compression' };
  }
  return { kind: 'offline' };
}
