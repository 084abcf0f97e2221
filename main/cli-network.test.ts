// Facts about the built command and a network that misbehaves: what it is called, how the process
// ends, how soon, and how much is taken from whom.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../e2e/stand-in/faults.ts';
import { startSilentListener } from '../e2e/stand-in/silent-listener.ts';
import { ensureBuilt, runCommand } from './testing/command.ts';
import { makeScene, routesOf } from './testing/scene.ts';

const STATUS = ['status', '--json'];
const MIB = 1_048_576;

beforeAll(ensureBuilt, 120_000);

describe.concurrent('answers that are none', () => {
  test.for<[string, Fault, number, string]>([
    ['never comes', { kind: 'silence' }, 3, 'timeout'],
    ['comes by drops', { kind: 'drip', everyMs: 100 }, 3, 'timeout'],
    ['is a wall of the edge', { kind: 'cf-challenge' }, 3, 'blocked'],
    ['is 403 in HTML', { kind: 'status', status: 403, body: 'html' }, 3, 'blocked'],
    ['is 401 in HTML', { kind: 'status', status: 401, body: 'html' }, 3, 'blocked'],
    ['is 451', { kind: 'status', status: 451 }, 3, 'blocked'],
    ['is 500', { kind: 'status', status: 500 }, 3, 'server-error'],
    ['is 503 in HTML', { kind: 'status', status: 503, body: 'html' }, 3, 'server-error'],
    ['is a hotel page', { kind: 'captive-portal' }, 3, 'captive-portal'],
    ['is 407', { kind: 'status', status: 407 }, 3, 'proxy-sign-in'],
    ['is 511', { kind: 'status', status: 511, body: 'html' }, 3, 'proxy-sign-in'],
    ['is 429', { kind: 'rate-limited' }, 3, 'rate-limited'],
    ['is cut off', { kind: 'cut', when: 'after', bodyBytes: 30 }, 3, 'offline'],
    ['is reset', { kind: 'cut', reset: true }, 3, 'offline'],
    ['is garbage', { kind: 'garbage' }, 4, 'unexpected-body'],
    ['is 200 MB', { kind: 'giant', mebibytes: 200 }, 4, 'unexpected-body'],
    ['is a gzip bomb', { kind: 'giant', mebibytes: 600, encoding: 'gzip' }, 4, 'unexpected-body'],
    ['has huge headers', { kind: 'huge-headers' }, 4, 'unexpected-body'],
    ['is 404', { kind: 'status', status: 404 }, 4, 'unexpected-status'],
    ['is 204', { kind: 'status', status: 204, body: 'empty' }, 4, 'unexpected-status'],
  ])('status: an answer that %s', async ([, fault, exit, kind], end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    scene.standIn.faults.push('usage', fault);
    const { code, stdout, stderr, tookMs } = await runCommand(STATUS, scene);
    const shown = JSON.parse(stdout);
    expect([code, shown.failure.kind, stderr]).toEqual([exit, kind, '']);
    expect(shown).toMatchObject({
      schema: 1,
      status: 'failed',
      source: null,
      windows: [],
      recovery: [],
      failure: { remedy: exit === 3 ? 'wait' : 'report', reason: null, retryAt: null },
    });
    expect(shown.failure.message).toMatch(/\.$/);
    expect(shown.verdict).toBe(shown.failure.message);
    expect(tookMs).toBeLessThan(20_000);
    expect(routesOf(scene.standIn)).toEqual(['usage']);
    expect(scene.standIn.requests[0]?.bodyBytesSent).toBeLessThan(4 * MIB);
  });

  test.for<[unknown, string]>([
    [[], 'a list'],
    ['text', 'a text'],
    [null, 'null'],
    [{ plan_type: 'plus', rate_limit: 'soon' }, 'another type for the limits'],
    [{ plan_type: 'plus', rate_limit: { primary_window: [1] } }, 'another type for a window'],
  ])('status: %j is unexpected-body, exit 4, without a value out of it', async ([body], end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    scene.standIn.usage.set(() => body);
    const { code, stdout } = await runCommand(STATUS, scene);
    const { failure } = JSON.parse(stdout);
    expect([code, failure.kind, failure.remedy]).toEqual([4, 'unexpected-body', 'report']);
    expect(failure.message).not.toContain('soon');
  });

  test('status: offline is exit 3, and keeps the numbers of before', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    await runCommand(STATUS, scene);
    await scene.standIn.goOffline();
    const { code, stdout } = await runCommand(STATUS, scene);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      source: 'cache',
      windows: [{ usedPercent: 12 }, { usedPercent: 34 }],
      failure: { kind: 'offline', remedy: 'wait' },
    });
  });

  test.for([301, 307, 308] as const)(
    'status: does not follow a %i, not even to this computer',
    async (status, end) => {
      const scene = await makeScene(end);
      const silent = await startSilentListener();
      end.onTestFinished(() => silent.close());
      await scene.signIn();
      scene.standIn.faults.push('usage', { kind: 'redirect', status, to: silent.origin });
      const { code, stdout } = await runCommand(STATUS, scene);
      expect([code, JSON.parse(stdout).failure.kind]).toEqual([4, 'unexpected-status']);
      expect(silent.requests).toEqual([]);
    },
  );
});

