// Facts about the order of versions: semver's own example, what is no version, and the laws of an order.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNewer, isVersion } from './version.ts';

/** Source: semver.org 2.0.0 §11, with our first versions around it. */
const ASCENDING = [
  '0.1.0',
  '0.1.1',
  '0.2.0',
  '0.10.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '999999.0.0',
];

test('isNewer: puts versions in the order of semver', () => {
  for (const [at, version] of ASCENDING.entries())
    for (const [other, than] of ASCENDING.entries())
      expect([version, than, isNewer(version, than)]).toEqual([version, than, at > other]);
});

test.each([
  ...['', '1', '1.2', '1.2.3.4', 'v1.2.3', ' 1.2.3', '1.2.3 ', '1.2.3\n', '01.2.3', '1.02.3'],
  ...['1.2.-3', '+1.2.3', '1.2.3+build', '1.2.3-', '1.2.3-.', '1.2.3-a..b', '1.2.3-01', '1e3.0.0'],
  ...['9999999.0.0', '99999999999999999999.0.0', 'Infinity.0.0', 'NaN.0.0', '１.2.3', '1.2.3-ä'],
  ...['latest', `1.2.3-${'a'.repeat(40)}`, '1.2.3-<b>', '1.2.3-\u202egnp'],
])('isVersion: %j is none, and newer than nothing', (text) => {
  expect(isVersion(text)).toBe(false);
  expect([isNewer(text, '0.0.0'), isNewer('999.0.0', text)]).toEqual([false, false]);
});

const number = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 999_999 }));
const part = fc.oneof(
  fc.nat({ max: 12 }).map(String),
  fc.constantFrom('a', 'alpha', 'rc', 'x-1', '-', '0a'),
);
const version = fc
  .tuple(number, number, number, fc.array(part, { maxLength: 3 }))
  .map(([x, y, z, pre]) => `${x}.${y}.${z}${pre.length > 0 ? `-${pre.join('.')}` : ''}`);

describe('an order', () => {
  test('of two different versions exactly one is newer; of one, it is not newer than itself', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect([isVersion(a), isVersion(b)]).toEqual([true, true]);
        expect(Number(isNewer(a, b)) + Number(isNewer(b, a))).toBe(a === b ? 0 : 1);
      }),
    );
  });

  test('what is newer than a newer one is newer', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        if (isNewer(a, b) && isNewer(b, c)) expect(isNewer(a, c)).toBe(true);
      }),
    );
  });

  test('a release is newer than all that came before it, and older than its next patch', () => {
    fc.assert(
      fc.property(
        number,
        number,
        fc.nat({ max: 999 }),
        // Why two: with a third the next patch may be longer than any version.
        fc.array(part, { minLength: 1, maxLength: 2 }),
        (x, y, z, pre) => {
          const release = `${x}.${y}.${z}`;
          expect(isNewer(release, `${release}-${pre.join('.')}`)).toBe(true);
          expect(isNewer(`${x}.${y}.${z + 1}-${pre.join('.')}`, release)).toBe(true);
        },
      ),
    );
  });

  test('any text at all is answered, and only versions are ever newer', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        if (isNewer(a, b)) expect([isVersion(a), isVersion(b)]).toEqual([true, true]);
      }),
    );
  });
});
