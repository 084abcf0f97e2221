// accounts.json in Plimsoll's folder: which sign-ins are known beside Codex's own home. Shared by app
// and command, changed under its own lock by temp file and rename. Holds names and paths, no token.

import path from 'node:path';
import { type Result, succeed } from '../core/failure.ts';
import {
  type AddProblem,
  addAccount,
  formatKnownAccounts,
  type KnownAccount,
  type NewAccount,
  parseKnownAccounts,
  removeAccount,
} from '../core/known-accounts.ts';
import { createLockedTurns } from './locked-turns.ts';
import type { CodexPorts, Locks } from './ports.ts';
import { readSmallFile, replaceFile } from './small-file.ts';

export const ACCOUNTS_FILE_NAME = 'accounts.json';
const ACCOUNTS_MAX_BYTES = 1024 * 1024;
const LOCK_WAIT_MS = 5_000;
const ID_BYTES = 4;

export interface AccountsFile {
  /** What is known; nothing where the file is missing or cannot be read. */
  load(): Promise<readonly KnownAccount[]>;
  /** Adds one and answers with it as it is known now; `not-saved` where the disk or the lock refuse. */
  add(added: NewAccount): Promise<Result<KnownAccount, AddProblem | 'not-saved'>>;
  /** Says whether it is gone from the file; the sign-in itself is left alone. */
  remove(id: string): Promise<boolean>;
}

export interface AccountsFileContext extends CodexPorts {
  readonly locks: Locks;
  readonly plimsollHome: string;
}

export function createAccountsFile(context: AccountsFileContext): AccountsFile {
  const file = path.join(context.plimsollHome, ACCOUNTS_FILE_NAME);
  const { files, locks, chance } = context;
  const lockFile = `${file}.lock`;
  const inTurn = createLockedTurns({ files, locks, lockFile, waitMs: LOCK_WAIT_MS });
  const save = (accounts: readonly KnownAccount[]): Promise<boolean> =>
    replaceFile(context, file, formatKnownAccounts(accounts)).then(
      () => true,
      () => false,
    );
  return {
    load: async () => (await read(context, file)).accounts,
    add: (added) =>
      inTurn(async (lock) => {
        const { accounts, mayReplace } = await readForChange(context, file);
        const next = addAccount(accounts, added, chance.hex(ID_BYTES));
        if (!next.ok) return next;
        const isSaved = lock !== 'busy' && mayReplace && (await save(next.value));
        const known = next.value.find(({ name }) => name === added.name);
        return isSaved && known !== undefined
          ? succeed(known)
          : { ok: false, failure: 'not-saved' };
      }),
    remove: (id) =>
      inTurn(async (lock) => {
        const { accounts, mayReplace } = await readForChange(context, file);
        return lock !== 'busy' && mayReplace && (await save(removeAccount(accounts, id)));
      }),
  };
}

interface Loaded {
  readonly accounts: readonly KnownAccount[];
  readonly state: 'read' | 'nonsense' | 'not-readable';
}

async function read({ files }: AccountsFileContext, file: string): Promise<Loaded> {
  const text = await readSmallFile(files, file, ACCOUNTS_MAX_BYTES);
  const parsed = text.ok ? parseKnownAccounts(text.value.text) : null;
  if (parsed !== null) return { accounts: parsed, state: 'read' };
  if (text.ok || text.failure === 'too-large') return { accounts: [], state: 'nonsense' };
  return { accounts: [], state: text.failure === 'missing' ? 'read' : 'not-readable' };
}

/** What cannot be understood is kept aside for the person; what cannot be read now is left alone. */
async function readForChange(
  context: AccountsFileContext,
  file: string,
): Promise<{ readonly accounts: readonly KnownAccount[]; readonly mayReplace: boolean }> {
  const { accounts, state } = await read(context, file);
  if (state !== 'nonsense') return { accounts, mayReplace: state === 'read' };
  const isAside = await context.files.rename(file, `${file}.unreadable`).then(
    () => true,
    () => false,
  );
  return { accounts, mayReplace: isAside };
}
