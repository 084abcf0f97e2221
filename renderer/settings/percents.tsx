// A few percents, each with a field and a way to remove it, and one more to add.
// Fields keep their places; removing one moves the focus to a neighbour that stays.

import { useRef } from 'preact/hooks';
import { CrossGlyph, PlusGlyph } from '../panel/glyphs.tsx';
import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';
import { NumberInput } from './number-input.tsx';

const LOWEST = 1;
const HIGHEST = 100;

export function Percents({ control, onChoose }: ControlProps<ControlOf<'percents'>>) {
  const list = useRef<HTMLDivElement>(null);
  const { label, fields, addLabel, add } = control;
  const focusNeighbour = (at: number): void => {
    const inputs = list.current?.querySelectorAll('input');
    inputs?.[Math.max(0, at - 1)]?.focus();
  };
  return (
    <fieldset class="control" aria-describedby={describedBy(control)}>
      <legend>{label}</legend>
      <Explanation control={control} />
      <div class="percents" ref={list}>
        {fields.map((_, at) => (
          // A field is its place, whatever is in it.
          <Percent
            key={at}
            control={control}
            at={at}
            onChoose={onChoose}
            onRemoved={() => focusNeighbour(at)}
          />
        ))}
        <button
          type="button"
          class="button icon push"
          aria-label={addLabel}
          aria-disabled={add === null}
          onClick={() => add !== null && onChoose(add)}
        >
          <PlusGlyph />
        </button>
      </div>
      <Trouble control={control} />
    </fieldset>
  );
}

interface PercentProps extends Pick<ControlProps<ControlOf<'percents'>>, 'control' | 'onChoose'> {
  readonly at: number;
  readonly onRemoved: () => void;
}

function Percent({ control, at, onChoose, onRemoved }: PercentProps) {
  const values = control.fields.map(({ value }) => value);
  const field = control.fields[at];
  if (field === undefined) return null;
  const { value, min, max, label, remove, removeLabel } = field;
  const replace = (percent: number): boolean => {
    if (values.includes(percent)) return false;
    onChoose({ thresholds: values.map((old, place) => (place === at ? percent : old)) });
    return true;
  };
  return (
    <span class="boxed">
      <NumberInput
        label={label}
        describedBy={describedBy(control)}
        value={value}
        min={min}
        max={max}
        lowest={LOWEST}
        highest={HIGHEST}
        onNumber={replace}
      />
      <span class="unit" aria-hidden="true">
        %
      </span>
      <button
        type="button"
        class="remove"
        aria-label={removeLabel}
        aria-disabled={remove === null}
        onClick={() => {
          if (remove === null) return;
          onChoose(remove);
          onRemoved();
        }}
      >
        <CrossGlyph />
      </button>
    </span>
  );
}
