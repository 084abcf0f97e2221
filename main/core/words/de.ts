// Every sentence of Plimsoll in German, keyed like en.ts. All limits are neuter and end in "-limit", and
// arrive without an article, so that each sentence can put them into its own case.

import { accountsDe } from './accounts-de.ts';
import { activityDe } from './activity-de.ts';
import { alertsDe } from './alerts-de.ts';
import type { Say } from './catalogue.ts';
import { chartDe } from './chart-de.ts';
import { countsDe } from './counts-de.ts';
import { createPlural, type Forms } from './plural.ts';
import { rescueDe } from './rescue-de.ts';
import { settingsDe } from './settings-de.ts';
import { sourcesDe } from './sources-de.ts';
import { trustDe } from './trust-de.ts';
import { updatesDe } from './updates-de.ts';

const plural = createPlural('de');

const UNIT = {
  month: { one: 'Monat', other: 'Monate' },
  week: { one: 'Woche', other: 'Wochen' },
  day: { one: 'Tag', other: 'Tage' },
  hour: { one: 'Stunde', other: 'Stunden' },
  minute: { one: 'Minute', other: 'Minuten' },
  second: { one: 'Sekunde', other: 'Sekunden' },
} as const satisfies Record<string, Forms>;

const NAMED = {
  session: { label: '5 Stunden', limit: '5-Stunden-Limit' },
  daily: { label: 'Tag', limit: 'Tageslimit' },
  weekly: { label: 'Woche', limit: 'Wochenlimit' },
  monthly: { label: 'Monat', limit: 'Monatslimit' },
} as const;

const until = (moment: string | null): string => (moment === null ? '' : ` bis ${moment}`);

