// Facts about the endpoints: what they insist on, what they answer, what is recorded.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { USAGE_SAMPLES, type UsageSampleName } from './samples.ts';
import { CODEX_CLIENT_ID, type StandIn, startStandIn } from './server.ts';
import type { SignedIn } from './sign-in.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');

let now = START_MS;
let standIn: StandIn;
let person: SignedIn;

beforeEach(async () => {
  now = START_MS;
  standIn = await startStandIn({ nowMs: () => now });
  person = standIn.signIn();
});

afterEach(() => standIn.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function getUsage(headers: Record<string, string> = bearer(person.accessToken)) {
  return fetch(standIn.usageUrl, { headers });
}

function exchangeFields(refreshToken: string) {
  return {
    grant_type: 'refresh_token',
    client_id: CODEX_CLIENT_ID,
    refresh_token: refreshToken,
  };
}

function post(url: string, type: string, body: string) {
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
}

const FORM = 'application/x-www-form-urlencoded';

function postForm(fields: Record<string, string>) {
  return post(standIn.tokenUrl, FORM, new URLSearchParams(fields).toString());
}

function postJson(fields: unknown, url = standIn.tokenUrl) {
  return post(url, 'application/json', JSON.stringify(fields));
}

describe('usage', () => {
  test('usage: is answered under both bases, with and without an account header', async () => {
    expect((await getUsage()).status).toBe(200);
    const account = { 'chatgpt-account-id': person.accountId };
    expect((await getUsage({ ...bearer(person.accessToken), ...account })).status).toBe(200);
    const other = await fetch(`${standIn.origin}/api/codex/usage`, {
      headers: bearer(person.accessToken),
    });
    expect(await other.json()).toHaveProperty('plan_type', 'plus');
  });

  test.each([
    ['no authorization', () => ({}), 401],
    ['an unknown token', () => bearer('nobody'), 401],
    ['another scheme', () => ({ authorization: `Basic ${person.accessToken}` }), 401],
    ['the refresh token', () => bearer(person.refreshToken), 401],
    [
      'the header of another account',
      () => ({ ...bearer(person.accessToken), 'chatgpt-account-id': 'another' }),
      403,
    ],
  ])('usage: refuses %s, in JSON', async (_, headers, status) => {
    const answer = await getUsage(headers());
    expect(answer.status).toBe(status);
    expect(await answer.json()).toBeTypeOf('object');
  });

  test('usage: refuses other methods and inexact addresses', async () => {
    const headers = bearer(person.accessToken);
    const posted = await fetch(standIn.usageUrl, { method: 'POST', headers });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await fetch(`${standIn.usageUrl}/`, { headers })).status).toBe(404);
  });

  test('usage: answers 401 once the access token is expired, by claim or by script', async () => {
    standIn.expireAccess('access#1');
    const answer = await getUsage();
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 'token_expired' } });
    const later = standIn.signIn({ family: { accessLifetimeMs: 1_000 } });
    expect((await getUsage(bearer(later.accessToken))).status).toBe(200);
    now += 1_000;
    expect((await getUsage(bearer(later.accessToken))).status).toBe(401);
  });

  test('usage: shifts a sample to the moment it was set, and lets it run on', async () => {
    standIn.usage.set('plus-primary-and-secondary');
    now += 60_000;
    const { rate_limit } = await (await getUsage()).json();
    expect(rate_limit.primary_window.reset_at).toBe(START_MS / 1000 + 9000);
    expect(rate_limit.primary_window.reset_after_seconds).toBe(9000 - 60);
  });

  test('usage: sends every sample, objects as they are, and what a function says', async () => {
    // Why: keys of a constant are typed as plain strings; these are its own names.
    for (const name of Object.keys(USAGE_SAMPLES) as UsageSampleName[]) {
      standIn.usage.set(name);
      const { plan_type } = USAGE_SAMPLES[name];
      expect(await (await getUsage()).json()).toHaveProperty('plan_type', plan_type);
    }
    standIn.usage.set({ odd: 1.5 });
    expect(await (await getUsage()).json()).toEqual({ odd: 1.5 });
    standIn.usage.set(({ nowMs }) => ({ nowMs }));
    expect(await (await getUsage()).json()).toEqual({ nowMs: START_MS });
  });

  test('usage: answers 304 to the ETag it gave, until the numbers change', async () => {
    standIn.usage.setEtag(true);
    const etag = (await getUsage()).headers.get('etag') ?? '';
    now += 5_000;
    const headers = { ...bearer(person.accessToken), 'if-none-match': etag };
    expect((await getUsage(headers)).status).toBe(304);
    standIn.usage.set('pro-additional-limits');
    expect((await getUsage(headers)).status).toBe(200);
  });
});

