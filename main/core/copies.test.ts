// Facts about copies: which place serves for which, and which tokens nobody may send.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCopies, sharedPrints } from './copies.ts';

const at = (realPath: string, print: string | null) => ({ realPath, print });

test.each([
  ['nothing alike', [at('/a', 'x'), at('/b', 'y')], [null, null], []],
  ['the same token', [at('/a', 'x'), at('/b', 'x')], [null, { of: 0, kind: 'token' }], ['x']],
  ['the same file', [at('/a', 'x'), at('/a', 'x')], [null, { of: 0, kind: 'file' }], []],
  ['no token in either', [at('/a', null), at('/b', null)], [null, null], []],
  [
    'three of a kind',
    [at('/a', 'x'), at('/b', 'x'), at('/c', 'x')],
    [null, { of: 0, kind: 'token' }, { of: 0, kind: 'token' }],
    ['x'],
  ],
  [
    'two ways to one of two copies',
    [at('/a', 'x'), at('/b', 'x'), at('/b', 'x')],
    [null, { of: 0, kind: 'token' }, { of: 1, kind: 'file' }],
    ['x'],
  ],
] as const)('findCopies and sharedPrints: %s', (_, places, copies, shared) => {
  expect([findCopies(places), sharedPrints(places)]).toEqual([copies, shared]);
});

const anyPlaces = fc.array(
  fc.record({
    realPath: fc.constantFrom('/a', '/b', '/c', '/d'),
    print: fc.constantFrom(null, 'x', 'y', 'z'),
  }),
  { maxLength: 8 },
);

test('findCopies: what is asked about never shares file or token with another that is', () => {
  fc.assert(
    fc.property(anyPlaces, (places) => {
      const copies = findCopies(places);
      const asked = places.filter((_, index) => copies[index] === null);
      expect(new Set(asked.map(({ realPath }) => realPath)).size).toBe(asked.length);
      const prints = asked.flatMap(({ print }) => print ?? []);
      expect(new Set(prints).size).toBe(prints.length);
    }),
  );
});
