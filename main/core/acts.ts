// The closed list of acts as run-time values: what the bridge checks before anything is done.
// Performs none of them; desktop/acts.ts does.

import type { ActName } from './panel-types.ts';

const ACTS: Readonly<Record<ActName, true>> = {
  'copy-login-command': true,
  'open-keyring': true,
  'try-once-more': true,
  'repair-sign-in': true,
  'open-usage-page': true,
  'open-settings': true,
  'open-trust': true,
  'close-trust': true,
  'copy-trust': true,
  'copy-report': true,
  'snooze-alerts': true,
  'send-test-alert': true,
  'reset-settings': true,
  'open-releases': true,
  'hide-update': true,
  'note-unreadable': true,
  'add-account-folder': true,
  'import-accounts': true,
  close: true,
  quit: true,
};

/** The act that a payload names, or null for anything outside the list. */
export function parseAct(payload: unknown): ActName | null {
  return typeof payload === 'string' && isAct(payload) ? payload : null;
}

function isAct(name: string): name is ActName {
  return Object.hasOwn(ACTS, name);
}
