// Which keys of a line of a session file lead to values that count, as a tree. Any other key is passed
// over with all that is in it.

/** What a value is called here; a number is its place among the token counts. */
export type Name =
  | 'timestamp'
  | 'type'
  | 'kind'
  | 'id'
  | 'model'
  | 'startedAt'
  | 'ordinal'
  | number;

/** A key leads to an object with keys of interest, or to a value with a name. */
export interface Keys {
  readonly [key: string]: Keys | Name;
}

const usageKeys = (first: number): Keys => ({
  input_tokens: first,
  cached_input_tokens: first + 1,
  output_tokens: first + 2,
  reasoning_output_tokens: first + 3,
  total_tokens: first + 4,
});

/** Source: codex-protocol.md §10, observed. */
export const LINE_KEYS: Keys = {
  timestamp: 'timestamp',
  ordinal: 'ordinal',
  type: 'type',
  payload: {
    type: 'kind',
    id: 'id',
    model: 'model',
    started_at: 'startedAt',
    info: { total_token_usage: usageKeys(0), last_token_usage: usageKeys(5) },
  },
};

/** What a key leads to; undefined for one that is of no interest. */
export function lookUp(keys: Keys | undefined, key: string): Keys | Name | undefined {
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : undefined;
}
