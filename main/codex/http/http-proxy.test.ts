// Facts about certificates and proxies: verification is never weakened, a proxy never hangs us.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startStandIn } from '../../../e2e/stand-in/server.ts';
import { makePlace } from '../../testing/place.ts';
import type { ProxyRoute } from './dispatcher.ts';
import { createHttp, type HttpRequest } from './http.ts';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'https://gateway.example/backend-api/wham/usage',
  setting: 'a_setting',
  headers: {},
  body: null,
  deadlineMs: 3_000,
  bodyMaxBytes: 256 * 1024,
};

/** No answer, for that reason; http-sent.test.ts has what may have been sent by then. */
const failed = (failure: object) => ({
  ok: false,
  failure: expect.objectContaining({ failure }),
});
const TLS = failed({ kind: 'tls', clockOffByMs: null });

const through = (route: ProxyRoute, changes: Partial<HttpRequest> = {}) =>
  createHttp({ proxyFor: async () => route }).send({ ...REQUEST, ...changes });

/** Where a server listens that does that to every connection. */
async function listen(greet: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}

/** A proxy that tunnels every name to that port, or answers with a status instead. */
async function startProxy(answer: { readonly to: number } | { readonly status: number }) {
  const asked: string[] = [];
  const address = await listen((socket) => {
    socket.once('data', (head) => {
      asked.push(head.toString().split('\r\n')[0] ?? '');
      if ('status' in answer) return socket.end(`HTTP/1.1 ${answer.status} No\r\n\r\n`);
      const beyond = connect(answer.to, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(beyond).pipe(socket);
      });
      beyond.on('error', () => socket.destroy());
      return socket.on('close', () => beyond.destroy());
    });
  });
  return { asked, uri: `http://${address}` };
}

/** A stand-in whose certificate nobody vouches for. */
async function selfSigned() {
  const { folder } = await makePlace({ onTestFinished });
  const keyFile = path.join(folder, 'key.pem');
  const certFile = path.join(folder, 'cert.pem');
  const words = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost'.split(' ');
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:gateway.example'];
  execFileSync('openssl', [...words, ...names, '-keyout', keyFile, '-out', certFile], {
    stdio: 'ignore',
  });
  const tls = { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') };
  const standIn = await startStandIn({ tls });
  onTestFinished(() => standIn.close());
  return { standIn, port: Number(new URL(standIn.origin).port), cert: tls.cert };
}

test('send: is tls for a certificate that nobody vouches for', async () => {
  const { standIn } = await selfSigned();
  expect(await through('none', { url: standIn.usageUrl })).toEqual(TLS);
  expect(standIn.requests).toEqual([]);
});

test('send: asks the system once who vouches for it, and remembers', async () => {
  const { standIn, port, cert } = await selfSigned();
  const authorities = vi.fn(async () => [cert]);
  const { asked, uri } = await startProxy({ to: port });
  const http = createHttp({
    proxyFor: async (url) => (url === REQUEST.url ? { uri } : 'none'),
    authorities,
  });
  const unauthorized = { ok: true, value: { status: 401 } };
  const straight = { ...REQUEST, url: standIn.usageUrl };
  expect(await http.send(straight)).toMatchObject(unauthorized);
  expect(await http.send(straight)).toMatchObject(unauthorized);
  // Through a tunnel of a company's proxy too.
  expect(await http.send(REQUEST)).toMatchObject(unauthorized);
  expect([authorities.mock.calls.length, asked.length]).toEqual([1, 1]);
});

test('send: is tls all the same, when the system vouches for another name or nobody', async () => {
  const { standIn, cert } = await selfSigned();
  const url = standIn.usageUrl.replace('127.0.0.1', 'localhost');
  for (const known of [[cert], []]) {
    const http = createHttp({ proxyFor: async () => 'none', authorities: async () => known });
    expect(await http.send({ ...REQUEST, url })).toEqual(TLS);
  }
  expect(standIn.requests).toEqual([]);
});

test('send: does not ask the system about what is no certificate', async () => {
  const authorities = vi.fn(async () => []);
  const address = await listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  const http = createHttp({ proxyFor: async () => 'none', authorities });
  await http.send({ ...REQUEST, url: `https://${address}/` });
  expect(authorities).not.toHaveBeenCalled();
});

test('send: is tls for plain text where TLS should be', async () => {
  const address = await listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  expect(await through('none', { url: `https://${address}/` })).toEqual(TLS);
});

// The story: NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's shell switched verification off behind a
// proxy, because only the straight way said explicitly that it verifies.
test.each(['straight', 'by a proxy', 'by the environment'])(
  'send: verifies %s, whatever the environment says',
  async (way) => {
    const { standIn, port } = await selfSigned();
    const { asked, uri } = await startProxy({ to: port });
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    vi.stubEnv('https_proxy', uri);
    onTestFinished(() => void vi.unstubAllEnvs());
    const isStraight = way === 'straight';
    const answer = isStraight
      ? await through('none', { url: standIn.usageUrl })
      : await through(way === 'by a proxy' ? { uri } : 'environment');
    expect(answer).toEqual(TLS);
    expect(standIn.requests).toEqual([]);
    expect(asked).toEqual(isStraight ? [] : ['CONNECT gateway.example:443 HTTP/1.1']);
  },
);

// The story: a proxy that wants a sign-in was shown as "offline", since the library keeps the
// status of a refused tunnel to itself.
test.each<[number, object]>([
  [407, { kind: 'proxy-sign-in' }],
  [511, { kind: 'proxy-sign-in' }],
  [403, { kind: 'offline' }],
  [502, { kind: 'offline' }],
])('send: when the proxy answers %i instead of opening a tunnel', async (status, failure) => {
  const { uri } = await startProxy({ status });
  expect(await through({ uri })).toEqual(failed(failure));
  vi.stubEnv('https_proxy', uri);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await through('environment')).toEqual(failed(failure));
});

