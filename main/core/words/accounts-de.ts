// German of all that is said about several accounts: the switch, the warnings, the settings, the import.
// Part of the catalogue; de.ts joins it.

import type { ImportProblemKind } from './accounts-en.ts';
import type { Say } from './catalogue.ts';

export const accountsDe: Say['accounts'] = {
  switchName: 'Konto',
  own: 'Standard',
  states: {
    healthy: 'noch Platz',
    near: 'nahe am Limit',
    blocked: 'blockiert',
    stale: 'alte Zahlen',
    'sign-in': 'Anmeldung nötig',
    never: 'noch nicht gefragt',
  },
  spoken: (name, state) => `${name}, ${state}`,
  line: (name, text) => `${name}: ${text}`,
  alertTitle: (name, title) => `${name}: ${title}`,

  copy: {
    title: 'Zwei Kopien einer Anmeldung',
    text: (other) =>
      `„${other}“ hat dieselbe. Wird die eine erneuert, endet die andere; deshalb erneuert Plimsoll keine. Führen Sie in einem der Ordner codex login aus.`,
  },
  sameFile: {
    title: 'Eine Anmeldung, zwei Wege',
    text: (other) => `„${other}“ führt zur selben Datei; sie wird einmal abgefragt.`,
  },
  importAgain: {
    title: 'Noch einmal importieren',
    text: 'Das Token kam aus einer accounts.ini und wird nicht aufbewahrt. Importieren Sie die Datei noch einmal.',
  },

  settings: {
    mark: {
      label: 'Das Symbol zeigt',
      explanation: 'Das gewählte Konto oder das dringendste.',
      options: { chosen: 'Gewähltes', 'most-pressing': 'Dringendstes' },
    },
    kinds: {
      own: 'Der Ordner, den Codex selbst nutzt.',
      home: 'Ein eigener Codex-Ordner.',
      'auth-file': 'Eine eigene Anmeldedatei.',
      token: 'Ein importiertes Token, bis Plimsoll endet.',
    },
    remove: 'Entfernen',
    removeSpoken: (name) => `${name} entfernen`,
    removeConfirm: 'Wirklich entfernen?',
    add: {
      label: 'Noch ein Codex-Ordner',
      explanation: 'Ein Ordner mit einer auth.json darin.',
      button: 'Ordner wählen …',
      added: (name) => `„${name}“ ist hinzugefügt.`,
      'no-home': 'In diesem Ordner liegt keine auth.json.',
    },
    import: {
      label: 'Aus accounts.ini',
      explanation: 'Einmal gelesen; Tokens werden nicht behalten.',
      button: 'Importieren …',
    },
  },

  outcomes: {
    added: 'hinzugefügt',
    'for-now': 'genutzt, bis Plimsoll endet',
    'already-known': 'schon bekannt',
    'name-taken': 'ein anderes Konto heißt schon so',
    'bad-name': 'das kann kein Name sein',
    'too-many': 'es sind zu viele Konten',
    'not-saved': 'es ließ sich nicht speichern',
    'no-such-file': 'diese Datei gibt es nicht',
    'token-not-understood': 'das Token ist nicht zu verstehen',
  },
  tokenWorks:
    'das Token gilt, wird aber nicht aufbewahrt; importieren Sie die Datei in der App, um das Konto dort zu sehen',
  tokenFails: 'mit dem Token kamen keine Zahlen, und es wird nicht aufbewahrt',
  problem: (kind, line) =>
    line === null ? `${PROBLEMS[kind]}.` : `Zeile ${line}: ${PROBLEMS[kind]}.`,
};

const PROBLEMS: Readonly<Record<ImportProblemKind, string>> = {
  missing: 'Diese Datei gibt es nicht',
  unreadable: 'Die Datei ist nicht lesbar',
  'too-large': 'Die Datei ist größer als 256 KiB',
  'not-text': 'Die Datei ist kein UTF-8-Text',
  'no-section': 'Die Datei hat keinen Abschnitt wie [arbeit]',
  'not-understood': 'Das ist weder Abschnitt noch Schlüssel noch Kommentar',
  'outside-section': 'Ein Schlüssel steht vor dem ersten Abschnitt',
  'unknown-key': 'Hier sind nur access_token, account_id, sessions_dir und auth_file bekannt',
  'duplicate-key': 'Derselbe Schlüssel steht zweimal im Abschnitt',
  'duplicate-section': 'Zwei Abschnitte heißen so',
  'bad-name': 'Der Abschnitt braucht einen anderen Namen, mit 1 bis 40 Zeichen und nicht „default“',
  'bad-quotes': 'Die Anführungszeichen passen nicht zusammen',
  'empty-section': 'Der Abschnitt hat weder auth_file noch access_token',
  'too-many': 'Die Datei hat mehr als 50 Abschnitte',
};
