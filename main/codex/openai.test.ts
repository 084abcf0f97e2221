// Facts about the usage request: its headers, and how the answer to it is named.

import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../e2e/stand-in/faults.ts';
import { startStandIn } from '../../e2e/stand-in/server.ts';
import type { SignInInput } from '../../e2e/stand-in/sign-in.ts';
import { type AuthFile, parseAuthFile } from '../core/auth.ts';
import { Secret } from '../core/secret.ts';
import { createHttp } from './http/http.ts';
import { createOpenAi } from './openai.ts';

function parse(document: string): AuthFile {
  const parsed = parseAuthFile(document);
  if (!parsed.ok) throw new Error('a document that does not parse');
  return parsed.value;
}

async function scene(input: SignInInput = {}) {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const signIn = parse(standIn.signIn(input).authJson);
  const http = createHttp({ proxyFor: async () => 'none' });
  const openai = createOpenAi({ http, nowMs: Date.now, version: '9.8.7' });
  const ask = (changes: Partial<AuthFile> = {}, etag: string | null = null) =>
    openai.fetchUsage({ url: standIn.usageUrl, signIn: { ...signIn, ...changes }, etag });
  return { standIn, signIn, ask };
}

test('fetchUsage: says who we are and whose quota, and nothing else', async () => {
  const { ask, standIn } = await scene();
  expect(await ask()).toMatchObject({ kind: 'usage', body: { plan_type: 'plus' }, etag: null });
  const { host, connection, ...headers } = standIn.requests[0]?.headers ?? {};
  expect(headers).toEqual({
    accept: 'application/json',
    'accept-encoding': 'identity',
    authorization: 'access#1',
    'chatgpt-account-id': '00000000-0000-4000-8000-00000000000a',
    originator: 'plimsoll',
    'user-agent': 'Plimsoll/9.8.7',
  });
  expect([host, connection]).toEqual([new URL(standIn.origin).host, 'keep-alive']);
  expect(standIn.violations).toEqual([]);
});

test('fetchUsage: leaves the account header out without an account, and names FedRAMP', async () => {
  const { ask, standIn } = await scene();
  await ask({ accountHeader: null, fedramp: true });
  expect(standIn.requests[0]?.headers).not.toHaveProperty('chatgpt-account-id');
  expect(standIn.requests[0]?.headers).toHaveProperty('x-openai-fedramp', 'true');
});

test('fetchUsage: sends an ETag back, and knows the answer to it', async () => {
  const { ask, standIn } = await scene();
  standIn.usage.setEtag(true);
  const first = await ask();
  const etag = first.kind === 'usage' ? first.etag : null;
  expect(etag).toMatch(/^W\//);
  expect(await ask({}, etag)).toEqual({ kind: 'not-modified' });
});

test.each([
  ['a line break', 'a\r\nx-evil: 1'],
  ['another alphabet', 'tökén'],
  ['nothing', ''],
])('fetchUsage: sends nothing when a header would hold %s', async (_, value) => {
  const { ask, signIn, standIn } = await scene();
  const issue = 'tokens: a character that no request can carry';
  const malformed = { kind: 'failed', failure: { kind: 'auth-file-malformed', issue } };
  expect(await ask({ accountHeader: value })).toEqual(malformed);
  if (value !== '') {
    const tokens = { ...signIn.tokens, accessToken: new Secret(value) };
    expect(await ask({ tokens })).toEqual(malformed);
  }
  expect(standIn.requests).toEqual([]);
});

const failedWith = (failure: object) => ({ kind: 'failed', failure });
const BLOCKED = failedWith({ kind: 'blocked' });
const REJECTED = { kind: 'rejected' };
const page = { type: 'text/html', text: '<html>no</html>' };

test.each<[string, Fault, object]>([
  ['401 in JSON', { kind: 'status', status: 401 }, REJECTED],
  ['401 without a body', { kind: 'status', status: 401, body: 'empty' }, REJECTED],
  ['401 in HTML', { kind: 'status', status: 401, body: page }, BLOCKED],
  ['403 in JSON', { kind: 'status', status: 403 }, BLOCKED],
  ['403 of the edge', { kind: 'cf-challenge' }, BLOCKED],
  ['451', { kind: 'status', status: 451 }, BLOCKED],
  ['407', { kind: 'status', status: 407 }, failedWith({ kind: 'proxy-sign-in' })],
  ['511', { kind: 'status', status: 511, body: 'html' }, failedWith({ kind: 'proxy-sign-in' })],
  ['404', { kind: 'status', status: 404 }, failedWith({ kind: 'unexpected-status', status: 404 })],
  ['500', { kind: 'status', status: 500 }, failedWith({ kind: 'server-error', status: 500 })],
  [
    '529',
    { kind: 'status', status: 529, body: 'html' },
    failedWith({ kind: 'server-error', status: 529 }),
  ],
  ['a portal', { kind: 'captive-portal' }, failedWith({ kind: 'captive-portal' })],
  ['429', { kind: 'rate-limited' }, failedWith({ kind: 'rate-limited', retryAtMs: null })],
  [
    'garbage',
    { kind: 'garbage' },
    failedWith({ kind: 'unexpected-body', issue: 'the answer: expected JSON' }),
  ],
])('fetchUsage: of a live token names %s', async (_, fault, expected) => {
  const { ask, standIn } = await scene();
  standIn.faults.push('usage', fault);
  expect(await ask()).toEqual(expected);
});

test.each<[string, Fault, object]>([
  ['403 in JSON', { kind: 'status', status: 403 }, REJECTED],
  ['403 in HTML', { kind: 'status', status: 403, body: 'html' }, BLOCKED],
  ['403 of the edge', { kind: 'cf-challenge' }, BLOCKED],
])('fetchUsage: of a token past its expiry names %s', async (_, fault, expected) => {
  const { ask, standIn } = await scene({ firstAccessLifetimeMs: 0 });
  standIn.faults.push('usage', fault);
  expect(await ask()).toEqual(expected);
  standIn.faults.push('usage', fault);
  expect(await ask({ expiresAtMs: null })).toEqual(expected);
});