describe.concurrent('manners', () => {
  test('status: makes no request before Retry-After is over, and then it does', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    await runCommand(STATUS, scene);
    scene.standIn.faults.push('usage', { kind: 'rate-limited', retryAfter: '3' });
    const told = JSON.parse((await runCommand(STATUS, scene)).stdout);
    const retryAtMs = Date.parse(told.failure.retryAt);
    expect(told).toMatchObject({ source: 'cache', failure: { kind: 'rate-limited' } });
    expect(retryAtMs).toBeGreaterThan(Date.now());
    const again = await runCommand(STATUS, scene);
    expect([again.code, JSON.parse(again.stdout).failure]).toEqual([3, told.failure]);
    expect(routesOf(scene.standIn)).toHaveLength(2);
    // Why: the instant is printed to the second, and the wait ends within the next one.
    await new Promise((resolve) => setTimeout(resolve, retryAtMs + 1_000 - Date.now()));
    expect((await runCommand(STATUS, scene)).code).toBe(0);
    expect(routesOf(scene.standIn)).toHaveLength(3);
  });

  test('status: obeys the 30 requests an hour, and shows the saved numbers beside', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    await runCommand(STATUS, scene);
    const file = path.join(scene.plimsollHome, 'ledger.json');
    const ledger = JSON.parse(await readFile(file, 'utf8'));
    const [key = ''] = Object.keys(ledger.accounts);
    const [atMs] = ledger.accounts[key].usageRequestsAtMs;
    expect(ledger.accounts[key].usageRequestsAtMs).toHaveLength(1);
    const early = Array.from({ length: 28 }, (_, index) => atMs - 60_000 * (28 - index));
    ledger.accounts[key].usageRequestsAtMs = [...early, atMs];
    await writeFile(file, JSON.stringify(ledger));
    expect((await runCommand(STATUS, scene)).code).toBe(0);
    const { code, stdout } = await runCommand(STATUS, scene);
    expect(code).toBe(3);
    const shown = JSON.parse(stdout);
    expect(shown).toMatchObject({ source: 'cache', failure: { kind: 'rate-limited' } });
    const oldestMs = atMs - 28 * 60_000;
    expect(Math.abs(Date.parse(shown.failure.retryAt) - (oldestMs + 3_600_000))).toBeLessThan(
      1_000,
    );
    expect(routesOf(scene.standIn)).toHaveLength(2);
  });

  test.for<[string, string]>([
    ['http://gateway.example/backend-api', 'plain http to another computer'],
    ['https://person:secret@127.0.0.1/backend-api', 'a name and a password'],
  ])('status: refuses %s before any request, and names the setting', async ([address], end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const proxy = await startSilentListener();
    end.onTestFinished(() => proxy.close());
    await scene.writeConfig(`chatgpt_base_url = "${address}"`);
    const env = { http_proxy: proxy.origin, https_proxy: proxy.origin };
    const { code, stdout } = await runCommand(STATUS, scene, { env });
    const { failure } = JSON.parse(stdout);
    expect([code, failure.kind]).toEqual([2, 'address-refused']);
    expect(failure.message).toContain('chatgpt_base_url');
    expect(stdout).not.toContain('secret');
    expect([...proxy.requests, ...scene.standIn.requests]).toEqual([]);
  });

  test('status: two at once count both of their requests, and leave whole files', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn();
    const ended = await Promise.all(Array.from({ length: 4 }, () => runCommand(STATUS, scene)));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const file = path.join(scene.plimsollHome, 'ledger.json');
    const { accounts } = JSON.parse(await readFile(file, 'utf8'));
    const counts = Object.values<{ usageRequestsAtMs: number[] }>(accounts);
    expect(counts.map(({ usageRequestsAtMs }) => usageRequestsAtMs.length)).toEqual([4]);
    const names = await readdir(scene.plimsollHome, { recursive: true });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
