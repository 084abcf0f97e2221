// Opens one account of the app on the real system: its files, its senses, its place in the line of polls,
// and its alerts, which bear its name where there are several.

import { type AccountEntry, type AccountFolders, foldersOf } from '../codex/account-place.ts';
import { parseProxyList } from '../codex/http/system-proxy.ts';
import type { LedgerStore } from '../codex/ledger-store.ts';
import { type OpenedHome, openHome } from '../codex/open-home.ts';
import { nameOfAccount } from '../core/accounts-shown.ts';
import type { AlertText } from '../core/alert-text.ts';
import type { AuthFile } from '../core/auth.ts';
import type { Settings } from '../core/settings.ts';
import type { PowerGuard } from '../desktop/power.ts';
import type { Log } from '../log.ts';
import type { AccountList } from './account-list.ts';
import { type AccountUnit, createAccountUnit } from './account-unit.ts';
import type { AppContext, Parts } from './parts.ts';
import type { PollGate } from './poll-gate.ts';
import { createSenses } from './senses.ts';
import type { Trust } from './trust.ts';

export interface OpeningContext {
  readonly context: AppContext;
  readonly guard: PowerGuard;
  readonly log: Log;
  readonly trust: Trust;
  readonly homeDirectory: string;
  nowMs(): number;
  steadyMs(): number;
  after(delayMs: number, callback: () => void): () => void;
}

export interface AccountOpening extends OpeningContext {
  readonly entry: AccountEntry;
  readonly held: AuthFile | null;
  readonly ownHome: string;
  readonly gate: PollGate;
  readonly ledgerStore: LedgerStore;
  readonly list: () => AccountList;
}

export async function openAccountUnit(
  opening: AccountOpening,
  parts: () => Parts,
): Promise<AccountUnit> {
  const { context, guard, log, trust, entry, gate, list, nowMs, steadyMs, after } = opening;
  const { electron, plimsollHome } = context;
  const folders = foldersOf(entry, { ...opening, plimsollHome });
  const { sessionsDir } = folders;
  const settings = (): Settings => parts().settings.get();
  const isShown = (): boolean => settings().account === entry.id;
  return createAccountUnit({
    folders,
    home: await openAccountHome(opening, folders, settings),
    senses: createSenses({ electron, guard, settings, sessionsDir, saw: trust.saw }),
    log,
    onRecovery: trust.heed,
    onUse: () => parts().activity.noteUse(),
    settings,
    words: () => parts().words(),
    nowMs,
    steadyMs,
    random: Math.random,
    after,
    // Why the shown one first: at the start all are due at once, and one is looked at.
    turn: (cause) =>
      gate.turn(entry.id, isShown() || (cause !== 'timer' && cause !== 'file-changed')),
    async mayAsk() {
      await list().lookForCopies();
      const own = list()
        .all()
        .find((each) => each.entry.id === entry.id);
      return own !== undefined && own.copy === null;
    },
    show(text) {
      const isOneOfSeveral = list().all().length > 1;
      const named = isOneOfSeveral ? withName(text, entry, parts()) : text;
      return parts().notifier.show(named, () => parts().preferences.choose({ account: entry.id }));
    },
    onChange: () => parts().painter.repaint(),
  });
}

/** By the name that the person gave, and nothing else: it may be read on a locked screen. */
function withName(text: AlertText, { name }: AccountEntry, { words }: Parts): AlertText {
  const { say } = words();
  return { ...text, title: say.accounts.alertTitle(nameOfAccount(name, words()), text.title) };
}

function openAccountHome(
  { context, guard, trust, homeDirectory, ledgerStore }: AccountOpening,
  { codexHome, source }: AccountFolders,
  settings: () => Settings,
): Promise<OpenedHome> {
  const { electron, plimsollHome } = context;
  const { app, session } = electron;
  return openHome({
    codexHome,
    ...(source !== undefined && { source }),
    plimsollHome,
    ledgerStore,
    version: app.getVersion(),
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDirectory,
    power: guard,
    renewal: () => settings().renewal,
    asksNobody: () => settings().numbersFrom === 'log',
    mayLookAtUse: () => settings().activity,
    note: trust.note,
    proxyFor: async (url) => parseProxyList(await session.defaultSession.resolveProxy(url)),
    authorityEnv: app.isPackaged ? {} : process.env,
    pace: app.isPackaged ? undefined : process.env.PLIMSOLL_PACE,
    tokenUrlOverride: app.isPackaged ? undefined : process.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE,
  });
}
