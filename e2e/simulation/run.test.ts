// The simulation itself: the same seed is the same world, actors draw from streams of their own, and
// a few worlds run through. The many are run by `node out/e2e/simulation.js`.

import { describe, expect, test } from 'vitest';
import { missingCoverage, SITUATIONS } from './coverage.ts';
import { createRandom } from './random.ts';
import { runSeed } from './run.ts';
import { createScenario, FAULTS } from './scenario.ts';
import { createScheduler, inMacrotask } from './scheduler.ts';
import { sameButTokens } from './unchanged.ts';

const NOTHING = new Set<never>();

describe('createRandom', () => {
  test('the same seed and stream give the same draws, another stream gives others', () => {
    const draws = (stream: string): number[] => {
      const random = createRandom(7, stream);
      return [random.next(), random.next(), random.int(1, 6)];
    };
    expect(draws('a')).toEqual(draws('a'));
    expect(draws('a')).not.toEqual(draws('b'));
  });
});

describe('createScheduler', () => {
  test('ends what follows from one step before the next step begins', async () => {
    const order: string[] = [];
    const scheduler = createScheduler({ seed: 1, startMs: 0, stretching: false });
    scheduler.after(null, 1, () => {
      void (async () => {
        for (let turn = 0; turn < 100; turn += 1) await null;
        order.push('first, after a hundred turns');
      })();
    });
    scheduler.after(null, 2, () => order.push('second'));
    await inMacrotask(() => scheduler.run(10));
    expect(order).toEqual(['first, after a hundred turns', 'second']);
  });

  test('nothing comes to a process that is dead', async () => {
    const scheduler = createScheduler({ seed: 1, startMs: 0, stretching: false });
    const process = scheduler.spawn('mortal');
    let came = false;
    scheduler.after(process, 5, () => {
      came = true;
    });
    scheduler.after(null, 1, () => scheduler.kill(process));
    await inMacrotask(() => scheduler.run(10));
    expect(came).toBe(false);
  });

  test('sleep postpones this computer and nobody else', async () => {
    const scheduler = createScheduler({ seed: 1, startMs: 0, stretching: false });
    const process = scheduler.spawn('sleeper');
    const at: number[] = [];
    scheduler.after(process, 5, () => at.push(scheduler.nowMs()));
    scheduler.after(null, 6, () => at.push(scheduler.nowMs()));
    scheduler.suspend(100);
    await inMacrotask(() => scheduler.run(1_000));
    expect(at).toEqual([6, 105]);
  });
});

describe('runSeed', () => {
  test('the same seed is the same world, step for step', async () => {
    const traces = await inMacrotask(() =>
      [0, 1].map(() => {
        const lines: string[] = [];
        runSeed(11, { without: NOTHING, trace: (line) => lines.push(line) });
        return lines;
      }),
    );
    expect(traces[0]?.length).toBeGreaterThan(100);
    expect(traces[0]).toEqual(traces[1]);
  });

  test('a calm world ends well, and its rotation is saved', async () => {
    const reports = await inMacrotask(() =>
      Array.from({ length: 20 }, (_, at) =>
        runSeed(at + 1, { without: new Set(FAULTS), trace: null }),
      ),
    );
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
    expect(reports.every(({ verdict }) => verdict === 'good')).toBe(true);
    expect(reports.some(({ coverage }) => coverage.includes('refresh saved'))).toBe(true);
  });

  test('taking one fault out of a world leaves the others as they were', () => {
    const whole = createScenario(5, NOTHING);
    const less = createScenario(5, new Set(['sleeps']));
    expect({ ...less, sleeps: whole.sleeps }).toEqual(whole);
    expect(less.sleeps).toEqual([]);
  });
});

describe('missingCoverage', () => {
  test('names every situation that was not seen', () => {
    expect(missingCoverage(new Map())).toEqual(SITUATIONS);
    expect(missingCoverage(new Map(SITUATIONS.map((name) => [name, 1])))).toEqual([]);
  });
});

describe('sameButTokens', () => {
  const before = '{"a":1.0,"tokens":{"access_token":"x"},"last_refresh":"2026-01-01T00:00:00Z"}';

  test.each([
    [before.replace('"x"', '"y"'), true],
    [before.replace('1.0', '1'), false],
    [before.replace('"a":1.0,', ''), false],
    [before.replace(':{', ': {'), false],
  ])('%s', (after, isSame) => {
    expect(sameButTokens(before, after) === null).toBe(isSame);
  });
});
