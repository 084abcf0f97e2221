// `plimsoll accounts`: the known sign-ins, and `accounts import FILE.ini`. Shows names, places and what
// was saved of plan and e-mail; asks OpenAI only whether an imported token works, since it is not kept.

import { homedir } from 'node:os';
import path from 'node:path';
import { ownAccount } from '../codex/account-place.ts';
import { type Imported, importAccounts } from '../codex/import-accounts.ts';
import { nodePorts } from '../codex/node-ports.ts';
import type { Copy } from '../core/copies.ts';
import { DEFAULT_ACCOUNT } from '../core/own-account.ts';
import type { Words } from '../core/words/words.ts';
import { EXIT_CODES } from './exit-codes.ts';
import {
  accountsFileOf,
  type KnownHome,
  type KnownHomes,
  type Opening,
  openAll,
  openOne,
} from './known-homes.ts';
import type { Options } from './options.ts';

export interface AccountsCommand {
  readonly options: Options;
  readonly opening: Opening;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
}

export async function runAccounts(command: AccountsCommand): Promise<number> {
  const [verb, file] = command.options.words;
  if (verb === 'import' && file !== undefined) return importFile(command, path.resolve(file));
  const { opening, options, print } = command;
  const entries = [ownAccount(opening.codexHome), ...(await accountsFileOf(opening).load())];
  const known = await openAll(entries, opening);
  const shown = await Promise.all(known.homes.map((each, at) => present(each, at, known)));
  if (options.json) print(JSON.stringify({ schema: 1, accounts: shown }, null, 2));
  else for (const account of shown) print(lineOf(account));
  return 0;
}

type Shown = Awaited<ReturnType<typeof present>>;

async function present({ entry, home, words }: KnownHome, at: number, known: KnownHomes) {
  const { place } = entry;
  const saved = await home.savedReading();
  const copy = known.copies[at] ?? null;
  const of = copy === null ? null : (known.homes[copy.of]?.entry.name ?? DEFAULT_ACCOUNT);
  return {
    name: entry.name ?? DEFAULT_ACCOUNT,
    kind: place.kind,
    codexHome: place.kind === 'home' ? place.folder : null,
    authFile: place.kind === 'auth-file' ? place.authFile : null,
    sessionsDir: entry.sessionsDir,
    plan: saved?.snapshot.plan?.label ?? null,
    email: saved?.account.email ?? saved?.snapshot.email ?? null,
    problem: problemOf({ copy, of, isToken: place.kind === 'token' }, words),
  };
}

interface Trouble {
  readonly copy: Copy | null;
  readonly of: string | null;
  readonly isToken: boolean;
}

function problemOf({ copy, of, isToken }: Trouble, { say }: Words) {
  const { importAgain, copy: copied, sameFile } = say.accounts;
  if (isToken) return { kind: 'import-again', message: importAgain.text };
  if (copy === null || of === null) return null;
  if (copy.kind === 'file') return { kind: 'same-file', message: sameFile.text(of) };
  return { kind: 'copy', message: copied.text(of) };
}

function lineOf({ name, codexHome, authFile, plan, email, problem }: Shown): string {
  const about = [plan, email].filter((text) => text !== null).join(', ');
  const parts = [name, codexHome ?? authFile ?? '', about].filter((text) => text !== '');
  return [parts.join('  '), ...(problem === null ? [] : [`  ${problem.message}`])].join('\n');
}

async function importFile(command: AccountsCommand, file: string): Promise<number> {
  const { opening, options, print, note } = command;
  const own = ownAccount(opening.codexHome);
  const { words } = await openOne({ entry: own, held: null }, opening);
  const { say } = words;
  const accountsFile = accountsFileOf(opening);
  const context = { files: nodePorts.files, accountsFile, ownHome: opening.codexHome };
  const imported = await importAccounts({ ...context, homeDirectory: homedir() }, file);
  if (!imported.ok) {
    const { kind, line } = imported.failure;
    const message = say.accounts.problem(kind, line);
    if (options.json)
      print(JSON.stringify({ schema: 1, imported: [], failure: { kind, line, message } }, null, 2));
    else note(message);
    return EXIT_CODES.act;
  }
  const told = await Promise.all(imported.value.map((each) => tell(each, command, words)));
  if (options.json) print(JSON.stringify({ schema: 1, imported: told, failure: null }, null, 2));
  else for (const { name, message } of told) print(say.accounts.line(name, message));
  const isFine = imported.value.every(({ outcome }) =>
    ['added', 'for-now', 'already-known'].includes(outcome),
  );
  return isFine ? 0 : EXIT_CODES.act;
}

/** A token is asked with once, for that is all that can be said of it here. */
async function tell(
  { name, outcome, account, signIn }: Imported,
  { opening }: AccountsCommand,
  { say }: Words,
) {
  const { outcomes, tokenWorks, tokenFails } = say.accounts;
  if (account === null || signIn === null) return { name, outcome, message: outcomes[outcome] };
  const { home } = await openOne({ entry: account, held: signIn }, opening);
  const { result } = await home.poll({ force: true, onceMore: false });
  return { name, outcome, message: result.ok ? tokenWorks : tokenFails };
}
