// Facts about the token store: rotation, reuse, grace, what a grant holds. No network.

import { describe, expect, test } from 'vitest';
import { DEFAULT_FAMILY, type FamilyOptions, type Grant } from './family.ts';
import { FAKE_OWNER, OTHER_OWNER } from './jwt.ts';
import { createTokenStore, type TokenStore } from './tokens.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');

function createScene(family: Partial<FamilyOptions> = {}) {
  let now = START_MS;
  const tokens = createTokenStore({ nowMs: () => now, clientId: 'app_FAKE', family });
  const pass = (ms: number) => {
    now += ms;
  };
  return { tokens, pass, first: tokens.signIn(FAKE_OWNER) };
}

function grantOf(tokens: TokenStore, refreshToken: string): Grant {
  const exchanged = tokens.exchange(refreshToken);
  if (!exchanged.ok) throw new Error(exchanged.code);
  return exchanged.grant;
}

function codeOf(tokens: TokenStore, refreshToken: string): string {
  const exchanged = tokens.exchange(refreshToken);
  return exchanged.ok ? 'granted' : exchanged.code;
}

function claimsOf(token: string | undefined) {
  const payload = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload);
}

describe('rotation', () => {
  test('exchange: issues three new tokens and spends the old refresh token', () => {
    const { tokens, first } = createScene();
    const grant = grantOf(tokens, first.refreshToken);
    const values = [...Object.values(first), grant.access_token, grant.refresh_token];
    expect(new Set([...values, grant.id_token]).size).toBe(6);
    expect(tokens.inspect('refresh#1').state).toBe('spent');
    expect(tokens.inspect('refresh#2').state).toBe('live');
    expect(codeOf(tokens, grant.refresh_token ?? '')).toBe('granted');
  });

  test('exchange: refuses a spent token and keeps the family, when reuse only rejects', () => {
    const { tokens, first } = createScene();
    const grant = grantOf(tokens, first.refreshToken);
    expect(codeOf(tokens, first.refreshToken)).toBe('refresh_token_reused');
    expect(codeOf(tokens, grant.refresh_token ?? '')).toBe('granted');
  });

  test('exchange: ends the whole family on reuse, when told to', () => {
    const { tokens, first } = createScene({ onReuse: 'revoke-family' });
    const stranger = tokens.signIn(OTHER_OWNER);
    const grant = grantOf(tokens, first.refreshToken);
    expect(codeOf(tokens, first.refreshToken)).toBe('refresh_token_reused');
    expect(codeOf(tokens, grant.refresh_token ?? '')).toBe('refresh_token_invalidated');
    expect(codeOf(tokens, first.refreshToken)).toBe('refresh_token_invalidated');
    expect(tokens.checkAccess(grant.access_token ?? '')).toMatchObject({ reason: 'invalidated' });
    expect(codeOf(tokens, stranger.refreshToken)).toBe('granted');
  });

  test('exchange: repeats the same grant within the grace period, not after it', () => {
    const { tokens, pass, first } = createScene({ graceMs: 1_000, onReuse: 'revoke-family' });
    const grant = grantOf(tokens, first.refreshToken);
    pass(999);
    expect(grantOf(tokens, first.refreshToken)).toEqual(grant);
    pass(1);
    expect(codeOf(tokens, first.refreshToken)).toBe('refresh_token_reused');
  });

  test('exchange: leaves the refresh token good and unmentioned, when rotation is off', () => {
    const { tokens, first } = createScene({ rotation: 'none' });
    expect(grantOf(tokens, first.refreshToken)).not.toHaveProperty('refresh_token');
    expect(codeOf(tokens, first.refreshToken)).toBe('granted');
  });

  test('exchange: refuses tokens it never issued and tokens of another kind', () => {
    const { tokens, first } = createScene();
    expect(codeOf(tokens, 'rt_FAKE_of_nobody')).toBe('refresh_token_invalidated');
    expect(codeOf(tokens, first.accessToken)).toBe('refresh_token_invalidated');
  });

  test('exchange: says expired, when the refresh token was made to expire', () => {
    const { tokens, first } = createScene();
    tokens.expire(first.refreshToken);
    expect(codeOf(tokens, first.refreshToken)).toBe('refresh_token_expired');
  });
});

