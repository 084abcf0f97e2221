// Facts about faults: what a client sees of each, and what the server did meanwhile.

import { request } from 'node:http';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from './faults.ts';
import { CODEX_CLIENT_ID, type StandIn, startStandIn } from './server.ts';
import { type SilentListener, startSilentListener } from './silent-listener.ts';

let standIn: StandIn;
let silent: SilentListener;
let headers: Record<string, string>;
let form: URLSearchParams;

beforeEach(async () => {
  [standIn, silent] = await Promise.all([startStandIn(), startSilentListener()]);
  const { accessToken, refreshToken } = standIn.signIn();
  headers = { authorization: `Bearer ${accessToken}` };
  form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: CODEX_CLIENT_ID,
    refresh_token: refreshToken,
  });
});

afterEach(() => Promise.all([standIn.close(), silent.close()]));

const getUsage = (init: RequestInit = {}) => fetch(standIn.usageUrl, { headers, ...init });
const exchange = () => fetch(standIn.tokenUrl, { method: 'POST', body: form });
const spent = () => standIn.tokens.inspect('refresh#1').state === 'spent';

describe('faults in place of the answer', () => {
  test.each<[string, Fault, number, string]>([
    ['503 in JSON', { kind: 'status', status: 503 }, 503, 'application/json'],
    ['502 in HTML', { kind: 'status', status: 502, body: 'html' }, 502, 'text/html; charset=utf-8'],
    ['a captive portal', { kind: 'captive-portal' }, 200, 'text/html; charset=utf-8'],
    ['the edge’s wall', { kind: 'cf-challenge' }, 403, 'text/html; charset=utf-8'],
    ['garbage', { kind: 'garbage' }, 200, 'application/json'],
  ])('%s: is what the client sees, and nothing was spent', async (_, fault, status, type) => {
    standIn.faults.push('token', fault);
    const answer = await exchange();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(spent()).toBe(false);
    expect(standIn.requests[0]?.fault).toBe(fault.kind);
  });

  test('status: has the code, headers and body it was given', async () => {
    const text = '{"error":"invalid_grant"}';
    standIn.faults.push('token', { kind: 'status', status: 400, code: 'invalid_grant' });
    standIn.faults.push('token', {
      kind: 'status',
      status: 400,
      body: { type: 'application/json', text },
    });
    expect(await (await exchange()).json()).toMatchObject({ error: { code: 'invalid_grant' } });
    expect(await (await exchange()).text()).toBe(text);
    standIn.faults.push('usage', { kind: 'rate-limited', retryAfter: '990' });
    const limited = await getUsage();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '990']);
  });

  test('status: comes after the token was spent, when told so', async () => {
    standIn.faults.push('token', { kind: 'status', status: 500, when: 'after' });
    expect((await exchange()).status).toBe(500);
    expect(spent()).toBe(true);
    expect(standIn.tokens.presentations()).toMatchObject({ 'refresh#1': 1 });
  });

  test.each([302, 307, 308] as const)(
    'redirect %d: leads to the silent listener',
    async (status) => {
      const to = `${silent.origin}/trap`;
      standIn.faults.push('token', { kind: 'redirect', status, to }, { times: 2 });
      const kept = await fetch(standIn.tokenUrl, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      });
      expect([kept.status, kept.headers.get('location')]).toEqual([status, to]);
      expect(silent.requests).toEqual([]);
      // Why: this is what makes a careless client dangerous, and the listener shows it.
      await exchange();
      expect(silent.requests.map(({ bodyBytes }) => bodyBytes > 0)).toEqual([status !== 302]);
    },
  );

  test('early: answers although the request never ends', async () => {
    standIn.faults.push('token', { kind: 'early', status: 400 });
    const status = await new Promise((resolve, reject) => {
      const sending = request(standIn.tokenUrl, {
        method: 'POST',
        headers: { 'content-length': '9999' },
      });
      sending.on('response', (answer) => {
        resolve(answer.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write('half');
    });
    expect(status).toBe(400);
  });
});

describe('the right answer, mistreated', () => {
  test('delay: holds back the effect or only the answer', async () => {
    standIn.faults.push('token', { kind: 'delay', ms: 120, when: 'before' });
    const hasty = fetch(standIn.tokenUrl, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(60),
    });
    await expect(hasty).rejects.toThrow();
    expect(spent()).toBe(false);
    await expect.poll(spent).toBe(true);
    standIn.faults.push('usage', { kind: 'delay', ms: 60, when: 'after' });
    const startedAtMs = performance.now();
    expect((await getUsage()).status).toBe(200);
    expect(performance.now() - startedAtMs).toBeGreaterThan(55);
  });

  test('drip: sends one byte at a time, whole in the end', async () => {
    standIn.usage.set({ plan_type: 'plus' });
    standIn.faults.push('usage', { kind: 'drip', everyMs: 4 });
    const startedAtMs = performance.now();
    expect(await (await getUsage()).json()).toEqual({ plan_type: 'plus' });
    // Why not 20 times 4: a timer of Node may come up to 1 ms early.
    expect(performance.now() - startedAtMs).toBeGreaterThan(20 * 3);
  });

  test('cut: before the effect, after it, and in the middle of the answer', async () => {
    standIn.faults.push('token', { kind: 'cut' });
    await expect(exchange()).rejects.toThrow();
    expect(spent()).toBe(false);
    standIn.faults.push('token', { kind: 'cut', when: 'after', reset: true });
    await expect(exchange()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(spent()).toBe(true);
    standIn.faults.push('usage', { kind: 'cut', when: 'after', bodyBytes: 10 });
    const torn = await getUsage();
    expect(torn.status).toBe(200);
    await expect(torn.text()).rejects.toThrow();
    expect(standIn.requests.map(({ status }) => status)).toEqual([null, null, 200]);
    expect(standIn.requests[2]?.bodyBytesSent).toBe(10);
  });

  test('silence: never answers, with or without the effect', async () => {
    standIn.faults.push('token', { kind: 'silence', when: 'after' });
    const signal = AbortSignal.timeout(80);
    const asked = fetch(standIn.tokenUrl, { method: 'POST', body: form, signal });
    await expect(asked).rejects.toThrow();
    expect(spent()).toBe(true);
  });

  test('doubled: the second delivery finds the token spent', async () => {
    standIn.faults.push('token', { kind: 'doubled', hears: 'second' });
    expect(await (await exchange()).json()).toMatchObject({
      error: { code: 'refresh_token_reused' },
    });
    const { presented, processed } = standIn.tokens.inspect('refresh#1');
    expect([presented, processed]).toEqual([1, 2]);
  });

  test('huge headers and a wrong length: are not an answer to a careful client', async () => {
    standIn.faults.push('usage', { kind: 'huge-headers' });
    await expect(getUsage()).rejects.toThrow();
    standIn.faults.push('usage', { kind: 'wrong-length', announced: 'too-long' });
    await expect(getUsage().then((answer) => answer.text())).rejects.toThrow();
    standIn.faults.push('usage', { kind: 'wrong-length', announced: 'too-short' });
    const short = await readRaw();
    expect(short.body.length).toBeGreaterThan(short.announced);
  });
});

/** One usage request by hand: what was announced, and what really came. */
function readRaw(): Promise<{ readonly announced: number; readonly body: string }> {
  const { hostname, port, pathname } = new URL(standIn.usageUrl);
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('end', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      resolve({ announced: Number(/content-length: (\d+)/.exec(head)?.[1]), body });
    });
    const lines = [
      `GET ${pathname} HTTP/1.1`,
      'host: x',
      `authorization: ${headers.authorization}`,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}
