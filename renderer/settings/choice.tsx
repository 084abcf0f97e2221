// One of a few, as a bar of segments: real radio buttons, so that arrows move between them.
// Each segment knows what it sends.

import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';

export function Choice({ control, onChoose }: ControlProps<ControlOf<'choice'>>) {
  const { id, label, options } = control;
  return (
    <fieldset class="control" aria-describedby={describedBy(control)}>
      <legend>{label}</legend>
      <Explanation control={control} />
      <div class="segments">
        {options.map((option) => (
          <label key={option.id} class="segment" lang={option.language ?? undefined}>
            <input
              type="radio"
              name={id}
              value={option.id}
              checked={option.chosen}
              onChange={() => onChoose(option.change)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <Trouble control={control} />
    </fieldset>
  );
}
