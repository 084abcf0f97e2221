// Does the few things that a button or menu item may ask for. Addresses and texts are constants or
// come from core; nothing from outside reaches a shell, a browser or the clipboard.

import type { App, Clipboard, Shell } from 'electron';
import type { ActName } from '../../preload/contract.ts';

const LOGIN_COMMAND = 'codex login';

export interface ActContext {
  readonly app: Pick<App, 'quit'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly usagePageUrl: string;
  /** Our own page of releases; null while there is none, and nothing is opened. */
  readonly releasesUrl: string | null;
  /** One line about what is wrong; null when nothing is. */
  readonly report: () => string | null;
  readonly hidePopover: () => void;
  readonly openKeyring: () => void;
  readonly tryOnceMore: () => void;
  readonly repairSignIn: () => void;
  readonly snoozeAlerts: () => void;
  readonly openSettings: () => void;
  readonly openTrust: () => void;
  readonly closeTrust: () => void;
  readonly copyTrust: () => void;
  readonly sendTestAlert: () => void;
  readonly resetSettings: () => void;
  readonly noteUnreadable: () => void;
  readonly hideUpdate: () => void;
  readonly addAccountFolder: () => void;
  readonly importAccounts: () => void;
}

export function createActs(context: ActContext): (name: ActName) => void {
  const acts: Record<ActName, () => void> = {
    'copy-login-command': () => context.clipboard.writeText(LOGIN_COMMAND),
    'open-usage-page': () => void context.shell.openExternal(context.usagePageUrl),
    'copy-report': () => {
      const report = context.report();
      if (report !== null) context.clipboard.writeText(report);
    },
    'open-keyring': () => context.openKeyring(),
    'try-once-more': () => context.tryOnceMore(),
    'repair-sign-in': () => context.repairSignIn(),
    'snooze-alerts': () => context.snoozeAlerts(),
    'open-settings': () => context.openSettings(),
    'open-trust': () => context.openTrust(),
    'close-trust': () => context.closeTrust(),
    'copy-trust': () => context.copyTrust(),
    'send-test-alert': () => context.sendTestAlert(),
    'reset-settings': () => context.resetSettings(),
    'open-releases': () => {
      const { releasesUrl } = context;
      if (releasesUrl !== null) void context.shell.openExternal(releasesUrl);
    },
    'hide-update': () => context.hideUpdate(),
    'note-unreadable': () => context.noteUnreadable(),
    'add-account-folder': () => context.addAccountFolder(),
    'import-accounts': () => context.importAccounts(),
    close: () => context.hidePopover(),
    quit: () => context.app.quit(),
  };
  return (name) => acts[name]();
}
