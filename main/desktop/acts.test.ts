import { expect, test, vi } from 'vitest';
import type { ActName } from '../../preload/contract.ts';
import { USAGE_PAGE_URL } from '../codex/endpoints.ts';
import { createActs } from './acts.ts';

const RELEASES_URL = 'https://plimsoll.example/releases';

/** What one act does to the world, as names and arguments. */
function doneBy(
  name: ActName,
  report: string | null = 'Plimsoll 0.1.0: offline',
  releasesUrl: string | null = RELEASES_URL,
) {
  const quit = vi.fn();
  const writeText = vi.fn();
  const openExternal = vi.fn(async () => {});
  const hidePopover = vi.fn();
  const openKeyring = vi.fn();
  const tryOnceMore = vi.fn();
  const repairSignIn = vi.fn();
  const snoozeAlerts = vi.fn();
  const openSettings = vi.fn();
  const [openTrust, closeTrust, copyTrust] = [vi.fn(), vi.fn(), vi.fn()];
  const sendTestAlert = vi.fn();
  const resetSettings = vi.fn();
  const noteUnreadable = vi.fn();
  const hideUpdate = vi.fn();
  const addAccountFolder = vi.fn();
  const importAccounts = vi.fn();
  createActs({
    app: { quit },
    clipboard: { writeText },
    shell: { openExternal },
    usagePageUrl: USAGE_PAGE_URL,
    releasesUrl,
    report: () => report,
    hidePopover,
    openKeyring,
    tryOnceMore,
    repairSignIn,
    snoozeAlerts,
    openSettings,
    openTrust,
    closeTrust,
    copyTrust,
    sendTestAlert,
    resetSettings,
    noteUnreadable,
    hideUpdate,
    addAccountFolder,
    importAccounts,
  })(name);
  const waking = { openKeyring, tryOnceMore, repairSignIn, snoozeAlerts, openSettings };
  const trust = { openTrust, closeTrust, copyTrust };
  const chosen = { sendTestAlert, resetSettings, noteUnreadable, hideUpdate };
  const adding = { addAccountFolder, importAccounts };
  const asked = { ...waking, ...trust, ...chosen, ...adding };
  const calls = { quit, writeText, openExternal, hidePopover, ...asked };
  return Object.entries(calls).flatMap(([what, { mock }]) =>
    mock.calls.map((args: readonly unknown[]) => [what, ...args]),
  );
}

test.each<[ActName, readonly unknown[]]>([
  ['copy-login-command', ['writeText', 'codex login']],
  ['open-usage-page', ['openExternal', USAGE_PAGE_URL]],
  ['copy-report', ['writeText', 'Plimsoll 0.1.0: offline']],
  ['open-keyring', ['openKeyring']],
  ['try-once-more', ['tryOnceMore']],
  ['repair-sign-in', ['repairSignIn']],
  ['snooze-alerts', ['snoozeAlerts']],
  ['open-settings', ['openSettings']],
  ['open-trust', ['openTrust']],
  ['close-trust', ['closeTrust']],
  ['copy-trust', ['copyTrust']],
  ['send-test-alert', ['sendTestAlert']],
  ['reset-settings', ['resetSettings']],
  ['open-releases', ['openExternal', RELEASES_URL]],
  ['hide-update', ['hideUpdate']],
  ['note-unreadable', ['noteUnreadable']],
  ['add-account-folder', ['addAccountFolder']],
  ['import-accounts', ['importAccounts']],
  ['close', ['hidePopover']],
  ['quit', ['quit']],
])('createActs: "%s" does one thing, and that with a constant', (name, expected) => {
  expect(doneBy(name)).toEqual([expected]);
});

test('createActs: leaves the clipboard alone, when nothing is wrong', () => {
  expect(doneBy('copy-report', null)).toEqual([]);
});

test('createActs: opens nothing, while there is no page of releases', () => {
  expect(doneBy('open-releases', null, null)).toEqual([]);
});

test('the usage page is https', () => {
  expect(new URL(USAGE_PAGE_URL).protocol).toBe('https:');
});
