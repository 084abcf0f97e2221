// The words in German for a newer Plimsoll: the line that tells of it, and the setting that asks.
// Arguments arrive finished.

import type { Say } from './catalogue.ts';

export const updatesDe: Say['updates'] = {
  isOut: (version) => `Plimsoll ${version} ist da`,
  open: 'Was ist neu',
  hide: 'Ausblenden',

  setting: {
    label: 'Neue Version melden',
    explanation: 'Sieht einmal am Tag nach; installiert nie etwas.',
    asksNobody: 'Nicht, solange Zahlen ohne Anfrage kommen.',
  },
};
