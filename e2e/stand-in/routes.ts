// Which address is which endpoint, and what the ones beside usage and tokens answer.
//
// Source: the paths and shapes that codex-cli 0.169.0 asks for; observed. `{w}` is `/wham` under a
// base with /backend-api and `/api/codex` under one without.

import {
  type Answer,
  answerError,
  answerJson,
  answerMethodNotAllowed,
  type Call,
} from './answer.ts';
import type { AccessCheck } from './family.ts';
import type { Owner } from './jwt.ts';
import { bearerOf } from './records.ts';

export type RouteName =
  | 'usage'
  | 'resetCredits'
  | 'consumeResetCredit'
  | 'accountsCheck'
  | 'configBundle'
  | 'token'
  | 'revoke'
  | 'discovery'
  | 'unknown';

const FIXED: Readonly<Record<string, RouteName>> = {
  '/oauth/token': 'token',
  '/oauth/revoke': 'revoke',
  '/.well-known/openid-configuration': 'discovery',
};

const BELOW_W: Readonly<Record<string, RouteName>> = {
  '/usage': 'usage',
  '/rate-limit-reset-credits': 'resetCredits',
  '/rate-limit-reset-credits/consume': 'consumeResetCredit',
  '/accounts/check': 'accountsCheck',
  '/config/bundle': 'configBundle',
};

/** Exact: no trailing slash, no other case, no dots. */
export function routeOf(path: string): RouteName {
  const below = /^(?:\/backend-api\/wham|\/api\/codex)(\/.*)$/.exec(path)?.[1];
  const table = below === undefined ? FIXED : BELOW_W;
  const name = below ?? path;
  return Object.hasOwn(table, name) ? (table[name] ?? 'unknown') : 'unknown';
}

export type Allowed =
  | { readonly ok: true; readonly owner: Owner }
  | { readonly ok: false; readonly answer: Answer };

/** The gate of every endpoint below `{w}`: the method, a live access token, the account's header. */
export function admit(call: Call, check: (accessToken: string) => AccessCheck): Allowed {
  if (call.method !== 'GET') return { ok: false, answer: answerMethodNotAllowed('GET') };
  const bearer = bearerOf(call.headers.authorization);
  const checked = bearer === null ? null : check(bearer);
  if (checked === null || !checked.ok) {
    return { ok: false, answer: unauthorized(checked?.reason ?? 'unknown') };
  }
  const account = call.headers['chatgpt-account-id'];
  if (account !== undefined && account !== checked.owner.accountId) {
    const message = 'The account does not belong to this sign-in.';
    return { ok: false, answer: answerError(403, { code: 'account_mismatch', message }) };
  }
  return { ok: true, owner: checked.owner };
}

/**
 * Source: both shapes as people pasted them from failing clients; not documented. The codes are a
 * guess; nobody known to us decides by them.
 */
function unauthorized(reason: 'unknown' | 'expired' | 'invalidated'): Answer {
  if (reason === 'unknown') return answerJson(401, { detail: 'Unauthorized' });
  const message = `Your authentication token is ${reason}. Please try signing in again.`;
  const error = { message, type: 'invalid_request_error', code: `token_${reason}`, param: null };
  return answerJson(401, { error, status: 401 });
}

export function answerAccountsCheck({ accountId, plan }: Owner): Answer {
  const account = {
    id: accountId,
    name: 'Fake account',
    structure: 'personal',
    plan_type: plan,
    // Why: never a real host; a client that goes there leaves the loopback.
    workspace_backend_origin: 'https://workspace.example.invalid',
    account_routing_override: 'NO_CONSTRAINT',
    is_deactivated: false,
    is_fedramp_compliant_workspace: false,
    can_access_with_session: true,
    sso_connection_name: null,
    profile_picture_url: null,
  };
  return answerJson(200, {
    accounts: [account],
    account_ordering: [accountId],
    default_account_id: accountId,
  });
}

export function answerResetCredits(count: number, nowMs: number): Answer {
  const credits = Array.from({ length: count }, (_, index) => ({
    id: `FAKE-credit-${index + 1}`,
    reset_type: 'codex_rate_limits',
    status: 'available',
    granted_at: new Date(nowMs - 86_400_000).toISOString(),
    expires_at: new Date(nowMs + 30 * 86_400_000).toISOString(),
    title: null,
    description: null,
  }));
  return answerJson(200, { credits, available_count: count });
}

/** Source: its real answer is not known; codex-cli 0.169.0 goes on with an empty object; observed. */
export function answerConfigBundle(): Answer {
  return answerJson(200, {});
}

/** Source: a published document has named another host for tokens; nobody may follow it. */
export function answerDiscovery(tokenEndpoint: string): Answer {
  const issuer = 'https://auth.openai.com';
  return answerJson(200, { issuer, token_endpoint: tokenEndpoint });
}