export const de: Say = {
  language: 'de',
  appName: 'Plimsoll',

  windowLabel({ kind, unit, count }) {
    return kind === 'other' ? `${count} ${plural(count, UNIT[unit])}` : NAMED[kind].label;
  },
  limitName({ kind, unit, count }) {
    return kind === 'other' ? `${count}-${plural(count, UNIT[unit])}-Limit` : NAMED[kind].limit;
  },
  limitInSentence: (window) => de.limitName(window),
  spendLimitInSentence: 'Ausgabenlimit',

  sentences: (texts) => texts.join(' '),
  titled: (title, text) => `${title}. ${text}`,
  aside: (text) => ` (${text})`,

  /**
   * Why short units: they are the same in every case, after "in" and after "vor", and a reset stays
   * one line.
   */
  duration(parts) {
    if (parts.kind === 'minutes')
      return parts.minutes === 0 ? 'unter 1 min' : `${parts.minutes} min`;
    const [large, small] =
      parts.kind === 'days'
        ? [`${parts.days} T`, parts.hours > 0 ? ` ${parts.hours} h` : '']
        : [`${parts.hours} h`, parts.minutes > 0 ? ` ${parts.minutes} min` : ''];
    return large + small;
  },
  age(parts) {
    if (parts.kind === 'now') return 'gerade eben';
    if (parts.kind === 'seconds') return `vor ${parts.seconds} s`;
    return `vor ${de.duration(parts.duration)}`;
  },

  moment: ({ day, time }) => (day === null ? time : `${day}\u00a0${time}`),
  at: ({ day, time }) => (day === null ? `um ${time}` : `am ${day} um ${time}`),

  verdict: {
    onPace: (left, limit, moment) => `Im Plan: ${left} des ${limit}s übrig${until(moment)}.`,
    left: (left, limit, moment) => `${left} des ${limit}s übrig${until(moment)}.`,
    leftEarly: (left, limit, moment) =>
      `${left} des ${limit}s übrig${until(moment)}; für eine Prognose ist es zu früh.`,
    slowDown: (limit, at, early) =>
      `Langsamer: Bei diesem Tempo ist das ${limit} ${at} aufgebraucht, ${early} vor dem Reset.`,
    blocked: (limit, moment) =>
      moment === null
        ? `Blockiert: Das ${limit} ist aufgebraucht; wann es zurückgesetzt wird, ist nicht bekannt.`
        : `Blockiert bis ${moment}: Das ${limit} ist aufgebraucht.`,
    spendingCredits: (limit, moment) =>
      `Das ${limit} ist aufgebraucht; Guthaben wird verbraucht${moment === null ? '' : `, bis ${moment}`}.`,
    creditsUnlimited: 'Kein Limit gilt: Das Guthaben ist unbegrenzt.',
    creditsStopped: 'Blockiert: Die Grenze für Ausgaben aus dem Guthaben ist erreicht.',
    creditsOnly: (balance) =>
      balance === null
        ? 'Sie arbeiten mit Guthaben.'
        : `Sie arbeiten mit Guthaben: ${balance} übrig.`,
    extrasOnly: 'Kein Hauptlimit gilt, nur die Limits darunter.',
    noLimits: 'Für diesen Tarif gelten zurzeit keine Limits.',
    outdated: (limit) => `Das ${limit} wurde seit diesen Zahlen zurückgesetzt; neue kommen bald.`,
    unknown: 'Wie viel übrig ist, ist nicht bekannt: Die Antwort enthielt keine Angabe.',
  },

  gauge: {
    left: 'übrig',
    used: 'verbraucht',
    unknown: 'nicht bekannt',
    dash: '–',
    resetsIn: (duration, at) => `Reset in ${duration}, ${at}`,
    resetsAt: (at) => `Reset ${at}`,
    resetDue: (at) => `Reset war ${at} fällig`,
    resetUnknown: 'Reset nicht bekannt',
    spoken: (limit, percent, note, reset) =>
      `${limit}, ${percent === null ? 'Prozent nicht bekannt' : `${spokenPercent(percent)} ${note}`}, ${reset}`,
  },

  chart: chartDe,

  activity: activityDe,

  facts: {
    codeReview: 'Code-Prüfung',
    credits: 'Guthaben',
    creditsUnlimited: 'Unbegrenzt',
    creditsUnknown: 'Nicht bekannt',
    spendLimit: 'Ausgabenlimit',
    spendOf: (used, limit) => `${used} von ${limit}`,
    spendUnknown: 'Nicht bekannt',
    spendUsed: (percent) => `${percent} verbraucht`,
    spendReached: 'Erreicht',
    resetsAt: (at) => `Reset ${at}`,
    resetCredits: 'Verdiente Resets',
    firstExpires: (at) => `Der erste verfällt ${at}`,
    apiKey: 'API-Schlüssel',
    apiKeyBeside: 'In Gebrauch',
    apiKeyBesideDetail: 'Codex selbst arbeitet mit dem Schlüssel in auth.json',
  },

  trust: {
    live: (age) => `Aktuell, ${age}`,
    liveAt: (at) => `Abgefragt ${at}`,
    beforeReset: (age) => `Vor dem Reset, ${age}`,
    beforeResetAt: (at) => `Vor dem Reset, ${at}`,
    saved: (age) => `Gespeichert, ${age}`,
    savedAt: (at) => `Gespeichert ${at}`,
    savedAtBecause: (at, why) => `Gespeichert ${at}: ${why}`,
    savedBecause: (age, why) => `Gespeichert, ${age}: ${why}`,
  },

  recovery: {
    reload: {
      changed:
        'Die Anmeldung war abgelaufen; Codex hatte sie schon erneuert; es wurde nichts gesendet.',
      'other-account':
        'Die Anmeldedatei enthält jetzt ein anderes Konto; dessen Zahlen werden gezeigt.',
      gone: 'Die Anmeldung wurde abgelehnt, und ihre Datei ist nicht mehr lesbar.',
      unchanged: 'Die Anmeldung wurde abgelehnt, und ihre Datei ist unverändert.',
    },
    settle: {
      published: 'Eine früher erneuerte Anmeldung wurde gespeichert.',
      dropped: 'Eine früher erneuerte Anmeldung wurde nicht mehr gebraucht.',
      kept: 'Eine früher erneuerte Anmeldung ist noch nicht gespeichert.',
    },
    codex: {
      renewed: 'Die Anmeldung war abgelaufen; Codex hat sie erneuert.',
      unchanged: 'Die Anmeldung ist abgelaufen; Codex hat sie nicht erneuert.',
    },
    refresh: {
      saved: 'Die Anmeldung war abgelaufen; sie wurde erneuert und gespeichert.',
      'not-saved-yet': 'Die Anmeldung wurde erneuert; das Speichern steht noch aus.',
      adopted: 'Die Anmeldung war abgelaufen; eine neuere wurde gefunden und verwendet.',
      refused: 'Die Anmeldung ist abgelaufen, und das Erneuern wurde abgelehnt.',
      'not-sent': 'Die Anmeldung ist abgelaufen; sie ließ sich noch nicht erneuern.',
      unknown: 'Das Erneuern der Anmeldung brach ab; ob sie noch gilt, ist nicht bekannt.',
    },
    at: (clock, sentence) => `${clock} ${sentence}`,
  },

  firstLook: { title: 'Erste Abfrage', text: 'OpenAI wird gefragt, wie viel übrig ist.' },
  warningTitle: 'Die Anmeldung braucht Aufmerksamkeit',

  refresh: {
    label: 'Aktualisieren',
    busy: 'Wird aktualisiert',
    young: 'Gerade aktualisiert',
    soon: 'Gleich wieder möglich',
    notBefore: (at) => `Nächste Abfrage ${at} möglich`,
  },

  numbers: { showLeft: 'Rest zeigen', showUsed: 'Verbrauch zeigen' },

  menu: {
    open: 'Plimsoll öffnen',
    quit: 'Plimsoll beenden',
    gauge: (label, percent, note, reset) => `${label}: ${percent} ${note} · ${reset}`,
    labelOf: (group, label) => `${group}, ${label}`,
    fact: (label, value) => `${label}: ${value}`,
  },

  alerts: alertsDe,
  accounts: accountsDe,

  tooltip: (verdict) => `Plimsoll: ${verdict}`,
  tooltipWith: (barText, tooltip) => `${barText} – ${tooltip}`,

  rescue: rescueDe,

  settings: settingsDe,

  trustPage: trustDe,

  counts: countsDe,
  sources: sourcesDe,
  updates: updatesDe,

  acts: {
    'copy-login-command': 'Befehl kopieren',
    'open-keyring': 'Schlüsselbund öffnen',
    'try-once-more': 'Noch einmal versuchen',
    'repair-sign-in': 'Wiederherstellen',
    'open-usage-page': 'Nutzungsseite öffnen',
    'open-settings': settingsDe.open,
    'open-trust': trustDe.title,
    'close-trust': settingsDe.back,
    'copy-trust': trustDe.copy,
    'copy-report': 'Berichtszeile kopieren',
    'send-test-alert': settingsDe.testAlert.button,
    'reset-settings': settingsDe.reset.button,
    'open-releases': updatesDe.open,
    'hide-update': updatesDe.hide,
    'note-unreadable': 'Verstanden',
    'add-account-folder': accountsDe.settings.add.button,
    'import-accounts': accountsDe.settings.import.button,
    close: 'Schließen',
    quit: 'Beenden',
    'snooze-alerts': 'Hinweise bis zum Reset pausieren',
    poll: 'Erneut versuchen',
  },
};

function spokenPercent(percent: string): string {
  return percent.replace(/\s*%$/, ' Prozent');
}
