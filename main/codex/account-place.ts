// Where an account's parts are: which folder's config.toml holds for it, which file its sign-in is in,
// where its session files lie. The same for app and command. Looks at no file.

import path from 'node:path';
import type { AuthFile } from '../core/auth.ts';
import type { AccountPlace, KnownAccount } from '../core/known-accounts.ts';
import { DEFAULT_ACCOUNT } from '../core/own-account.ts';
import type { SignInSource } from './sign-in.ts';

/** An account of this computer: Codex's own home, or one that was made known. */
export interface AccountEntry extends Pick<KnownAccount, 'id' | 'place' | 'sessionsDir'> {
  /** Null for Codex's own home, which every language calls by a word of its own. */
  readonly name: string | null;
}

export interface AccountFolders {
  readonly codexHome: string;
  /** What it is watched for besides config.toml; null where no file holds the sign-in. */
  readonly authName: string | null;
  readonly source?: SignInSource;
  readonly sessionsDir: string | null;
}

export function ownAccount(codexHome: string): AccountEntry {
  const place: AccountPlace = { kind: 'home', folder: codexHome };
  return { id: DEFAULT_ACCOUNT, name: null, place, sessionsDir: null };
}

export interface FoldersContext {
  readonly plimsollHome: string;
  /** Codex's own home: its config.toml says where a token that has no home is asked about. */
  readonly ownHome: string;
  /** The sign-in of a token, while this run has it. */
  readonly held: AuthFile | null;
}

export function foldersOf(
  { id, place, sessionsDir }: AccountEntry,
  { plimsollHome, ownHome, held }: FoldersContext,
): AccountFolders {
  if (place.kind === 'home') {
    const sessions = sessionsDir ?? path.join(place.folder, 'sessions');
    return { codexHome: place.folder, authName: 'auth.json', sessionsDir: sessions };
  }
  if (place.kind === 'auth-file') {
    const { authFile } = place;
    const source = { place: authFile, authFile, held: null };
    const codexHome = path.dirname(authFile);
    // Why not the folder's own sessions: they are of whoever works on the auth.json beside it.
    return { codexHome, authName: path.basename(authFile), source, sessionsDir };
  }
  // Why such a path: nothing may ever be found there, for there is nothing to renew or to settle.
  const authFile = path.join(plimsollHome, 'held', id, 'auth.json');
  const source = { place: `imported:${id}`, authFile, held };
  return { codexHome: ownHome, authName: null, source, sessionsDir };
}
