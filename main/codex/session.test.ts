// Facts about one poll: who is asked, how often, and what recovery does, row by row of its table.

import { rename, unlink } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StandInOptions } from '../../e2e/stand-in/server.ts';
import type { SignInInput } from '../../e2e/stand-in/sign-in.ts';
import { type AuthFile, parseAuthFile } from '../core/auth.ts';
import { fail, succeed } from '../core/failure.ts';
import type { Outcome } from '../core/reading.ts';
import { handClock, portsWith } from '../testing/place.ts';
import { makeScene, routesOf } from '../testing/scene.ts';
import { createHttp } from './http/http.ts';
import { createLedgerFile } from './ledger-file.ts';
import { createLocks } from './locks.ts';
import { createOpenAi } from './openai.ts';
import type { Rotation } from './renewal/rotation.ts';
import type { Rotated } from './renewal/rotation-parts.ts';
import { createSession } from './session.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');

type Rotate = (rejected: AuthFile) => Promise<Pick<Rotated, 'result' | 'steps'>>;

/** A rotation as told, or one that nothing permits. */
function rotationOf(rotate: Rotate | null): Pick<Rotation, 'permit' | 'rotate' | 'settle'> {
  return {
    async permit({ mayExchange }) {
      if (rotate !== null) return { permit: { allowed: true }, warning: null };
      const reason = mayExchange.ok ? 'rejected' : 'no-refresh-token';
      return { permit: { allowed: false, reason }, warning: null };
    },
    async rotate(rejected) {
      if (rotate === null) throw new Error('nothing permits this rotation');
      return { ...(await rotate(rejected)), otherwise: null, warning: null, tokensFrom: 'refresh' };
    },
    settle: async () => ({ steps: [], warning: null, waitsFor: null }),
  };
}

async function makePoll({ rotate = null }: { readonly rotate?: Rotate | null } = {}) {
  const clock = handClock(START_MS);
  const options: StandInOptions = { nowMs: clock.nowMs };
  const scene = await makeScene({ onTestFinished }, options);
  const { codexHome, plimsollHome } = scene;
  const ports = portsWith(clock);
  const locks = createLocks({ ...ports, platform: process.platform });
  const ledger = createLedgerFile({ ...ports, locks, plimsollHome, paceDivisor: 1 });
  const http = createHttp({ proxyFor: async () => 'none' });
  const openai = createOpenAi({ http, nowMs: clock.nowMs, version: '0' });
  const rotation = rotationOf(rotate);
  const session = createSession({ ports, codexHome, ledger, openai, rotation, paceDivisor: 1 });
  const poll = (force = false) => session.readUsage({ force, onceMore: false });
  return { ...scene, clock, session, poll };
}

type Poll = Awaited<ReturnType<typeof makePoll>>;

/** Polls with an expired token, and does that to the file while the first answer is on its way. */
async function pollWhile(scene: Poll, act: () => Promise<unknown>): Promise<Outcome> {
  scene.standIn.faults.push('usage', { kind: 'delay', ms: 150 });
  const polled = scene.poll();
  await scene.usageRequests(1);
  await act();
  return polled;
}

const stepsOf = ({ recovery }: Outcome) =>
  recovery.map(({ step, outcome }) => `${step} ${outcome}`);
const kindOf = ({ result }: Outcome) =>
  result.ok ? 'usage' : [result.failure.kind, 'reason' in result.failure && result.failure.reason];

function parse(document: string): AuthFile {
  const parsed = parseAuthFile(document);
  if (!parsed.ok) throw new Error('a document that does not parse');
  return parsed.value;
}

const STALE: SignInInput = { firstAccessLifetimeMs: 0 };

