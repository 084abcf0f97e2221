// The keys of a line that count, and the values that are picked from under them. Everything else in a
// line, the texts of people and models above all, is none of our business.

/** The values that count, as they stand in the line; null where there is none. */
export interface Picked {
  timestamp: string | null;
  type: string | null;
  kind: string | null;
  id: string | null;
  model: string | null;
  startedAt: string | null;
  isNumbered: boolean;
  /** Five running totals, then five of the last call; NaN where one is missing. */
  readonly usage: Float64Array;
}

type Name = 'timestamp' | 'type' | 'kind' | 'id' | 'model' | 'startedAt' | 'ordinal' | number;

/** What a key leads to: an object with keys of interest, or a value with a name. */
export type Target = readonly Key[] | Name;

export interface Key {
  readonly text: string;
  readonly letters: Uint8Array;
  readonly target: Target;
}

const keysOf = (targets: Readonly<Record<string, Target>>): readonly Key[] =>
  Object.entries(targets).map(([text, target]) => ({
    ...{ text, target },
    letters: Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  }));

const usageKeys = (first: number): readonly Key[] =>
  keysOf({
    input_tokens: first,
    cached_input_tokens: first + 1,
    output_tokens: first + 2,
    reasoning_output_tokens: first + 3,
    total_tokens: first + 4,
  });

/** Source: codex-protocol.md §10, observed. */
export const LINE_KEYS = keysOf({
  timestamp: 'timestamp',
  ordinal: 'ordinal',
  type: 'type',
  payload: keysOf({
    type: 'kind',
    id: 'id',
    model: 'model',
    started_at: 'startedAt',
    info: keysOf({ total_token_usage: usageKeys(0), last_token_usage: usageKeys(5) }),
  }),
});

/** Long lines need not be read to their end once they have said what they are. */
export function isTold({ timestamp, type, id, model, kind }: Picked): boolean {
  if (timestamp === null || type === null) return false;
  switch (type) {
    case 'session_meta':
      return id !== null;
    case 'turn_context':
      return model !== null;
    case 'event_msg':
      return kind !== null && kind !== 'token_count' && kind !== 'task_started';
    default:
      return true;
  }
}
