// Facts about what the stand-in keeps of its guests, where it listens, and how it goes away.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StandIn, startStandIn } from './server.ts';
import { startSilentListener } from './silent-listener.ts';

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn();
});

afterEach(() => standIn.close());

test('records: show tokens by label, and no piece of one anywhere', async () => {
  const { accessToken, refreshToken, idToken } = standIn.signIn();
  const headers = { authorization: `Bearer ${accessToken}`, 'x-odd': `see ${idToken}` };
  await fetch(`${standIn.usageUrl}?t=${refreshToken}`, { headers });
  await fetch(standIn.usageUrl, { headers: { authorization: 'Bearer somebody-elses' } });
  await fetch(standIn.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ refresh_token: refreshToken, client_id: 'x' }),
  });
  expect(standIn.requests.map(({ route, status }) => [route, status])).toEqual([
    ['usage', 200],
    ['usage', 401],
    ['token', 400],
  ]);
  expect(standIn.requests[0]?.headers).toMatchObject({ authorization: 'access#1' });
  expect(standIn.requests[1]?.headers.authorization).toBe('unknown');
  const kept = JSON.stringify([standIn.requests, standIn.violations]);
  for (const token of [accessToken, refreshToken, idToken, 'somebody-elses']) {
    expect(kept).not.toContain(token.slice(-12));
  }
});

test('violations: name what no good client does, and stay empty otherwise', async () => {
  const { accessToken, refreshToken } = standIn.signIn();
  const headers = { authorization: `Bearer ${accessToken}` };
  await fetch(standIn.usageUrl, { headers });
  expect(standIn.violations).toEqual([]);
  const consumed = await fetch(`${standIn.baseUrl}/wham/rate-limit-reset-credits/consume`, {
    method: 'POST',
    headers,
  });
  expect(consumed.status).toBe(500);
  await fetch(standIn.tokenUrl, { method: 'POST', headers });
  await fetch(`${standIn.tokenUrl}?refresh_token=${refreshToken}`, { method: 'POST' });
  await fetch(standIn.usageUrl, { headers: { authorization: `Bearer ${refreshToken}` } });
  await fetch(standIn.usageUrl, { headers: { ...headers, cookie: 'a=b' } });
  await fetch(`${standIn.origin}/elsewhere`, { headers });
  expect(standIn.violations.map(({ what }) => what)).toEqual([
    'reset-credit-consumed',
    'authorization-at-token-endpoint',
    'refresh-token-in-address',
    'refresh-token-as-bearer',
    'cookie-sent',
    'token-sent-elsewhere',
  ]);
});

test('discovery: names a token endpoint that is not ours', async () => {
  const answer = await fetch(`${standIn.origin}/.well-known/openid-configuration`);
  const { issuer, token_endpoint } = await answer.json();
  expect(issuer).toBe('https://auth.openai.com');
  expect(token_endpoint).not.toContain(standIn.origin);
});

test('stand-in: refuses to listen on anything but the loopback', async () => {
  for (const host of ['0.0.0.0', '::', 'localhost', '192.168.0.1']) {
    await expect(startStandIn({ host })).rejects.toThrow('127.0.0.1 or ::1 only');
  }
});

test('offline: refuses connections, and online again answers at the same address', async () => {
  const { accessToken } = standIn.signIn();
  const get = () =>
    fetch(standIn.usageUrl, { headers: { authorization: `Bearer ${accessToken}` } });
  expect((await get()).status).toBe(200);
  await standIn.goOffline();
  await expect(get()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await standIn.goOnline();
  expect((await get()).status).toBe(200);
});

test('close: ends a request that would wait for ever', async () => {
  standIn.faults.push('usage', { kind: 'silence' });
  const waiting = fetch(standIn.usageUrl).then(
    () => 'answered',
    () => 'ended',
  );
  while (standIn.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await standIn.close();
  expect(await waiting).toBe('ended');
});

test('silent listener: records what comes, without what it carried', async () => {
  const silent = await startSilentListener();
  await fetch(`${silent.origin}/trap`, { method: 'POST', body: '12345' });
  expect(silent.requests).toEqual([{ method: 'POST', path: '/trap', bodyBytes: 5 }]);
  await silent.close();
});