describe('token endpoint', () => {
  test.each(['form', 'json'])('exchange: takes the %s encoding and extra fields', async (kind) => {
    const fields = { ...exchangeFields(person.refreshToken), refresh_reason: 'scheduled' };
    const answer = await (kind === 'form' ? postForm(fields) : postJson(fields));
    expect(answer.status).toBe(200);
    const grant = await answer.json();
    expect((await getUsage(bearer(grant.access_token))).status).toBe(200);
    expect(standIn.requests[0]?.fields).toEqual({ ...fields, refresh_token: 'refresh#1' });
  });

  test('exchange: answers reuse the way the real server does', async () => {
    await postForm(exchangeFields(person.refreshToken));
    const again = await postForm(exchangeFields(person.refreshToken));
    expect(again.status).toBe(401);
    expect(await again.json()).toEqual({
      error: {
        message: expect.any(String),
        type: 'invalid_request_error',
        param: null,
        code: 'refresh_token_reused',
      },
    });
    expect(standIn.tokens.presentations()).toEqual({ 'refresh#1': 2, 'refresh#2': 0 });
  });

  test.each([
    ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['another client', { client_id: 'app_other' }, 401, 'invalid_client'],
    ['an empty token', { refresh_token: '' }, 400, 'invalid_request'],
    ['an unknown token', { refresh_token: 'rt_x' }, 401, 'refresh_token_invalidated'],
  ])('exchange: refuses %s and spends nothing', async (_, change, status, code) => {
    const answer = await postForm({ ...exchangeFields(person.refreshToken), ...change });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
    expect(standIn.tokens.inspect('refresh#1').state).toBe('live');
  });

  test('exchange: refuses wrong methods, types, broken bodies and repeated fields', async () => {
    const form = new URLSearchParams(exchangeFields(person.refreshToken)).toString();
    expect((await fetch(standIn.tokenUrl)).status).toBe(405);
    const statusOf = async (type: string, body: string) =>
      (await post(standIn.tokenUrl, type, body)).status;
    expect(await statusOf('text/plain', form)).toBe(415);
    expect(await statusOf(`${FORM};charset=latin1`, form)).toBe(415);
    expect(await statusOf('application/json', form)).toBe(400);
    expect(await statusOf(FORM, `${form}&client_id=x`)).toBe(400);
    expect(await statusOf(FORM, `${form}&x=${'x'.repeat(70_000)}`)).toBe(413);
    expect(standIn.tokens.inspect('refresh#1').state).toBe('live');
    expect(await statusOf(`${FORM};charset=UTF-8`, form)).toBe(200);
  });

  test('revoke: ends the family', async () => {
    const body = { token: person.refreshToken, client_id: CODEX_CLIENT_ID };
    expect((await postJson(body, standIn.revokeUrl)).status).toBe(200);
    expect(standIn.tokens.inspect('refresh#1').state).toBe('revoked');
    expect((await getUsage()).status).toBe(401);
  });
});

describe('sign-in', () => {
  test('signIn: makes the document Codex writes', () => {
    const document = JSON.parse(person.authJson);
    expect(person.authJson).toBe(JSON.stringify(document, null, 2));
    expect(Object.keys(document)).toEqual([
      'auth_mode',
      'OPENAI_API_KEY',
      'tokens',
      'last_refresh',
    ]);
    expect(document.tokens.login_owner_id).toHaveLength(43);
    expect(document.tokens.account_id).toBe(person.accountId);
    expect(document.last_refresh).toBe('2026-11-22T10:00:00.000585799Z');
    const named = JSON.parse(standIn.signIn({ provenance: true }).authJson);
    expect(`${named.tokens.oauth_provenance.issuer}/oauth/token`).toBe(standIn.tokenUrl);
  });

  test('signIn: makes a stale sign-in whose next access token is good', async () => {
    const stale = standIn.signIn({ firstAccessLifetimeMs: 0 });
    expect((await getUsage(bearer(stale.accessToken))).status).toBe(401);
    const next = standIn.rotateAsCodex(stale.refreshToken);
    expect((await getUsage(bearer(next.accessToken))).status).toBe(200);
  });

  test('rotateAsCodex: spends the token, keeps the owner, counts as nobody’s request', async () => {
    const next = standIn.rotateAsCodex(person.refreshToken);
    const [before, after] = [person, next].map(({ authJson }) => JSON.parse(authJson).tokens);
    expect(after.login_owner_id).toBe(before.login_owner_id);
    expect(after.refresh_token).not.toBe(before.refresh_token);
    expect(standIn.tokens.presentations()).toEqual({ 'refresh#1': 0, 'refresh#2': 0 });
    expect(() => standIn.rotateAsCodex(person.refreshToken)).toThrow('refresh_token_reused');
    const grant = await (await postForm(exchangeFields(next.refreshToken))).json();
    expect(standIn.rotateAsCodex(grant.refresh_token).accountId).toBe(person.accountId);
  });
});

test('accounts/check, config/bundle, reset credits: answer whom they know', async () => {
  standIn.setResetCredits(2);
  const get = (path: string) =>
    fetch(`${standIn.baseUrl}/wham${path}`, { headers: bearer(person.accessToken) });
  const accounts = await (await get('/accounts/check')).json();
  expect(accounts.default_account_id).toBe(person.accountId);
  expect((await get('/config/bundle')).status).toBe(200);
  const credits = await (await get('/rate-limit-reset-credits')).json();
  expect([credits.available_count, credits.credits.length]).toEqual([2, 2]);
  expect((await fetch(`${standIn.baseUrl}/wham/accounts/check`)).status).toBe(401);
});
