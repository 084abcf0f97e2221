// How accounts come and go: a folder that the person picks, an accounts.ini, a removal. Keeps what came of
// the last try for the settings page; tokens of an import go to the running accounts and nowhere else.

import path from 'node:path';
import type { AccountsFile } from '../codex/accounts-file.ts';
import { importAccounts, realFolder } from '../codex/import-accounts.ts';
import { nodePorts } from '../codex/node-ports.ts';
import { nameFor } from '../core/known-accounts.ts';
import type { AddingOutcome } from '../core/settings-accounts.ts';
import type { AccountList } from './account-list.ts';

export interface AccountAdding {
  addFolder(folder: string): Promise<void>;
  importFile(file: string): Promise<void>;
  /** Takes it off the list; the sign-in itself is left alone. */
  remove(id: string): Promise<void>;
  /** What came of the last try; null before. */
  outcome(): AddingOutcome | null;
}

export interface AddingContext {
  readonly accountsFile: AccountsFile;
  readonly list: AccountList;
  readonly ownHome: string;
  readonly homeDirectory: string;
}

export function createAccountAdding(context: AddingContext): AccountAdding {
  const { accountsFile, list } = context;
  let outcome: AddingOutcome | null = null;
  const tell = async (next: AddingOutcome | null): Promise<void> => {
    outcome = next;
    await list.reload();
  };
  return {
    outcome: () => outcome,
    addFolder: async (folder) => tell(await addFolder(context, folder)),
    async importFile(file) {
      const imported = await importAccounts({ ...context, files: nodePorts.files }, file);
      if (!imported.ok) {
        const { kind, line } = imported.failure;
        return tell({ way: 'import', problem: kind, line });
      }
      for (const { account, signIn } of imported.value)
        if (account !== null && signIn !== null) await list.hold(account.id, signIn);
      const sections = imported.value.map(({ name, outcome: came }) => ({ name, outcome: came }));
      return tell({ way: 'import', sections });
    },
    async remove(id) {
      await accountsFile.remove(id);
      await tell(null);
    },
  };
}

async function addFolder(
  { accountsFile, ownHome }: AddingContext,
  folder: string,
): Promise<AddingOutcome> {
  const { files } = nodePorts;
  const real = await realFolder({ files }, folder);
  const name = nameFor(real.split(path.sep), await accountsFile.load());
  const ended = (outcome: (AddingOutcome & { way: 'add' })['outcome']): AddingOutcome => ({
    way: 'add',
    name,
    outcome,
  });
  const hasAuth = (await files.lstat(path.join(real, 'auth.json')).catch(() => null)) !== null;
  if (!hasAuth) return ended('no-home');
  if (real === (await realFolder({ files }, ownHome))) return ended('already-known');
  const place = { kind: 'home', folder: real } as const;
  const added = await accountsFile.add({ name, place, sessionsDir: null });
  return ended(added.ok ? 'added' : added.failure);
}
