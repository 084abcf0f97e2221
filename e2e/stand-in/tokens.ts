// The token store: families of rotating single-use refresh tokens, with reuse detection.
// Pure of network; a simulation may drive it directly. Time is what nowMs says and nothing else.
//
// Source: rotation, codes and reuse as real servers were seen to answer; whether reuse revokes the
// family, and whether a spent token is forgiven for a while, is not known and so an option.

import { createHash, randomUUID } from 'node:crypto';
import type { AccessCheck, Exchanged, FamilyOptions, Grant, IssuedTokens } from './family.ts';
import { DEFAULT_FAMILY, type TokenState } from './family.ts';
import { type JwtInput, makeAccessJwt, makeIdJwt, OTHER_OWNER, type Owner } from './jwt.ts';

interface Family {
  readonly number: number;
  readonly owner: Owner;
  options: FamilyOptions;
  revoked: boolean;
}

interface Entry {
  readonly label: string;
  readonly kind: TokenState['kind'];
  readonly family: Family;
  readonly owner: Owner;
  readonly expiresAtMs: number;
  state: Exclude<TokenState['state'], 'revoked'>;
  spent: { readonly atMs: number; readonly grant: Grant } | null;
  presented: number;
  processed: number;
}

interface IssueInput {
  readonly family: Family;
  readonly make: (input: JwtInput) => string;
  /** Whom the token is made out to, where it is not the family's own. */
  readonly owner: Owner | null;
}

const ID_LIFETIME_MS = 3_600_000;

export type TokenStore = ReturnType<typeof createTokenStore>;

export interface TokenStoreOptions {
  readonly nowMs: () => number;
  readonly clientId: string;
  readonly family?: Partial<FamilyOptions>;
  /** The same seed gives the same tokens; without one they are unlike all others. */
  readonly seed?: string;
}

