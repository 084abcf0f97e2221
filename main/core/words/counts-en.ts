// The words of `plimsoll activity` in English: the heads of its columns and the lines around its tables.
// Figures arrive finished.

export const countsEn = {
  day: 'Day',
  model: 'Model',
  sessions: 'Sessions',
  turns: 'Turns',
  calls: 'Calls',
  input: 'Input',
  cached: 'Cached',
  output: 'Output',
  reasoning: 'Reasoning',
  total: 'Tokens',
  /** The last row of a table. */
  all: 'All',
  span: (from: string, to: string) => `${from} to ${to}`,
  partly: 'Not all of it could be counted.',
};
