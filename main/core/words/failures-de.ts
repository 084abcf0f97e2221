// What went wrong, in German: a title, a sentence that says what it means and what to do, what comes
// without doing anything, and a few words for the age line. One entry for every kind.

import type { OtherSignIn, SignInReason } from '../failure.ts';
import type { KeyringIssue } from '../keyring.ts';
import type { Catalogue } from './catalogue.ts';

const LOOKS_AGAIN = 'Plimsoll versucht es von selbst wieder.';
const NOTICES = 'Plimsoll bemerkt es von selbst.';
const SIGN_IN_WITH_CHATGPT = 'Melden Sie sich bei Codex mit ChatGPT an, um Limits zu sehen.';

const OTHER_SIGN_IN: Record<OtherSignIn, string> = {
  bedrock: `Amazon Bedrock hat kein ChatGPT-Kontingent. ${SIGN_IN_WITH_CHATGPT}`,
  'agent-identity': `Ein registrierter Agent hat kein Kontingent, das sich abfragen lässt. ${SIGN_IN_WITH_CHATGPT}`,
  'personal-access-token': `Ein persönlicher Zugangsschlüssel hat kein Kontingent, das sich abfragen lässt. ${SIGN_IN_WITH_CHATGPT}`,
  'custom-backend':
    'Codex spricht mit einem anderen Anbieter, der kein ChatGPT-Kontingent hat. Prüfen Sie die Limits bei diesem Anbieter.',
  'unknown-mode': `Diese Version kennt die Art nicht und lässt sie in Ruhe. ${SIGN_IN_WITH_CHATGPT}`,
};

const SIGN_IN: Record<SignInReason, string> = {
  'no-tokens': 'Die Anmeldedatei enthält keine Anmeldung.',
  rejected: 'OpenAI nimmt die Anmeldung nicht mehr an.',
  'no-refresh-token': 'Die Anmeldung ist abgelaufen und lässt sich nicht erneuern.',
  'refresh-disabled': 'Die Anmeldung ist abgelaufen, und das Erneuern ist ausgeschaltet.',
  'refresh-expired': 'Die Anmeldung ist endgültig abgelaufen.',
  'refresh-reused': 'Die Anmeldung wurde anderswo erneuert, oder eine ältere wurde zurückgelegt.',
  'refresh-revoked': 'Die Anmeldung wurde von OpenAI oder von Ihnen beendet.',
  'not-renewed': 'Codex hat die Anmeldung nicht erneuert.',
  'codex-not-found':
    'Codex soll die Anmeldung erneuern und wurde nicht gefunden; das ändern die Einstellungen.',
};

const KEYRING =
  'Plimsoll öffnet ihn nur auf Ihren Wunsch: nur lesend, bis zum Beenden, und kopiert nichts.';
const KEYRING_ISSUES: Readonly<Record<KeyringIssue, string>> = {
  ephemeral: 'Codex behält sie nur im Arbeitsspeicher, wo sie sonst niemand lesen kann.',
  'not-possible':
    'Dieses System lässt kein anderes Programm sie lesen. Mit cli_auth_credentials_store = "file" klappt es hier.',
  'no-program': 'Zum Lesen fehlt secret-tool, aus dem Paket libsecret-tools oder libsecret.',
  'no-entry': 'Darin ist keine Anmeldung für diesen Codex-Ordner. Melden Sie sich bei Codex an.',
  'not-opened': 'Er wurde nicht geöffnet: Er ist gesperrt, oder es wurde abgelehnt.',
  unreadable: 'Was darin liegt, ist keine lesbare Anmeldung. Melden Sie sich bei Codex neu an.',
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'not-a-file': 'auth.json ist keine gewöhnliche Datei.',
  'not-permitted': 'Sie dürfen auth.json nicht lesen.',
};

