import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { describe, expect, test } from 'vitest';
import { createPowerGuard, isSavingPower, watchPower } from './power.ts';

/** What is reported for a sequence of the system's events. */
function reportsOf(...events: readonly string[]): readonly string[] {
  const reports: string[] = [];
  const powerMonitor = new EventEmitter();
  // Why: only the emitter's side of it is used.
  watchPower(powerMonitor as unknown as PowerMonitor, {
    onAway: () => reports.push('away'),
    onBack: () => reports.push('back'),
    onSupply: () => reports.push('supply'),
  });
  for (const event of events) powerMonitor.emit(event);
  return reports;
}

test.each([
  ['sleep and wake', ['suspend', 'resume'], ['away', 'back']],
  ['lock and unlock', ['lock-screen', 'unlock-screen'], ['away', 'back']],
  [
    'asleep while locked: back only when neither',
    ['lock-screen', 'suspend', 'resume', 'unlock-screen'],
    ['away', 'back'],
  ],
  [
    'locked on the way to sleep, awake at the lock screen',
    ['suspend', 'lock-screen', 'resume'],
    ['away'],
  ],
  ['the same word twice', ['suspend', 'suspend', 'resume', 'resume'], ['away', 'back']],
  ['a wake without a sleep', ['resume', 'unlock-screen'], []],
  [
    'twice away',
    ['suspend', 'resume', 'lock-screen', 'unlock-screen'],
    ['away', 'back', 'away', 'back'],
  ],
  ['on battery and on mains', ['on-battery', 'on-ac'], ['supply', 'supply']],
])('watchPower: reports real changes only: %s', (_name, events, expected) => {
  expect(reportsOf(...events)).toEqual(expected);
});

test('isSavingPower: is on battery, as the system says at that moment', () => {
  const words = [true, false];
  const powerMonitor = { isOnBatteryPower: () => words.shift() === true };
  expect([isSavingPower(powerMonitor), isSavingPower(powerMonitor)]).toEqual([true, false]);
});

describe('mayExchange', () => {
  function createGuard() {
    let steadyMs = 5_000;
    const powerSaveBlocker = { start: () => 1, stop: () => true };
    const guard = createPowerGuard({ powerSaveBlocker }, () => steadyMs);
    const pass = (ms: number): void => {
      steadyMs += ms;
    };
    return { guard, pass };
  }

  test('is true from the start: nothing has disturbed anything', () => {
    expect(createGuard().guard.mayExchange()).toBe(true);
  });

  test.each([
    ['waking up', 'back'],
    ['a network change', 'disturbed'],
  ] as const)('is false for 15 s after %s', (_name, event) => {
    const { guard, pass } = createGuard();
    guard[event]();
    pass(14_999);
    expect(guard.mayExchange()).toBe(false);
    pass(1);
    expect(guard.mayExchange()).toBe(true);
  });

  test('is false while away, however long, and while quitting', () => {
    const { guard, pass } = createGuard();
    guard.away();
    pass(1e9);
    guard.disturbed();
    pass(1e9);
    expect(guard.mayExchange()).toBe(false);
    guard.back();
    pass(15_000);
    expect(guard.mayExchange()).toBe(true);
    guard.holdQuit(() => {});
    expect(guard.mayExchange()).toBe(false);
  });

  test('isCalm: is true only where nothing is in progress besides', () => {
    const { guard, pass } = createGuard();
    expect(guard.isCalm()).toBe(true);
    const [first, second] = [guard.stayAwake(), guard.stayAwake()];
    first();
    expect([guard.isCalm(), guard.mayExchange()]).toEqual([false, true]);
    second();
    expect(guard.isCalm()).toBe(true);
    guard.away();
    expect(guard.isCalm()).toBe(false);
    guard.back();
    pass(15_000);
    expect(guard.isCalm()).toBe(true);
  });
});
