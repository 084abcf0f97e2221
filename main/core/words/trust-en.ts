// The trust page in English: what is touched and why, how often, with what result; recovery and alerts
// of the last days. Part of the catalogue; en.ts joins it.

import type { AlertDecision } from '../alert-memory.ts';
import type { DeedKind, DeedResult, Purpose } from '../trust/trust.ts';
import { createPlural } from './plural.ts';

const plural = createPlural('en');

/** How often something was done; numbers arrive finished. */
export interface Often {
  readonly count: number;
  readonly shownCount: string;
  /** How many went wrong; null if none, or if it is the only one. */
  readonly failed: string | null;
  /** "at 18:40", of the last one. */
  readonly at: string;
  readonly result: string;
}

export const trustEn = {
  title: 'What Plimsoll did',
  intro: (since: string) =>
    `Every file, host and program since ${since}, and why. Nothing secret is noted.`,
  unlisted:
    'Not listed: the files of Plimsoll’s own program and of Chromium, on which it is built; what the system does for icon, alerts and keys; and the command “plimsoll”, which keeps no record.',
  copy: 'Copy as text',
  copied: 'Copied',

  titles: {
    contacted: 'Hosts contacted',
    read: 'Files read',
    written: 'Files written',
    started: 'Programs started',
    recovery: 'Sign-in recovery, last 7 days',
    alerts: 'Alerts, last 7 days',
  },
  nothing: {
    contacted: 'No host was contacted.',
    read: 'No file was read.',
    written: 'No file was written.',
    started: 'No program was started.',
    recovery: 'The sign-in needed no recovery.',
    alerts: 'There was nothing to tell.',
  },

  purposes: {
    usage: 'To ask how much is left',
    'reset-list': 'To ask when earned resets expire',
    renewal: 'To renew an expired sign-in',
    proxy: 'The proxy that the system names',
    updates: 'To see whether a newer Plimsoll is out',
    'other-request': 'Another request',
    'sign-in': 'Your Codex sign-in; written only to save a renewed one',
    'codex-settings': 'Codex’s settings: whom to ask, and where the sign-in is kept',
    'codex-lock': 'Codex’s own lock: never two who write the sign-in',
    'renewal-lock': 'Plimsoll’s lock beside the sign-in: one renewal at a time',
    'renewal-note': 'A renewal on its way, so that a crash loses nothing',
    'renewal-place': 'Room for a renewed sign-in, made before anything is sent',
    'codex-folder': 'Codex’s folder: to find left-overs and to make saving sure',
    sessions: 'Watched to notice that Codex is used, or asked for the last quota; never sent',
    activity: 'Counted on this computer, never sent',
    linked: 'What a link in Codex’s folder leads to',
    reading: 'The last numbers, to show them at the next start',
    history: 'Percentages of the last 30 days, for the chart',
    'activity-index': 'What was counted, so that only what is new is read',
    ledger: 'Requests and alerts so far, to ask and to tell no more than needed',
    settings: 'Your choices',
    log: 'Plimsoll’s log',
    'update-note': 'When a newer Plimsoll was last looked for, and what was found',
    trust: 'What this page shows',
    'own-lock': 'A lock between Plimsoll and its command',
    'own-folder': 'Plimsoll’s own folder',
    autostart: 'Whether Plimsoll starts at login',
    authorities: 'Whom the system trusts, where a server is vouched for by nobody known',
    'running-programs': 'Whether Codex is running, which then renews its own sign-in',
    'codex-renews': 'Codex, to renew its own sign-in',
    'lock-helper': 'Takes a lock for Plimsoll',
    'tray-host': 'Asks the desktop whether it shows icons',
  } satisfies Record<Purpose, string>,

  done: {
    contacted: 'used',
    read: 'read',
    written: 'written',
    started: 'started',
  } satisfies Record<DeedKind, string>,
  results: {
    held: 'held for a moment',
    unchanged: 'opened, not changed',
    removed: 'removed',
    missing: 'not there',
    answered: 'answered',
    'not-permitted': 'not permitted',
    failed: 'failed',
    declined: 'declined',
    'must-wait': 'asked to wait',
    'server-trouble': 'trouble at the server',
    unreachable: 'not reached',
    'no-answer': 'no answer in time',
    'not-vouched': 'not trusted, nothing sent',
  } satisfies Record<Exclude<DeedResult, 'done'>, string>,
  notYet: 'Not contacted so far',
  often({ count, shownCount, failed, at, result }: Often): string {
    const times = plural(count, { one: 'Once', other: `${shownCount} times` });
    if (count === 1) return `${times}, ${at}: ${result}`;
    const wrong = failed === null ? '' : `, ${failed} in vain`;
    return `${times}${wrong}, last ${at}: ${result}`;
  },
  repeated: (count: string) => `${count} times in a row`,

  decisions: {
    told: 'Told',
    'quiet-hours': 'Held back: quiet hours',
    snoozed: 'Held back: snoozed until the reset',
    'switched-off': 'Held back: switched off in the settings',
    doubt: 'Held back: the answer was in doubt',
    baseline: 'Held back: it was so at the first look',
  } satisfies Record<AlertDecision, string>,
};
