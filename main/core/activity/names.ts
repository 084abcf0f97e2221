// The names in the lines that begin a session or a turn, without a look at every byte: a session's id
// where every Codex writes it, and a turn's model by what stands before it, which turns have in common.

import { type Bytes, isAt, type Pattern, patternAt, patternOf } from './bytes.ts';

const [QUOTE, BACKSLASH, LAST_ASCII] = [0x22, 0x5c, 0x7f];

/** An id of a session or turn is a UUID; twice that is none. */
const ID_MAX_BYTES = 72;

const SESSION = patternOf('session_meta","payload":{"id":"');

/** The id of the `session_meta` whose type is at that place; null if it is written otherwise. */
export function sessionIdAt(bytes: Bytes, typeAt: number): string | null {
  if (!isAt(bytes, typeAt, SESSION)) return null;
  const from = typeAt + SESSION.length;
  const to = endOfId(bytes, from);
  return to === -1 ? null : String.fromCharCode(...bytes.at.subarray(from, to));
}

/** Where the quote after an id is, or -1 if it is no plain id. */
function endOfId({ at: bytes }: Bytes, from: number): number {
  for (let at = from; at < from + ID_MAX_BYTES; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < 0x20 || byte > LAST_ASCII) return -1;
  }
  return -1;
}

/** Remembers what stood before the models that were named last. */
export interface KnownModels {
  /** The model of the `turn_context` whose type is at that place; null if it must be read. */
  find(typeAt: number): string | null;
  /** That `turn_context` was read up to the end of its model. */
  learn(typeAt: number, to: number, model: string): void;
}

interface KnownModel {
  /** From the end of the turn's id to the end of the model. */
  readonly before: Pattern;
  readonly model: string;
}

const CONTEXT = patternOf('turn_context","payload":{"turn_id":"');
/** More folders, rules and models than one works with at a time. */
const KNOWN_MAX = 256;
/** Longer ones differ from turn to turn. */
const BEFORE_MAX_BYTES = 1000;

export function createKnownModels(bytes: Bytes): KnownModels {
  const known: KnownModel[] = [];
  const startOf = (typeAt: number): number =>
    isAt(bytes, typeAt, CONTEXT) ? endOfId(bytes, typeAt + CONTEXT.length) : -1;
  return {
    find(typeAt) {
      const from = startOf(typeAt);
      if (from === -1) return null;
      const place = known.findIndex(({ before }) => isAt(bytes, from, before));
      const found = known[place];
      if (found === undefined) return null;
      // Those of the session that is being read come first.
      if (place > 0) known.unshift(...known.splice(place, 1));
      return found.model;
    },
    learn(typeAt, to, model) {
      const from = startOf(typeAt);
      if (from === -1 || to - from > BEFORE_MAX_BYTES) return;
      known.unshift({ before: patternAt(bytes, from, to), model });
      if (known.length > KNOWN_MAX) known.pop();
    },
  };
}
