// Facts about the one extra request behind a good answer: when it is made, that it counts, and that
// nothing of it can harm the numbers.

import { expect, onTestFinished, test } from 'vitest';
import { exampleUsageAnswer } from '../core/examples.ts';
import { USAGE_REQUESTS_PER_HOUR } from '../core/ledger.ts';
import { HOUR_MS, MINUTE_MS } from '../core/time.ts';
import { makeWorld, pollOnce } from '../testing/renewal-world.ts';
import { routesOf } from '../testing/scene.ts';

/** A person who has earned so many resets; null: the usage answer does not say. */
async function makeEarner(count: number | null) {
  const world = await makeWorld({ onTestFinished });
  const { standIn } = world;
  const earn = (next: number | null): void => {
    standIn.setResetCredits(next ?? 2);
    const credits = next === null ? null : { available_count: next };
    standIn.usage.set({ ...exampleUsageAnswer, rate_limit_reset_credits: credits });
  };
  earn(count);
  await world.signIn();
  const home = world.open();
  const resets = async () => {
    const { result } = await pollOnce(home);
    return result.ok ? result.value.resetCredits : result.failure;
  };
  const lists = () => routesOf(standIn).filter((route) => route === 'resetCredits').length;
  return { ...world, world, earn, resets, lists };
}

test('poll: asks for the list once an hour, and knows the expiries in between', async () => {
  const { resets, lists, clock } = await makeEarner(2);
  const known = { available: 2, expiriesMs: [expect.any(Number), expect.any(Number)] };
  expect([await resets(), lists()]).toEqual([known, 1]);
  clock.pass(HOUR_MS - MINUTE_MS);
  expect([await resets(), lists()]).toEqual([known, 1]);
  clock.pass(MINUTE_MS);
  expect([await resets(), lists()]).toEqual([known, 2]);
});

test('poll: asks at once when the count has changed, and after a restart only then', async () => {
  const { world, earn, resets, lists } = await makeEarner(1);
  await resets();
  earn(3);
  expect(await resets()).toMatchObject({ available: 3, expiriesMs: { length: 3 } });
  expect(lists()).toBe(2);
  await pollOnce(world.open());
  expect(lists()).toBe(2);
});

test('poll: takes the count from the list, when the usage answer has none', async () => {
  const { resets } = await makeEarner(null);
  expect(await resets()).toMatchObject({ available: 2 });
});

test('poll: does not ask for the list of none', async () => {
  const { resets, lists } = await makeEarner(0);
  expect([await resets(), lists()]).toEqual([{ available: 0, expiriesMs: [] }, 0]);
});

test('poll: keeps the numbers and asks no more for an hour, when the list fails', async () => {
  const { standIn, resets, lists, clock } = await makeEarner(2);
  for (const fault of [{ kind: 'status', status: 500 }, { kind: 'garbage' }] as const) {
    standIn.faults.push('resetCredits', fault);
    expect(await resets()).toEqual({ available: 2, expiriesMs: [] });
    await resets();
    clock.pass(HOUR_MS);
  }
  expect(lists()).toBe(2);
  expect(await resets()).toMatchObject({ expiriesMs: { length: 2 } });
});

test('poll: counts the list in the budget, and leaves it out where that is used up', async () => {
  const { standIn, resets, clock } = await makeEarner(2);
  await resets();
  for (let made = 2; made < USAGE_REQUESTS_PER_HOUR; made += 1) await resets();
  expect(await resets()).toMatchObject({ kind: 'rate-limited' });
  expect(standIn.requests).toHaveLength(USAGE_REQUESTS_PER_HOUR);
  clock.pass(HOUR_MS);
  expect(await resets()).toMatchObject({ available: 2 });
});

test('poll: obeys a Retry-After of the list with the next usage request', async () => {
  const { standIn, resets, clock } = await makeEarner(2);
  standIn.faults.push('resetCredits', { kind: 'rate-limited', retryAfter: '90' });
  expect(await resets()).toMatchObject({ available: 2 });
  expect(await resets()).toMatchObject({ kind: 'rate-limited' });
  clock.pass(90_000);
  expect(await resets()).toMatchObject({ available: 2 });
});

test('poll: never redeems anything', async () => {
  const { standIn, resets } = await makeEarner(2);
  await resets();
  expect(new Set(standIn.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});
