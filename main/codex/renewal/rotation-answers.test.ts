// Facts about every answer that a token endpoint can give, also a hostile one: reliability.md §4.3 and
// §9.5. The token goes out once; the file is replaced by what was granted or not touched at all.

import { stat } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FamilyOptions } from '../../../e2e/stand-in/family.ts';
import type { Fault } from '../../../e2e/stand-in/faults.ts';
import { startSilentListener } from '../../../e2e/stand-in/silent-listener.ts';
import { endOf, makeWorld, pollOnce, stepsOf, type World } from '../../testing/renewal-world.ts';

const STALE = { firstAccessLifetimeMs: 0 } as const;
const MIB = 1_048_576;
const PATIENCE_MS = 600;

async function staleWorld(family: Partial<FamilyOptions> = {}) {
  const world = await makeWorld({ onTestFinished }, { family });
  world.patienceMs = PATIENCE_MS;
  const first = await world.signIn(STALE);
  return { world, first };
}

/** What one poll made of it, and that it was careful. */
async function pollCarefully(world: World, first: { authJson: string; refreshToken: string }) {
  const before = await stat(world.authFile);
  const startedAtMs = performance.now();
  const outcome = await pollOnce(world.open());
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  expect(world.presented(first.refreshToken)).toBeLessThanOrEqual(1);
  const isSaved = stepsOf(outcome).includes('refresh saved');
  const after = await stat(world.authFile);
  expect(after.ino === before.ino).toBe(!isSaved);
  if (!isSaved) expect(await world.authText()).toBe(first.authJson);
  expect(await world.leftOvers()).toEqual([]);
  return outcome;
}

const status = (code: number, more: Partial<Fault & { kind: 'status' }> = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more,
});
const text = (body: string, type = 'application/json') => ({ type, text: body });

/** Proof that the application never saw it: it may go out again when the pause is over. */
const NOT_SENT: readonly [string, Fault, string][] = [
  ['a hotel page', { kind: 'captive-portal' }, 'captive-portal'],
  ['407', status(407), 'proxy-sign-in'],
  ['511 in HTML', status(511, { body: 'html' }), 'proxy-sign-in'],
  ['a wall of the edge', { kind: 'cf-challenge' }, 'blocked'],
  ['403 in HTML', status(403, { body: 'html' }), 'blocked'],
  ['400 in HTML', status(400, { body: 'html' }), 'unexpected-status'],
  ['401 in HTML', status(401, { body: 'html' }), 'blocked'],
  ['404 in HTML', status(404, { body: 'html' }), 'unexpected-status'],
  ['429', { kind: 'rate-limited' }, 'rate-limited'],
  ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/' }, 'unexpected-status'],
];

/** Final: the person has to act. */
const REFUSED: readonly [string, Fault, string][] = [
  ['refresh_token_expired', status(401, { code: 'refresh_token_expired' }), 'refresh-expired'],
  [
    'refresh_token_invalidated',
    status(401, { code: 'refresh_token_invalidated' }),
    'refresh-revoked',
  ],
  ['refresh_token_reused', status(401, { code: 'refresh_token_reused' }), 'refresh-reused'],
  ['reused with 400', status(400, { code: 'refresh_token_reused' }), 'refresh-reused'],
  ['invalid_grant', status(400, { body: text('{"error":"invalid_grant"}') }), 'refresh-revoked'],
  ['401 in JSON', status(401), 'rejected'],
  ['403 in JSON', status(403, { code: 'no_such_code' }), 'rejected'],
  ['401 without a body', status(401, { body: 'empty' }), 'rejected'],
];

