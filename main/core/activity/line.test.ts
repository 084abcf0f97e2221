// Facts about what one line of a session file means, in the order of every Codex and in any other.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEYOND_BYTES, createLineReader } from './line.ts';
import { createTally, ROW, type Tally } from './tally.ts';

const STAMP = '2026-11-22T10:07:10.856Z';
const QUARTER = Math.floor(Date.parse(STAMP) / 900_000);
const ID = '019f195b-3617-7008-a1fb-0458f583d1b2';
const PARENT = '019f195b-0000-7008-a1fb-0458f583d1b2';

type Json = Readonly<Record<string, unknown>>;

const usageOf = (numbers: readonly number[]): Json => {
  const [input, cached, output, reasoning, total] = numbers;
  return {
    input_tokens: input,
    cached_input_tokens: cached,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
    total_tokens: total,
  };
};

const at = (stamp: string, type: string, payload: Json, more: Json = {}): string =>
  JSON.stringify({ timestamp: stamp, ...more, type, payload });
const line = (type: string, payload: Json, more: Json = {}): string =>
  at(STAMP, type, payload, more);
const numbered = { ordinal: 12 };
const meta = (id = ID, stamp = STAMP): string =>
  at(stamp, 'session_meta', { id, cwd: '/x', base_instructions: { text: 'x'.repeat(9000) } });
const context = (model: string): string =>
  line('turn_context', { turn_id: 't', sandbox_policy: { type: 'x' }, model, effort: 'low' });
const started = (stamp = STAMP, startedAt = Date.parse(STAMP) / 1000): string =>
  at(stamp, 'event_msg', { type: 'task_started', turn_id: 't', started_at: Math.floor(startedAt) });
const tokens = (
  total: readonly number[],
  last: readonly number[],
  { stamp = STAMP, more = {} }: { readonly stamp?: string; readonly more?: Json } = {},
): string => {
  const info = { total_token_usage: usageOf(total), last_token_usage: usageOf(last) };
  const payload = { type: 'token_count', info, rate_limits: { limit_id: 'codex' } };
  return at(stamp, 'event_msg', payload, more);
};
const record = line('token_usage_record', { thread_id: ID, usage: usageOf([9, 9, 9, 9, 9]) });

const ONE = [100, 80, 10, 4, 110];
const TWO = [300, 200, 30, 10, 330];
const SECOND = [200, 120, 20, 6, 220];

function read(lines: readonly string[]): Tally {
  const tally = createTally();
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const buffer = new Uint8Array(bytes.length + BEYOND_BYTES);
  buffer.set(bytes);
  const reader = createLineReader(buffer);
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(10, from);
    if (to > from) reader.read(from, to, tally);
    from = to + 1;
  }
  return tally;
}

/** Calls, turns, input, cached, output, reasoning. */
function sums({ rows, openTurn }: Tally): readonly number[] {
  const sum = (place: number): number =>
    rows.filter((_, index) => index % ROW === place).reduce((a, b) => a + b, 0);
  return [sum(3), sum(2) + (openTurn === -1 ? 0 : 1), sum(4), sum(5), sum(6), sum(7)];
}

const NOTHING = [0, 0, 0, 0, 0, 0];
const CALL = [1, 0, 100, 80, 10, 4];

