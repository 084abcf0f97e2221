// Facts about several accounts of one app: a virtual day in which ten homes never poll in one burst, and
// nothing of one is ever shown, kept or spent for another, whatever people do with their sign-ins.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleUsageAnswer } from '../core/examples.ts';
import { numbersOf } from '../core/reading.ts';
import { STAGGER_GAP_MS } from '../core/stagger.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/time.ts';
import {
  type AccountsWorld,
  type Asked,
  authJsonOf,
  createAccountsWorld,
  OWN_HOME,
} from '../testing/accounts-world.ts';
import { answerJson } from '../testing/week.ts';

const NINE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
const GAP_SLACK_MS = 1;

/** A percentage of one's own for every person, so that a mix-up shows. */
function usedBy(person: string): number {
  return 1 + ([...person].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % 60);
}

function answerFor({ account = '', atMs }: Asked) {
  const resetAtS = (spanMs: number) => ((Math.floor(atMs / spanMs) + 1) * spanMs) / SECOND_MS;
  const { primary_window: primary, secondary_window: secondary } = exampleUsageAnswer.rate_limit;
  const used_percent = usedBy(account);
  return answerJson(200, {
    ...exampleUsageAnswer,
    account_id: account,
    rate_limit: {
      ...exampleUsageAnswer.rate_limit,
      primary_window: { ...primary, used_percent, reset_at: resetAtS(5 * HOUR_MS) },
      secondary_window: { ...secondary, used_percent, reset_at: resetAtS(7 * DAY_MS) },
    },
  });
}

/** A service that rejects now and then, and renews whatever it is shown. */
function restlessService(random: () => number, presented: { token: string; atMs: number }[]) {
  let grants = 0;
  return (asked: Asked) => {
    if (asked.route === 'usage')
      return random() < 0.03
        ? answerJson(401, { error: { code: 'token_expired' } })
        : answerFor(asked);
    grants += 1;
    presented.push({
      token: new URLSearchParams(asked.body).get('refresh_token') ?? '',
      atMs: asked.atMs,
    });
    return answerJson(200, { access_token: `at-${grants}`, refresh_token: `rt-granted-${grants}` });
  };
}

/** Each home signed in by a person of its own. */
function signAllIn({ files, authFileOf }: AccountsWorld, homes: number): void {
  for (let at = -1; at < homes; at += 1)
    files.put(authFileOf(at), authJsonOf(`person ${at}`, `rt-first-${at}`));
}

/** Between polls of two accounts: one account waits for nobody but itself. */
function gapsOf(asked: readonly Asked[]): readonly number[] {
  const polls = asked.filter(({ begins }) => begins !== null);
  return polls.flatMap(({ atMs, begins }, at) => {
    const before = polls[at - 1];
    return before === undefined || before.begins === begins ? [] : [atMs - before.atMs];
  });
}

/** What every moment of every run must fulfil. */
function expectNoMixUp({ outcomes, list }: AccountsWorld): void {
  for (const { outcome } of outcomes) {
    if (!outcome.result.ok) continue;
    const used = outcome.result.value.windows.map(({ usedPercent }) => usedPercent);
    expect(new Set(used)).toEqual(new Set([usedBy(outcome.account?.id ?? '')]));
  }
  const keys = list
    .all()
    .flatMap(({ unit }) => numbersOf(unit.monitor.state().reading)?.account.key ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { unit } of list.all()) {
    const { reading, history } = unit.monitor.state();
    const numbers = numbersOf(reading);
    if (numbers === null) continue;
    const used = history.flatMap(({ windows }) => windows.map(({ usedPercent }) => usedPercent));
    expect(new Set(used)).toEqual(new Set([usedBy(numbers.account.id ?? '')]));
  }
}

test('ten homes through a day: every one is asked at its pace, and no two polls are closer than the gap', async () => {
  const world = await createAccountsWorld({ names: NINE, seed: 7, service: answerFor });
  signAllIn(world, NINE.length);
  await world.list.start({ atLogin: false });
  await world.live(DAY_MS);
  const { asked } = world;
  expect(Math.min(...gapsOf(asked))).toBeGreaterThanOrEqual(STAGGER_GAP_MS - GAP_SLACK_MS);
  for (let at = -1; at < NINE.length; at += 1) {
    const own = asked.filter(
      ({ account, begins }) => begins !== null && account === `person ${at}`,
    );
    expect(own.length).toBeGreaterThan(DAY_MS / (6 * MINUTE_MS));
    expect(own.length).toBeLessThan(DAY_MS / (4 * MINUTE_MS));
    const first = (own[0]?.atMs ?? 0) - (asked[0]?.atMs ?? 0);
    expect(first).toBeLessThanOrEqual(NINE.length * STAGGER_GAP_MS + SECOND_MS);
  }
  expect(asked[0]?.account).toBe('person -1');
  expectNoMixUp(world);
}, 120_000);

