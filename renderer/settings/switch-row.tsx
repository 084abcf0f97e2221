// On or off. The whole row may be clicked; the switch itself has the focus and the role.
// Stays focusable where it cannot be changed, so that the reason can be read.

import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';

export function SwitchRow({ control, onChoose }: ControlProps<ControlOf<'switch'>>) {
  const { id, label, on, enabled, change } = control;
  return (
    <div class="control row">
      <label class="control-label" id={`${id}-label`} for={id}>
        {label}
      </label>
      <Switch
        id={id}
        on={on}
        enabled={enabled}
        describedBy={describedBy(control)}
        onPress={() => onChoose(change)}
      />
      <Explanation control={control} />
      <Trouble control={control} />
    </div>
  );
}

export interface SwitchProps {
  readonly id: string;
  readonly on: boolean;
  readonly enabled: boolean;
  readonly describedBy: string;
  readonly onPress: () => void;
}

export function Switch({ id, on, enabled, describedBy: texts, onPress }: SwitchProps) {
  return (
    <button
      id={id}
      type="button"
      class="switch"
      role="switch"
      aria-checked={on}
      aria-disabled={!enabled}
      aria-labelledby={`${id}-label`}
      aria-describedby={texts}
      onClick={() => {
        if (enabled) onPress();
      }}
    />
  );
}
