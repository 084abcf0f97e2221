// The connection of one request: straight or through a proxy, verified in either case, and noting what
// the library does not tell. Each request has its own; it is destroyed with its answer.

import { rootCertificates } from 'node:tls';
import type { buildConnector, Dispatcher } from 'undici';
import { HEADERS_MAX_BYTES } from '../endpoints.ts';

/** How to get there: straight, by the usual variables of the environment, or by this proxy. */
export type ProxyRoute = 'none' | 'environment' | { readonly uri: string };

/** What the library does not tell. */
export interface Heard {
  /** Connected, TLS included, straight to the server: from here on something may have been sent. */
  isConnected: boolean;
  /** What the proxy answered when it was asked for a tunnel. */
  proxyStatus: number | null;
  /** The server's certificate leads to no authority that we know. */
  isUnvouched: boolean;
  /** What has come of the answer's body so far. */
  body: Buffer[];
}

export function unheard(): Heard {
  return { isConnected: false, proxyStatus: null, isUnvouched: false, body: [] };
}

export interface DispatcherOptions {
  readonly deadlineMs: number;
  /** PEM, besides those that Node brings along; null for those alone. */
  readonly authorities: readonly string[] | null;
  readonly heard: Heard;
}

export async function createDispatcher(
  route: ProxyRoute,
  { deadlineMs, authorities, heard }: DispatcherOptions,
): Promise<Dispatcher> {
  // Why: undici is most of the start-up time of a process that may never ask anything.
  const { Agent, buildConnector, EnvHttpProxyAgent, Pool, ProxyAgent } = await import('undici');
  // Why: said on every way, since Node's own default obeys NODE_TLS_REJECT_UNAUTHORIZED.
  const ca = authorities === null ? {} : { ca: [...rootCertificates, ...authorities] };
  const tls = { rejectUnauthorized: true, ...ca };
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
