// Facts about what a poll leaves behind: numbers and history on the disk, and a forecast in both.

import { expect, onTestFinished, test } from 'vitest';
import { exampleUsageAnswer } from '../core/examples.ts';
import { HOUR_MS, MINUTE_MS } from '../core/time.ts';
import { makeWorld, pollOnce } from '../testing/renewal-world.ts';

const LENGTH_S = 18_000;

/** A 5-hour window that began an hour ago, in which that much is used by now. */
function answer(usedPercent: number, beganAtMs: number): object {
  const resetAtS = Math.round(beganAtMs / 1000) + LENGTH_S;
  const window = {
    used_percent: usedPercent,
    limit_window_seconds: LENGTH_S,
    reset_at: resetAtS,
  };
  return { ...exampleUsageAnswer, rate_limit: { allowed: true, primary_window: window } };
}

test('poll: forecasts from what earlier polls saw, and saves the forecast with the numbers', async () => {
  const world = await makeWorld({ onTestFinished });
  await world.signIn();
  const home = world.open();
  const beganAtMs = world.clock.nowMs();
  world.clock.pass(HOUR_MS);
  const trends = [];
  for (let step = 0; step <= 12; step += 1) {
    world.standIn.usage.set(answer(10 + 5 * step, beganAtMs));
    const { result, history } = await pollOnce(home);
    if (!result.ok) throw new Error(result.failure.kind);
    trends.push(result.value.windows[0]?.trend ?? null);
    expect(history).toHaveLength(step + 1);
    world.clock.pass(5 * MINUTE_MS);
  }
  expect(trends[0]).toBeNull();
  expect(trends.at(-1)).toMatchObject({ isEnough: true, runsOutAtMs: expect.any(Number) });
  const saved = await world.open().savedReading();
  expect(saved?.snapshot.windows[0]?.trend).toEqual(trends.at(-1));
});
