// Makes auth.json documents as Codex writes them, from the tokens of the store.
// Writes no file: a test puts the text where it wants it.

import type { FamilyOptions, IssuedTokens } from './family.ts';
import { FAKE_OWNER, type Owner } from './jwt.ts';
import type { TokenStore } from './tokens.ts';

export interface SignInInput {
  /** The account id; by default the one the sampled usage answers name. */
  readonly account?: string;
  readonly email?: string;
  readonly plan?: string;
  readonly family?: Partial<FamilyOptions>;
  /** How long the first access token lasts, if not as long as later ones; 0 is stale at once. */
  readonly firstAccessLifetimeMs?: number;
  /** When the document says it was renewed last; by default now. */
  readonly lastRefreshAtMs?: number;
  /** Names the stand-in as the issuer inside the document, as a login at another issuer does. */
  readonly provenance?: boolean;
}

export interface SignedIn extends IssuedTokens {
  readonly authJson: string;
  readonly accountId: string;
}

export interface SignInDesk {
  signIn(input?: SignInInput): SignedIn;
  /**
   * What a Codex renewing its sign-in does to the server: spends the token, gets the next ones.
   * The document is what that Codex would save. Throws with the code when the token is refused.
   */
  rotateAsCodex(refreshToken: string): SignedIn;
}

export interface SignInDeskParts {
  readonly tokens: TokenStore;
  readonly nowMs: () => number;
  readonly clientId: string;
  readonly issuer: string;
}

interface Held {
  readonly issued: IssuedTokens;
  readonly owner: Owner;
  readonly loginOwnerId: string;
  readonly provenance: boolean;
}

export function createSignInDesk({ tokens, nowMs, clientId, issuer }: SignInDeskParts): SignInDesk {
  const heldBy = new Map<string, Held>();

  function hold(held: Held, lastRefreshAtMs: number): SignedIn {
    const { issued, owner, loginOwnerId, provenance } = held;
    heldBy.set(issued.refreshToken, held);
    const authJson = formatAuthJson({
      ...issued,
      accountId: owner.accountId,
      loginOwnerId,
      provenance: provenance ? { issuer, client_id: clientId } : null,
      lastRefreshAtMs,
    });
    return { ...issued, authJson, accountId: owner.accountId };
  }

  return {
    signIn: (input = {}) => {
      const { account, email, plan, family, firstAccessLifetimeMs } = input;
      const { lastRefreshAtMs = nowMs(), provenance = false } = input;
      const first =
        firstAccessLifetimeMs === undefined ? {} : { accessLifetimeMs: firstAccessLifetimeMs };
      const owner = {
        ...FAKE_OWNER,
        accountId: account ?? FAKE_OWNER.accountId,
        email: email ?? FAKE_OWNER.email,
        plan: plan ?? FAKE_OWNER.plan,
      };
      const issued = tokens.signIn(owner, family, first);
      const loginOwnerId = makeLoginOwnerId(heldBy.size + 1);
      return hold({ issued, owner, loginOwnerId, provenance }, lastRefreshAtMs);
    },
    rotateAsCodex: (refreshToken) => {
      const held = heldBy.get(refreshToken) ?? descendantOf(refreshToken);
      const exchanged = tokens.exchange(refreshToken);
      if (!exchanged.ok) throw new Error(exchanged.code);
      const { access_token, refresh_token, id_token } = exchanged.grant;
      const issued = {
        accessToken: access_token ?? held.issued.accessToken,
        refreshToken: refresh_token ?? refreshToken,
        idToken: id_token ?? held.issued.idToken,
      };
      return hold({ ...held, issued }, nowMs());
    },
  };

  /** The sign-in a token descends from, when somebody else made the exchanges in between. */
  function descendantOf(refreshToken: string): Held {
    const { family } = tokens.inspect(refreshToken);
    const relatives = [...heldBy].filter(([token]) => tokens.inspect(token).family === family);
    const latest = relatives.at(-1)?.[1];
    if (latest === undefined) throw new Error('this token comes from no sign-in of the stand-in');
    return latest;
  }
}

interface AuthJsonInput extends IssuedTokens {
  readonly accountId: string;
  readonly loginOwnerId: string;
  readonly provenance: { readonly issuer: string; readonly client_id: string } | null;
  readonly lastRefreshAtMs: number;
}

/** Source: written by codex-cli 0.169.0; observed: order, 2-space indent, no trailing newline. */
function formatAuthJson(input: AuthJsonInput): string {
  const document = {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: input.idToken,
      access_token: input.accessToken,
      refresh_token: input.refreshToken,
      ...(input.provenance === null ? {} : { oauth_provenance: input.provenance }),
      login_owner_id: input.loginOwnerId,
      account_id: input.accountId,
    },
    last_refresh: formatNanoseconds(input.lastRefreshAtMs),
  };
  return JSON.stringify(document, null, 2);
}

/** RFC 3339 with the nine fraction digits that Codex writes. */
function formatNanoseconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/Z$/, '585799Z');
}

/** Source: 43 characters base64url, written by the login of 0.169.0; observed, meaning unknown. */
function makeLoginOwnerId(count: number): string {
  return `FAKE-login-owner-id-${String(count).padStart(23, '0')}`;
}
