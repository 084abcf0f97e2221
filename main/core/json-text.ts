// JSON as text: what it says and where each value stands, so that one value can be replaced and
// every other byte kept. Strict (RFC 8259). Never throws, never recurses deeper than its limit.

/** Deeper nesting counts as malformed, also in unknown fields, where Codex takes any depth. */
export const JSON_MAX_DEPTH = 128;

/** From the first character to the one behind the last, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface JsonMember {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: JsonNode;
}

export interface JsonObject extends Span {
  readonly kind: 'object';
  /** In the order of the text; a repeated key stands here as often as it is written. */
  readonly members: readonly JsonMember[];
}

export interface JsonArray extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export type JsonNode =
  | JsonObject
  | JsonArray
  | (Span & { readonly kind: 'string'; readonly value: string })
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'boolean'; readonly value: boolean })
  | (Span & { readonly kind: 'null' });

/** Either the whole text as one value, or the place and kind of its first fault, never a value. */
export type JsonReading =
  | { readonly ok: true; readonly value: JsonNode }
  | { readonly ok: false; readonly failure: string };

export function readJson(text: string): JsonReading {
  if (text.trim() === '') return { ok: false, failure: 'empty' };
  const cursor: Cursor = { text, at: 0, depth: 0, issue: null };
  skipSpace(cursor);
  const value = readValue(cursor);
  if (value !== null) {
    skipSpace(cursor);
    if (cursor.at === text.length) return { ok: true, value };
    refuse(cursor, 'something follows the document');
  }
  return { ok: false, failure: cursor.issue ?? 'invalid JSON' };
}

/** The value of a key, null if it is not there; of a repeated key the last, like JSON.parse. */
export function memberOf(node: JsonObject, key: string): JsonNode | null {
  return node.members.findLast((member) => member.key === key)?.value ?? null;
}

/** The text under a key; null also for an empty one and for what is no text. */
export function textOf(node: JsonObject, key: string): string | null {
  const member = memberOf(node, key);
  return member?.kind === 'string' && member.value !== '' ? member.value : null;
}

/** Whether the key is there with any value but null. */
export function isGiven(node: JsonObject, key: string): boolean {
  return (memberOf(node, key)?.kind ?? 'null') !== 'null';
}

/** The first of the given keys that the object holds twice, else null. */
export function repeatedKey(node: JsonObject, keys: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const { key } of node.members) {
    if (seen.has(key) && keys.includes(key)) return key;
    seen.add(key);
  }
  return null;
}

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  /** The first fault; once it is set every reader returns null. */
  issue: string | null;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Everything from the space up but the quote and the backslash.
const PLAIN_CHARACTERS = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORDS = { true: true, false: false, null: null } as const;

function readValue(cursor: Cursor): JsonNode | null {
  switch (cursor.text[cursor.at]) {
    case '{':
      return readNested(cursor, readObject);
    case '[':
      return readNested(cursor, readArray);
    case '"':
      return readString(cursor);
    case 't':
      return readWord(cursor, 'true');
    case 'f':
      return readWord(cursor, 'false');
    case 'n':
      return readWord(cursor, 'null');
    default:
      return readNumber(cursor);
  }
}

function readNested(cursor: Cursor, read: (cursor: Cursor) => JsonNode | null): JsonNode | null {
  if (cursor.depth === JSON_MAX_DEPTH) return refuse(cursor, 'nested too deeply');
  cursor.depth += 1;
  const node = read(cursor);
  cursor.depth -= 1;
  return node;
}

function readObject(cursor: Cursor): JsonNode | null {
  const start = cursor.at;
  const members: JsonMember[] = [];
  const isWhole = readList(cursor, '}', () => {
    const member = readMember(cursor);
    if (member !== null) members.push(member);
    return member !== null;
  });
  return isWhole ? { kind: 'object', start, end: cursor.at, members } : null;
}

function readArray(cursor: Cursor): JsonNode | null {
  const start = cursor.at;
  const items: JsonNode[] = [];
  const isWhole = readList(cursor, ']', () => {
    const item = readValue(cursor);
    if (item !== null) items.push(item);
    return item !== null;
  });
  return isWhole ? { kind: 'array', start, end: cursor.at, items } : null;
}

/** From the opening bracket to behind the closing one; false after the first fault. */
function readList(cursor: Cursor, close: '}' | ']', readEntry: () => boolean): boolean {
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, close)) return true;
  for (;;) {
    if (!readEntry()) return false;
    skipSpace(cursor);
    if (take(cursor, close)) return true;
    if (!take(cursor, ',')) {
      refuse(cursor, `expected , or ${close}`);
      return false;
    }
    skipSpace(cursor);
  }
}

function readMember(cursor: Cursor): JsonMember | null {
  if (cursor.text[cursor.at] !== '"') return refuse(cursor, 'expected a key');
  const key = readString(cursor);
  if (key === null || key.kind !== 'string') return null;
  skipSpace(cursor);
  if (!take(cursor, ':')) return refuse(cursor, 'expected :');
  skipSpace(cursor);
  const value = readValue(cursor);
  if (value === null) return null;
  return { key: key.value, keySpan: { start: key.start, end: key.end }, value };
}

function readString(cursor: Cursor): JsonNode | null {
  const start = cursor.at;
  let isPlain = true;
  cursor.at += 1;
  for (;;) {
    match(cursor, PLAIN_CHARACTERS);
    if (take(cursor, '"')) break;
    if (match(cursor, ESCAPE) === '') return refuse(cursor, 'unreadable character in a string');
    isPlain = false;
  }
  const end = cursor.at;
  // Why: JSON.parse cannot throw here; the loop above has let through nothing but a JSON string.
  const value = isPlain
    ? cursor.text.slice(start + 1, end - 1)
    : String(JSON.parse(cursor.text.slice(start, end)));
  return { kind: 'string', start, end, value };
}

function readNumber(cursor: Cursor): JsonNode | null {
  const start = cursor.at;
  const digits = match(cursor, NUMBER);
  if (digits === '') return refuse(cursor, 'expected a value');
  return { kind: 'number', start, end: cursor.at, value: Number(digits) };
}

function readWord(cursor: Cursor, word: keyof typeof WORDS): JsonNode | null {
  const start = cursor.at;
  if (!cursor.text.startsWith(word, start)) return refuse(cursor, 'expected a value');
  cursor.at = start + word.length;
  const value = WORDS[word];
  if (value === null) return { kind: 'null', start, end: cursor.at };
  return { kind: 'boolean', start, end: cursor.at, value };
}

function skipSpace(cursor: Cursor): void {
  match(cursor, SPACE);
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

/** What the sticky pattern matches at the cursor, which moves behind it; empty if nothing. */
function match(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const matched = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += matched.length;
  return matched;
}

function refuse(cursor: Cursor, issue: string): null {
  cursor.issue ??= `invalid JSON at character ${cursor.at}: ${issue}`;
  return null;
}
