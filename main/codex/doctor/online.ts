// The doctor's two questions to the network: the discovery document of the sign-in's issuer, and
// whether the usage host answers at all. Neither carries a token or asks for usage, so neither counts
// against a budget; while a host asked us to wait, it is left alone.
// Why robots.txt: every program may ask for it without a sign-in, and no account is asked about.

import { parseJson } from '../../core/answers.ts';
import type { OnlineFacts } from '../../core/doctor/facts.ts';
import { issuerFact } from '../../core/doctor/sign-in-facts.ts';
import { fail, type Result, succeed } from '../../core/failure.ts';
import { SECOND_MS } from '../../core/time.ts';
import { isSafeAddress } from '../endpoints.ts';
import { createHttp, type Http, type HttpRequest } from '../http/http.ts';
import { systemAuthorities } from '../http/system-authorities.ts';

const DEADLINE_MS = 8 * SECOND_MS;
const BODY_MAX_BYTES = 256 * 1024;

export interface OnlineContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** Where renewals go. */
  readonly tokenUrl: string;
  /** The base of usage; null if it is refused or unknown. */
  readonly usageUrl: string | null;
  readonly isToldToWait: boolean;
}

interface Asked<T> {
  readonly result: Result<T>;
  readonly clockOffMs: number | null;
}

export async function seeOnline(context: OnlineContext): Promise<OnlineFacts> {
  const { env, platform } = context;
  const http = createHttp({
    proxyFor: async () => 'environment',
    authorities: () => systemAuthorities({ env, platform }),
  });
  const [discovery, host] = await Promise.all([
    askDiscovery(http, context),
    askHost(http, context),
  ]);
  return {
    discovery: discovery.result,
    usageHost: host === 'held-back' ? host : host.result,
    clockOffMs: discovery.clockOffMs ?? (host === 'held-back' ? null : host.clockOffMs),
  };
}

function request({ version }: OnlineContext, url: string, setting: string): HttpRequest {
  const headers = { accept: '*/*', 'user-agent': `plimsoll/${version}` };
  const limits = { deadlineMs: DEADLINE_MS, bodyMaxBytes: BODY_MAX_BYTES };
  return { method: 'GET', url, setting, headers, body: null, ...limits };
}

async function askDiscovery(
  http: Http,
  context: OnlineContext,
): Promise<Asked<{ tokenEndpoint: 'same' | 'unsaid' | ReturnType<typeof issuerFact> }>> {
  const { tokenUrl } = context;
  const issuer = tokenUrl.replace(/\/oauth\/token$/, '');
  const url = `${issuer}/.well-known/openid-configuration`;
  const asked = await ask(http, request(context, url, 'CODEX_REFRESH_TOKEN_URL_OVERRIDE'));
  if (!asked.result.ok) return { ...asked, result: asked.result };
  const { status, body } = asked.result.value;
  const { clockOffMs } = asked;
  if (status >= 500) return { clockOffMs, result: fail({ kind: 'server-error', status }) };
  const isPage = /^\s*</.test(body);
  if (isPage || (status >= 300 && status < 400)) {
    return { clockOffMs, result: fail({ kind: 'captive-portal' }) };
  }
  if (status !== 200) return { clockOffMs, result: fail({ kind: 'unexpected-status', status }) };
  const json = parseJson(body);
  if (!json.ok) return { clockOffMs, result: fail({ kind: 'unexpected-body', issue: 'no JSON' }) };
  const said: unknown = Object(json.value).token_endpoint;
  if (typeof said !== 'string') return { clockOffMs, result: succeed({ tokenEndpoint: 'unsaid' }) };
  const tokenEndpoint = said === tokenUrl ? 'same' : issuerFact(said);
  return { clockOffMs, result: succeed({ tokenEndpoint }) };
}

async function askHost(http: Http, context: OnlineContext): Promise<Asked<number> | 'held-back'> {
  const { usageUrl, isToldToWait } = context;
  if (isToldToWait) return 'held-back';
  if (usageUrl === null || !isSafeAddress(usageUrl)) {
    const failure = { kind: 'address-refused', setting: 'chatgpt_base_url' } as const;
    return { result: fail(failure), clockOffMs: null };
  }
  const url = `${new URL(usageUrl).origin}/robots.txt`;
  const { result, clockOffMs } = await ask(http, request(context, url, 'chatgpt_base_url'));
  if (!result.ok) return { result, clockOffMs };
  const { status } = result.value;
  if (status === 407 || status === 511) {
    return { result: fail({ kind: 'proxy-sign-in' }), clockOffMs };
  }
  return { result: succeed(status), clockOffMs };
}

async function ask(
  http: Http,
  toSend: HttpRequest,
): Promise<Asked<{ readonly status: number; readonly body: string }>> {
  const sentAtMs = Date.now();
  const answer = await http.send(toSend);
  if (!answer.ok) return { result: fail(answer.failure.failure), clockOffMs: null };
  const middleMs = (sentAtMs + Date.now()) / 2;
  const serverMs = Date.parse(answer.value.headers.date ?? '');
  const clockOffMs = Number.isNaN(serverMs) ? null : middleMs - serverMs;
  return { result: succeed(answer.value), clockOffMs };
}