describe('recovery', () => {
  test('readUsage: needs one request and no recovery for a good sign-in', async () => {
    const scene = await makePoll();
    await scene.signIn();
    const outcome = await scene.poll();
    expect([kindOf(outcome), outcome.recovery, outcome.warning]).toEqual(['usage', [], null]);
    expect(outcome.account).toMatchObject({ email: 'fake.person@example.invalid' });
    expect(routesOf(scene.standIn)).toEqual(['usage']);
  });

  test('readUsage: retries with the tokens on disk when Codex was faster', async () => {
    const scene = await makePoll();
    const first = await scene.signIn(STALE);
    const outcome = await pollWhile(scene, () =>
      scene.writeAuth(scene.standIn.rotateAsCodex(first.refreshToken).authJson),
    );
    expect([kindOf(outcome), stepsOf(outcome)]).toEqual(['usage', ['reload changed']]);
    expect(routesOf(scene.standIn)).toEqual(['usage', 'usage']);
  });

  test('readUsage: asks for the other account when the disk holds another one', async () => {
    const scene = await makePoll();
    await scene.signIn(STALE);
    const other = { account: 'acct-b', email: 'b@example.invalid' };
    const outcome = await pollWhile(scene, () => scene.signIn(other));
    expect([kindOf(outcome), stepsOf(outcome)]).toEqual(['usage', ['reload other-account']]);
    expect(outcome.account).toMatchObject({ id: 'acct-b', email: 'b@example.invalid' });
    expect(scene.standIn.requests[1]?.headers['chatgpt-account-id']).toBe('acct-b');
  });

  test('readUsage: says that the file is gone when the person signed out meanwhile', async () => {
    const scene = await makePoll();
    await scene.signIn(STALE);
    const outcome = await pollWhile(scene, () => unlink(scene.authFile));
    expect([kindOf(outcome), stepsOf(outcome)]).toEqual([
      ['auth-file-missing', false],
      ['reload gone'],
    ]);
  });

  test('readUsage: gives up with the true reason when nothing may be exchanged', async () => {
    const scene = await makePoll();
    const { authJson, refreshToken } = await scene.signIn(STALE);
    const rejected = await scene.poll();
    expect([kindOf(rejected), stepsOf(rejected)]).toEqual([
      ['sign-in-required', 'rejected'],
      ['reload unchanged'],
    ]);
    await scene.writeAuth(authJson.replace(refreshToken, ''));
    expect(kindOf(await scene.poll(true))).toEqual(['sign-in-required', 'no-refresh-token']);
    expect(routesOf(scene.standIn)).toEqual(['usage', 'usage']);
  });

  test('readUsage: gives up when the tokens of the reload are rejected as well', async () => {
    const scene = await makePoll();
    await scene.signIn(STALE);
    const outcome = await pollWhile(scene, () => scene.signIn(STALE));
    expect([kindOf(outcome), stepsOf(outcome)]).toEqual([
      ['sign-in-required', 'rejected'],
      ['reload changed'],
    ]);
    expect(routesOf(scene.standIn)).toEqual(['usage', 'usage']);
  });
});

describe('recovery with a rotation', () => {
  const refreshed = (atMs: number) => ({ atMs, step: 'refresh', outcome: 'saved' }) as const;

  test('readUsage: rotates once when the disk has nothing new, and asks with the result', async () => {
    const rejected: AuthFile[] = [];
    const scene: Poll = await makePoll({
      rotate: async (signIn) => {
        rejected.push(signIn);
        const next = scene.standIn.rotateAsCodex(first.refreshToken);
        return { result: succeed(parse(next.authJson)), steps: [refreshed(START_MS)] };
      },
    });
    const first = await scene.signIn(STALE);
    scene.standIn.tokens.tune('refresh#1', { accessLifetimeMs: 60_000 });
    const outcome = await scene.poll();
    const steps = ['reload unchanged', 'refresh saved'];
    expect([kindOf(outcome), stepsOf(outcome)]).toEqual(['usage', steps]);
    expect(rejected).toHaveLength(1);
    expect(scene.standIn.requests.map(({ headers }) => headers.authorization)).toEqual([
      'access#1',
      'access#2',
    ]);
  });

  test('readUsage: makes at most three requests and one rotation, then asks the person', async () => {
    let rotations = 0;
    const scene: Poll = await makePoll({
      rotate: async () => {
        rotations += 1;
        const { authJson } = scene.standIn.signIn(STALE);
        return { result: succeed(parse(authJson)), steps: [refreshed(START_MS)] };
      },
    });
    await scene.signIn(STALE);
    const outcome = await pollWhile(scene, () => scene.signIn(STALE));
    expect(kindOf(outcome)).toEqual(['sign-in-required', 'rejected']);
    expect(stepsOf(outcome)).toEqual(['reload changed', 'refresh saved']);
    expect(rotations).toBe(1);
    expect(routesOf(scene.standIn)).toEqual(['usage', 'usage', 'usage']);
  });

  test('readUsage: passes on why a rotation failed, and asks no more', async () => {
    const atMs = START_MS;
    const scene = await makePoll({
      rotate: async () => ({
        result: fail({ kind: 'sign-in-required', reason: 'refresh-reused' }),
        steps: [{ atMs, step: 'refresh', outcome: 'refused' }],
      }),
    });
    await scene.signIn(STALE);
    const outcome = await scene.poll();
    expect(kindOf(outcome)).toEqual(['sign-in-required', 'refresh-reused']);
    expect(stepsOf(outcome)).toEqual(['reload unchanged', 'refresh refused']);
    expect(routesOf(scene.standIn)).toEqual(['usage']);
  });
});

