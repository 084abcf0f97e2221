// The trust page in German: what is touched and why, how often, with what result; recovery and alerts
// of the last days. Part of the catalogue; de.ts joins it.

import type { Say } from './catalogue.ts';

export const trustDe: Say['trustPage'] = {
  title: 'Was Plimsoll getan hat',
  intro: (since) =>
    `Jede Datei, jeder Server und jedes Programm seit ${since}, und wozu. Geheimes wird nicht vermerkt.`,
  unlisted:
    'Nicht aufgeführt: die Dateien des Programms selbst und die von Chromium, auf dem es aufbaut; was das System für Symbol, Hinweise und Tasten tut; und der Befehl „plimsoll“, der nichts vermerkt.',
  copy: 'Als Text kopieren',
  copied: 'Kopiert',

  titles: {
    contacted: 'Angesprochene Server',
    read: 'Gelesene Dateien',
    written: 'Geschriebene Dateien',
    started: 'Gestartete Programme',
    recovery: 'Anmeldung, letzte 7 Tage',
    alerts: 'Hinweise, letzte 7 Tage',
  },
  nothing: {
    contacted: 'Kein Server wurde angesprochen.',
    read: 'Keine Datei wurde gelesen.',
    written: 'Keine Datei wurde geschrieben.',
    started: 'Kein Programm wurde gestartet.',
    recovery: 'Die Anmeldung war durchgehend in Ordnung.',
    alerts: 'Es gab nichts zu melden.',
  },

  purposes: {
    usage: 'Fragen, wie viel übrig ist',
    'reset-list': 'Fragen, wann verdiente Resets verfallen',
    renewal: 'Eine abgelaufene Anmeldung erneuern',
    proxy: 'Der Proxy, den das System nennt',
    updates: 'Um zu sehen, ob ein neueres Plimsoll da ist',
    'other-request': 'Eine andere Anfrage',
    'sign-in': 'Ihre Anmeldung bei Codex; geschrieben nur, um eine erneuerte zu sichern',
    'codex-settings': 'Einstellungen von Codex: wer gefragt wird und wo die Anmeldung liegt',
    'codex-lock': 'Sperre von Codex: Nie schreiben zwei zugleich die Anmeldung',
    'renewal-lock': 'Sperre von Plimsoll neben der Anmeldung: eine Erneuerung nach der anderen',
    'renewal-note': 'Eine laufende Erneuerung, damit ein Absturz nichts verliert',
    'renewal-place': 'Platz für eine erneuerte Anmeldung, geschaffen vor jedem Senden',
    'codex-folder': 'Ordner von Codex: Reste finden und das Speichern sichern',
    sessions:
      'Beobachtet, um zu merken, dass Codex benutzt wird, oder nach dem letzten Kontingent durchsucht; nie gesendet',
    activity: 'Auf diesem Computer gezählt, nie gesendet',
    linked: 'Wohin eine Verknüpfung im Ordner von Codex führt',
    reading: 'Die letzten Zahlen, für den nächsten Start',
    history: 'Prozente der letzten 30 Tage, für das Diagramm',
    'activity-index': 'Was schon gezählt ist, damit nur Neues gelesen wird',
    ledger: 'Bisherige Anfragen und Hinweise, damit keine mehr sind als nötig',
    settings: 'Ihre Einstellungen',
    log: 'Protokoll von Plimsoll',
    'update-note': 'Wann zuletzt nach einem neueren Plimsoll gesehen wurde, und was da war',
    trust: 'Was diese Seite zeigt',
    'own-lock': 'Sperre zwischen Plimsoll und seinem Befehl',
    'own-folder': 'Ordner von Plimsoll',
    autostart: 'Ob Plimsoll bei der Anmeldung am System startet',
    authorities: 'Wem das System vertraut, wenn niemand Bekanntes für einen Server bürgt',
    'running-programs': 'Ob Codex läuft und seine Anmeldung dann selbst erneuert',
    'codex-renews': 'Codex, um seine Anmeldung selbst zu erneuern',
    'lock-helper': 'Setzt eine Sperre für Plimsoll',
    'tray-host': 'Fragt die Arbeitsumgebung, ob sie Symbole zeigt',
  },

  done: {
    contacted: 'benutzt',
    read: 'gelesen',
    written: 'geschrieben',
    started: 'gestartet',
  },
  results: {
    held: 'kurz gehalten',
    unchanged: 'geöffnet, nicht geändert',
    removed: 'entfernt',
    missing: 'nicht vorhanden',
    answered: 'beantwortet',
    'not-permitted': 'nicht erlaubt',
    failed: 'misslungen',
    declined: 'abgelehnt',
    'must-wait': 'um Geduld gebeten',
    'server-trouble': 'Störung beim Server',
    unreachable: 'nicht erreicht',
    'no-answer': 'keine Antwort in der Zeit',
    'not-vouched': 'nicht vertraut, nichts gesendet',
  },
  notYet: 'Bisher nicht angesprochen',
  often({ count, shownCount, failed, at, result }) {
    if (count === 1) return `Einmal, ${at}: ${result}`;
    const wrong = failed === null ? '' : `, davon ${failed}-mal vergeblich`;
    return `${shownCount}-mal${wrong}, zuletzt ${at}: ${result}`;
  },
  repeated: (count) => `${count}-mal hintereinander`,

  decisions: {
    told: 'Gemeldet',
    'quiet-hours': 'Zurückgehalten: Ruhezeit',
    snoozed: 'Zurückgehalten: Hinweise pausieren bis zum Reset',
    'switched-off': 'Zurückgehalten: in den Einstellungen ausgeschaltet',
    doubt: 'Zurückgehalten: Die Antwort war zweifelhaft',
    baseline: 'Zurückgehalten: schon beim ersten Blick so',
  },
};
