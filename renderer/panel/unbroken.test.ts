import { expect, test } from 'vitest';
import { unbrokenPieces } from './unbroken.ts';

test.each<[string, readonly string[]]>([
  ['before it resets, 1 h 25 min at most', ['1 h 25 min']],
  ['runs out at 03:16, 2 min before it resets', ['03:16', '2 min']],
  ['2:40 AM, 1 d 2 h before it resets', ['2:40 AM', '1 d 2 h']],
  ['the 5-hour limit', ['5-hour']],
  ['das 5-Stunden-Limit', ['5-Stunden']],
  ['noch 2 Std. 29 Min. übrig', ['2 Std. 29 Min.']],
  ['keeps its sign-in in the keychain', ['sign-in']],
  ['left until Thu 14:33.', ['Thu 14:33']],
  ['until 30 Nov 03:13.', ['30 Nov', '03:13']],
  ['on 10 Dec at 11:53', ['10 Dec', '11:53']],
  ['answered with error 503. It is', []],
  ['56% of the limit', []],
  ['Self-explanatory, captive-portal', []],
  ['还剩 63%', []],
  ['', []],
])('unbrokenPieces: “%s” keeps %j together, and loses nothing', (text, kept) => {
  const pieces = unbrokenPieces(text);
  expect(pieces.filter((_, at) => at % 2 === 1)).toEqual(kept);
  expect(pieces.join('')).toBe(text);
});
