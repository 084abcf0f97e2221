// Facts about a request without an answer: whether it may have been sent, and what came of the body.
// What is wrong here costs a sign-in: a token that counts as not sent goes out again.

import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../../e2e/stand-in/faults.ts';
import { startStandIn } from '../../../e2e/stand-in/server.ts';
import type { ProxyRoute } from './dispatcher.ts';
import { createHttp, type HttpRequest } from './http.ts';

const REQUEST: HttpRequest = {
  method: 'POST',
  url: 'https://token.example/oauth/token',
  setting: 'a_setting',
  headers: {},
  body: 'refresh_token=FAKE',
  deadlineMs: 800,
  bodyMaxBytes: 64 * 1024,
};

async function listen(greet: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}

async function send(changes: Partial<HttpRequest>, route: ProxyRoute = 'none') {
  const answer = await createHttp({ proxyFor: async () => route }).send({ ...REQUEST, ...changes });
  if (answer.ok) throw new Error('an answer, where none was expected');
  return answer.failure;
}

const answering = (text: string) => (socket: Socket) =>
  void socket.once('data', () => socket.end(text));

test.each<[string, () => Promise<Parameters<typeof send>>, string]>([
  ['nobody listens', async () => [{ url: 'http://127.0.0.1:9/' }], 'offline'],
  ['the address is refused', async () => [{ url: 'http://token.example/' }], 'address-refused'],
  ['the proxy is not there', async () => [{}, { uri: 'http://127.0.0.1:9' }], 'offline'],
  [
    'the proxy wants a sign-in',
    async () => [{}, { uri: `http://${await listen(answering('HTTP/1.1 407 No\r\n\r\n'))}` }],
    'proxy-sign-in',
  ],
  [
    'the proxy does not open the tunnel',
    async () => [{}, { uri: `http://${await listen(answering('HTTP/1.1 403 No\r\n\r\n'))}` }],
    'offline',
  ],
  [
    'TLS meets plain text',
    async () => [{ url: `https://${await listen(answering('SSH-2.0-OpenSSH_9.6\r\n'))}/` }],
    'tls',
  ],
])('send: proves that nothing was sent, when %s', async (_, arrange, kind) => {
  const { failure, maybeSent, partialBody } = await send(...(await arrange()));
  expect([failure.kind, maybeSent, partialBody]).toEqual([kind, false, null]);
});

test.each<[string, Fault, string]>([
  ['is cut off at once', { kind: 'cut' }, 'offline'],
  ['is reset', { kind: 'cut', reset: true }, 'offline'],
  ['stays silent', { kind: 'silence' }, 'timeout'],
  ['sends headers without end', { kind: 'huge-headers' }, 'unexpected-body'],
])('send: may have been sent, when the connection %s', async (_, fault, kind) => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  standIn.faults.push('token', fault);
  const { failure, maybeSent, partialBody } = await send({ url: standIn.tokenUrl });
  expect([failure.kind, maybeSent, partialBody]).toEqual([kind, true, null]);
});

test('send: hands back what came of a body before the connection was cut', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n';
  const host = await listen(answering(`${head}{"refresh_token":"rt_FAKE"`));
  expect(await send({ url: `http://${host}/` })).toEqual({
    failure: { kind: 'offline' },
    maybeSent: true,
    partialBody: '{"refresh_token":"rt_FAKE"',
  });
});
