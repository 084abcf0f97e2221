// The accounts of this computer as the app sees them: which is shown, what each has to show, and how
// more of them come and go. One unit, and so one monitor, for each Codex home; account-list.ts runs them.

import { ACCOUNTS_FILE_NAME, createAccountsFile } from '../codex/accounts-file.ts';
import { codexHome } from '../codex/home.ts';
import { createLedgerStore } from '../codex/ledger-store.ts';
import { createLocks } from '../codex/locks.ts';
import { nodePorts } from '../codex/node-ports.ts';
import { watchFolder } from '../codex/watch.ts';
import { createWitness } from '../codex/witness.ts';
import type { AccountProblem, AccountsShown } from '../core/accounts-shown.ts';
import { failureOf, type Reading } from '../core/reading.ts';
import type { AccountListed, AccountPreferences } from '../core/settings-accounts.ts';
import type { MonitorState } from '../monitor.ts';
import { type AccountList, openAccountList, type Running } from './account-list.ts';
import type { AccountUnit } from './account-unit.ts';
import { type AccountAdding, createAccountAdding } from './accounts-adding.ts';
import { type OpeningContext, openAccountUnit } from './open-account.ts';
import type { Parts } from './parts.ts';
import { createPollGate } from './poll-gate.ts';
import { watchComputer } from './senses.ts';

export interface Accounts extends Omit<AccountAdding, 'outcome'> {
  /** What every wait of the app is divided by: what it is for Codex's own home. */
  readonly paceDivisor: number;
  /** All of them, also those that are copies and ask nobody. */
  units(): readonly AccountUnit[];
  /** The one that the popover shows; of two copies always the one that is asked about. */
  shown(): AccountUnit;
  /** What is shown of the chosen account. */
  state(): MonitorState;
  /** All of them for switch, mark and menu. */
  present(): AccountsShown;
  /** All of them for the settings page. */
  preferences(): AccountPreferences;
  /** Starts every unit; returns their stop. */
  start(options: { readonly atLogin: boolean }): Promise<() => void>;
}

/** Nothing was asked, and nothing can be: the token was of another run. */
const WITHOUT_TOKEN: Reading = {
  kind: 'failed',
  failure: { kind: 'sign-in-required', reason: 'no-tokens' },
};

export async function openAccounts(opening: OpeningContext, parts: () => Parts): Promise<Accounts> {
  const { platform, env } = process;
  const ownHome = codexHome({ env, platform, homeDirectory: opening.homeDirectory });
  const { accountsFile, ledgerStore } = openSharedFiles(opening, ownHome);
  const paceDivisor = (): number => list.all()[0]?.unit.home.paceDivisor ?? 1;
  const gate = createPollGate(opening, paceDivisor);
  let isStarted = false;
  const list: AccountList = await openAccountList({
    ownHome,
    loadKnown: accountsFile.load,
    openUnit: (entry, held) =>
      openAccountUnit(
        { ...opening, entry, held, ownHome, gate, ledgerStore, list: () => list },
        parts,
      ),
    // Why perhaps not: the first accounts are there before anything that could be painted is.
    onChange: () => isStarted && parts().painter.repaint(),
  });
  const { outcome, ...adding } = createAccountAdding({
    accountsFile,
    list,
    ownHome,
    homeDirectory: opening.homeDirectory,
  });
  const view = viewOf(list, () => parts().settings.get().account);
  return {
    ...adding,
    ...view,
    paceDivisor: paceDivisor(),
    preferences: () => ({ listed: listedOf(list), outcome: outcome() }),
    async start(options) {
      isStarted = true;
      return startAll(list, opening, options);
    },
  };
}

/** What all accounts have in common on the disk. */
function openSharedFiles(
  { context: { plimsollHome }, homeDirectory, trust }: OpeningContext,
  ownHome: string,
) {
  const { platform } = process;
  const folders = { homeDirectory, codexHome: ownHome, plimsollHome };
  const witness = createWitness({ ...folders, platform, note: trust.note });
  const ports = { ...nodePorts, files: witness.files(nodePorts.files) };
  const locks = witness.locks(createLocks({ ...ports, platform }));
  return {
    accountsFile: createAccountsFile({ ...ports, locks, plimsollHome }),
    ledgerStore: createLedgerStore({ ...ports, locks, plimsollHome }),
  };
}

async function startAll(
  list: AccountList,
  { context, guard }: OpeningContext,
  options: { readonly atLogin: boolean },
): Promise<() => void> {
  const { electron, plimsollHome } = context;
  const monitors = () => list.all().flatMap(({ unit, stop }) => (stop ? [unit.monitor] : []));
  watchComputer(electron.powerMonitor, guard, monitors);
  await list.start(options);
  // The command adds accounts, too.
  const watcher = watchFolder(plimsollHome, (name) => {
    if (name === ACCOUNTS_FILE_NAME) void list.reload();
  });
  return () => {
    watcher?.close();
    list.stop();
  };
}

function viewOf(
  list: AccountList,
  chosenId: () => string,
): Pick<Accounts, 'units' | 'shown' | 'state' | 'present'> {
  const chosen = (): Running => chosenOf(list.all(), chosenId());
  const original = (each: Running): Running =>
    list.all().find(({ entry }) => entry.id === each.copy?.of) ?? each;
  return {
    units: () => list.all().map(({ unit }) => unit),
    shown: () => original(chosen()).unit,
    state: () => stateOf(original(chosen())),
    present: () => ({
      all: list.all().map((each) => ({
        id: each.entry.id,
        name: each.entry.name,
        reading: stateOf(original(each)).reading,
        problem: problemOf(each, list.all()),
      })),
      chosenId: chosen().entry.id,
    }),
  };
}

/** What was chosen may have been removed since. */
function chosenOf(all: readonly Running[], id: string): Running {
  const found = all.find(({ entry }) => entry.id === id) ?? all[0];
  if (found === undefined) throw new Error('there is no account');
  return found;
}

function stateOf({ unit, isWithoutToken }: Running): MonitorState {
  const state = unit.monitor.state();
  return isWithoutToken ? { ...state, reading: WITHOUT_TOKEN } : state;
}

function listedOf(list: AccountList): readonly AccountListed[] {
  return list.all().map((each) => ({
    id: each.entry.id,
    name: each.entry.name,
    kind: each.entry.place.kind,
    problem: problemOf(each, list.all()),
  }));
}

/** What is wrong beside the numbers. Why also with the one that is asked about: neither may renew. */
function problemOf(each: Running, all: readonly Running[]): AccountProblem | null {
  const { entry, copy, isWithoutToken, unit } = each;
  if (entry.place.kind === 'token') {
    const isOver = failureOf(unit.monitor.state().reading)?.kind === 'sign-in-required';
    return isWithoutToken || isOver ? { kind: 'import-again' } : null;
  }
  const other =
    copy === null
      ? all.find((one) => one.copy?.of === entry.id && one.copy.kind === 'token')
      : all.find((one) => one.entry.id === copy.of);
  if (other === undefined) return null;
  return { kind: copy?.kind === 'file' ? 'same-file' : 'copy', other: other.entry.name };
}
