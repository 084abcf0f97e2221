// One account of the list: what it is, what is wrong with it, and a button that takes it off the list after
// asking once more. Its sign-in is left alone.

import { useState } from 'preact/hooks';
import { Words } from '../panel/words.tsx';
import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';

export function AccountRow({ control, onChoose }: ControlProps<ControlOf<'account'>>) {
  const [isAsking, setAsking] = useState(false);
  const { label, remove } = control;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend for one button.
    <div class="control row" role="group" aria-label={label} onFocusOut={() => setAsking(false)}>
      <span class="control-label account-name">
        <Words text={label} />
      </span>
      {remove !== null && (
        <div class="action" data-asking={isAsking}>
          <button
            type="button"
            class="button push"
            aria-label={isAsking ? undefined : remove.spoken}
            aria-describedby={describedBy(control)}
            onClick={() => {
              setAsking(!isAsking);
              if (isAsking) onChoose(remove.change);
            }}
          >
            {isAsking ? remove.confirm : remove.label}
          </button>
        </div>
      )}
      <Explanation control={control} />
      <Trouble control={control} />
    </div>
  );
}
