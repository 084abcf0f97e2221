// The sentences of alerts in German. Percentages are always "used", whatever the popover shows.
// Arguments arrive finished; no alert names an account, an e-mail address or a plan.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';

const plural = createPlural('de');

export const alertsDe: Say['alerts'] = {
  threshold: (used, limit) => `${used} des ${limit}s verbraucht`,
  runsOut: (at, resetsAt) =>
    `Bei diesem Tempo ist es ${at} aufgebraucht; zurückgesetzt wird es ${resetsAt}.`,
  resets: (at) =>
    at === null ? 'Wann es zurückgesetzt wird, ist nicht bekannt.' : `Zurückgesetzt wird es ${at}.`,
  spendingCredits: (until) => `Guthaben wird verbraucht${until === null ? '' : `, bis ${until}`}.`,
  blocked: (limit) => `Blockiert: Das ${limit} ist aufgebraucht`,
  blockedUntil: (at) =>
    at === null
      ? 'Wann es zurückgesetzt wird, ist nicht bekannt.'
      : `Weiterarbeiten können Sie wieder ${at}.`,
  usableAgain: 'Codex ist wieder nutzbar',
  room: (limit) => `Das ${limit} hat wieder Spielraum.`,
  roomEverywhere: 'Kein Limit steht mehr im Weg.',
  signIn: 'Neue Anmeldung bei Codex nötig',
  signInText:
    'Ohne Anmeldung lässt sich nicht abfragen, wie viel übrig ist; die Zahlen bleiben, wie sie waren.',
  expiring: (count) =>
    plural(count, {
      one: 'Ein verdienter Reset verfällt bald',
      other: `${count} verdiente Resets verfallen bald`,
    }),
  expires: (at, isFirst) => (isFirst ? `Der erste verfällt ${at}.` : `Er verfällt ${at}.`),
  also: (title) => `${title}.`,
  snoozed: 'Hinweise pausieren bis zum Reset',
};
