// Sends an answer, or mistreats it the way a fault says.
// Mistreated ones are written onto the socket by hand: an HTTP library would not send them.

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from './answer.ts';
import { type Fault, replacementOf } from './faults.ts';
import { giantBody } from './giant.ts';
import type { OpenRecord } from './records.ts';

const MIB = 1_048_576;
/** Why: slower than a client reads, so that what was sent is close to what the client took. */
const GIANT_PAUSE_MS = 1;

export interface Delivery {
  readonly socket: Socket;
  readonly response: ServerResponse;
  readonly record: OpenRecord;
  /** Lets the request have its effect, and makes the right answer. */
  readonly run: () => Answer;
}

export async function deliver(fault: Fault | null, delivery: Delivery): Promise<void> {
  if (fault === null) return sendWhole(delivery.run(), delivery);
  const replacement = replacementOf(fault);
  if (replacement !== null) {
    if ('when' in fault && fault.when === 'after') delivery.run();
    return sendWhole(replacement, delivery);
  }
  return mistreat(fault, delivery);
}

async function mistreat(fault: Fault, delivery: Delivery): Promise<void> {
  const { run, socket } = delivery;
  switch (fault.kind) {
    case 'delay': {
      const early = fault.when === 'after' ? run() : null;
      await pause(fault.ms);
      return sendWhole(early ?? run(), delivery);
    }
    case 'doubled': {
      const first = run();
      const second = run();
      return sendWhole(fault.hears === 'first' ? first : second, delivery);
    }
    case 'silence':
      if (fault.when === 'after') run();
      return;
    case 'cut':
      return cut(fault, delivery);
    case 'drip':
      return drip(fault.everyMs, delivery);
    case 'giant':
      return sendGiant(fault, delivery);
    case 'huge-headers': {
      const answer = run();
      const headers = { ...answer.headers, 'x-padding': 'p'.repeat(fault.bytes ?? MIB) };
      await sendHead({ ...answer, headers }, answer.body.length, delivery);
      await sendBody(answer.body, delivery);
      socket.end();
      return;
    }
    case 'wrong-length': {
      const answer = run();
      const off = fault.announced === 'too-long' ? 64 : -Math.ceil(answer.body.length / 2);
      await sendHead(answer, answer.body.length + off, delivery);
      await sendBody(answer.body, delivery);
      socket.end();
      return;
    }
  }
}

/** The whole answer, the ordinary way. */
export function sendWhole(answer: Answer, { response, record }: Delivery): void {
  if (response.destroyed) return;
  record.status = answer.status;
  response.on('finish', () => {
    record.bodyBytesSent = answer.body.length;
  });
  // Why: 204 and 304 have no body and so no length either.
  const bodiless = answer.status === 204 || answer.status === 304;
  const length = bodiless ? {} : { 'content-length': String(answer.body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.body);
}

async function cut(fault: Extract<Fault, { kind: 'cut' }>, delivery: Delivery): Promise<void> {
  const { run, socket } = delivery;
  if (fault.when === 'after') {
    const answer = run();
    if (fault.bodyBytes !== undefined) {
      await sendHead(answer, answer.body.length, delivery);
      await sendBody(answer.body.subarray(0, fault.bodyBytes), delivery);
    }
  }
  if (fault.reset === true) socket.resetAndDestroy();
  else socket.destroy();
}

async function drip(everyMs: number, delivery: Delivery): Promise<void> {
  const answer = delivery.run();
  await sendHead(answer, answer.body.length, delivery);
  for (const byte of answer.body) {
    if (!(await sendBody(Buffer.from([byte]), delivery))) return;
    await pause(everyMs);
  }
  delivery.socket.end();
}

async function sendGiant(
  fault: Extract<Fault, { kind: 'giant' }>,
  delivery: Delivery,
): Promise<void> {
  const body = giantBody({ mebibytes: fault.mebibytes, encoding: fault.encoding ?? 'plain' });
  const headers = { 'content-type': 'application/json', ...body.headers };
  await sendHead({ status: 200, headers }, body.length, delivery);
  for (const chunk of body.chunks()) {
    if (!(await sendBody(chunk, delivery))) return;
    await pause(GIANT_PAUSE_MS);
  }
  delivery.socket.end();
}

async function sendHead(
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  length: number | null,
  { socket, record }: Delivery,
): Promise<void> {
  record.status = status;
  const all = {
    ...headers,
    date: new Date().toUTCString(),
    connection: 'close',
    ...(length === null ? {} : { 'content-length': String(length) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  await write(socket, [`HTTP/1.1 ${status} Stand-In`, ...lines, '', ''].join('\r\n'));
}

/** Whether the bytes went out; false once the client has left. */
async function sendBody(chunk: Buffer, { socket, record }: Delivery): Promise<boolean> {
  const sent = await write(socket, chunk);
  if (sent) record.bodyBytesSent += chunk.length;
  return sent;
}

function write(socket: Socket, chunk: Buffer | string): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.destroyed || !socket.writable) resolve(false);
    else socket.write(chunk, (problem) => resolve(problem === undefined || problem === null));
  });
}

/** Does not keep the process alive: a closed stand-in has no business going on. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
