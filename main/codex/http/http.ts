// The one guarded way to make a request: checked address, no redirects, one deadline over the whole
// exchange, a limit on decompressed bytes, verified TLS. No cookies, no cache, no retries.
// Errors of the library carry requests and headers: they are turned into a Failure here.

import type { Dispatcher } from 'undici';
import type { HttpAnswer, NotAnswered } from '../../core/answers.ts';
import { type Failure, fail, type Result, succeed } from '../../core/failure.ts';
import { isLoopbackAddress, isSafeAddress } from '../endpoints.ts';
import { errorCode } from '../small-file.ts';
import { createDispatcher, type Heard, type ProxyRoute, unheard } from './dispatcher.ts';
import { decompressed, flattenHeaders, readLimited } from './http-body.ts';

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

/** Answers with the proxy for an address. Not asked for loopback, which is always straight. */
export type ProxyFor = (url: string) => Promise<ProxyRoute>;

export interface HttpContext {
  readonly proxyFor: ProxyFor;
  /** The system's own certificate authorities, PEM; asked only when ours vouch for nobody. */
  readonly authorities?: () => Promise<readonly string[]>;
}

export function createHttp({ proxyFor, authorities = async () => [] }: HttpContext): Http {
  const trust: Trust = { authorities, known: null };
  return {
    async send(request) {
      if (!isSafeAddress(request.url)) {
        const failure: Failure = { kind: 'address-refused', setting: request.setting };
        return fail({ failure, maybeSent: false, partialBody: null });
      }
      const heard = unheard();
      const signal = AbortSignal.timeout(request.deadlineMs);
      // Why: undici hears a signal only once it is connected, and a proxy may keep it from that.
      const answer = await Promise.race([
        sendTrusting({ request, proxyFor, signal, heard, trust }),
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
  readonly trust: Trust;
}

interface Trust extends Required<Pick<HttpContext, 'authorities'>> {
  /** Whom to trust besides those that Node brings along; null while those were enough. */
  known: readonly string[] | null;
}

/**
 * Behind a company's proxy only the system knows who vouches for it. Nothing was sent to a server that
 * nobody vouched for, so the request may go out under the system's authorities.
 * Why not with them from the start: reading and parsing them costs more than a poll.
 */
async function sendTrusting(sending: Sending): Promise<Result<HttpAnswer>> {
  const { trust, heard } = sending;
  const answer = await sendOnce(sending);
  if (!heard.isUnvouched || trust.known !== null) return answer;
  const known = await trust.authorities();
  if (known.length === 0) return answer;
  trust.known = known;
  Object.assign(heard, unheard());
  return sendOnce(sending);
}

async function sendOnce(sending: Sending): Promise<Result<HttpAnswer>> {
  const { request, proxyFor, signal, heard, trust } = sending;
  const route = isLoopbackAddress(request.url) ? 'none' : await proxyFor(request.url);
  const dispatcher = await createDispatcher(route, { ...request, authorities: trust.known, heard });
  const hangUp = (): Promise<void> => dispatcher.destroy();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    signal.throwIfAborted();
    return await sendRequest(sending, dispatcher);
  } catch (error) {
    heard.isUnvouched = UNVOUCHED_CODES.has(errorCode(error) ?? '');
    return fail(failureOf(error, signal, heard));
  } finally {
    signal.removeEventListener('abort', hangUp);
    // Why: idle connections outlive sleep and network changes; each request has its own. Not waited
    // for, because an answer to an exchange must reach the journal in this turn of the event loop.
    void hangUp().catch(() => undefined);
  }
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

/** A chain that ends at nobody known. Source: OpenSSL's verification codes. */
const UNVOUCHED_CODES = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
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
