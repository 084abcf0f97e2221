// Facts about the one way to make a request, against a hostile server on the loopback.

import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Fault } from '../../../e2e/stand-in/faults.ts';
import { type StandInOptions, startStandIn } from '../../../e2e/stand-in/server.ts';
import { startSilentListener } from '../../../e2e/stand-in/silent-listener.ts';
import { createHttp, type HttpRequest } from './http.ts';

const MIB = 1_048_576;

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'http://127.0.0.1:1/',
  setting: 'a_setting',
  headers: {},
  body: null,
  deadlineMs: 3_000,
  bodyMaxBytes: 256 * 1024,
};

const straight = createHttp({
  proxyFor: async () => {
    throw new Error('loopback asks for no proxy');
  },
});

async function open(options: StandInOptions = {}) {
  const standIn = await startStandIn(options);
  onTestFinished(() => standIn.close());
  const { accessToken } = standIn.signIn();
  const request = {
    ...REQUEST,
    url: standIn.usageUrl,
    headers: { authorization: `Bearer ${accessToken}` },
  };
  const send = (changes: Partial<HttpRequest> = {}) => straight.send({ ...request, ...changes });
  return { standIn, request, send };
}

/** What one request hears when the stand-in does that to it. */
async function met(fault: Fault, changes: Partial<HttpRequest> = {}) {
  const { standIn, send } = await open();
  standIn.faults.push('usage', fault);
  return { answer: await send(changes), standIn };
}

