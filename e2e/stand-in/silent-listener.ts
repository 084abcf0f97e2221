// A server nobody should ever talk to: where redirects and wrong addresses lead.
// Gives everybody the same useless answer and keeps a list of who came.

import { listenOnLoopback } from './loopback.ts';

export interface SilentListener {
  readonly origin: string;
  /** Method and path of everything that came, body bytes counted. Empty if all is well. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly bodyBytes: number;
  }[];
  close(): Promise<void>;
}

export async function startSilentListener(): Promise<SilentListener> {
  const requests: { method: string; path: string; bodyBytes: number }[] = [];
  const loopback = await listenOnLoopback((request, response) => {
    const seen = { method: request.method ?? '', path: request.url ?? '', bodyBytes: 0 };
    requests.push(seen);
    request.on('data', (chunk: Buffer) => {
      seen.bodyBytes += chunk.length;
    });
    request.on('end', () => response.writeHead(418).end());
  });
  return { origin: loopback.origin, requests, close: loopback.goOffline };
}
