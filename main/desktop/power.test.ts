import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { watchPower } from './power.ts';

/** What is reported for a sequence of the system's events. */
function reportsOf(...events: readonly string[]): readonly string[] {
  const reports: string[] = [];
  const powerMonitor = new EventEmitter();
  // Why: only the emitter's side of it is used.
  watchPower(powerMonitor as unknown as PowerMonitor, {
    onAway: () => reports.push('away'),
    onBack: () => reports.push('back'),
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
])('watchPower: reports real changes only: %s', (_name, events, expected) => {
  expect(reportsOf(...events)).toEqual(expected);
});
