// Picks the few values that count out of one line of JSON, byte by byte, whatever the order of its keys,
// its spaces and escapes. Takes the line in pieces and holds none of them, however long it is.

import { textOf } from '../json-bytes.ts';
import { isTold, type Key, LINE_KEYS, type Picked, type Target } from './keys.ts';

export interface Picker {
  readonly picked: Picked;
  /** Before the first piece of a line. */
  reset(): void;
  /** Takes a piece. Answers how far it had to look before the line had said all that counts. */
  push(bytes: Uint8Array, from: number, to: number): number;
  /** Whether what was pushed is one whole JSON object, as far as it was looked at. */
  isWhole(): boolean;
}

/** Longer keys and values are none of ours. */
const CAPTURE_MAX_BYTES = 512;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

type Inside = 'structure' | 'string' | 'scalar';

interface State {
  inside: Inside;
  isEscaped: boolean;
  /** The objects with keys of interest that are open, outermost first. */
  open: (readonly Key[])[];
  /** How many other objects and arrays are open inside of those. */
  foreign: number;
  expects: 'key' | 'value';
  /** Where the key that was read last leads. */
  target: Target | null;
  /** What was read of a key or value of interest in pieces before; null for any other. */
  captured: number[] | null;
  hasEscapes: boolean;
  isOver: boolean;
  isBroken: boolean;
}

export function createPicker(): Picker {
  const picked: Picked = {
    ...{ timestamp: null, type: null, kind: null, id: null, model: null, startedAt: null },
    isNumbered: false,
    usage: new Float64Array(10),
  };
  let state = freshState();
  return {
    picked,
    reset() {
      const nothing = { timestamp: null, type: null, kind: null, id: null, model: null };
      Object.assign(picked, nothing, { startedAt: null, isNumbered: false });
      picked.usage.fill(Number.NaN);
      state = freshState();
    },
    push(bytes, from, to) {
      // What is told early is not read to its end, so the pieces after it do not follow.
      if (isTold(picked)) return from;
      let at = from;
      while (at < to && !state.isBroken) {
        if (state.inside === 'string') at = readString(state, picked, { bytes, from: at, to });
        else if (state.inside === 'scalar') at = readScalar(state, picked, { bytes, from: at, to });
        else at = readStructure(state, bytes, at);
        if (state.inside === 'structure' && isTold(picked)) return at;
      }
      return at;
    },
    isWhole: () => !state.isBroken && (state.isOver || isTold(picked)),
  };
}

function freshState(): State {
  return {
    ...{ inside: 'structure', isEscaped: false, open: [], foreign: 0, expects: 'value' },
    ...{ target: null, captured: null, hasEscapes: false, isOver: false, isBroken: false },
  };
}

function readStructure(state: State, bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  switch (byte) {
    case QUOTE:
      state.inside = 'string';
      state.captured = isOfInterest(state) ? [] : null;
      state.hasEscapes = false;
      return at + 1;
    case OPEN_OBJECT:
    case OPEN_ARRAY:
      return enter(state, byte === OPEN_OBJECT, at);
    case CLOSE_OBJECT:
    case CLOSE_ARRAY:
      return leave(state, at);
    case COMMA:
      if (state.foreign === 0) state.expects = 'key';
      return at + 1;
    case COLON:
      if (state.foreign === 0) state.expects = 'value';
      return at + 1;
    case 0x20:
    case 0x09:
    case 0x0d:
      return at + 1;
    default:
      state.inside = 'scalar';
      state.captured = isOfInterest(state) ? [] : null;
      if (state.open.length === 0) state.isBroken = true;
      return at;
  }
}

/** Keys of our objects, and the values that have a name. */
function isOfInterest({ foreign, expects, target }: State): boolean {
  if (foreign > 0) return false;
  return expects === 'key' || (target !== null && typeof target !== 'object');
}

function enter(state: State, isObject: boolean, at: number): number {
  const { open } = state;
  const keys = open.length === 0 ? LINE_KEYS : state.target;
  if (state.isOver || (open.length === 0 && !isObject)) state.isBroken = true;
  else if (state.foreign === 0 && isObject && keys !== null && typeof keys === 'object') {
    open.push(keys);
    state.expects = 'key';
  } else state.foreign += 1;
  return at + 1;
}

function leave(state: State, at: number): number {
  if (state.foreign > 0) state.foreign -= 1;
  else if (state.open.pop() === undefined) state.isBroken = true;
  else if (state.open.length === 0) state.isOver = true;
  state.expects = 'key';
  return at + 1;
}

interface Piece {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Answers where to go on; a text that is cut by the end of the piece is kept until the next. */
function readString(state: State, picked: Picked, { bytes, from, to }: Piece): number {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (state.isEscaped) state.isEscaped = false;
    else if (byte === BACKSLASH) {
      state.isEscaped = true;
      state.hasEscapes = true;
    } else if (byte === QUOTE) {
      state.inside = 'structure';
      if (state.captured !== null) take(state, picked, { bytes, from, to: at }, true);
      return at + 1;
    }
  }
  keep(state, { bytes, from, to });
  return to;
}

function readScalar(state: State, picked: Picked, { bytes, from, to }: Piece): number {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte <= 0x20) {
      state.inside = 'structure';
      if (state.captured !== null) take(state, picked, { bytes, from, to: at }, false);
      return at;
    }
  }
  keep(state, { bytes, from, to });
  return to;
}

function keep(state: State, { bytes, from, to }: Piece): void {
  if (state.captured === null) return;
  if (state.captured.length + to - from > CAPTURE_MAX_BYTES) state.captured = null;
  else for (let at = from; at < to; at += 1) state.captured.push(bytes[at] ?? 0);
}

function take(state: State, picked: Picked, piece: Piece, isString: boolean): void {
  if (state.expects === 'key') {
    state.target = targetOf(state, piece);
    state.captured = null;
    return;
  }
  keep(state, piece);
  const text = state.captured === null ? '' : textOf(state.captured);
  state.captured = null;
  const name = state.target;
  if (name === null || typeof name === 'object') return;
  if (typeof name === 'number') picked.usage[name] = isString ? Number.NaN : Number(text);
  else if (name === 'ordinal') picked.isNumbered = true;
  else if (isString || name === 'startedAt') picked[name] = text;
}

function targetOf(state: State, piece: Piece): Target | null {
  const keys = state.open.at(-1) ?? [];
  if (!state.hasEscapes && state.captured?.length === 0) {
    return keys.find((key) => isSpelled(key, piece))?.target ?? null;
  }
  keep(state, piece);
  const text = textOf(state.captured ?? []);
  return keys.find((key) => key.text === text)?.target ?? null;
}

function isSpelled({ letters }: Key, { bytes, from, to }: Piece): boolean {
  if (letters.length !== to - from) return false;
  for (let at = 0; at < letters.length; at += 1) {
    if (bytes[from + at] !== letters[at]) return false;
  }
  return true;
}
