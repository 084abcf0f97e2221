// Takes an accounts.ini: reads it once, adds what it names to what is known, and hands out the sign-ins
// of sections that have no file. Keeps no token and writes none; a file is taken whole or not at all.

import path from 'node:path';
import {
  ACCOUNTS_INI_MAX_BYTES,
  type IniProblem,
  type IniSection,
  parseAccountsIni,
} from '../core/accounts-ini.ts';
import type { AuthFile } from '../core/auth.ts';
import { fail, type Result, succeed } from '../core/failure.ts';
import type { AccountPlace, AddProblem, KnownAccount } from '../core/known-accounts.ts';
import type { AccountsFile } from './accounts-file.ts';
import { AUTH_FILE_NAME } from './look.ts';
import type { Files } from './ports.ts';
import { readSmallFile } from './small-file.ts';

export type ImportProblem =
  | IniProblem
  | { readonly kind: 'missing' | 'unreadable' | 'too-large'; readonly line: null };

export type ImportOutcome =
  | 'added'
  /** Its token is asked with until this run ends, or OpenAI refuses it. */
  | 'for-now'
  | AddProblem
  | 'not-saved'
  | 'no-such-file'
  | 'token-not-understood';

export interface Imported {
  readonly name: string;
  readonly outcome: ImportOutcome;
  readonly account: KnownAccount | null;
  /** The sign-in of a section without a file, for this run. */
  readonly signIn: AuthFile | null;
}

export interface ImportContext {
  readonly files: Files;
  readonly accountsFile: AccountsFile;
  readonly ownHome: string;
  readonly homeDirectory: string;
}

export async function importAccounts(
  context: ImportContext,
  file: string,
): Promise<Result<readonly Imported[], ImportProblem>> {
  const read = await readSmallFile(context.files, file, ACCOUNTS_INI_MAX_BYTES);
  if (!read.ok) {
    const { failure } = read;
    const kind = failure === 'missing' || failure === 'too-large' ? failure : 'unreadable';
    return fail({ kind, line: null });
  }
  const sections = parseAccountsIni(read.value.text);
  if (!sections.ok) return sections;
  const imported: Imported[] = [];
  for (const section of sections.value) imported.push(await take(context, section, file));
  return succeed(imported);
}

async function take(context: ImportContext, section: IniSection, file: string): Promise<Imported> {
  const { name, signIn } = section;
  const resolve = (written: string): string =>
    path.resolve(path.dirname(file), written.replace(/^~(?=[/\\]|$)/, context.homeDirectory));
  const ended = (outcome: ImportOutcome): Imported => ({
    name,
    outcome,
    account: null,
    signIn: null,
  });
  if (section.authFile === null && signIn === null) return ended('token-not-understood');
  const place = await placeOf(context, section.authFile, resolve);
  if (place === null) return ended('no-such-file');
  if (place.kind === 'home' && place.folder === (await realFolder(context, context.ownHome)))
    return ended('already-known');
  const sessionsDir = section.sessionsDir === null ? null : resolve(section.sessionsDir);
  const added = await context.accountsFile.add({ name, place, sessionsDir });
  if (!added.ok) return ended(added.failure);
  const outcome = signIn === null ? 'added' : 'for-now';
  return { name, outcome, account: added.value, signIn };
}

/** A file of Codex's own name makes its folder a home; null where there is no such file. */
async function placeOf(
  context: ImportContext,
  written: string | null,
  resolve: (written: string) => string,
): Promise<AccountPlace | null> {
  if (written === null) return { kind: 'token' };
  const authFile = resolve(written);
  const stat = await context.files.lstat(authFile).catch(() => null);
  if (stat === null) return null;
  if (path.basename(authFile) !== AUTH_FILE_NAME) return { kind: 'auth-file', authFile };
  return { kind: 'home', folder: await realFolder(context, path.dirname(authFile)) };
}

/** Why resolved: a folder that is known by another path is known. */
export function realFolder(
  { files }: Pick<ImportContext, 'files'>,
  folder: string,
): Promise<string> {
  return files.realpath(folder).catch(() => folder);
}