/** A server that says whatever `speak` says, once it has been spoken to. */
async function listen(speak: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => speak(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}

/** No answer, for that reason; http-sent.test.ts has what may have been sent by then. */
const failed = (failure: object) => ({
  ok: false,
  failure: expect.objectContaining({ failure }),
});

describe('answers', () => {
  test('send: asks for identity, without cookie or keep-alive of old, and reads all', async () => {
    const { standIn, send } = await open();
    const answer = await send();
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
    expect(answer.ok && JSON.parse(answer.value.body)).toHaveProperty('plan_type', 'plus');
    expect(standIn.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
    expect(standIn.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(standIn.violations).toEqual([]);
  });

  test('send: posts a body, and keeps the query of an address', async () => {
    const { standIn, send } = await open();
    await send({ method: 'POST', url: `${standIn.tokenUrl}?a=b`, body: 'x=1' });
    expect(standIn.requests[0]).toMatchObject({ method: 'POST', query: 'a=b', bodyBytes: 3 });
  });

  test('send: gives header names in lower case, and repeated ones together', async () => {
    const address = await listen((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nETag: "e"\r\nContent-Length: 2\r\n\r\nok'),
    );
    const answer = await straight.send({ ...REQUEST, url: `http://${address}/` });
    expect(answer).toMatchObject({
      ok: true,
      value: { headers: { 'x-a': '1, 2', etag: '"e"' }, body: 'ok' },
    });
  });

  test.each([301, 302, 303, 307, 308] as const)('send: does not follow a %i', async (status) => {
    const silent = await startSilentListener();
    onTestFinished(() => silent.close());
    const { answer } = await met({ kind: 'redirect', status, to: `${silent.origin}/x` });
    expect(answer).toMatchObject({ ok: true, value: { status } });
    expect(silent.requests).toEqual([]);
  });

  test('send: reads what was compressed unasked', async () => {
    const zipped = gzipSync('{"a":1}');
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\nContent-Length: ${zipped.length}\r\n\r\n`;
    const address = await listen((socket) =>
      socket.end(Buffer.concat([Buffer.from(head), zipped])),
    );
    const answer = await straight.send({ ...REQUEST, url: `http://${address}/` });
    expect(answer).toMatchObject({ ok: true, value: { body: '{"a":1}' } });
  });
});

describe('limits', () => {
  test.each<[string, Fault, number]>([
    ['a giant body', { kind: 'giant', mebibytes: 100 }, 4 * MIB],
    ['a gzip bomb', { kind: 'giant', mebibytes: 500, encoding: 'gzip' }, 400_000],
  ])('send: cuts %s and says that it is too large', async (_, fault, takenMaxBytes) => {
    const { answer, standIn } = await met(fault);
    expect(answer).toEqual(failed({ kind: 'unexpected-body', issue: 'the answer: too large' }));
    expect(standIn.requests[0]?.bodyBytesSent).toBeLessThan(takenMaxBytes);
  });

  test('send: takes a body of exactly the limit', async () => {
    const { send } = await open();
    const whole = await send();
    const length = whole.ok ? Buffer.byteLength(whole.value.body) : 0;
    expect(await send({ bodyMaxBytes: length })).toMatchObject({ ok: true });
    expect(await send({ bodyMaxBytes: length - 1 })).toMatchObject({ ok: false });
  });

  test.each<[string, Fault]>([
    ['no answer', { kind: 'silence' }],
    ['an answer by drops', { kind: 'drip', everyMs: 20 }],
    ['an answer that comes too late', { kind: 'delay', ms: 5_000 }],
  ])('send: is timeout at the deadline for %s', async (_, fault) => {
    const startedAtMs = performance.now();
    const { answer } = await met(fault, { deadlineMs: 400 });
    expect(answer).toEqual(failed({ kind: 'timeout' }));
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  test('send: leaves no connection behind, whatever it met', async () => {
    const { standIn, send } = await open();
    standIn.faults.push('usage', { kind: 'silence' });
    standIn.faults.push('usage', { kind: 'giant', mebibytes: 50 });
    await send({ deadlineMs: 200 });
    await send();
    await send();
    await vi.waitFor(() => {
      const sockets = process.getActiveResourcesInfo().filter((name) => /^TCP.*Wrap/.test(name));
      // The stand-in itself goes on listening.
      expect(sockets).toEqual(['TCPServerWrap']);
    });
  });
});

describe('broken answers', () => {
  test.each<[string, Fault, object]>([
    ['ends before an answer', { kind: 'cut' }, { kind: 'offline' }],
    ['is reset', { kind: 'cut', reset: true }, { kind: 'offline' }],
    ['ends in the body', { kind: 'cut', when: 'after', bodyBytes: 20 }, { kind: 'offline' }],
    [
      'is shorter than it said',
      { kind: 'wrong-length', announced: 'too-long' },
      { kind: 'offline' },
    ],
    [
      'has huge headers',
      { kind: 'huge-headers' },
      { kind: 'unexpected-body', issue: 'the answer: not HTTP that we accept' },
    ],
  ])('send: when the connection %s', async (_, fault, failure) => {
    expect((await met(fault)).answer).toEqual(failed(failure));
  });

  test.each([
    ['SSH-2.0-OpenSSH_9.6\r\n', 'not HTTP that we accept'],
    ['HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n', 'not HTTP that we accept'],
    [
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd',
      'damaged compression',
    ],
    [
      'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nabcd',
      'damaged compression',
    ],
    [
      'HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 4\r\n\r\nabcd',
      'damaged compression',
    ],
  ])('send: is unexpected-body for %j', async (bytes, issue) => {
    const address = await listen((socket) => socket.end(bytes));
    const answer = await straight.send({ ...REQUEST, url: `http://${address}/` });
    expect(answer).toEqual(failed({ kind: 'unexpected-body', issue: `the answer: ${issue}` }));
  });

  test('send: is offline when nobody listens, and for a name that does not exist', async () => {
    const { standIn, send } = await open();
    await standIn.goOffline();
    expect(await send()).toEqual(failed({ kind: 'offline' }));
    const http = createHttp({ proxyFor: async () => 'none' });
    const answer = await http.send({ ...REQUEST, url: 'https://plimsoll.invalid/' });
    expect(answer).toEqual(failed({ kind: 'offline' }));
  });

  test.each(['http://gateway.example/', 'https://a:b@127.0.0.1/', 'ftp://127.0.0.1/', 'x'])(
    'send: refuses %s before a request, and asks for no proxy',
    async (url) => {
      const refused = { kind: 'address-refused', setting: 'a_setting' };
      expect(await straight.send({ ...REQUEST, url })).toEqual(failed(refused));
    },
  );
});