test.each<[string, readonly string[], readonly number[]]>([
  ['a call', [tokens(ONE, ONE)], CALL],
  ['a call of a newer Codex', [tokens(ONE, ONE, { more: numbered })], CALL],
  ['limits without a call', [line('event_msg', { type: 'token_count', info: null })], NOTHING],
  ['the same totals again', [tokens(ONE, ONE), tokens(ONE, ONE)], CALL],
  ['a second call', [tokens(ONE, ONE), tokens(TWO, SECOND)], [2, 0, 300, 200, 30, 10]],
  [
    'totals that an overflow overwrites',
    [tokens(TWO, TWO), tokens([0, 0, 0, 0, 258400], [0, 0, 0, 0, 1000])],
    [1, 0, 300, 200, 30, 10],
  ],
  [
    'a call after an overflow',
    [
      tokens(TWO, TWO),
      tokens([0, 0, 0, 0, 258400], [0, 0, 0, 0, 1000]),
      tokens([100, 80, 10, 4, 258510], ONE),
    ],
    [2, 0, 400, 280, 40, 14],
  ],
  [
    'totals that go back',
    [tokens(TWO, TWO), tokens([150, 90, 15, 5, 165], ONE)],
    [...[1, 0, 300, 200, 30, 10]],
  ],
  ['totals that begin anew', [tokens(TWO, TWO), tokens(ONE, ONE)], [2, 0, 400, 280, 40, 14]],
  ['the same spend told twice', [record, tokens(ONE, ONE, { more: numbered })], CALL],
  ['a turn', [started()], [0, 1, 0, 0, 0, 0]],
  ['turns that follow each other', [started(), started()], [0, 2, 0, 0, 0, 0]],
  ['a turn and its model', [started(), context('m')], [0, 1, 0, 0, 0, 0]],
  [
    'a fork whose totals go on',
    [meta(), record, tokens(TWO, SECOND, { more: numbered })],
    [...[1, 0, 200, 120, 20, 6]],
  ],
  [
    'a fork that repeats its parent first',
    [meta(), tokens(TWO, SECOND, { more: numbered })],
    NOTHING,
  ],
  ['an older one whose totals go on', [meta(), tokens(TWO, SECOND)], [1, 0, 200, 120, 20, 6]],
  [
    'text about tokens',
    [line('response_item', { type: 'message', text: tokens(ONE, ONE) })],
    NOTHING,
  ],
  [
    'tokens inside of a result',
    [line('event_msg', { type: 'mcp_tool_call_end', result: JSON.parse(tokens(ONE, ONE)) })],
    NOTHING,
  ],
  ['a line that was cut in its numbers', [tokens(ONE, ONE).slice(0, 200)], NOTHING],
  ['a line that was cut behind them', [tokens(ONE, ONE).slice(0, -20)], NOTHING],
  ['two lines in one', [tokens(ONE, ONE).slice(0, 90) + tokens(ONE, ONE)], NOTHING],
  ['numbers that are none', [tokens([-1, 0, 0, 0, 0], [-1, 0, 0, 0, 0])], NOTHING],
  ['no JSON', ['nonsense', '', '{}', '[]', '[1', '"x"', '}{', '\0'.repeat(70)], NOTHING],
  ['a line with a carriage return', [`${tokens(ONE, ONE)}\r`], CALL],
])('reads %s', (_, lines, expected) => {
  expect(sums(read(lines))).toEqual(expected);
});

const LATER = '2026-11-22T10:07:12.500Z';

test('does not count what an older fork copies from its parent', () => {
  const copied = [meta(PARENT), started(STAMP, 1_700_000_000), context('p'), tokens(ONE, ONE)];
  const own = [started(LATER), context('m'), tokens(TWO, SECOND, { stamp: LATER })];
  const { id, models, ...tally } = read([meta(), ...copied, ...copied, ...own]);
  expect(id).toBe(ID);
  expect(models).toEqual(['p', 'm']);
  expect(sums({ id, models, ...tally })).toEqual([1, 1, 200, 120, 20, 6]);
});

test('sees the first turn of a subagent that does not wait after its copy', () => {
  const soon = '2026-11-22T10:07:10.900Z';
  const copied = [meta(PARENT), started(STAMP, 1_700_000_000), tokens(ONE, ONE)];
  const own = [started(soon, Date.parse(soon) / 1000), tokens(TWO, SECOND, { stamp: soon })];
  expect(sums(read([meta(), ...copied, ...own]))).toEqual([1, 1, 200, 120, 20, 6]);
});

test('a session that is resumed with its own meta again is no copy', () => {
  expect(sums(read([meta(), started(), meta(), tokens(ONE, ONE)]))).toEqual([1, 1, 100, 80, 10, 4]);
});

test('counts by quarter of an hour and model, and marks quarters with lines only', () => {
  const next = '2026-11-22T10:15:00.000Z';
  const tally = read([
    ...[meta(), started(), context('a'), tokens(ONE, ONE)],
    at(next, 'response_item', { type: 'message' }),
    ...[context('b'), tokens(TWO, SECOND)],
  ]);
  expect(tally.models).toEqual(['a', 'b']);
  const rows = tally.rows.flatMap((_, index) =>
    index % ROW === 0 ? [tally.rows.slice(index, index + 4)] : [],
  );
  expect(rows).toEqual([
    [QUARTER, -1, 0, 0],
    [QUARTER, 0, 1, 1],
    [QUARTER + 1, -1, 0, 0],
    [QUARTER, 1, 0, 1],
  ]);
});

test('calls before any model are of an unknown one', () => {
  expect(read([tokens(ONE, ONE), context('m'), tokens(TWO, SECOND)]).models).toEqual([
    ...['unknown', 'm'],
  ]);
});

test.each([
  ['2026-11-22T10:07:10.856Z', Date.parse('2026-11-22T10:07:10.856Z')],
  ['2024-02-29T23:59:59.999Z', Date.parse('2024-02-29T23:59:59.999Z')],
  ['2026-11-22T10:07:10Z', Date.parse('2026-11-22T10:07:10Z')],
  ['2026-11-22T11:07:10.8561+01:00', Date.parse('2026-11-22T11:07:10.8561+01:00')],
  ['2026-11-22T10:0x:10.856Z', 0],
  ['2026-11-22T10:07:1x.856Z', 0],
  ['2026-11-22T10:07:10.8x6Z', 0],
  ['yesterday', 0],
])('reads the stamp %s', (stamp, expected) => {
  expect(read([at(stamp, 'response_item', { type: 'message' })]).lastAtMs).toBe(expected);
});

