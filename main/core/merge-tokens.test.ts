import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GrantedTokens, mergeTokens } from './auth.ts';
import { codexRefusal, KNOWN_KEYS } from './codex-rules.ts';
import { Secret } from './secret.ts';

const jwt = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

const NEW = { access: 'at-new', refresh: 'rt-"new"\\', id: jwt({ email: 'new@example.test' }) };
const NOW = '2026-11-22T10:00:00Z';
const grant: GrantedTokens = {
  accessToken: new Secret(NEW.access),
  refreshToken: new Secret(NEW.refresh),
  idToken: new Secret(NEW.id),
};

function merge(text: string, tokens: GrantedTokens = grant, lastRefresh: string = NOW): string {
  const merged = mergeTokens(text, tokens, lastRefresh);
  return merged.ok ? merged.value : `refused: ${merged.failure.issue}`;
}

// ---- Generated documents: pieces of text, some of which merging has to change.

/** A stretch of the document: as it was, and as it has to be afterwards. */
type Piece = readonly [before: string, after: string];

const space = fc.constantFrom('', '', ' ', '\n  ', '\r\n\t', '  \n');
const rawValue = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom('1e999', '-0.10E+05', '"\\ud83d\\ude00\\/é"', '"\\ud800"', '{"a":1,"a":2}'),
);
const known: readonly string[] = [...KNOWN_KEYS.file, ...KNOWN_KEYS.tokens];
const rawKey = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.constantFrom('__proto__', 'idToken'))
  .filter((key) => !known.includes(key))
  .map((key) => JSON.stringify(key));

interface Member {
  readonly key: string;
  readonly pieces: readonly Piece[];
}

const same = (text: string): Piece => [text, text];
const unknown = fc
  .tuple(rawKey, rawValue)
  .map(([key, value]): Member => ({ key, pieces: [same(value)] }));

const changed = (key: string, before: string, after: string): Member => ({
  key,
  pieces: [[before, JSON.stringify(after)]],
});

/** The object, and what an added last member has to look like. */
function objectOf(required: fc.Arbitrary<readonly Member[]>, end: Piece | null) {
  const members = fc
    .tuple(required, fc.array(unknown, { maxLength: 3 }))
    .chain(([some, more]) =>
      fc.shuffledSubarray([...some, ...more], { minLength: some.length + more.length }),
    );
  return fc.tuple(members, space, space, space).map(([all, before, colon, after]) => {
    const pieces = all.flatMap((member, index): readonly Piece[] => [
      same(`${index === 0 ? '{' : ','}${before}${member.key}${colon}:${colon}`),
      ...member.pieces,
      ...(end !== null && index === all.length - 1
        ? [[end[0], `,${before}"last_refresh"${colon}:${colon}${end[1]}`] as const]
        : []),
      same(after),
    ]);
    return [...pieces, same('}')];
  });
}

const tokenMembers = fc.constant([
  changed('"access_token"', '"at-\\u006fld"', NEW.access),
  changed('"refresh\\u005ftoken"', '"rt-old"', NEW.refresh),
  changed('"id_token"', JSON.stringify(jwt({ email: 'old@example.test' })), NEW.id),
  { key: '"account_id"', pieces: [same('"acct\\u002d1"')] },
]);

const documents = fc
  .tuple(objectOf(tokenMembers, null), fc.constantFrom('absent', 'null', 'set'))
  .chain(([tokens, lastRefresh]) => {
    const old = lastRefresh === 'null' ? 'null' : '"2026-11-20T08:09:10.123456789Z"';
    const required: readonly Member[] = [
      { key: '"tokens"', pieces: tokens },
      { key: '"auth_mode"', pieces: [same('"chatgpt"')] },
      ...(lastRefresh === 'absent' ? [] : [changed('"last_refresh"', old, NOW)]),
    ];
    const end: Piece | null = lastRefresh === 'absent' ? ['', JSON.stringify(NOW)] : null;
    return objectOf(fc.constant(required), end);
  })
  .map((pieces) => ({
    before: pieces.map(([before]) => before).join(''),
    after: pieces.map(([, after]) => after).join(''),
  }));

