// The stand-in for OpenAI: usage and token endpoints on the loopback, as strict as the originals.
// Composition only: reads a request, records it, asks the right endpoint, lets the fault have it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Answer,
  answerEmpty,
  answerError,
  answerJson,
  answerWith,
  type Call,
} from './answer.ts';
import { deliver, sendWhole } from './deliver.ts';
import type { FamilyOptions } from './family.ts';
import { createFaults, type FaultQueue, replacementOf } from './faults.ts';
import { type LoopbackOptions, listenOnLoopback } from './loopback.ts';
import { openRecord, type RecordedRequest, type Violation, violationsOf } from './records.ts';
import * as routes from './routes.ts';
import { createSignInDesk, type SignInDesk } from './sign-in.ts';
import { createTokenEndpoint, readFields } from './token-endpoint.ts';
import { createTokenStore, type TokenStore } from './tokens.ts';
import { createUsageDesk, type UsageDesk } from './usage.ts';

/** Source: the client id in codex-cli's own refresh requests; observed. */
export const CODEX_CLIENT_ID = 'app_EMoamEEZ73f0CkXaXp7hrann';

const REQUEST_MAX_BYTES = 64 * 1024;
const DISCOVERED_TOKEN_ENDPOINT = 'https://auth0.openai.com/oauth/token';

export interface StandInOptions extends LoopbackOptions {
  readonly nowMs?: () => number;
  /** How families of tokens behave unless a sign-in says otherwise. */
  readonly family?: Partial<FamilyOptions>;
  readonly clientId?: string;
  /** The same seed gives the same tokens. */
  readonly seed?: string;
  /** What the discovery document names; by default a host that is not ours. */
  readonly discoveredTokenEndpoint?: string;
}

export interface StandIn extends SignInDesk {
  readonly origin: string;
  /** For config.toml's chatgpt_base_url. */
  readonly baseUrl: string;
  readonly usageUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly requests: readonly RecordedRequest[];
  /** What no good client does; empty at the end of every good test. */
  readonly violations: readonly Violation[];
  readonly usage: UsageDesk;
  readonly tokens: TokenStore;
  readonly faults: FaultQueue;
  /** Makes an access token, by value or label, answer as expired. */
  expireAccess(token: string): void;
  setResetCredits(count: number): void;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Ends all connections at once, for good. */
  close(): Promise<void>;
}

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { nowMs = Date.now, clientId = CODEX_CLIENT_ID, family, seed } = options;
  const tokens = createTokenStore({
    nowMs,
    clientId,
    ...(family === undefined ? {} : { family }),
    ...(seed === undefined ? {} : { seed }),
  });
  const endpoint = createTokenEndpoint({ tokens, clientId });
  const usage = createUsageDesk({ nowMs });
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const violations: Violation[] = [];
  let resetCredits = 0;

  function answerUsage(call: Call): Answer {
    const { body, etag } = usage.answer();
    const headers: Record<string, string> = etag === null ? {} : { etag };
    if (etag !== null && call.headers['if-none-match'] === etag) return answerEmpty(304, headers);
    return answerWith(200, 'application/json', body, headers);
  }

  function answerOf(route: routes.RouteName, call: Call): Answer {
    if (route === 'token') return endpoint.exchange(call);
    if (route === 'revoke') return endpoint.revoke(call);
    if (route === 'consumeResetCredit') {
      return answerError(500, { code: null, message: 'never call this', type: 'server_error' });
    }
    if (route === 'discovery') {
      return routes.answerDiscovery(options.discoveredTokenEndpoint ?? DISCOVERED_TOKEN_ENDPOINT);
    }
    if (route === 'unknown') return answerJson(404, { detail: 'Not Found' });
    const admitted = routes.admit(call, tokens.checkAccess);
    if (!admitted.ok) return admitted.answer;
    if (route === 'usage') return answerUsage(call);
    if (route === 'resetCredits') return routes.answerResetCredits(resetCredits, nowMs());
    if (route === 'accountsCheck') return routes.answerAccountsCheck(admitted.owner);
    return routes.answerConfigBundle();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    const target = request.url ?? '/';
    const mark = target.indexOf('?');
    const path = mark === -1 ? target : target.slice(0, mark);
    const query = mark === -1 ? '' : target.slice(mark + 1);
    const route = routes.routeOf(path);
    const fault = faults.take(route);
    const early = fault?.kind === 'early' ? replacementOf(fault) : null;
    if (early !== null) {
      response.writeHead(early.status, { ...early.headers, connection: 'close' });
      response.end(early.body);
    }
    const whole = readBody(request);
    // Why: who is answered early may stop sending; what it did send is not looked at.
    const body = early === null ? await whole : await whole.catch(() => Buffer.alloc(0));
    const call: Call = { method: request.method ?? '', path, query, headers: plain(request), body };
    const input = { call, route, atMs: nowMs(), fault: fault?.kind ?? null, tokens };
    const record = openRecord(input);
    requests.push(record);
    violations.push(...violationsOf(input));
    if (route === 'token') present(call);
    if (early !== null) {
      record.status = early.status;
      return;
    }
    const delivery = { socket, response, record, run: () => answerOf(route, call) };
    if (body.length > REQUEST_MAX_BYTES) return sendWhole(answerEmpty(413), delivery);
    await deliver(fault, delivery);
  }

  function present(call: Call): void {
    const read = readFields(call);
    const sent = read.ok ? read.fields.refresh_token : undefined;
    if (sent !== undefined) tokens.present(sent);
  }

  const loopback = await listenOnLoopback((request, response) => {
    serve(request, response).catch((problem: unknown) => {
      // Why: a request torn off in its body is no request; anything else is a mistake to be seen.
      if (!request.complete || response.headersSent) request.socket.destroy();
      else response.writeHead(500).end(`the stand-in failed: ${String(problem)}`);
    });
  }, options);
  const { origin, goOffline, goOnline, close } = loopback;

  return {
    ...createSignInDesk({ tokens, nowMs, clientId, issuer: origin }),
    origin,
    baseUrl: `${origin}/backend-api`,
    usageUrl: `${origin}/backend-api/wham/usage`,
    tokenUrl: `${origin}/oauth/token`,
    revokeUrl: `${origin}/oauth/revoke`,
    requests,
    violations,
    usage: usage.desk,
    tokens,
    faults: faults.queue,
    expireAccess: tokens.expire,
    setResetCredits: (count) => {
      resetCredits = count;
    },
    goOffline,
    goOnline,
    close,
  };
}

/** Repeated headers are joined, as HTTP says they may be. */
function plain(request: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(request.headersDistinct);
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(', ')]));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // Why: past the limit only the fact matters; the rest is read and dropped.
    if (bytes <= REQUEST_MAX_BYTES) chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
  }
  return Buffer.concat(chunks);
}
