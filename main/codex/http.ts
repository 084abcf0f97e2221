// The one guarded way to make a request: checked address, no redirects, one deadline over the whole
// exchange, a limit on decompressed bytes, verified TLS. No cookies, no cache, no retries.
// Errors of the library carry requests and headers: they are turned into a Failure here.

import type { buildConnector, Dispatcher } from 'undici';
import type { HttpAnswer, NotAnswered } from '../core/answers.ts';
import { type Failure, fail, type Result, succeed } from '../core/failure.ts';
import { HEADERS_MAX_BYTES, isLoopbackAddress, isSafeAddress } from './endpoints.ts';
import { decompressed, flattenHeaders, readLimited } from './http-body.ts';
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
  send(request: HttpRequest): Promise<Result<HttpAnswer, NotAnswered>>;
}

/** How to get there: straight, by the usual variables of the environment, or by this proxy. */
export type ProxyRoute = 'none' | 'environment' | { readonly uri: string };

/** Answers with the proxy for an address. Not asked for loopback, which is always straight. */
export type ProxyFor = (url: string) => Promise<ProxyRoute>;

export function createHttp({ proxyFor }: { readonly proxyFor: ProxyFor }): Http {
  return {
    async send(request) {
      if (!isSafeAddress(request.url)) {
        const failure: Failure = { kind: 'address-refused', setting: request.setting };
        return fail({ failure, maybeSent: false, partialBody: null });
      }
      const heard: Heard = { isConnected: false, proxyStatus: null, body: [] };
      const signal = AbortSignal.timeout(request.deadlineMs);
      // Why: undici hears a signal only once it is connected, and a proxy may keep it from that.
      const answer = await Promise.race([
        sendOnce({ request, proxyFor, signal, heard }),
        timeoutAt(signal),
      ]);
      return answer.ok ? answer : fail(notAnswered(answer.failure, heard));
    },
  };
}

function timeoutAt(signal: AbortSignal): Promise<Result<HttpAnswer>> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(fail({ kind: 'timeout' })), { once: true });
  });
}

/** Only a connection that was never made proves that nothing was sent. */
function notAnswered(failure: Failure, { isConnected, proxyStatus, body }: Heard): NotAnswered {
  const isTunnelled = proxyStatus !== null && proxyStatus < 300 && failure.kind !== 'tls';
  const partialBody = body.length === 0 ? null : Buffer.concat(body).toString('utf8');
  return { failure, maybeSent: isConnected || isTunnelled, partialBody };
}

interface Sending {
  readonly request: HttpRequest;
  readonly proxyFor: ProxyFor;
  readonly signal: AbortSignal;
  readonly heard: Heard;
}

async function sendOnce(sending: Sending): Promise<Result<HttpAnswer>> {
  const { request, proxyFor, signal, heard } = sending;
  const route = isLoopbackAddress(request.url) ? 'none' : await proxyFor(request.url);
  const dispatcher = await createDispatcher(route, request.deadlineMs, heard);
  const hangUp = (): Promise<void> => dispatcher.destroy();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    signal.throwIfAborted();
    return await sendRequest(sending, dispatcher);
  } catch (error) {
    return fail(failureOf(error, signal, heard));
  } finally {
    signal.removeEventListener('abort', hangUp);
    // Why: idle connections outlive sleep and network changes; each request has its own. Not waited
    // for, because an answer to an exchange must reach the journal in this turn of the event loop.
    void hangUp().catch(() => undefined);
  }
}

/** What the library does not tell. */
interface Heard {
  /** Connected, TLS included, straight to the server: from here on something may have been sent. */
  isConnected: boolean;
  /** What the proxy answered when it was asked for a tunnel. */
  proxyStatus: number | null;
  /** What has come of the answer's body so far. */
  readonly body: Buffer[];
}

async function createDispatcher(
  route: ProxyRoute,
  deadlineMs: number,
  heard: Heard,
): Promise<Dispatcher> {
  // Why: undici is most of the start-up time of a process that may never ask anything.
  const { Agent, buildConnector, EnvHttpProxyAgent, Pool, ProxyAgent } = await import('undici');
  // Why: said on every way, since Node's own default obeys NODE_TLS_REJECT_UNAUTHORIZED.
  const tls = { rejectUnauthorized: true };
  const options = {
    connections: 1,
    pipelining: 1,
    maxHeaderSize: HEADERS_MAX_BYTES,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
    connect: noting(buildConnector({ timeout: deadlineMs, ...tls }), heard),
  };
  if (route === 'none') return new Agent(options);
  const clientFactory = (origin: URL, given: object): Dispatcher =>
    listening(new Pool(origin, given), heard);
  const proxied = { ...options, requestTls: tls, proxyTls: tls, clientFactory };
  if (route === 'environment') return new EnvHttpProxyAgent(proxied);
  return new ProxyAgent({ ...proxied, uri: route.uri });
}

/** A connector that notes when it has connected. */
function noting(connector: buildConnector.connector, heard: Heard): buildConnector.connector {
  return (options, callback) =>
    connector(options, (...result) => {
      if (result[0] === null) heard.isConnected = true;
      callback(...result);
    });
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

async function sendRequest(
  { request, signal, heard }: Sending,
  dispatcher: Dispatcher,
): Promise<Result<HttpAnswer>> {
  const { method, url, headers, body, bodyMaxBytes } = request;
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
  const text = await readLimited(decompressed(answer.body, flat), bodyMaxBytes, heard.body);
  if (text === null) return fail({ kind: 'unexpected-body', issue: 'the answer: too large' });
  return succeed({ status: answer.statusCode, headers: flat, body: text });
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