test('mergeTokens: changes the named values and not one other byte, twice as once', () => {
  fc.assert(
    fc.property(documents, ({ before, after }) => {
      expect(codexRefusal(before)).toBeNull();
      expect(merge(before)).toBe(after);
      expect(codexRefusal(after)).toBeNull();
      expect(merge(after)).toBe(after);
    }),
    { numRuns: 10_000 },
  );
});

// ---- Documents written by hand.

const samples = new URL('./samples/auth/', import.meta.url);
const chatgpt = readdirSync(samples).filter((name) => name.startsWith('chatgpt'));

test.each(chatgpt)('mergeTokens: reads as the sample with new values, given %s', (name) => {
  const text = readFileSync(new URL(name, samples), 'utf8');
  const expected = JSON.parse(text);
  Object.assign(expected.tokens, {
    access_token: NEW.access,
    refresh_token: NEW.refresh,
    id_token: NEW.id,
  });
  expected.last_refresh = NOW;
  // Codex's own style is two spaces, so that the whole text can be compared.
  expect(merge(text)).toBe(JSON.stringify(expected, null, 2));
});

const old = `{"id_token":"${jwt({})}","access_token":"at","refresh_token":"rt"}`;
const kept = `{"id_token":"${jwt({})}","access_token":"at-new","refresh_token":"rt"}`;
const onlyAccess: GrantedTokens = { accessToken: new Secret(NEW.access) };

const styles: [string, string, string][] = [
  ['on one line', `{"tokens":${old}}`, `{"tokens":${kept},"last_refresh":"${NOW}"}`],
  [
    'with spaces',
    `{ "tokens": ${old}, "x": 1.0 }`,
    `{ "tokens": ${kept}, "x": 1.0, "last_refresh": "${NOW}" }`,
  ],
  [
    'with CRLF and tabs',
    `{\r\n\t"tokens" : ${old}\r\n}\r\n`,
    `{\r\n\t"tokens" : ${kept},\r\n\t"last_refresh" : "${NOW}"\r\n}\r\n`,
  ],
];

test.each(styles)(
  'mergeTokens: adds last_refresh in the style of a file %s',
  (_, before, after) => {
    expect(merge(before, onlyAccess)).toBe(after);
  },
);

test('mergeTokens: keeps a token that the grant leaves out or gives as an empty string', () => {
  const empty = { refreshToken: new Secret(''), idToken: new Secret('') };
  const after = merge(`{"tokens":${old},"last_refresh":null}`, { ...onlyAccess, ...empty });
  expect(after).toBe(`{"tokens":${kept},"last_refresh":"${NOW}"}`);
});

test('mergeTokens: keeps the old id token when Codex would refuse the new one', () => {
  const opaque = { ...onlyAccess, idToken: new Secret('opaque') };
  expect(merge(`{"tokens":${old}}`, opaque)).toContain(jwt({}));
});

const refused: [string, string, string][] = [
  ['a byte order mark', `\uFEFF{"tokens":${old}}`, 'byte order mark'],
  ['half a document', `{"tokens":${old}`, 'invalid JSON'],
  ['no tokens', '{}', 'tokens: expected object'],
  ['null tokens', '{"tokens":null}', 'tokens: expected object'],
  ['a duplicate', `{"tokens":${old},"tokens":${old}}`, 'tokens: duplicate'],
  ['camelCase', '{"tokens":{"accessToken":"at"}}', 'tokens.id_token: missing'],
];

test.each(refused)('mergeTokens: writes nothing that Codex refuses, given %s', (_, text, issue) => {
  expect(merge(text)).toContain(`refused: ${issue}`);
});

test('mergeTokens: fails when the result would be refused, given a time without zone', () => {
  expect(merge(`{"tokens":${old}}`, grant, '2026-11-22')).toContain('refused: last_refresh');
});

test('mergeTokens: fails when a new token cannot be written as UTF-8', () => {
  const broken = { accessToken: new Secret('at-\ud800') };
  expect(merge(`{"tokens":${old}}`, broken)).toBe('refused: tokens.access_token: lone surrogate');
});
