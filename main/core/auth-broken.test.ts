import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTokens, parseAuthFile } from './auth.ts';
import type { Failure } from './failure.ts';
import { Secret } from './secret.ts';

const samples = new URL('./samples/auth/', import.meta.url);

const tokens = {
  id_token: 'e30.e30.c2ln',
  access_token: 'at',
  refresh_token: 'rt',
  account_id: 'a',
};
const good = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens };

const textOf = (change: object): string => JSON.stringify({ ...good, ...change });
const withTokens = (change: object): string => textOf({ tokens: { ...tokens, ...change } });

function failureOf(text: string): Failure | 'read' {
  const parsed = parseAuthFile(text);
  return parsed.ok ? 'read' : parsed.failure;
}

/** `ok`, or why nothing may be exchanged. */
function exchange(text: string): string {
  const parsed = parseAuthFile(text);
  if (!parsed.ok) return parsed.failure.kind;
  const { mayExchange } = parsed.value;
  return mayExchange.ok ? 'ok' : `${mayExchange.why}: ${mayExchange.issue}`;
}

// ---- Broken files: one per rule.

const malformed: [string, string, string][] = [
  ['an empty file', '', 'empty'],
  ['half a file', textOf({}).slice(0, 50), 'invalid JSON at character 50'],
  ['NULs only', '\0\0\0', 'invalid JSON at character 0'],
  ['UTF-16 read as bytes', [...textOf({})].join('\0'), 'invalid JSON at character 1'],
  ['trailing bytes', `${textOf({})}}}`, 'something follows the document'],
  ['two marks', `\uFEFF\uFEFF${textOf({})}`, 'invalid JSON at character 0'],
  ['a list', '[]', 'document: expected object'],
  ['a known key twice', `{"tokens":null,${textOf({}).slice(1)}`, 'tokens: duplicate'],
  [
    'a token twice',
    textOf({}).replace('{"id_token"', '{"access_token":"x","id_token"'),
    'tokens.access_token: duplicate',
  ],
  ['a mode that is a number', textOf({ auth_mode: 1 }), 'auth_mode: expected string'],
  ['tokens as text', textOf({ tokens: 'x' }), 'tokens: expected object'],
  ['a token as number', withTokens({ access_token: 7 }), 'tokens.access_token: expected string'],
];

test.each(malformed)(
  'parseAuthFile: is malformed and names the place, given %s',
  (_, text, issue) => {
    expect(failureOf(text)).toMatchObject({ kind: 'auth-file-malformed' });
    expect(JSON.stringify(failureOf(text))).toContain(issue);
  },
);

const readOnly: [string, string, string][] = [
  ['a byte order mark', `\uFEFF${textOf({})}`, 'codex-would-refuse: byte order mark'],
  [
    'no refresh token',
    withTokens({ refresh_token: '' }),
    'no-refresh-token: tokens.refresh_token: no text',
  ],
  ['no account id', withTokens({ account_id: null }), 'no-account: tokens.account_id: no text'],
  [
    'no id token',
    withTokens({ id_token: undefined }),
    'codex-would-refuse: tokens.id_token: missing',
  ],
  [
    'an id token as object',
    withTokens({ id_token: {} }),
    'codex-would-refuse: tokens.id_token: expected string',
  ],
  [
    'a time without zone',
    textOf({ last_refresh: '2026-11-20' }),
    'codex-would-refuse: last_refresh: expected RFC 3339 with a time zone',
  ],
  [
    'a field of the wrong type',
    textOf({ personal_access_token: 5 }),
    'codex-would-refuse: personal_access_token: expected string',
  ],
];

test.each(readOnly)(
  'parseAuthFile: reads but forbids the exchange, given %s',
  (_, text, expected) => {
    expect(exchange(text)).toBe(expected);
  },
);

// ---- Whatever stands in the file.

const texts = readdirSync(samples).map((name) => readFileSync(new URL(name, samples), 'utf8'));

/** A sample in which some characters were replaced, doubled or cut away. */
const mutated = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('', '{', '}', '"', ',', '\\', '\0', '\uFEFF', '\ud800', '1e999', 'null'),
        fc.nat(30),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((all, [at, piece, cut]) => {
      const place = at % (all.length + 1);
      return all.slice(0, place) + piece + all.slice(place + cut);
    }, text),
  );

const hostileField = fc.tuple(
  fc.constantFrom(
    'auth_mode',
    'tokens',
    'last_refresh',
    '__proto__',
    'constructor',
    'OPENAI_API_KEY',
  ),
  fc.oneof(fc.json(), fc.constantFrom('1e999', '"\\ud800"', '{"access_token":"\\udc00"}', 'null')),
);
const hostile = fc
  .array(hostileField, { maxLength: 5 })
  .map((fields) => `{${fields.map(([key, value]) => `"${key}":${value}`).join(',')}}`);

const anyText = fc.oneof(mutated, hostile, fc.string({ unit: 'binary' }), fc.json());

test('parseAuthFile and mergeTokens: return and never throw, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parseAuthFile(text);
      const merged = mergeTokens(text, { accessToken: new Secret('new') }, '2026-11-22T10:00:00Z');
      // What may be exchanged for can be written.
      if (parsed.ok && parsed.value.mayExchange.ok) expect(merged.ok).toBe(true);
      if (merged.ok) expect(mergeTokens(merged.value, {}, '2026-11-22T10:00:00Z')).toEqual(merged);
    }),
    { numRuns: 10_000 },
  );
});

test('parseAuthFile: is malformed at once, given 1 MiB of brackets', () => {
  expect(failureOf('['.repeat(1_048_576))).toMatchObject({ kind: 'auth-file-malformed' });
});

test('parseAuthFile: shows no token in what it returns', () => {
  const marked = { id_token: 'MARK', access_token: 'MARK', refresh_token: 'MARK' };
  expect(JSON.stringify(parseAuthFile(withTokens(marked)))).not.toContain('MARK');
  expect(JSON.stringify(parseAuthFile(textOf({ tokens: 'MARK' })))).not.toContain('MARK');
  expect(JSON.stringify(parseAuthFile('{"access_token":"MARK'))).not.toContain('MARK');
});