/** Everything that would count in a line of one kind or another. */
const COUNTING = { ...JSON.parse(tokens(ONE, ONE)).payload, id: ID, model: 'm', started_at: 1 };

test.each([
  ...['a', 'resp', 'response_item_2', 'event', 'event_msgs', 'token', 'token_usage_records'],
  ...[
    'turn',
    'turn_context_2',
    'session_metadata',
    'compacted',
    'größer',
    'q"uoted',
    'back\\slash',
  ],
])('a line of type %s says no more at a quick look than at a close one', (type) => {
  const quick = line(type, COUNTING);
  const tally = read([quick]);
  expect(tally).toEqual(read([`{ ${quick.slice(1)}`]));
  expect({ ...tally, sums: sums(tally) }).toMatchObject({ id: null, models: [], sums: NOTHING });
});

test.each([
  ...[
    'a',
    'agent',
    'agent_message',
    'user_message',
    'token',
    'token_counts',
    'task',
    'task_started_2',
  ],
  ...['task_complete', 'größer', 'q"uoted', 'back\\slash'],
])('an event of kind %s says no more at a quick look than at a close one', (type) => {
  const quick = line('event_msg', { ...COUNTING, type });
  const tally = read([quick]);
  expect(tally).toEqual(read([`{ ${quick.slice(1)}`]));
  expect({ ...tally, sums: sums(tally) }).toMatchObject({ id: null, models: [], sums: NOTHING });
});

const STORY = [
  ...[meta(), started(), context('gpt-5.4'), tokens(ONE, ONE), record, tokens(ONE, ONE)],
  line('response_item', { type: 'message', content: [{ text: '日本語 "model": \\ {' }] }),
  line('compacted', { message: '', replacement_history: [{ type: 'x', id: 'y' }] }),
  line('event_msg', { type: 'mcp_tool_call_end', result: JSON.parse(tokens(TWO, TWO)) }),
  line('turn_context', { model: 'm', user_instructions: '\t"model": {"type": ""},'.repeat(40) }),
  ...[started(LATER), context('größer'), tokens(TWO, SECOND, { more: numbered, stamp: LATER })],
];

/** Any order of keys, any spaces, any letters escaped: the same JSON. */
const respelled = (value: unknown, pick: (below: number) => number): string => {
  const space = (): string => ['', '', ' ', '\t', '\r'][pick(5)] ?? '';
  const text = (plain: string): string =>
    JSON.stringify(plain).replace(/\\.|[a-z_]/g, (sign) =>
      sign.length === 1 && pick(9) === 0
        ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
        : sign,
    );
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    return `[${value.map((each) => space() + respelled(each, pick) + space()).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => ({ key, each, order: pick(1000) }));
  const parts = entries
    .toSorted((a, b) => a.order - b.order)
    .map(({ key, each }) => `${space()}${text(key)}${space()}:${space()}${respelled(each, pick)}`);
  return `{${parts.join(',')}${space()}}`;
};

test('a line says the same whatever the order of its keys, its spaces and its escapes', () => {
  const expected = read(STORY);
  expect(sums(expected)).toEqual([2, 2, 300, 200, 30, 10]);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const pick = (below: number): number => Number(numbers.next().value) % below;
      const lines = STORY.map((each) => respelled(JSON.parse(each), pick));
      expect(lines.map((each) => JSON.parse(each))).toEqual(STORY.map((each) => JSON.parse(each)));
      expect(read(lines)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('a line says the same in whatever pieces it comes', () => {
  const expected = read(STORY);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (lengths) => {
      const tally = createTally();
      STORY.forEach((each, number) => {
        const bytes = new TextEncoder().encode(each);
        const buffer = new Uint8Array(bytes.length + BEYOND_BYTES);
        const reader = createLineReader(buffer);
        const lengthOf = (piece: number): number => lengths[(number + piece) % lengths.length] ?? 1;
        // What the beginning of a line is judged by comes in one piece.
        let to = Math.min(bytes.length, 300);
        buffer.set(bytes.subarray(0, to));
        if (reader.begin(0, to) !== null) {
          buffer.set(bytes);
          reader.read(0, bytes.length, tally);
          return;
        }
        for (let piece = 0; to < bytes.length; piece += 1) {
          const next = Math.min(bytes.length, to + lengthOf(piece));
          buffer.set(bytes.subarray(to, next));
          reader.push(0, next - to);
          to = next;
        }
        reader.end(tally);
      });
      expect(tally).toEqual(expected);
    }),
  );
});
