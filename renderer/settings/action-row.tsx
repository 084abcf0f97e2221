// Something to do at once, and what came of it. Where it cannot be undone, the button asks once more
// in its own place; leaving it takes the question back.

import { useState } from 'preact/hooks';
import { ActionButton } from '../panel/action-button.tsx';
import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';

export function ActionRow({ control, onAct }: ControlProps<ControlOf<'button'>>) {
  const [isAsking, setAsking] = useState(false);
  const { id, label, act, button, confirm, busy, status } = control;
  const press = (): void => {
    setAsking(confirm !== null && !isAsking);
    if (confirm === null || isAsking) onAct(act);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend for one button.
    <div class="control row" role="group" aria-label={label} onFocusOut={() => setAsking(false)}>
      <span class="control-label">{label}</span>
      <div class="action" data-asking={isAsking}>
        <ActionButton look="push" busy={busy} hintId={describedBy(control)} onPress={press}>
          {isAsking ? confirm : button}
        </ActionButton>
      </div>
      <Explanation control={control} />
      <output class="status" id={`${id}-status`}>
        {status}
      </output>
      <Trouble control={control} />
    </div>
  );
}