/** It may be spent. */
const UNKNOWN: readonly [string, Fault, string][] = [
  ['500 before the effect', status(500), 'server-error'],
  ['500 after the effect', status(500, { when: 'after' }), 'server-error'],
  ['502 in HTML', status(502, { body: 'html' }), 'server-error'],
  ['503 after the effect', status(503, { when: 'after', body: 'empty' }), 'server-error'],
  ['a cut before', { kind: 'cut' }, 'offline'],
  ['a reset before', { kind: 'cut', reset: true }, 'offline'],
  ['a cut after', { kind: 'cut', when: 'after' }, 'offline'],
  ['a cut within the first token', { kind: 'cut', when: 'after', bodyBytes: 40 }, 'offline'],
  ['silence before', { kind: 'silence' }, 'timeout'],
  ['silence after', { kind: 'silence', when: 'after' }, 'timeout'],
  ['a delay beyond the deadline', { kind: 'delay', ms: 2_000, when: 'after' }, 'timeout'],
  ['garbage', { kind: 'garbage' }, 'unexpected-body'],
  ['garbage after the effect', { kind: 'garbage', when: 'after' }, 'unexpected-body'],
  ['200 without any token', status(200, { body: text('{"scope":"x"}') }), 'unexpected-body'],
  ['a list', status(200, { body: text('[1]') }), 'unexpected-body'],
  ['60,000 brackets', status(200, { body: text('['.repeat(60_000)) }), 'unexpected-body'],
  ['200 MB', { kind: 'giant', mebibytes: 200 }, 'unexpected-body'],
  ['a gzip bomb', { kind: 'giant', mebibytes: 600, encoding: 'gzip' }, 'unexpected-body'],
  ['headers of 1 MiB', { kind: 'huge-headers' }, 'unexpected-body'],
];

describe('an exchange that nobody saw', () => {
  test.each(NOT_SENT)('%s: is unmarked, and goes out again after the pause', async (...row) => {
    const [, fault, failure] = row;
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', fault);
    const outcome = await pollCarefully(world, first);
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual([failure, 'refresh not-sent']);
    expect(outcome.warning).toBeNull();
    world.clock.pass(16 * 60_000);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
  });

  test('offline: nothing went out, and it is not marked', async () => {
    const { world, first } = await staleWorld();
    const closed = 'http://127.0.0.1:9/oauth/token';
    const offline = await pollOnce(world.open({ tokenUrlOverride: closed }));
    expect([endOf(offline), stepsOf(offline).at(-1)]).toEqual(['offline', 'refresh not-sent']);
    expect(await world.authText()).toBe(first.authJson);
    world.clock.pass(16 * 60_000);
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test.each(['http://token.example/oauth/token', 'https://a:b@127.0.0.1/oauth/token', 'nonsense'])(
    'to %s: is refused before any byte, and names the setting',
    async (tokenUrlOverride) => {
      const { world, first } = await staleWorld();
      expect(endOf(await pollOnce(world.open({ tokenUrlOverride })))).toBe('address-refused');
      expect(world.presented(first.refreshToken)).toBe(0);
    },
  );
});

describe('an exchange that was refused', () => {
  test.each(REFUSED)('%s: is final, and the file stays as it is', async (...row) => {
    const [, fault, reason] = row;
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', fault);
    const outcome = await pollCarefully(world, first);
    expect(endOf(outcome)).toBe(`sign-in-required: ${reason}`);
    world.clock.pass(16 * 60_000);
    expect(endOf(await pollOnce(world.open()))).toBe(`sign-in-required: ${reason}`);
    expect(world.presented(first.refreshToken)).toBe(1);
  });
});

describe('an exchange whose end is not known', () => {
  test.each(UNKNOWN)('%s: is marked, and not repeated', async (...row) => {
    const [, fault, failure] = row;
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', fault);
    const outcome = await pollCarefully(world, first);
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual([failure, 'refresh unknown']);
    expect(outcome.warning).toEqual({ kind: 'exchange-outcome-unknown' });
    expect(world.standIn.requests.at(-1)?.bodyBytesSent ?? 0).toBeLessThan(4 * MIB);
    world.clock.pass(16 * 60_000);
    expect((await pollOnce(world.open())).warning?.kind).toBe('exchange-outcome-unknown');
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test('dripped beyond the deadline: is over after the deadline, and not repeated', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', { kind: 'drip', everyMs: 100 });
    const outcome = await pollCarefully(world, first);
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual(['timeout', 'refresh unknown']);
  });

  test('answered on sight of its head with 500: is marked', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', { kind: 'early', status: 500 });
    const outcome = await pollCarefully(world, first);
    expect(stepsOf(outcome).at(-1)).toBe('refresh unknown');
  });
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308] as const)(
    '%i: is not followed, and the token goes nowhere else',
    async (code) => {
      const { world, first } = await staleWorld();
      const silent = await startSilentListener();
      onTestFinished(() => silent.close());
      const fault = { kind: 'redirect', status: code, to: `${silent.origin}/oauth/token` } as const;
      world.standIn.faults.push('token', fault, { times: 'always' });
      await pollCarefully(world, first);
      expect(silent.requests).toEqual([]);
    },
  );
});

