// Facts about giant answers and about the queue that faults wait in.

import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { giantBody } from './giant.ts';
import { type StandIn, startStandIn } from './server.ts';

const MIB = 1_048_576;

let standIn: StandIn;
let getUsage: (signal?: AbortSignal) => Promise<Response>;

beforeEach(async () => {
  standIn = await startStandIn();
  const headers = { authorization: `Bearer ${standIn.signIn().accessToken}` };
  getUsage = (signal) => fetch(standIn.usageUrl, { headers, signal: signal ?? null });
});

afterEach(() => standIn.close());

async function takeUpTo(maxBytes: number): Promise<number> {
  const controller = new AbortController();
  const { body } = await getUsage(controller.signal);
  let taken = 0;
  if (body === null) return 0;
  for await (const chunk of body) {
    taken += chunk.length;
    if (taken > maxBytes) break;
  }
  controller.abort();
  return taken;
}

describe('giant', () => {
  test('giant: is good JSON in both encodings, so that only its size is wrong', () => {
    for (const encoding of ['plain', 'gzip'] as const) {
      const sent = Buffer.concat([...giantBody({ mebibytes: 3, encoding }).chunks()]);
      const text = (encoding === 'gzip' ? gunzipSync(sent) : sent).toString();
      expect(JSON.parse(text).padding).toHaveLength(3 * MIB);
      expect(sent.length < 8192).toBe(encoding === 'gzip');
    }
  });

  test('giant: arrives whole at a client without a limit', async () => {
    standIn.faults.push('usage', { kind: 'giant', mebibytes: 2 });
    standIn.faults.push('usage', { kind: 'giant', mebibytes: 2, encoding: 'gzip' });
    expect((await (await getUsage()).text()).length).toBeGreaterThan(2 * MIB);
    expect((await (await getUsage()).text()).length).toBeGreaterThan(2 * MIB);
  });

  test('giant: stops when the client leaves, and tells how much it took', async () => {
    standIn.faults.push('usage', { kind: 'giant', mebibytes: 200 });
    expect(await takeUpTo(256 * 1024)).toBeLessThan(MIB);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(standIn.requests[0]?.bodyBytesSent).toBeLessThan(16 * MIB);
    standIn.faults.push('usage', { kind: 'giant', mebibytes: 2_000, encoding: 'gzip' });
    expect(await takeUpTo(256 * 1024)).toBeLessThan(4 * MIB);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(standIn.requests[1]?.bodyBytesSent).toBeLessThan(200 * 1024);
  });
});

describe('queue', () => {
  test('faults: strike in order, each its number of times, each route its own', async () => {
    standIn.faults.push('usage', { kind: 'status', status: 500 }, { times: 2 });
    standIn.faults.push('token', { kind: 'cut' });
    standIn.faults.push('usage', { kind: 'status', status: 502 });
    expect(standIn.faults.pending()).toBe(4);
    const seen = [];
    for (let count = 0; count < 4; count += 1) seen.push((await getUsage()).status);
    expect(seen).toEqual([500, 500, 502, 200]);
    expect(standIn.faults.pending()).toBe(1);
  });

  test('faults: strike always, when told so, until cleared', async () => {
    standIn.faults.push('usage', { kind: 'status', status: 500 }, { times: 'always' });
    for (let count = 0; count < 3; count += 1) expect((await getUsage()).status).toBe(500);
    expect(standIn.faults.pending()).toBe(0);
    standIn.faults.clear();
    expect((await getUsage()).status).toBe(200);
  });
});
