import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64Url } from './base64url.ts';

const encode = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

test('decodeBase64Url: gives back any text, whatever its length and script', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(decodeBase64Url(encode(text))).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test('decodeBase64Url: agrees with a strict UTF-8 decoder about any bytes', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
      let expected: string | null = null;
      try {
        expected = strict.decode(bytes);
      } catch {
        expected = null;
      }
      expect(decodeBase64Url(encode(bytes))).toBe(expected);
    }),
    { numRuns: 10_000 },
  );
});

test('decodeBase64Url: takes a text longer than one chunk', () => {
  const text = 'é'.repeat(20_000);
  expect(decodeBase64Url(encode(text))).toBe(text);
});

const refused: [string, string][] = [
  ['padding', 'YQ=='],
  ['the other alphabet', 'a+/a'],
  ['one character left over', 'YWFhY'],
  ['spare bits that are not zero', 'YR'],
  ['white space', 'YWFh\n'],
  ['an overlong form', encode(Uint8Array.of(0xc0, 0xaf))],
  ['an encoded surrogate', encode(Uint8Array.of(0xed, 0xa0, 0x80))],
  ['a point above U+10FFFF', encode(Uint8Array.of(0xf4, 0x90, 0x80, 0x80))],
  ['a sequence cut short', encode(Uint8Array.of(0xe2, 0x82))],
];

test.each(refused)('decodeBase64Url: is null for %s', (_, encoded) => {
  expect(decodeBase64Url(encoded)).toBeNull();
});
