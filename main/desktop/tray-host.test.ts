import { describe, expect, test, vi } from 'vitest';
import { SECOND_MS } from '../core/time.ts';
import { waitForTrayHost } from './tray-host.ts';

describe('waitForTrayHost', () => {
  function createWait(answers: readonly (boolean | null)[], limitMs: number) {
    let nowMs = 0;
    const hasHost = vi.fn(async () => {
      const answer = answers[hasHost.mock.calls.length - 1];
      return answer === undefined ? false : answer;
    });
    const pause = vi.fn(async (delayMs: number) => {
      nowMs += delayMs;
    });
    return { hasHost, pause, limitMs, nowMs: () => nowMs };
  }

  test.each<[string, readonly (boolean | null)[], number, boolean | null, number]>([
    ['once, when there is one', [true], 10, true, 1],
    ['until there is one', [false, false, true], 10, true, 3],
    ['until nothing can tell', [false, null], 10, null, 2],
    ['no longer than allowed', [], 3, false, 4],
    ['once, when it may not wait', [], 0, false, 1],
  ])('asks %s', async (_name, answers, limitS, expected, times) => {
    const wait = createWait(answers, limitS * SECOND_MS);
    expect(await waitForTrayHost(wait)).toBe(expected);
    expect(wait.hasHost).toHaveBeenCalledTimes(times);
    expect(wait.nowMs()).toBeLessThanOrEqual(limitS * SECOND_MS);
  });
});
