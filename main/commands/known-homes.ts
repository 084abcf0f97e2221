// The known accounts as a command opens them: which one a name means, its home for this run, and which of
// them are copies. Reads accounts.json; a copied refresh token is marked before anything could send it.

import { type AccountEntry, foldersOf, ownAccount } from '../codex/account-place.ts';
import { createAccountsFile } from '../codex/accounts-file.ts';
import { createLedgerStore, type LedgerStore } from '../codex/ledger-store.ts';
import { createLocks } from '../codex/locks.ts';
import { nodePorts } from '../codex/node-ports.ts';
import type { AuthFile } from '../core/auth.ts';
import { type Copy, findCopies, type SignInPrint, sharedPrints } from '../core/copies.ts';
import { isSameName } from '../core/known-accounts.ts';
import { DEFAULT_ACCOUNT } from '../core/own-account.ts';
import { type CommandHome, openCommandHome as openPlace } from './context.ts';

/** One for a whole run: its accounts share salt and memory. */
export function ledgerStoreOf({ plimsollHome }: Pick<CommandFolders, 'plimsollHome'>): LedgerStore {
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  return createLedgerStore({ ...nodePorts, locks, plimsollHome });
}

export interface Opening extends CommandFolders {
  readonly version: string;
  readonly ledgerStore: LedgerStore;
}

export interface CommandFolders {
  /** Codex's own home. */
  readonly codexHome: string;
  readonly plimsollHome: string;
}

export interface KnownHome extends CommandHome {
  readonly entry: AccountEntry;
  readonly codexHome: string;
  readonly authName: string | null;
}

export function accountsFileOf({ plimsollHome }: CommandFolders) {
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  return createAccountsFile({ ...nodePorts, locks, plimsollHome });
}

/** Codex's own home without a name, or by that of `default`; null for a name that nobody has. */
export async function findAccount(
  name: string | null,
  folders: CommandFolders,
): Promise<AccountEntry | null> {
  if (name === null || isSameName(name, DEFAULT_ACCOUNT)) return ownAccount(folders.codexHome);
  const known = await accountsFileOf(folders).load();
  return known.find((each) => isSameName(each.name, name)) ?? null;
}

/** Opens one account, after looking whether others hold the same sign-in. */
export async function openCommandHome(entry: AccountEntry, opening: Opening): Promise<KnownHome> {
  const known = await accountsFileOf(opening).load();
  if (known.length > 0) await openAll([ownAccount(opening.codexHome), ...known], opening);
  return openOne({ entry, held: null }, opening);
}

export interface KnownHomes {
  readonly homes: readonly KnownHome[];
  /** For each, what it is a copy of. */
  readonly copies: readonly (Copy | null)[];
}

/** Opens every account and marks what lies in two files. */
export async function openAll(
  entries: readonly AccountEntry[],
  opening: Opening,
): Promise<KnownHomes> {
  const homes = await Promise.all(entries.map((entry) => openOne({ entry, held: null }, opening)));
  const prints = await Promise.all(homes.map(printOf));
  for (const print of sharedPrints(prints)) await homes[0]?.home.markShared(print);
  return { homes, copies: findCopies(prints) };
}

export async function openOne(
  { entry, held }: { readonly entry: AccountEntry; readonly held: AuthFile | null },
  { codexHome: ownHome, plimsollHome, version, ledgerStore }: Opening,
): Promise<KnownHome> {
  const { codexHome, source, authName } = foldersOf(entry, { plimsollHome, ownHome, held });
  const own = source !== undefined && { source };
  const place = { codexHome, ...own, plimsollHome, ledgerStore };
  return { ...(await openPlace(place, version)), entry, codexHome, authName };
}

async function printOf({ entry, home }: KnownHome): Promise<SignInPrint> {
  if (entry.place.kind === 'token') return { print: null, realPath: `token ${entry.id}` };
  return home.print();
}
