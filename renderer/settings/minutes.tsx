// A whole number between two bounds: the minutes between two polls.
// The bounds come with the control.

import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';
import { NumberInput } from './number-input.tsx';

export function Minutes({ control, onChoose }: ControlProps<ControlOf<'number'>>) {
  const { id, label, unit, value, min, max } = control;
  return (
    <div class="control row">
      <label class="control-label" id={`${id}-label`} for={id}>
        {label}
      </label>
      <span class="measured">
        <NumberInput
          id={id}
          labelledBy={`${id}-label ${id}-unit`}
          describedBy={describedBy(control)}
          value={value}
          min={min}
          max={max}
          lowest={min}
          highest={max}
          onNumber={(pollMinutes) => {
            onChoose({ pollMinutes });
            return true;
          }}
        />
        <span class="unit" id={`${id}-unit`} aria-hidden="true">
          {unit}
        </span>
      </span>
      <Explanation control={control} />
      <Trouble control={control} />
    </div>
  );
}
