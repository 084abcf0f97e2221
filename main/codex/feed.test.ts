// Facts about the one request for a newer version, against feeds on the loopback: a good one, and those
// that are hostile. Whatever they do, nothing is told and nobody else is asked.

import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../../e2e/stand-in/loopback.ts';
import { startSilentListener } from '../../e2e/stand-in/silent-listener.ts';
import type { Deed } from '../core/trust/trust.ts';
import { FEED_PATH, siteOf } from '../core/updates/site.ts';
import { FEED_BODY_MAX_BYTES, feedAddress, feedHosts, fetchFeed } from './feed.ts';
import { createHttp } from './http/http.ts';
import { createWitness } from './witness.ts';

const reserved = siteOf('https://plimsoll.example');
const named = siteOf('https://ships.dev/plimsoll');
const GOOD = JSON.stringify({ version: '0.3.0', page: 'https://plimsoll.example/releases/0.3.0' });

/** What a feed that does this is heard to say, who asked it how, and what the trust page then knows. */
async function hear(listener: RequestListener, deadlineMs = 5_000) {
  const asked: { readonly line: string; readonly headers: IncomingHttpHeaders }[] = [];
  const { origin, goOffline } = await listenOnLoopback((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    listener(request, response);
  });
  onTestFinished(goOffline);
  const deeds: Deed[] = [];
  const folders = { homeDirectory: '/home/ada', codexHome: '/c', plimsollHome: '/p' };
  const witness = createWitness({
    ...folders,
    platform: process.platform,
    note: (deed) => deeds.push(deed),
  });
  const proxyFor = async () => {
    throw new Error('loopback asks for no proxy');
  };
  const http = witness.http(createHttp({ proxyFor }));
  if (reserved === null) throw new Error('no site');
  const address = `${origin}${FEED_PATH}`;
  const version = await fetchFeed({ http, address, site: reserved, version: '0.1.0', deadlineMs });
  return { version, asked, deeds, host: new URL(origin).host };
}

const saying =
  (body: string, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

test('fetchFeed: asks once, says who asks and nothing else, and hears the version', async () => {
  const { version, asked } = await hear(saying(GOOD, 200, { 'set-cookie': 'id=1', etag: '"me"' }));
  expect(version).toBe('0.3.0');
  expect(asked.map(({ line }) => line)).toEqual(['GET /releases/latest.json']);
  const { host: _, connection: __, ...headers } = asked[0]?.headers ?? {};
  expect(headers).toEqual({
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'Plimsoll/0.1.0',
  });
});

test('fetchFeed: is on the trust page, with its reason and what came of it', async () => {
  const fine = await hear(saying(GOOD));
  const deed = { kind: 'contacted', target: fine.host, purpose: 'updates' };
  expect(fine.deeds).toEqual([{ ...deed, result: 'answered' }]);
  const ill = await hear(saying('', 503));
  expect(ill.deeds).toEqual([{ ...deed, target: ill.host, result: 'server-trouble' }]);
});

describe('a hostile feed', () => {
  test.each<[string, RequestListener]>([
    ['is a page', saying('<!doctype html><title>Sign in</title>', 200)],
    ['is empty', saying('')],
    ['is missing', saying(GOOD, 404)],
    ['is broken', saying(GOOD, 500)],
    ['wants a sign-in', saying(GOOD, 511)],
    ['wants patience', saying(GOOD, 429, { 'retry-after': '5' })],
    ['has not changed', saying('', 304)],
    ['is absurd', saying(GOOD.replace('0.3.0', '9'.repeat(400)))],
    ['leads elsewhere', saying(GOOD.replace('plimsoll.example', 'evil.example'))],
    ['is deep', saying('['.repeat(60_000))],
    ['is too long', saying(GOOD + ' '.repeat(FEED_BODY_MAX_BYTES))],
    ['claims to be packed', saying(GOOD, 200, { 'content-encoding': 'gzip' })],
    ['hangs up', (_request, response) => void response.destroy()],
    [
      'never ends',
      (_request, response) => {
        const pour = (): boolean => response.write(' '.repeat(16 * 1024));
        response.writeHead(200).on('drain', pour);
        while (pour());
      },
    ],
    [
      'ends too early',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '9999' });
        response.write(GOOD, () => response.destroy());
      },
    ],
  ])('names nothing where it %s', async (_name, listener) => {
    const { version, asked } = await hear(listener);
    expect([version, asked.length]).toEqual([null, 1]);
  });

  test.each([
    ['says nothing', () => {}],
    ['drips', (_request, response) => void response.writeHead(200).write('{')],
  ] satisfies [string, RequestListener][])('names nothing where it %s', async (_name, listener) => {
    const { version, asked } = await hear(listener, 300);
    expect([version, asked.length]).toEqual([null, 1]);
  });

  test.each([301, 302, 303, 307, 308])('is not followed elsewhere by a %i', async (status) => {
    const elsewhere = await startSilentListener();
    onTestFinished(() => elsewhere.close());
    const location = `${elsewhere.origin}${FEED_PATH}`;
    const { version, asked } = await hear(saying(GOOD, status, { location }));
    expect([version, asked.length, elsewhere.requests]).toEqual([null, 1, []]);
  });
});

describe('feedAddress', () => {
  const LOOPBACK = 'http://127.0.0.1:4000/latest.json';

  test.each([
    ['nobody’s home page', reserved, undefined, null],
    ['nobody’s home page, nothing said', reserved, ' ', null],
    ['a home page', named, undefined, 'https://ships.dev/plimsoll/releases/latest.json'],
    ['no home page at all', null, LOOPBACK, null],
    ['a test’s feed', reserved, LOOPBACK, LOOPBACK],
    ['a test’s feed beside a home page', named, LOOPBACK, LOOPBACK],
    ['a feed elsewhere', reserved, 'http://ships.dev/latest.json', null],
    ['a feed elsewhere, over https', named, 'https://evil.dev/latest.json', null],
    ['a feed with a name in it', named, 'http://me@127.0.0.1:4000/', null],
    ['a file', named, 'file:///etc/passwd', null],
    ['nonsense', named, 'latest', null],
  ])('%s', (_name, site, override, address) => {
    expect(feedAddress({ site, override })).toBe(address);
  });

  test('feedHosts: names the host that may be asked, and none where nobody is', () => {
    expect(feedHosts(null)).toEqual([]);
    const host = { target: 'ships.dev', purpose: 'updates' };
    expect(feedHosts(feedAddress({ site: named, override: undefined }))).toEqual([host]);
  });
});
