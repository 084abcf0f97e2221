import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JSON_MAX_DEPTH, type JsonNode, memberOf, readJson, repeatedKey } from './json-text.ts';

function toValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key, toValue(value)]));
    case 'array':
      return node.items.map(toValue);
    case 'null':
      return null;
    default:
      return node.value;
  }
}

function parseOrNull(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Text that is nearly JSON: a good document with a few characters changed. */
const nearlyJson = fc
  .tuple(fc.json(), fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...'{}[]",:\\u0-1eE.tfn \n\0'))))
  .map(([text, edits]) =>
    edits.reduce((all, [at, piece]) => {
      const place = at % (all.length + 1);
      return all.slice(0, place) + piece + all.slice(place + 1);
    }, text),
  );

test('readJson: accepts what JSON.parse accepts and says the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), nearlyJson, fc.string({ unit: 'binary' })), (text) => {
      const expected = parseOrNull(text);
      const read = readJson(text);
      expect(read.ok).toBe(expected !== null);
      if (read.ok) expect(toValue(read.value)).toEqual(expected?.value);
    }),
    { numRuns: 10_000 },
  );
});

test('readJson: reports where each key and value stands', () => {
  const text = '{ "a" : [1, true], "\\u0062":\r\n"x\\n" }';
  const read = readJson(text);
  if (!read.ok || read.value.kind !== 'object') throw new Error('unreadable');
  const pieces = read.value.members.map(({ key, keySpan, value }) => [
    key,
    text.slice(keySpan.start, keySpan.end),
    text.slice(value.start, value.end),
  ]);
  expect(pieces).toEqual([
    ['a', '"a"', '[1, true]'],
    ['b', '"\\u0062"', '"x\\n"'],
  ]);
});

const faults: [string, string, string][] = [
  ['nothing', '', 'empty'],
  ['white space only', ' \r\n\t', 'empty'],
  ['half a document', '{"a": ', 'character 6: expected a value'],
  ['a string without end', '"abc', 'character 4: unreadable character in a string'],
  ['a raw control character', '"a\nb"', 'character 2: unreadable character in a string'],
  ['NUL bytes', '{}\0\0', 'character 2: something follows the document'],
  ['a second document', '{} {}', 'character 3: something follows the document'],
  ['a trailing comma', '[1,]', 'character 3: expected a value'],
  ['a key that is no string', '{a: 1}', 'character 1: expected a key'],
  ['a leading zero', '01', 'character 1: something follows the document'],
  ['a byte order mark', '\uFEFF{}', 'character 0: expected a value'],
];

test.each(faults)('readJson: names the place and not the value, given %s', (_, text, issue) => {
  const read = readJson(text);
  expect(read.ok ? 'read' : read.failure).toContain(issue);
});

test('readJson: reads nesting up to its limit and refuses one level more', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  expect(readJson(nested(JSON_MAX_DEPTH)).ok).toBe(true);
  expect(readJson(nested(JSON_MAX_DEPTH + 1)).ok).toBe(false);
});

const MEBIBYTE = 1_048_576;
const floods: [string, string][] = [
  ['brackets', '['.repeat(MEBIBYTE)],
  ['braces', '{"a":'.repeat(MEBIBYTE / 5)],
  ['digits', '9'.repeat(MEBIBYTE)],
  ['backslashes', `"${'\\'.repeat(MEBIBYTE)}`],
  ['escapes', `"${'\\u0041'.repeat(MEBIBYTE / 6)}"`],
  ['list entries', `[${'0,'.repeat(MEBIBYTE / 2)}0]`],
  ['spaces', ' '.repeat(MEBIBYTE)],
];

test.each(floods)('readJson: ends quickly and without throwing, given 1 MiB of %s', (_, text) => {
  expect(typeof readJson(text).ok).toBe('boolean');
});

test('memberOf: takes the last of a repeated key and nothing from a prototype', () => {
  const read = readJson('{"a": 1, "a": 2, "__proto__": 3}');
  if (!read.ok || read.value.kind !== 'object') throw new Error('unreadable');
  expect(memberOf(read.value, 'a')).toMatchObject({ value: 2 });
  expect(memberOf(read.value, '__proto__')).toMatchObject({ value: 3 });
  expect(memberOf(read.value, 'toString')).toBeNull();
});

test('repeatedKey: finds a key that is spelled differently the second time', () => {
  const read = readJson('{"x": 1, "x": 2, "tokens": 1, "\\u0074okens": 2}');
  if (!read.ok || read.value.kind !== 'object') throw new Error('unreadable');
  expect(repeatedKey(read.value, ['tokens'])).toBe('tokens');
  expect(repeatedKey(read.value, ['auth_mode'])).toBeNull();
});