describe('two homes with one refresh token', () => {
  async function copied(service: (asked: Asked) => ReturnType<typeof answerFor>) {
    const world = await createAccountsWorld({ names: ['work'], seed: 3, service });
    for (const at of [-1, 0]) world.files.put(world.authFileOf(at), authJsonOf('one', 'rt-same'));
    await world.list.start({ atLogin: false });
    return world;
  }

  test('are asked about once, and the second is known as the copy of the first', async () => {
    const world = await copied(answerFor);
    await world.live(2 * HOUR_MS);
    const polls = world.asked.filter(({ begins }) => begins !== null);
    expect(polls.length).toBeLessThan(2 * 15);
    expect(new Set(world.outcomes.map(({ id }) => id))).toEqual(new Set(['default']));
    expect(world.list.all().map(({ copy }) => copy)).toEqual([
      null,
      { of: 'default', kind: 'token' },
    ]);
  });

  test('are renewed by neither, not even by a click, nor after one of them was renewed by Codex', async () => {
    const presented: { token: string; atMs: number }[] = [];
    const service = restlessService(() => 0, presented);
    const world = await copied(service);
    world.at(HOUR_MS, () => {
      for (const { unit } of world.list.all()) void unit.monitor.poll('once-more');
    });
    // Codex renews the first: its token is another one now, and the second's is spent.
    world.at(2 * HOUR_MS, () => {
      world.files.put(world.authFileOf(-1), authJsonOf('one', 'rt-by-codex'));
      void world.fileChanged();
    });
    await world.live(6 * HOUR_MS);
    expect(presented.filter(({ token }) => token === 'rt-same')).toEqual([]);
    expect(presented.map(({ token }) => token)).toContain('rt-by-codex');
    const [, copy] = world.list.all();
    expect(copy?.copy).toBeNull();
    expect(copy?.unit.monitor.state().reading).toMatchObject({
      failure: { kind: 'sign-in-required', reason: 'refresh-reused' },
    });
  });

  test('are two accounts again, once somebody signs in anew', async () => {
    const world = await copied(answerFor);
    world.at(HOUR_MS, () => {
      world.files.put(world.authFileOf(0), authJsonOf('two', 'rt-other'));
      void world.fileChanged();
    });
    await world.live(2 * HOUR_MS);
    expect(world.list.all().map(({ copy }) => copy)).toEqual([null, null]);
    expect(world.asked.some(({ account }) => account === 'two')).toBe(true);
    expectNoMixUp(world);
  });
});

interface Deed {
  readonly afterMinutes: number;
  readonly home: number;
  readonly kind: 'sign-in' | 'sign-out' | 'copy' | 'switch' | 'click';
  readonly other: number;
}

const HOMES = 4;
const anyDeed: fc.Arbitrary<Deed> = fc.record({
  afterMinutes: fc.nat(150),
  home: fc.integer({ min: -1, max: HOMES - 1 }),
  kind: fc.constantFrom('sign-in', 'sign-out', 'copy', 'switch', 'click'),
  other: fc.integer({ min: -1, max: HOMES - 1 }),
});

/** What is there to be sent while it lies in two files. */
interface Shared {
  readonly token: string;
  readonly sinceMs: number;
}

function tokenIn(text: string | null): string {
  return text === null ? '' : JSON.parse(text).tokens.refresh_token;
}

function doDeed(
  world: AccountsWorld,
  deed: Deed,
  { shared, serial }: { shared: Shared[]; serial: number },
) {
  const { files, authFileOf, list } = world;
  const file = authFileOf(deed.home);
  const unitAt = list.all()[deed.home + 1];
  switch (deed.kind) {
    case 'sign-in':
      files.put(file, authJsonOf(`person ${deed.other} of ${serial}`, `rt-${serial}`));
      break;
    case 'sign-out':
      void files.unlink(file).catch(() => undefined);
      break;
    case 'copy': {
      const text = files.text(authFileOf(deed.other));
      if (text === null || deed.other === deed.home) return;
      files.put(file, text);
      shared.push({ token: tokenIn(text), sinceMs: world.nowMs() });
      break;
    }
    case 'switch':
      world.choose(unitAt?.entry.id ?? 'default');
      return;
    case 'click':
      void unitAt?.unit.monitor.poll('click');
      return;
  }
  void world.fileChanged();
}

test('whatever people do with their sign-ins: nothing is mixed up, and no copied token is sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDeed, { maxLength: 25 }), fc.nat(1_000), async (deeds, seed) => {
      const presented: { token: string; atMs: number }[] = [];
      const shared: Shared[] = [];
      const holder: { random: () => number } = { random: () => 1 };
      const service = restlessService(() => holder.random(), presented);
      const world = await createAccountsWorld({ names: NINE.slice(0, HOMES), seed, service });
      holder.random = world.random;
      signAllIn(world, HOMES);
      await world.list.start({ atLogin: false });
      for (const [serial, deed] of deeds.entries())
        world.at(deed.afterMinutes * MINUTE_MS + serial, () =>
          doDeed(world, deed, { shared, serial }),
        );
      await world.live(3 * HOUR_MS);
      expectNoMixUp(world);
      for (const gapMs of gapsOf(world.asked))
        expect(gapMs).toBeGreaterThanOrEqual(STAGGER_GAP_MS - GAP_SLACK_MS);
      const wrong = presented.filter(({ token, atMs }) =>
        shared.some((each) => each.token === token && atMs > each.sinceMs + SECOND_MS),
      );
      expect(wrong).toEqual([]);
      const tokens = presented.map(({ token }) => token);
      expect(new Set(tokens).size).toBe(tokens.length);
    }),
    { numRuns: 25 },
  );
}, 180_000);

test('removing an account ends its polls, and leaves its sign-in alone', async () => {
  const world = await createAccountsWorld({ names: ['work'], seed: 5, service: answerFor });
  signAllIn(world, 1);
  await world.list.start({ atLogin: false });
  const before = world.files.text(world.authFileOf(0));
  world.at(HOUR_MS, () => void world.remove('00000000'));
  await world.live(3 * HOUR_MS);
  const late = world.asked.filter(
    ({ atMs }) => atMs > (world.asked[0]?.atMs ?? 0) + HOUR_MS + SECOND_MS,
  );
  expect(new Set(late.map(({ account }) => account))).toEqual(new Set(['person -1']));
  expect([world.files.text(world.authFileOf(0)), OWN_HOME]).toEqual([before, '/home/fake/.codex']);
});
