// The accounts as a part of the settings page: each in a row of its own, and two ways to add more. Names
// only; paths stay with the main process.

import { type AccountProblem, nameOfAccount } from './accounts-shown.ts';
import type { AccountPlace } from './known-accounts.ts';
import type { Settings } from './settings.ts';
import type {
  AccountControl,
  ButtonControl,
  PreferenceState,
  SettingControl,
} from './settings-panel-types.ts';
import type { ImportOutcomeKind, ImportProblemKind } from './words/accounts-en.ts';
import type { Words } from './words/words.ts';

export interface AccountListed {
  readonly id: string;
  /** Null for Codex's own home, which stays. */
  readonly name: string | null;
  readonly kind: AccountPlace['kind'];
  readonly problem: AccountProblem | null;
}

/** What came of the last adding or importing. */
export type AddingOutcome =
  | {
      readonly way: 'add';
      readonly name: string | null;
      readonly outcome: ImportOutcomeKind | 'no-home';
    }
  | { readonly way: 'import'; readonly problem: ImportProblemKind; readonly line: number | null }
  | {
      readonly way: 'import';
      readonly sections: readonly { readonly name: string; readonly outcome: ImportOutcomeKind }[];
    };

export interface AccountPreferences {
  readonly listed: readonly AccountListed[];
  readonly outcome: AddingOutcome | null;
}

interface Context {
  readonly words: Words;
  readonly settings: Settings;
  readonly preferences: PreferenceState;
}

export function presentAccounts(context: Context): readonly SettingControl[] {
  const { words, preferences } = context;
  const { listed, outcome } = preferences.accounts;
  const say = words.say.accounts.settings;
  const adding = button('addAccount', 'add-account-folder', say.add);
  const importing = button('importAccounts', 'import-accounts', say.import);
  return [
    ...listed.map((account) => presentRow(account, words)),
    { ...adding, status: outcome?.way === 'add' ? addStatus(outcome, words) : null },
    { ...importing, ...(outcome?.way === 'import' ? importStatus(outcome, words) : {}) },
  ];
}

function presentRow(
  { id, name: given, kind, problem }: AccountListed,
  words: Words,
): AccountControl {
  const { settings, copy, sameFile, importAgain } = words.say.accounts;
  const name = nameOfAccount(given, words);
  const problems = { copy, 'same-file': sameFile, 'import-again': importAgain };
  return {
    kind: 'account',
    id: `account-${id}`,
    label: name,
    explanation: settings.kinds[given === null ? 'own' : kind],
    error: problem === null ? null : problems[problem.kind].title,
    remove:
      given === null
        ? null
        : {
            change: { removeAccount: id },
            label: settings.remove,
            spoken: settings.removeSpoken(name),
            confirm: settings.removeConfirm,
          },
  };
}

function button(
  id: string,
  act: ButtonControl['act'],
  say: { readonly label: string; readonly explanation: string; readonly button: string },
): ButtonControl {
  const { label, explanation, button: text } = say;
  const quiet = { error: null, confirm: null, busy: false, status: null };
  return { kind: 'button', id, label, explanation, act, button: text, ...quiet };
}

function addStatus({ name, outcome }: AddingOutcome & { way: 'add' }, { say }: Words): string {
  const { add } = say.accounts.settings;
  if (outcome === 'no-home') return add['no-home'];
  if (outcome === 'added') return add.added(name ?? '');
  return say.accounts.line(name ?? '', say.accounts.outcomes[outcome]);
}

function importStatus(
  outcome: AddingOutcome & { way: 'import' },
  { say }: Words,
): Pick<ButtonControl, 'status' | 'error'> {
  const { accounts } = say;
  if ('problem' in outcome)
    return { status: null, error: accounts.problem(outcome.problem, outcome.line) };
  const lines = outcome.sections.map(({ name, outcome: came }) =>
    accounts.line(name, accounts.outcomes[came]),
  );
  return { status: lines.join(' · '), error: null };
}
