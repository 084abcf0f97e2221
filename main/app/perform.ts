// What buttons, menu items and settings do to the parts of the app, each by one closed name. Decides
// nothing about when they are offered.

import { USAGE_PAGE_URL } from '../codex/endpoints.ts';
import { failureOf } from '../core/reading.ts';
import { formatReport } from '../core/report.ts';
import type { SettingChange } from '../core/settings.ts';
import { createActs } from '../desktop/acts.ts';
import { RELEASES_URL } from './open-updates.ts';
import type { Parts } from './parts.ts';

/** Makes one choice of the person's true. */
export function choose(parts: Parts, change: SettingChange): void {
  const { accounts, preferences, updates } = parts;
  if ('removeAccount' in change) void accounts.remove(change.removeAccount);
  preferences.choose(change);
  replanAll(parts);
  updates.replan();
  // Why: who turns to an account wants to see it as it is now, as with an opened popover.
  if ('account' in change) void accounts.shown().monitor.poll('opened');
  if ('numbersFrom' in change) pollAll(parts);
}

/** Asks the person for a folder or a file; the popover, which a dialog hides, comes back with the news. */
async function askForAccounts(parts: Parts, what: 'folder' | 'file'): Promise<void> {
  const { accounts, context } = parts;
  const kind = what === 'folder' ? 'openDirectory' : 'openFile';
  const { dialog } = context.electron;
  // Why hidden files too: a Codex home is one.
  const { filePaths } = await dialog.showOpenDialog({ properties: [kind, 'showHiddenFiles'] });
  const [chosen] = filePaths;
  if (chosen !== undefined && what === 'folder') await accounts.addFolder(chosen);
  if (chosen !== undefined && what === 'file') await accounts.importFile(chosen);
  await showSettings(parts);
}

/** Why asked anew once it is open: a popover that was hidden still knows what it was asked the last time. */
async function showSettings({ popover, preferences }: Parts): Promise<void> {
  await popover.show();
  preferences.ask(false);
  preferences.ask(true);
}

function pollAll({ accounts }: Parts): void {
  for (const { monitor } of accounts.units()) void monitor.poll('click');
}

function replanAll({ accounts }: Parts): void {
  for (const { monitor } of accounts.units()) monitor.replan();
}

/** Does what a button or menu item names. */
export function perform(parts: Parts, name: Parameters<ReturnType<typeof createActs>>[0]): void {
  const { accounts, context, popover, preferences, trust, updates } = parts;
  const { alerting, home, monitor } = accounts.shown();
  const { app, clipboard, shell } = context.electron;
  const acts = createActs({
    app,
    clipboard,
    shell,
    usagePageUrl: USAGE_PAGE_URL,
    releasesUrl: RELEASES_URL,
    hidePopover: popover.hide,
    openKeyring() {
      home.openKeyring();
      void monitor.poll('click');
    },
    tryOnceMore: () => void monitor.poll('once-more'),
    repairSignIn: () => void monitor.poll('repair'),
    snoozeAlerts: () => void alerting.snooze(),
    openSettings: () => void showSettings(parts),
    openTrust() {
      trust.ask(true);
      if (!popover.isOpen()) void popover.show();
    },
    closeTrust: () => trust.ask(false),
    copyTrust: trust.copy,
    sendTestAlert: () => void preferences.sendTestAlert(),
    resetSettings() {
      preferences.reset();
      replanAll(parts);
      updates.replan();
    },
    hideUpdate: updates.hide,
    noteUnreadable: preferences.noteUnreadable,
    addAccountFolder: () => void askForAccounts(parts, 'folder'),
    importAccounts: () => void askForAccounts(parts, 'file'),
    report() {
      const failure = failureOf(monitor.state().reading);
      const platform = `${process.platform} ${process.arch}`;
      return failure === null
        ? null
        : formatReport(failure, { version: app.getVersion(), platform });
    },
  });
  acts(name);
}
