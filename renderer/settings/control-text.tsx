// What every setting has beside its control: the explanation and, when something went wrong, why.
// Finished texts in; both are tied to the control for screen readers.

import type { Panel } from '../../preload/contract.ts';
import { Words } from '../panel/words.tsx';

type SettingControl = Panel['settings']['groups'][number]['controls'][number];
type Texts = Pick<SettingControl, 'id' | 'explanation' | 'error'>;

/** The ids of the texts that describe a control. */
export function describedBy({ id, error }: Pick<Texts, 'id' | 'error'>): string {
  return error === null ? `${id}-explanation` : `${id}-explanation ${id}-error`;
}

export function Explanation({ control }: { readonly control: Texts }) {
  return (
    <p class="explanation" id={`${control.id}-explanation`}>
      <Words text={control.explanation} />
    </p>
  );
}

/** Why always there: a live region must exist before its words, or they are not spoken. */
export function Trouble({ control }: { readonly control: Texts }) {
  return (
    <div class="trouble" id={`${control.id}-error`} aria-live="polite">
      {control.error}
    </div>
  );
}