describe('a grant', () => {
  test.each<[string, Fault]>([
    ['is announced longer than it is', { kind: 'wrong-length', announced: 'too-long' }],
    ['is cut behind its refresh token', { kind: 'cut', when: 'after', bodyBytes: 1_200 }],
    ['comes late', { kind: 'delay', ms: 100, when: 'after' }],
    ['was delivered twice, the first answer heard', { kind: 'doubled', hears: 'first' }],
  ])('that %s: is saved', async (_, fault) => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', fault);
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual(['usage', 'refresh saved']);
    expect(world.standIn.tokens.redact(await world.authText())).toContain('refresh#2');
    expect(await world.authText()).not.toContain(first.refreshToken);
  });

  test('announced shorter than it is: what is not whole is not made up', async () => {
    const { world, first } = await staleWorld();
    world.standIn.faults.push('token', { kind: 'wrong-length', announced: 'too-short' });
    const outcome = await pollOnce(world.open());
    const text = world.standIn.tokens.redact(await world.authText());
    expect(text).toMatch(/"refresh_token": "refresh#\d"/);
    expect(['refresh saved', 'refresh unknown']).toContain(stepsOf(outcome).at(-1));
    expect(world.presented(first.refreshToken)).toBe(1);
  });

  test.each<[string, Partial<FamilyOptions>, string, string]>([
    ['no refresh token', { rotation: 'none' }, 'access#2', 'refresh#1'],
    ['an id token that is none', { grantId: 'malformed' }, 'access#2', 'refresh#2'],
    ['no id token', { grantId: 'none' }, 'access#2', 'refresh#2'],
    ['an opaque access token', { grantAccess: 'opaque' }, 'access#2', 'refresh#2'],
    ['an id token of somebody else', { grantId: 'other-account' }, 'access#2', 'refresh#2'],
  ])('with %s: the rest is saved, the old one kept', async (_, family, access, refresh) => {
    const { world, first } = await staleWorld();
    world.standIn.tokens.tune(first.refreshToken, family);
    const outcome = await pollOnce(world.open());
    expect([endOf(outcome), stepsOf(outcome).at(-1)]).toEqual(['usage', 'refresh saved']);
    const { tokens } = JSON.parse(world.standIn.tokens.redact(await world.authText()));
    expect(tokens).toMatchObject({ access_token: access, refresh_token: refresh });
    const isKept = 'grantId' in family;
    expect(tokens.id_token).toBe(isKept ? 'id#1' : 'id#2');
  });

  test('for somebody else: is never written, and stays in the journal', async () => {
    const { world, first } = await staleWorld();
    world.standIn.tokens.tune(first.refreshToken, { grantAccess: 'other-account' });
    const outcome = await pollOnce(world.open());
    const over = ['sign-in-required: rejected', null];
    expect([endOf(outcome), outcome.warning]).toEqual(over);
    expect(await world.authText()).toBe(first.authJson);
    expect(await world.leftOvers()).toEqual(['.plimsoll-rotation']);
    const again = await pollOnce(world.open(), { force: true, onceMore: true });
    expect([endOf(again), again.warning]).toEqual(over);
    expect(world.presented(first.refreshToken)).toBe(1);
    await world.signIn();
    expect(endOf(await pollOnce(world.open()))).toBe('usage');
    expect(await world.leftOvers()).toEqual([]);
  });
});
