// What the tokens of a sign-in claim, reduced to what may be said in public: whose issuer, which known
// scopes, until when, and whether the tokens agree. Never a token, an id or an address.

import { type AuthFile, claimsOf } from '../auth.ts';
import type { Claims } from '../claims.ts';
import { codexRefusal } from '../codex-rules.ts';
import { PINNED_TOKEN_ENDPOINT } from '../provenance.ts';
import type { Agreement, IssuerFact, SignInFacts, TokenFacts } from './facts.ts';

/** Source: codex-cli 0.169.0's login, observed (codex-protocol.md §6.5). */
const KNOWN_SCOPES = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'api.connectors.read',
  'api.connectors.invoke',
];
/** Source: captures of real access tokens; observed. */
const API_AUDIENCE = 'https://api.openai.com/v1';

export function signInFacts(signIn: AuthFile, document: string): SignInFacts {
  const { tokens, mode } = signIn;
  const access = claimsOf(tokens.accessToken);
  const id = tokens.idToken === null ? null : claimsOf(tokens.idToken);
  return {
    hasRefreshToken: tokens.refreshToken !== null,
    hasIdToken: tokens.idToken !== null,
    hasAccountId: tokens.accountId !== null,
    apiKeyBeside: signIn.apiKeyBeside,
    isReadOnlyMode: mode !== null && mode !== 'chatgpt',
    codexRefusal: codexRefusal(document),
    access: access && tokenFacts(access),
    id: id && tokenFacts(id),
    users: agree([access?.userId, id?.userId]),
    accounts: agree([tokens.accountId, access?.accountId, id?.accountId]),
    lastRefreshAtMs: signIn.lastRefreshAtMs,
  };
}

function tokenFacts({ issuer, audience, scopes, expiresAtMs, issuedAtMs }: Claims): TokenFacts {
  const knownScopes = KNOWN_SCOPES.filter((scope) => scopes.includes(scope));
  const otherScopes = new Set(scopes.filter((scope) => !KNOWN_SCOPES.includes(scope))).size;
  return {
    issuer: issuerFact(issuer),
    audience: audienceFact(audience),
    knownScopes,
    otherScopes,
    expiresAtMs,
    issuedAtMs,
  };
}

function audienceFact(audience: readonly string[]): TokenFacts['audience'] {
  if (audience.length === 0) return 'unsaid';
  if (audience.includes(API_AUDIENCE)) return 'api';
  return audience.includes(PINNED_TOKEN_ENDPOINT.clientId) ? 'client' : 'other';
}

/** Whose an address is, by its host; a host is named only if everybody knows it. */
export function issuerFact(address: string | null): IssuerFact {
  if (address === null) return { kind: 'unsaid' };
  // Why by hand: core has no URL, and what is not plainly one of these is somebody else's.
  const [, host = ''] = /^https?:\/\/([a-z0-9.[\]:-]+)(?:\/|$)/i.exec(address) ?? [];
  const name = host.toLowerCase();
  if (/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(name)) return { kind: 'this-computer' };
  if (/^(?:[a-z0-9-]{1,20}\.){0,2}(?:openai|chatgpt)\.com$/.test(name)) {
    return { kind: 'openai', host: name };
  }
  return { kind: 'other' };
}

function agree(said: readonly (string | null | undefined)[]): Agreement {
  const given = said.filter((value) => typeof value === 'string');
  if (given.length < 2) return null;
  return new Set(given).size === 1 ? 'same' : 'different';
}
