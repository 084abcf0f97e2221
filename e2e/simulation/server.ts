// OpenAI as the simulation knows it: the stand-in's token store behind two addresses, and a memory of
// every refresh token: whose it is, what it came from, who presented it and what became of that.

import type { HttpAnswer } from '../../main/core/answers.ts';
import type { FamilyOptions, IssuedTokens } from '../stand-in/family.ts';
import type { Owner } from '../stand-in/jwt.ts';
import { createTokenStore } from '../stand-in/tokens.ts';

const CLIENT_ID = 'app_FAKE-simulation';

/** One request that carried a refresh token, from leaving its sender to being answered. */
export interface Sending {
  readonly token: string;
  readonly sender: string;
  readonly sentAtMs: number;
  processedAtMs: number | null;
  /** The refresh token that the server gave for it, whether or not it arrived. */
  granted: string | null;
  deliveredAtMs: number | null;
  /** The answer came with the whole of the new refresh token in it. */
  deliveredWhole: boolean;
  /** The answer is on our disk. */
  journaled: boolean;
  /** Its sender was told, or could see, that nothing had reached the application. */
  proofOfNothing: boolean;
  /** The person's own click allowed it. */
  onceMore: boolean;
}

export interface Server {
  readonly sendings: Sending[];
  signIn(owner: Owner, accessLifetimeMs: number): IssuedTokens;
  /** What the endpoint does with a request that has reached it. */
  exchange(sending: Sending): HttpAnswer;
  usage(accessToken: string): HttpAnswer;
  revoke(refreshToken: string): void;
  cancelAccess(accessToken: string): void;
  /** Null for what was never issued. */
  stateOf(refreshToken: string): 'live' | 'spent' | 'expired' | 'revoked' | 'cancelled' | null;
  accountOf(token: string): string | null;
  familyOf(refreshToken: string): number | null;
  /** The token that this one was given for; null for the first of a sign-in. */
  parentOf(refreshToken: string): string | null;
  /** Presentations of a spent token, with who had spent it. */
  readonly reuses: { readonly family: number; readonly token: string; readonly sender: string }[];
  accessWorks(accessToken: string): boolean;
}

export interface ServerOptions {
  readonly seed: number;
  readonly nowMs: () => number;
  readonly habits: Partial<FamilyOptions>;
}

export function createServer({ seed, nowMs, habits }: ServerOptions): Server {
  const store = createTokenStore({ nowMs, clientId: CLIENT_ID, seed: `${seed}`, family: habits });
  const parents = new Map<string, string>();
  const known = new Set<string>();
  const reuses: Server['reuses'] = [];

  const server: Server = {
    sendings: [],
    reuses,
    signIn(owner, accessLifetimeMs) {
      const issued = store.signIn(owner, {}, { accessLifetimeMs });
      known.add(issued.refreshToken);
      return issued;
    },
    exchange(sending) {
      sending.processedAtMs = nowMs();
      const { token } = sending;
      if (server.stateOf(token) === 'spent') {
        reuses.push({ family: server.familyOf(token) ?? 0, token, sender: sending.sender });
      }
      const exchanged = store.exchange(token);
      if (!exchanged.ok) return json(401, { error: { message: 'no', code: exchanged.code } });
      const granted = exchanged.grant.refresh_token;
      if (granted !== undefined) {
        known.add(granted);
        parents.set(granted, token);
        sending.granted = granted;
      }
      return json(200, exchanged.grant);
    },
    usage(accessToken) {
      const checked = store.checkAccess(accessToken);
      if (!checked.ok) return json(401, { error: { code: 'token_expired' } });
      return json(200, usageBody(nowMs(), checked.owner));
    },
    revoke: (refreshToken) => {
      if (known.has(refreshToken)) store.revokeFamily(refreshToken);
    },
    cancelAccess: (accessToken) => store.expire(accessToken),
    stateOf: (token) => (known.has(token) ? store.inspect(token).state : null),
    accountOf: (token) => {
      try {
        return store.inspect(token).accountId;
      } catch {
        return null;
      }
    },
    familyOf: (token) => (known.has(token) ? store.inspect(token).family : null),
    parentOf: (token) => parents.get(token) ?? null,
    accessWorks: (accessToken) => store.checkAccess(accessToken).ok,
  };
  return server;
}

export function json(status: number, body: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function usageBody(nowMs: number, { email, plan }: Owner): object {
  const nowS = Math.floor(nowMs / 1000);
  const window = (percent: number, lengthS: number) => ({
    used_percent: percent,
    limit_window_seconds: lengthS,
    reset_after_seconds: lengthS / 2,
    reset_at: nowS + lengthS / 2,
  });
  return {
    email,
    plan_type: plan,
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: window(12, 18_000),
      secondary_window: window(34, 604_800),
    },
  };
}
