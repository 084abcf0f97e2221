import { describe, expect, test, vi } from 'vitest';
import { SECOND_MS } from '../core/time.ts';
import { type Answer, hasTrayHost, waitForTrayHost } from './tray-host.ts';

const GDBUS_YES = { text: '(<true>,)\n' };
const GDBUS_NO = { text: '(<false>,)\n' };
const BUSCTL_YES = { text: 'b true\n' };
const DBUS_SEND_YES = { text: '   variant       boolean true\n' };

describe('hasTrayHost', () => {
  test.each<[string, readonly Answer[], boolean | null]>([
    ['the first program says so', [GDBUS_YES], true],
    ['there is a watcher without a host', [GDBUS_NO], false],
    ['there is no watcher', ['refused'], false],
    ['the second program has to be asked', ['missing', BUSCTL_YES], true],
    ['the third program has to be asked', ['missing', 'missing', DBUS_SEND_YES], true],
    ['no program is there', ['missing', 'missing', 'missing'], null],
    ['the bus does not answer in time', ['late'], null],
    ['the answer is another one', [{ text: '(<untrue>,)' }], false],
  ])('is right, when %s', async (_name, answers, expected) => {
    const ask = vi.fn(async () => answers[ask.mock.calls.length - 1] ?? 'missing');
    expect(await hasTrayHost(ask)).toBe(expected);
    expect(ask).toHaveBeenCalledTimes(answers.length);
  });
});

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
