// Facts about the line of polls: who goes first, and how far apart they are.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapLeftMs, nextInLine, STAGGER_GAP_MS } from './stagger.ts';

test('nextInLine: nobody, where nobody waits', () => {
  expect(nextInLine([])).toBeNull();
});

test('nextInLine: a person before every timer, and otherwise who came first', () => {
  const line = [
    { ticket: 3, isPersonal: false },
    { ticket: 2, isPersonal: false },
    { ticket: 5, isPersonal: true },
    { ticket: 4, isPersonal: true },
  ];
  expect(nextInLine(line)?.ticket).toBe(4);
  expect(nextInLine(line.filter(({ isPersonal }) => !isPersonal))?.ticket).toBe(2);
});

const anyLine = fc.uniqueArray(fc.record({ ticket: fc.nat(1_000), isPersonal: fc.boolean() }), {
  selector: ({ ticket }) => ticket,
  minLength: 1,
  maxLength: 20,
});

test('nextInLine: serves everybody once, whatever the order in which they stand', () => {
  fc.assert(
    fc.property(anyLine, (line) => {
      let waiting = line;
      const served: number[] = [];
      for (let next = nextInLine(waiting); next !== null; next = nextInLine(waiting)) {
        served.push(next.ticket);
        waiting = waiting.filter((each) => each !== next);
      }
      const inOrder = (isPersonal: boolean) =>
        line.filter((each) => each.isPersonal === isPersonal).map(({ ticket }) => ticket);
      const sorted = (tickets: number[]) => tickets.toSorted((a, b) => a - b);
      expect(served).toEqual([...sorted(inOrder(true)), ...sorted(inOrder(false))]);
    }),
  );
});

test.each([
  [null, 0, 1, 0],
  [1_000, 1_000, 1, STAGGER_GAP_MS],
  [1_000, 1_500, 1, STAGGER_GAP_MS - 500],
  [1_000, 1_000 + STAGGER_GAP_MS, 1, 0],
  [1_000, 9_000_000, 1, 0],
  [1_000, 1_000, 60, STAGGER_GAP_MS / 60],
])(
  'gapLeftMs: after a poll at %s, at %d, by pace %d: %d ms',
  (lastBeganMs, steadyMs, paceDivisor, left) => {
    expect(gapLeftMs({ lastBeganMs, steadyMs, paceDivisor })).toBeCloseTo(left);
  },
);
