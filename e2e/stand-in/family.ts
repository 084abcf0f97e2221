// What one family of tokens is: everything that descends from one sign-in, and how it behaves.
// Values only; the store in tokens.ts owns all change.

import type { Owner } from './jwt.ts';

export interface FamilyOptions {
  /** `single-use`: each exchange spends the token and issues the next. `none`: it stays good. */
  readonly rotation: 'single-use' | 'none';
  /** What presenting a spent token does beyond being refused. */
  readonly onReuse: 'reject' | 'revoke-family';
  /** How long after it was spent a token is answered with the same grant again. */
  readonly graceMs: number;
  /** What becomes of the access tokens issued before, at an exchange. */
  readonly oldAccess: 'kept' | 'cancelled';
  readonly accessLifetimeMs: number;
  /** What a grant holds. `empty` is `{}`, and then nothing rotates. */
  readonly grant: 'full' | 'empty';
  readonly grantAccess: 'jwt' | 'opaque' | 'other-account' | 'none';
  readonly grantId: 'jwt' | 'malformed' | 'other-account' | 'none';
}

/** Lifetime: a guess, the real one is not known. All else is the plain, good case. */
export const DEFAULT_FAMILY: FamilyOptions = {
  rotation: 'single-use',
  onReuse: 'reject',
  graceMs: 0,
  oldAccess: 'kept',
  accessLifetimeMs: 10 * 24 * 3_600_000,
  grant: 'full',
  grantAccess: 'jwt',
  grantId: 'jwt',
};

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
}

/** The body of a successful exchange, in the field names of the wire. */
export interface Grant {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly token_type?: 'Bearer';
  readonly expires_in?: number;
  readonly scope?: string;
}

/** Source: the codes Codex knows, and what real servers were seen to answer; not documented. */
export type RefusalCode =
  | 'refresh_token_expired'
  | 'refresh_token_reused'
  | 'refresh_token_invalidated';

export type Exchanged =
  | { readonly ok: true; readonly grant: Grant }
  | { readonly ok: false; readonly code: RefusalCode };

export type AccessCheck =
  | { readonly ok: true; readonly owner: Owner }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'invalidated' };

/** What a test may know about one token; never its value. */
export interface TokenState {
  readonly label: string;
  readonly kind: 'access' | 'refresh' | 'id';
  readonly family: number;
  readonly accountId: string;
  readonly state: 'live' | 'spent' | 'expired' | 'cancelled' | 'revoked';
  /** How many requests to the token endpoint carried it, whatever was answered. */
  readonly presented: number;
  /** How many of those got past the scripted faults to the store, plus the store's direct uses. */
  readonly processed: number;
}
