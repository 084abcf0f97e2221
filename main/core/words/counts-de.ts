// The words of `plimsoll activity` in German: the heads of its columns and the lines around its tables.
// Figures arrive finished.

import type { Say } from './catalogue.ts';

export const countsDe: Say['counts'] = {
  day: 'Tag',
  model: 'Modell',
  sessions: 'Sitzungen',
  turns: 'Aufträge',
  calls: 'Aufrufe',
  input: 'Eingabe',
  cached: 'Cache',
  output: 'Ausgabe',
  reasoning: 'Überlegung',
  total: 'Zusammen',
  all: 'Alle',
  span: (from, to) => `${from} bis ${to}`,
  partly: 'Nicht alles ließ sich zählen.',
};
