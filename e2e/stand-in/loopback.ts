// A server on this computer's loopback that can go away and come back at the same address.
// Refuses every other interface.

import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** Why: below the range systems take outgoing ports from, so nobody moves in while we are away. */
const PORTS = { from: 20_000, below: 32_000 } as const;
const PORT_TRIES = 20;

export interface LoopbackOptions {
  readonly host?: string;
  /** By default a free one. */
  readonly port?: number;
  /** PEM texts; makes it https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface Loopback {
  /** Scheme, host and port, no slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** Stops listening and ends every connection. */
  goOffline(): Promise<void>;
  /** Listens again at the same address; never after `close`. */
  goOnline(): Promise<void>;
  /** Goes offline for good. */
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function listenOnLoopback(
  handler: Handler,
  { host = '127.0.0.1', port, tls }: LoopbackOptions = {},
): Promise<Loopback> {
  if (host !== '127.0.0.1' && host !== '::1') {
    throw new Error(`the stand-in listens on 127.0.0.1 or ::1 only, not on ${host}`);
  }
  const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });

  const listenOn = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: wanted, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });

  const goOffline = () =>
    new Promise<void>((resolve) => {
      if (server.listening) server.close(() => resolve());
      else resolve();
      for (const socket of sockets) socket.destroy();
    });

  let isClosed = false;
  const taken = port ?? (await findPort(listenOn));
  if (port !== undefined) await listenOn(port);
  const name = host === '::1' ? '[::1]' : host;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://${name}:${taken}`,
    port: taken,
    async goOnline() {
      if (!isClosed && !server.listening) await listenOn(taken);
      // Why again: it may have been closed while it was about to listen.
      if (isClosed) await goOffline();
    },
    goOffline,
    close() {
      isClosed = true;
      return goOffline();
    },
  };
}

/** Listens on the first free port of some random ones, and returns it. */
async function findPort(listenOn: (port: number) => Promise<void>): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(PORTS.from, PORTS.below);
    try {
      await listenOn(port);
      return port;
    } catch (problem) {
      if (tries === PORT_TRIES) throw problem;
    }
  }
}