describe('memory between polls', () => {
  test('readUsage: asks no more with a refused sign-in, until the file changes or a click', async () => {
    const scene = await makePoll();
    await scene.signIn(STALE);
    const first = await scene.poll();
    const second = await scene.poll();
    expect(kindOf(second)).toEqual(kindOf(first));
    expect(routesOf(scene.standIn)).toHaveLength(1);
    await scene.poll(true);
    expect(routesOf(scene.standIn)).toHaveLength(2);
    await scene.signIn();
    expect(kindOf(await scene.poll())).toBe('usage');
  });

  test('readUsage: is one poll, not one request, when the file is swapped and put back', async () => {
    const scene = await makePoll();
    await scene.signIn(STALE);
    await scene.poll();
    await rename(scene.authFile, `${scene.authFile}.old`);
    expect(kindOf(await scene.poll())).toEqual(['auth-file-missing', false]);
    await rename(`${scene.authFile}.old`, scene.authFile);
    expect(kindOf(await scene.poll())).toEqual(['sign-in-required', 'rejected']);
    expect(routesOf(scene.standIn)).toHaveLength(1);
  });

  test('readUsage: takes 304 for the same numbers, true now, and never for another account', async () => {
    const scene = await makePoll();
    scene.standIn.usage.setEtag(true);
    await scene.signIn();
    await scene.poll();
    scene.clock.pass(60_000);
    const second = await scene.poll();
    expect(second.result).toMatchObject({ ok: true, value: { takenAtMs: START_MS + 60_000 } });
    await scene.signIn({ account: 'acct-b' });
    await scene.poll();
    expect(scene.standIn.requests.map(({ status }) => status)).toEqual([200, 304, 200]);
    expect(scene.standIn.requests[2]?.headers).not.toHaveProperty('if-none-match');
  });

  test('readUsage: obeys Retry-After to the second, also by click, and only for that account', async () => {
    const scene = await makePoll();
    scene.standIn.faults.push('usage', { kind: 'rate-limited', retryAfter: '90' });
    await scene.signIn();
    const limited = { ok: false, failure: { kind: 'rate-limited', retryAtMs: START_MS + 90_000 } };
    expect((await scene.poll()).result).toEqual(limited);
    scene.clock.pass(89_999);
    expect((await scene.poll(true)).result).toEqual(limited);
    expect(routesOf(scene.standIn)).toHaveLength(1);
    scene.clock.pass(1);
    expect(kindOf(await scene.poll())).toBe('usage');
  });

  test('notBeforeMs: says when that account may be asked about again, without a request', async () => {
    const scene = await makePoll();
    expect(await scene.session.notBeforeMs()).toBeNull();
    scene.standIn.faults.push('usage', { kind: 'rate-limited', retryAfter: '90' });
    await scene.signIn();
    expect(await scene.session.notBeforeMs()).toBeNull();
    await scene.poll();
    expect(await scene.session.notBeforeMs()).toBe(START_MS + 90_000);
    scene.clock.pass(90_000);
    expect(await scene.session.notBeforeMs()).toBeNull();
    expect(routesOf(scene.standIn)).toHaveLength(1);
  });

  test('identify: says whose sign-in it is without a request', async () => {
    const scene = await makePoll();
    const { accountId } = await scene.signIn();
    const account = await scene.session.identify();
    expect(account).toMatchObject({ ok: true, value: { id: accountId } });
    expect(account.ok && account.value.key).toMatch(/^[0-9a-f]{16}$/);
    await unlink(scene.authFile);
    expect(await scene.session.identify()).toMatchObject({ ok: false });
    expect(routesOf(scene.standIn)).toEqual([]);
  });
});
