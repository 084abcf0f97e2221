// Facts about names in the lines that begin a session or a turn: those that are read at once are those
// that would be read key by key, and what is remembered is not what the buffer holds later.

import { expect, test } from 'vitest';
import { BEYOND_BYTES, createLineReader } from './line.ts';
import { createTally, type Tally } from './tally.ts';

const STAMP = '2026-11-22T10:07:10.856Z';
const line = (type: string, payload: string): string =>
  `{"timestamp":"${STAMP}","type":"${type}","payload":${payload}}`;
const context = (turn: string, before: string, model: string): string =>
  line('turn_context', `{"turn_id":"${turn}",${before}"model":"${model}","effort":"high"}`);

/** Reads lines one after the other at the same place, as a scan does. */
function read(lines: readonly string[]): Tally {
  // Why a Buffer: its slices go on showing what it holds.
  const buffer = Buffer.alloc(8_192 + BEYOND_BYTES);
  const reader = createLineReader(buffer);
  const tally = createTally();
  for (const each of lines) {
    const length = buffer.write(`${each}\n`);
    reader.read(0, length - 1, tally);
  }
  return tally;
}

const modelOf = ({ models, model }: Tally): string | undefined => models[model];

test.each([
  ['plain', '{"id":"019a-1","cwd":"/x"}', '019a-1'],
  ['with an escape', '{"id":"\\u0031-1"}', '1-1'],
  ['beyond ASCII', '{"id":"é"}', 'é'],
  ['not first', '{"cwd":"/x","id":"019a-2"}', '019a-2'],
  ['longer than any', `{"id":"${'9'.repeat(200)}"}`, '9'.repeat(200)],
  ['missing', '{"cwd":"/x"}', null],
])('an id that is %s', (_, payload, id) => {
  expect(read([line('session_meta', payload)]).id).toBe(id);
});

test('models of turns that begin alike are told apart', () => {
  const cwd = '"cwd":"/home/a","policy":{"model":"none"},';
  const turns = ['a', 'b', 'a', 'a-2', 'b', 'a'];
  turns.forEach((model, last) => {
    const told = turns.slice(0, last + 1).map((each, turn) => context(`t${turn}`, cwd, each));
    expect(modelOf(read(told))).toBe(model);
  });
});

test('a turn that differs in one byte before its model is read anew', () => {
  const first = context('t1', '"cwd":"/a",', 'm1');
  expect(modelOf(read([first, context('t2', '"cwd":"/b",', 'm2')]))).toBe('m2');
});

test('more folders than are remembered', () => {
  const lines = Array.from({ length: 600 }, (_, n) =>
    context('t', `"cwd":"/${n % 300}",`, `m${n}`),
  );
  expect(read(lines).models).toEqual(Array.from({ length: 600 }, (_, n) => `m${n}`));
});

test('an event that is called like them names nothing', () => {
  const events = [
    line('event_msg', '{"type":"session_meta","payload":{"id":"x"}}'),
    line('event_msg', '{"type":"turn_context","payload":{"turn_id":"t","model":"x"}}'),
  ];
  const { id, models } = read(events);
  expect([id, models]).toEqual([null, []]);
});