describe('what a grant holds', () => {
  test('grant: is an empty object and spends nothing, when told to be empty', () => {
    const { tokens, first } = createScene({ grant: 'empty' });
    expect(grantOf(tokens, first.refreshToken)).toEqual({});
    expect(tokens.inspect('refresh#1').state).toBe('live');
  });

  test('grant: has the id token it was told to have; the sign-in had a good one', () => {
    const { tokens, first } = createScene();
    expect(claimsOf(first.idToken)).toMatchObject({ email: FAKE_OWNER.email });
    const grantWith = (grantId: FamilyOptions['grantId']) => {
      const { refreshToken } = tokens.signIn(FAKE_OWNER, { grantId });
      return grantOf(tokens, refreshToken).id_token;
    };
    expect(grantWith('none')).toBeUndefined();
    expect(grantWith('malformed')?.split('.')).toHaveLength(1);
    expect(claimsOf(grantWith('other-account'))).toMatchObject({ email: OTHER_OWNER.email });
  });

  test('grant: has the access token it was told to have', () => {
    const { tokens } = createScene();
    const grantWith = (grantAccess: FamilyOptions['grantAccess']) => {
      const { refreshToken } = tokens.signIn(FAKE_OWNER, { grantAccess });
      return grantOf(tokens, refreshToken).access_token;
    };
    expect(grantWith('none')).toBeUndefined();
    expect(grantWith('opaque')).toMatch(/^at_FAKE_[^.]+$/);
    const others = tokens.checkAccess(grantWith('other-account') ?? '');
    expect(others).toMatchObject({ ok: true, owner: { accountId: OTHER_OWNER.accountId } });
  });
});

describe('access tokens', () => {
  test('checkAccess: accepts until the exp claim, and not from then on', () => {
    const { tokens, pass, first } = createScene({ accessLifetimeMs: 60_000 });
    expect(claimsOf(first.accessToken).exp).toBe((START_MS + 60_000) / 1000);
    pass(59_999);
    expect(tokens.checkAccess(first.accessToken).ok).toBe(true);
    pass(1);
    expect(tokens.checkAccess(first.accessToken)).toMatchObject({ reason: 'expired' });
  });

  test('checkAccess: keeps or cancels the old access token at a rotation, as told', () => {
    for (const oldAccess of ['kept', 'cancelled'] as const) {
      const { tokens, first } = createScene({ oldAccess });
      const grant = grantOf(tokens, first.refreshToken);
      expect(tokens.checkAccess(first.accessToken).ok).toBe(oldAccess === 'kept');
      expect(tokens.checkAccess(grant.access_token ?? '').ok).toBe(true);
    }
  });
});

describe('what tests may know', () => {
  test('tokens: are obviously fake, at least 40 characters, and unlike in every store', () => {
    const values = [createScene().first, createScene().first].flatMap((each) =>
      Object.values(each),
    );
    expect(new Set(values).size).toBe(6);
    expect(values.every((value) => value.length >= 40)).toBe(true);
    expect(createScene().first.refreshToken).toMatch(/^rt_FAKE_/);
    const header = Buffer.from(createScene().first.accessToken.split('.')[0] ?? '', 'base64url');
    expect(JSON.parse(header.toString())).toEqual({ alg: 'none', typ: 'JWT' });
  });

  test('tokens: are the same again, when the seed is', () => {
    const make = () =>
      createTokenStore({ nowMs: () => START_MS, clientId: 'x', seed: '7' }).signIn(FAKE_OWNER);
    expect(make()).toEqual(make());
  });

  test('presentations: counts requests, processed counts what reached the store', () => {
    const { tokens, first } = createScene();
    tokens.present(first.refreshToken);
    tokens.present(first.refreshToken);
    tokens.exchange(first.refreshToken);
    expect(tokens.presentations()).toEqual({ 'refresh#1': 2, 'refresh#2': 0 });
    expect(tokens.inspect('refresh#1').processed).toBe(1);
  });

  test('redact: leaves labels where tokens were', () => {
    const { tokens, first } = createScene();
    expect(tokens.redact(`a ${first.accessToken} b ${first.refreshToken}`)).toBe(
      'a access#1 b refresh#1',
    );
  });

  test('tune: changes a family in the middle of its life', () => {
    const { tokens, first } = createScene();
    tokens.tune('refresh#1', { ...DEFAULT_FAMILY, rotation: 'none' });
    expect(grantOf(tokens, first.refreshToken)).not.toHaveProperty('refresh_token');
  });
});
