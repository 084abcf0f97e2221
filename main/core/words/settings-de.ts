// Every sentence of the settings page in German, keyed like the settings themselves. Each explanation
// fits into one line of the popover.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';

const plural = createPlural('de');

export const settingsDe: Say['settings'] = {
  title: 'Einstellungen',
  open: 'Einstellungen',
  back: 'Zurück',

  groups: {
    shown: 'Was gezeigt wird',
    alerts: 'Hinweise',
    accounts: 'Konten',
    looks: 'Abfragen und Anmeldung',
    app: 'Diese App',
  },

  numbers: {
    label: 'Prozente',
    explanation: 'Wie viel übrig oder wie viel verbraucht ist.',
    options: { left: 'Übrig', used: 'Verbraucht' },
  },
  resetStyle: {
    label: 'Reset',
    explanation: 'Mit Restzeit, oder nur die Uhrzeit.',
    options: { countdown: 'Restzeit', clock: 'Uhrzeit' },
  },
  barText: {
    label: 'Text in der Leiste',
    explanation: 'Ein Limit, beide oder der nächste Reset.',
    options: { none: 'Keiner', percent: 'Prozent', both: 'Beide', countdown: 'Zeit' },
  },
  activity: {
    label: 'Lokale Aktivität',
    explanation: 'Sitzungsdateien zählen; nichts wird gesendet.',
  },
  hideAccount: {
    label: 'Konto verbergen',
    explanation: 'Die E-Mail-Adresse wird nicht gezeigt.',
  },
  theme: {
    label: 'Aussehen',
    explanation: 'Hell oder dunkel wie das System, oder immer eins.',
    options: { system: 'System', light: 'Hell', dark: 'Dunkel' },
  },
  language: {
    label: 'Sprache',
    explanation: 'Von Wörtern, Zahlen und Daten.',
    options: { system: 'System', en: 'English', de: 'Deutsch', 'zh-Hans': '简体中文' },
  },

  thresholds: {
    label: 'Fast am Limit ab',
    explanation: 'Verbrauchte Prozent; der erste Wert färbt auch.',
    field: (place, count) => `Hinweis ${place} von ${count}, Prozent verbraucht`,
    remove: (percent) => `${percent} entfernen`,
    add: 'Prozentwert hinzufügen',
  },
  quietHours: {
    label: 'Ruhezeit',
    explanation: 'Hinweise warten; was noch gilt, kommt danach.',
    from: 'Von',
    to: 'Bis',
    empty: 'Beide Zeiten sind gleich, also wartet nichts.',
  },
  alerts: {
    threshold: {
      label: 'Fast am Limit',
      explanation: 'Wenn einer der Prozentwerte überschritten wird.',
    },
    blocked: { label: 'Blockiert', explanation: 'Wenn ein Limit aufgebraucht ist.' },
    'usable-again': {
      label: 'Wieder nutzbar',
      explanation: 'Wenn Weiterarbeiten wirklich möglich ist.',
    },
    'sign-in': {
      label: 'Anmeldung nötig',
      explanation: 'Wenn Codex eine neue Anmeldung braucht.',
    },
    'reset-credit': {
      label: 'Verdienter Reset',
      explanation: 'Bevor ein verdienter Reset verfällt.',
    },
  },
  testAlert: {
    label: 'Ausprobieren',
    explanation: 'Zeigt das System überhaupt Hinweise an?',
    button: 'Testhinweis senden',
    alert: { title: 'Das ist ein Testhinweis', body: 'So sehen Hinweise von Plimsoll aus.' },
    sending: 'Er wird an das System gesendet.',
    shown: 'Das System hat ihn angezeigt.',
    notShown:
      'Das System hat ihn nicht angezeigt. Prüfen Sie dessen Einstellungen für Mitteilungen.',
  },

  pollMinutes: {
    label: 'Abfragen alle',
    explanation: '1 bis 60 Minuten; nie, solange Sie weg sind.',
    unit: (count) => plural(count, { one: 'Minute', other: 'Minuten' }),
  },
  renewal: {
    label: 'Abgelaufene Anmeldung erneuert',
    explanation: 'Plimsoll, Codex (gestartet) oder niemand.',
    options: { plimsoll: 'Plimsoll', codex: 'Codex', nobody: 'Niemand' },
    notFound: 'Kein Codex gefunden; nichts wird erneuert.',
  },

  startAtLogin: {
    label: 'Mit dem Computer starten',
    explanation: 'Beim Anmelden, still in der Leiste.',
    unknown: 'Dieses System sagt nicht, ob es das tut.',
    refused: 'Das System hat es nicht geändert.',
  },
  shortcut: {
    label: 'Tastenkürzel',
    explanation: 'Tasten drücken oder tippen, die Plimsoll öffnen.',
    none: 'Keines',
    clear: 'Tastenkürzel entfernen',
    problem: (tried, kept) => {
      const rest = kept === null ? '' : ` ${kept} bleibt.`;
      return {
        unknown: `„${tried}“ ist keine Tastenkombination.${rest}`,
        'needs-modifier': `„${tried}“ braucht Strg, Alt oder eine ähnliche Taste dazu.${rest}`,
        common: `„${tried}“ wird in fast jeder App gebraucht.${rest}`,
        taken: `„${tried}“ ist von einer anderen App oder dem System belegt.${rest}`,
      };
    },
  },
  reset: {
    label: 'Standard',
    explanation: 'Alles auf dieser Seite zurückstellen.',
    button: 'Alles zurücksetzen',
    confirm: 'Wirklich alles?',
  },

  unreadable: {
    title: 'Ihre Einstellungen waren nicht lesbar',
    text: 'Es gelten die Standardwerte. Die alte Datei liegt neben der neuen.',
  },
};
