import fc from 'fast-check';
import { expect, test } from 'vitest';
import { succeed } from './failure.ts';
import { parseGrant, readExchangeAnswer, rescueGrant } from './grant.ts';

const KEYS = ['access_token', 'refresh_token', 'id_token'] as const;
const nowMs = 1_795_348_800_000;

/** What parseGrant and rescueGrant look for, and what could mislead them. */
const tricky = fc.constantFrom(
  '"refresh_token":"no"',
  '\\"refresh_token":"no"',
  'refresh_token',
  '"',
  '\\',
  '\\"',
  '{[',
  '}]',
  '\u0000',
  '\u2028',
  '\uD83D\uDE00',
);
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), tricky);
const texts = fc.array(anyText, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
// Why: blank texts count as absent, and long runs of spaces are the journal's.
const token = texts.filter((text) => text.trim() !== '');

/** Each character as JSON allows it: as it is, where that is allowed, or as \uXXXX. */
function escaped(text: string, escapeEvery: number): string {
  const units = Array.from({ length: text.length }, (_, at) => text[at] ?? '');
  const spelled = units.map((unit, at) => {
    const isPlain = at % escapeEvery !== 0 && unit >= ' ' && unit !== '"' && unit !== '\\';
    return isPlain ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${spelled.join('')}"`;
}

const spelling = fc.oneof(
  fc.constant((text: string) => JSON.stringify(text)),
  fc.integer({ min: 1, max: 5 }).map((every) => (text: string) => escaped(text, every)),
);
const space = fc.constantFrom('', ' ', '\n  ', '\t', '\r\n');

interface Member {
  /** Up to the value's closing quote or bracket. */
  readonly text: string;
  readonly key: string;
  /** The token, or null if this is another field. */
  readonly token: string | null;
}

const tokenMember = (key: string): fc.Arbitrary<Member> =>
  fc.tuple(token, spelling, space, space).map(([value, spell, before, behind]) => ({
    text: `${before}"${key}"${behind}:${before}${spell(value)}`,
    key,
    token: value,
  }));
const otherMember: fc.Arbitrary<Member> = fc
  .tuple(
    texts.filter((key) => key !== 'refresh_token'),
    fc.oneof(texts, fc.jsonValue(), fc.record({ refresh_token: texts, deep: fc.array(texts) })),
    space,
  )
  .map(([key, value, between]) => ({
    text: `${between}${JSON.stringify(key)}:${between}${JSON.stringify(value)}`,
    key,
    token: null,
  }));

/** An answer's members in any order, some tokens left out, other fields between them. */
const members: fc.Arbitrary<readonly Member[]> = fc
  .tuple(fc.subarray([...KEYS]), fc.array(otherMember, { maxLength: 4 }))
  .chain(([keys, others]) =>
    fc
      .tuple(...keys.map(tokenMember))
      .chain((tokens) => fc.shuffledSubarray([...tokens, ...others], { minLength: tokens.length })),
  );

const rescued = (text: string): string | null => rescueGrant(text)?.refreshToken?.reveal() ?? null;

test('rescueGrant: finds a whole refresh token in every prefix, and never invents one', () => {
  fc.assert(
    fc.property(members, fc.nat(), (given, anywhere) => {
      const answer = `{${given.map(({ text }) => text).join(',')}}`;
      const at = given.findIndex(({ key, token }) => key === 'refresh_token' && token !== null);
      const before = given.slice(0, at + 1).map(({ text }) => text);
      const completeFrom = at === -1 ? Number.POSITIVE_INFINITY : `{${before.join(',')}`.length;
      const lengths = [completeFrom - 1, completeFrom, anywhere % (answer.length + 1)];
      for (const length of lengths.filter(Number.isFinite)) {
        const expected = length >= completeFrom ? (given[at]?.token ?? null) : null;
        expect(rescued(answer.slice(0, length))).toBe(expected);
      }
    }),
    { numRuns: 10_000 },
  );
}, 20_000);

test('rescueGrant: agrees with parseGrant about a whole answer', () => {
  fc.assert(
    fc.property(members, (given) => {
      const answer = `{${given.map(({ text }) => text).join(',')}}`;
      const reveal = (grant: ReturnType<typeof parseGrant>) =>
        [grant?.accessToken, grant?.refreshToken, grant?.idToken].map((one) => one?.reveal());
      expect(reveal(rescueGrant(answer))).toEqual(reveal(parseGrant(answer)));
    }),
    { numRuns: 2_000 },
  );
});

const good = '{"access_token":"at-1","refresh_token":"rt-\\u0031","id_token":"id-1"}';

test('rescueGrant: gives that token or none, when blocks of the answer are missing', () => {
  const hole = fc.tuple(fc.nat(good.length), fc.integer({ min: 16, max: 600 }));
  fc.assert(
    fc.property(hole, fc.constantFrom(' ', '\0'), ([at, length], blank) => {
      const torn = good.slice(0, at) + blank.repeat(length) + good.slice(at + length);
      expect(['rt-1', null]).toContain(rescued(torn));
    }),
    { numRuns: 10_000 },
  );
});

test('an exchange answer: is read without a throw, whatever it is', () => {
  const mutated = fc
    .tuple(fc.nat(good.length), fc.nat(5), texts)
    .map(([at, drop, add]) => good.slice(0, at) + add + good.slice(at + drop));
  const odd = fc.constantFrom('{"__proto__":{"error":"x"}}', '{"a":1e999}', '"\\ud800"', '[[', '7');
  const body = fc.oneof(mutated, odd, fc.json(), fc.string({ unit: 'binary', maxLength: 300 }));
  const type = fc.constantFrom('', 'text/html', 'application/json', ';', 'text/plain');
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999 }), type, body, (status, contentType, text) => {
      const headers = { 'content-type': contentType, 'retry-after': text };
      const answer = readExchangeAnswer(succeed({ status, headers, body: text }), { nowMs });
      // Why: what is thrown, logged or shown never has a piece of the answer in it.
      expect(JSON.stringify(answer)).not.toMatch(/at-1|rt-1/);
    }),
    { numRuns: 10_000 },
  );
}, 20_000);

test.each([
  ['opening brackets', '['.repeat(1 << 20)],
  ['one token without an end', `{"refresh_token":"${'x'.repeat(1 << 20)}`],
  ['quotes', '"'.repeat(1 << 20)],
  ['backslashes', `"${'\\'.repeat(1 << 20)}"refresh_token":"x`],
  ['empty tokens', '"refresh_token":"",'.repeat(50_000)],
])('a hostile answer: is read in no time, when it is a megabyte of %s', (_name, text) => {
  expect(parseGrant(text)).toBeNull();
  expect(rescueGrant(text)).toBeNull();
});