test('send: goes straight where the environment exempts the name', async () => {
  const { asked, uri } = await startProxy({ status: 407 });
  vi.stubEnv('https_proxy', uri);
  vi.stubEnv('no_proxy', 'plimsoll.invalid');
  onTestFinished(() => void vi.unstubAllEnvs());
  const answer = await through('environment', { url: 'https://plimsoll.invalid/' });
  expect(answer).toEqual(failed({ kind: 'offline' }));
  expect(asked).toEqual([]);
});

test('send: asks for no proxy on the loopback', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const http = createHttp({
    proxyFor: async () => {
      throw new Error('loopback asks for no proxy');
    },
  });
  expect(await http.send({ ...REQUEST, url: standIn.usageUrl })).toMatchObject({ ok: true });
});

// The story: the deadline was heard only once connected, and a proxy that accepts and says nothing
// held a poll for five minutes.
test('send: is timeout at the deadline when the proxy never answers, and hangs up', async () => {
  const closed: Promise<void>[] = [];
  const address = await listen((socket) => {
    closed.push(new Promise((resolve) => socket.once('close', () => resolve())));
    socket.resume();
  });
  const startedAtMs = performance.now();
  const answer = await through({ uri: `http://${address}` }, { deadlineMs: 300 });
  expect(answer).toEqual(failed({ kind: 'timeout' }));
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  expect(closed).toHaveLength(1);
  await Promise.all(closed);
});

test('send: is timeout when nobody can say which proxy to use', async () => {
  const http = createHttp({ proxyFor: () => new Promise(() => {}) });
  expect(await http.send({ ...REQUEST, deadlineMs: 100 })).toEqual(failed({ kind: 'timeout' }));
});

test('send: is offline when the proxy is not there', async () => {
  expect(await through({ uri: 'http://127.0.0.1:9' })).toEqual(failed({ kind: 'offline' }));
});
