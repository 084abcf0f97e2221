// Several accounts as people see them: the switch, which one the mark shows, what is wrong with one. Says
// nothing at all while there is only one.

import type { MarkShape } from './icon.ts';
import { markOf } from './mark.ts';
import type { PresentContext } from './panel.ts';
import type { AccountSwitch, Notice } from './panel-types.ts';
import type { Reading } from './reading.ts';
import type { Words } from './words/words.ts';

export type AccountProblem =
  /** The same refresh token lies in the other's file, or it is the same file; by the other's name. */
  | { readonly kind: 'copy' | 'same-file'; readonly other: string | null }
  /** Its token was for the run before, or is refused. */
  | { readonly kind: 'import-again' };

export interface AccountShown {
  /** Opaque: what a choice carries. */
  readonly id: string;
  /** Null for Codex's own home. */
  readonly name: string | null;
  readonly reading: Reading;
  readonly problem: AccountProblem | null;
}

export interface AccountsShown {
  /** In the person's order; the first is Codex's own home. */
  readonly all: readonly AccountShown[];
  readonly chosenId: string;
}

/** From calm to pressing. Why a lost sign-in before a used up limit: the one waits, the other is waited for. */
const PRESSING: readonly MarkShape[] = ['never', 'healthy', 'stale', 'near', 'blocked', 'sign-in'];

export function nameOfAccount(name: string | null, { say }: Words): string {
  return name ?? say.accounts.own;
}

/** The account that the mark shows. The chosen one wins among equals. */
export function markedAccount(
  { all, chosenId }: AccountsShown,
  context: PresentContext,
): AccountShown | null {
  const chosen = all.find(({ id }) => id === chosenId) ?? null;
  if (context.settings.mark === 'chosen') return chosen;
  const rank = ({ reading }: AccountShown): number =>
    PRESSING.indexOf(markOf(reading, context).shape);
  return all.reduce(
    (most, each) => (most === null || rank(each) > rank(most) ? each : most),
    chosen,
  );
}

/** The switch of the popover; null while there is nothing to switch between. */
export function presentSwitch(
  accounts: AccountsShown | undefined,
  context: PresentContext,
): AccountSwitch | null {
  if (accounts === undefined || accounts.all.length < 2) return null;
  const { say } = context.words;
  const { chosenId, all } = accounts;
  const isKnown = all.some(({ id }) => id === chosenId);
  return {
    name: say.accounts.switchName,
    entries: all.map(({ id, name: given, reading }, at) => {
      const { shape } = markOf(reading, context);
      const name = nameOfAccount(given, context.words);
      const chosen = isKnown ? id === chosenId : at === 0;
      const spoken = say.accounts.spoken(name, say.accounts.states[shape]);
      return { id, name, shape, chosen, spoken };
    }),
  };
}

/** What is wrong with the chosen account beside its numbers; null if nothing is. */
export function accountNotice(
  accounts: AccountsShown | undefined,
  { words }: Pick<PresentContext, 'words'>,
): Notice | null {
  const problem = accounts?.all.find(({ id }) => id === accounts.chosenId)?.problem ?? null;
  if (problem === null) return null;
  const { say } = words;
  const { copy, sameFile, importAgain } = say.accounts;
  if (problem.kind === 'import-again') {
    const button = { act: 'import-accounts', label: say.acts['import-accounts'] } as const;
    return { tone: 'act', ...importAgain, button };
  }
  const { title, text } = problem.kind === 'copy' ? copy : sameFile;
  const tone = problem.kind === 'copy' ? 'act' : 'wait';
  return { tone, title, text: text(nameOfAccount(problem.other, words)), button: null };
}