export const failuresDe: Catalogue['failures'] = {
  'auth-file-missing': () => ({
    title: 'Nicht bei Codex angemeldet',
    text: 'Auf diesem Computer gibt es keine Anmeldung. Führen Sie codex login aus.',
    promise: NOTICES,
    short: 'nicht angemeldet',
  }),
  'auth-file-unreadable': ({ issue }) => ({
    title: 'Die Anmeldedatei ist nicht lesbar',
    text: `${UNREADABLE[issue] ?? 'auth.json ließ sich nicht öffnen.'} Beheben Sie das und versuchen Sie es erneut.`,
    promise: null,
    short: 'Anmeldedatei nicht lesbar',
  }),
  'auth-file-malformed': () => ({
    title: 'Die Anmeldedatei ist unvollständig',
    text: 'Die auth.json von Codex ist nicht verständlich. Bleibt das so, führen Sie codex login aus.',
    promise: null,
    short: 'Anmeldedatei unvollständig',
  }),
  'auth-file-unwritable': () => ({
    title: 'Die Anmeldedatei ist nicht beschreibbar',
    text: 'Eine erneuerte Anmeldung ließe sich nicht speichern, also wurde keine angefordert. Machen Sie auth.json beschreibbar.',
    promise: null,
    short: 'Anmeldedatei gesperrt',
  }),
  'auth-in-keyring': ({ issue }) => ({
    title: 'Die Anmeldung liegt im Schlüsselbund',
    text: issue === undefined ? KEYRING : KEYRING_ISSUES[issue],
    promise: null,
    short: 'Anmeldung im Schlüsselbund',
  }),
  'api-key-only': () => ({
    title: 'Codex arbeitet mit einem API-Schlüssel',
    text: `Die API wird nach Verbrauch abgerechnet und hat kein Kontingent. ${SIGN_IN_WITH_CHATGPT}`,
    promise: null,
    short: 'API-Schlüssel',
  }),
  'other-sign-in': ({ reason }) => ({
    title: 'Codex nutzt eine andere Anmeldung',
    text: OTHER_SIGN_IN[reason],
    promise: null,
    short: 'andere Anmeldung',
  }),
  'config-malformed': ({ issue }) => ({
    title: 'Die config.toml von Codex ist nicht lesbar',
    text: `Korrigieren Sie sie (${issue}); bis dahin wird nichts abgefragt.`,
    promise: null,
    short: 'config.toml nicht lesbar',
  }),
  'address-refused': ({ setting }) => ({
    title: 'Eine unsichere Adresse ist eingestellt',
    text: `${setting} nennt eine Adresse, die weder https noch auf diesem Computer ist. Es wurde nichts gesendet.`,
    promise: null,
    short: 'Adresse abgelehnt',
  }),
  'sign-in-required': ({ reason }) => ({
    title: 'Neue Anmeldung bei Codex nötig',
    text: `${SIGN_IN[reason]} Führen Sie codex login aus.`,
    promise: NOTICES,
    short: 'Anmeldung nötig',
  }),
  offline: () => ({
    title: 'Keine Verbindung',
    text: 'OpenAI ist nicht erreichbar.',
    promise: LOOKS_AGAIN,
    short: 'offline',
  }),
  timeout: () => ({
    title: 'Keine Antwort',
    text: 'OpenAI hat nicht rechtzeitig geantwortet.',
    promise: LOOKS_AGAIN,
    short: 'keine Antwort',
  }),
  tls: () => ({
    title: 'Die Verbindung ist nicht vertrauenswürdig',
    text: 'Das Zertifikat des Servers ließ sich nicht prüfen. Prüfen Sie die Uhr und, hinter einem Firmenproxy, dessen Zertifizierungsstelle.',
    promise: null,
    short: 'Zertifikat nicht anerkannt',
  }),
  'captive-portal': () => ({
    title: 'Dieses Netz verlangt eine Anmeldung',
    text: 'Statt einer Antwort kam eine Webseite. Melden Sie sich im Browser beim Netz an und versuchen Sie es erneut.',
    promise: null,
    short: 'Anmeldeseite des Netzes',
  }),
  'proxy-sign-in': () => ({
    title: 'Der Proxy verlangt eine Anmeldung',
    text: 'Melden Sie sich beim Proxy an und versuchen Sie es erneut.',
    promise: null,
    short: 'Anmeldung am Proxy',
  }),
  blocked: () => ({
    title: 'OpenAI hat die Anfrage abgelehnt',
    text: 'An Ihrer Anmeldung liegt es nicht.',
    promise: LOOKS_AGAIN,
    short: 'Anfrage abgelehnt',
  }),
  'rate-limited': (_failure, retryAt) => ({
    title: 'Zu oft gefragt',
    text:
      retryAt === null
        ? 'Die nächste Abfrage ist nach einer Pause möglich.'
        : `Die nächste Abfrage ist ${retryAt} möglich.`,
    promise: LOOKS_AGAIN,
    short: 'zu oft gefragt',
  }),
  'server-error': ({ status }) => ({
    title: 'OpenAI hat eine Störung',
    text: `Die Antwort war Fehler ${status}.`,
    promise: LOOKS_AGAIN,
    short: 'Störung bei OpenAI',
  }),
  'account-changed': () => ({
    title: 'Das Konto hat gewechselt',
    text: 'Die Zahlen des neuen Kontos kommen mit der nächsten Abfrage.',
    promise: null,
    short: 'Konto gewechselt',
  }),
  busy: () => ({
    title: 'Das Erneuern muss kurz warten',
    text: 'Ein anderes Plimsoll oder dieser Computer ist beschäftigt.',
    promise: LOOKS_AGAIN,
    short: 'Erneuern wartet',
  }),
  'nothing-saved': () => ({
    title: 'Noch nichts gespeichert',
    text: 'Für diese Anmeldung sind keine Zahlen gespeichert.',
    promise: null,
    short: 'nichts gespeichert',
  }),
  'nothing-in-log': () => ({
    title: 'Codex hat noch keine Zahlen notiert',
    text: 'Nach Ihren Einstellungen wird niemand gefragt. Zahlen kommen, sobald Codex mit dieser Anmeldung benutzt wurde.',
    promise: null,
    short: 'nichts im Protokoll von Codex',
  }),
  'unexpected-status': ({ status }) => ({
    title: 'OpenAI hat anders als sonst geantwortet',
    text: `Plimsoll kennt den Status ${status} nicht. Bitte melden Sie das.`,
    promise: null,
    short: 'unbekannte Antwort',
  }),
  'unexpected-body': ({ issue }) => ({
    title: 'OpenAI hat anders als sonst geantwortet',
    text: `Die Antwort war nicht verständlich (${issue}). Bitte melden Sie das.`,
    promise: null,
    short: 'unbekannte Antwort',
  }),
};

export const repairDe: Catalogue['repair'] = {
  title: 'Die Anmeldedatei ist nur zur Hälfte da',
  text: 'Beim Schreiben von auth.json wurde etwas unterbrochen. Die frühere, seither erneuerte Anmeldung lässt sich wiederherstellen.',
};

export const warningsDe: Catalogue['warnings'] = {
  'refreshed-tokens-not-saved':
    'Die erneuerte Anmeldung steht noch nicht in auth.json; sie wird bei der nächsten Abfrage gespeichert.',
  'exchange-outcome-unknown':
    'Das Erneuern der Anmeldung brach ab, sie gilt vielleicht nicht mehr. Lassen Sie es Codex versuchen, oder versuchen Sie es noch einmal.',
};