export function createTokenStore({ nowMs, clientId, ...options }: TokenStoreOptions) {
  const defaults: FamilyOptions = { ...DEFAULT_FAMILY, ...options.family };
  const root = options.seed ?? randomUUID();
  const entries = new Map<string, Entry>();
  const families: Family[] = [];
  const counters = { access: 0, refresh: 0, id: 0 };

  function issue(kind: Entry['kind'], { make, family, owner }: IssueInput): string {
    counters[kind] += 1;
    const label = `${kind}#${counters[kind]}`;
    const issuedAtMs = nowMs();
    const lifetimeMs = kind === 'access' ? family.options.accessLifetimeMs : ID_LIFETIME_MS;
    const expiresAtMs = issuedAtMs + lifetimeMs;
    const jti = `FAKE-${createHash('sha256').update(`${root} ${label}`).digest('hex').slice(0, 40)}`;
    const made = owner ?? family.owner;
    const value = make({ owner: made, clientId, jti, issuedAtMs, expiresAtMs });
    const fresh = { state: 'live', spent: null, presented: 0, processed: 0 } as const;
    entries.set(value, { ...fresh, label, kind, family, owner: made, expiresAtMs });
    return value;
  }

  function issueAccess(family: Family): string {
    const { grantAccess } = family.options;
    const make = grantAccess === 'opaque' ? makeOpaque : makeAccessJwt;
    const owner = grantAccess === 'other-account' ? OTHER_OWNER : null;
    return issue('access', { make, family, owner });
  }

  function issueId(family: Family): string {
    const { grantId } = family.options;
    if (grantId === 'malformed') return 'FAKE-not-a-jwt';
    const owner = grantId === 'other-account' ? OTHER_OWNER : null;
    return issue('id', { make: makeIdJwt, family, owner });
  }

  function issueRefresh(family: Family): string {
    return issue('refresh', { make: ({ jti }) => `rt_FAKE_${jti}`, family, owner: null });
  }

  function signIn(
    owner: Owner,
    options: Partial<FamilyOptions> = {},
    first: Partial<Pick<FamilyOptions, 'accessLifetimeMs'>> = {},
  ): IssuedTokens {
    const settings = { ...defaults, ...options };
    // Why: the grant options are about exchanges; a sign-in itself is always a good one.
    const grantAccess = settings.grantAccess === 'opaque' ? 'opaque' : 'jwt';
    const created: Family = {
      number: families.length + 1,
      owner,
      options: { ...settings, ...first, grantAccess },
      revoked: false,
    };
    families.push(created);
    const accessToken = issueAccess(created);
    const idToken = issue('id', { make: makeIdJwt, family: created, owner: null });
    created.options = settings;
    return { accessToken, refreshToken: issueRefresh(created), idToken };
  }

  /** Spends the token and answers as the real endpoint would. */
  function exchange(refreshToken: string): Exchanged {
    const entry = entries.get(refreshToken);
    if (entry === undefined || entry.kind !== 'refresh') {
      return { ok: false, code: 'refresh_token_invalidated' };
    }
    entry.processed += 1;
    const { options } = entry.family;
    if (entry.family.revoked) return { ok: false, code: 'refresh_token_invalidated' };
    if (entry.state === 'expired') return { ok: false, code: 'refresh_token_expired' };
    if (entry.spent !== null) {
      const age = nowMs() - entry.spent.atMs;
      if (age < options.graceMs) return { ok: true, grant: entry.spent.grant };
      if (options.onReuse === 'revoke-family') entry.family.revoked = true;
      return { ok: false, code: 'refresh_token_reused' };
    }
    const grant = makeGrant(entry.family);
    if (options.rotation === 'single-use' && options.grant === 'full') {
      entry.state = 'spent';
      entry.spent = { atMs: nowMs(), grant };
    }
    return { ok: true, grant };
  }

  function makeGrant(family: Family): Grant {
    const { options } = family;
    if (options.grant === 'empty') return {};
    if (options.oldAccess === 'cancelled') cancelAccess(family);
    return {
      ...(options.grantAccess === 'none' ? {} : { access_token: issueAccess(family) }),
      ...(options.rotation === 'none' ? {} : { refresh_token: issueRefresh(family) }),
      ...(options.grantId === 'none' ? {} : { id_token: issueId(family) }),
      token_type: 'Bearer',
      expires_in: Math.floor(options.accessLifetimeMs / 1000),
      scope: 'openid profile email offline_access api.connectors.read api.connectors.invoke',
    };
  }

  function cancelAccess(family: Family): void {
    for (const entry of entries.values()) {
      if (entry.family === family && entry.kind === 'access') entry.state = 'cancelled';
    }
  }

  function checkAccess(accessToken: string): AccessCheck {
    const entry = entries.get(accessToken);
    if (entry === undefined || entry.kind !== 'access') return { ok: false, reason: 'unknown' };
    const state = stateOf(entry);
    if (state === 'live') return { ok: true, owner: entry.owner };
    return { ok: false, reason: state === 'expired' ? 'expired' : 'invalidated' };
  }

  function stateOf(entry: Entry): TokenState['state'] {
    if (entry.family.revoked) return 'revoked';
    if (entry.kind === 'access' && entry.state === 'live' && entry.expiresAtMs <= nowMs()) {
      return 'expired';
    }
    return entry.state;
  }

  /** By value or by label such as `refresh#1`. A name nobody has is a mistake in the test. */
  function find(name: string): Entry {
    const found = entries.get(name) ?? [...entries.values()].find(({ label }) => label === name);
    if (found === undefined) throw new Error('the stand-in never issued such a token');
    return found;
  }

  function inspect(name: string): TokenState {
    const entry = find(name);
    const { label, kind, presented, processed } = entry;
    const { family, owner } = entry;
    const state = stateOf(entry);
    return {
      label,
      kind,
      presented,
      processed,
      state,
      family: family.number,
      accountId: owner.accountId,
    };
  }

  function presentations(): Readonly<Record<string, number>> {
    const refresh = [...entries.values()].filter(({ kind }) => kind === 'refresh');
    return Object.fromEntries(refresh.map(({ label, presented }) => [label, presented]));
  }

  return {
    signIn,
    exchange,
    checkAccess,
    inspect,
    /** How many requests carried each refresh token, by label. */
    presentations,
    present: (value: string): void => {
      const entry = entries.get(value);
      if (entry !== undefined) entry.presented += 1;
    },
    isRefreshToken: (value: string): boolean => entries.get(value)?.kind === 'refresh',
    labelOf: (value: string): string | null => entries.get(value)?.label ?? null,
    /** The text with every token that was ever issued replaced by its label. */
    redact: (text: string): string =>
      [...entries].reduce((rest, [value, { label }]) => rest.replaceAll(value, label), text),
    /** Makes one access or refresh token answer as expired. */
    expire: (name: string): void => {
      find(name).state = 'expired';
    },
    /** Ends the whole family of the token, as a sign-out elsewhere does. */
    revokeFamily: (name: string): void => {
      find(name).family.revoked = true;
    },
    /** Changes how the token's family behaves from now on. */
    tune: (name: string, options: Partial<FamilyOptions>): void => {
      const { family } = find(name);
      family.options = { ...family.options, ...options };
    },
  };
}

function makeOpaque({ jti }: JwtInput): string {
  return `at_FAKE_${jti}`;
}
