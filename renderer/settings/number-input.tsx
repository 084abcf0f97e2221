// A field for one whole number. What is typed counts when the field is left or Enter is pressed; the
// arrows step and count at once. What is no number, or is not taken, gives way to the old value.

import { useDraft } from './draft.ts';

export interface NumberInputProps {
  readonly id?: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly describedBy: string;
  readonly value: number;
  /** How far the arrows step. */
  readonly min: number;
  readonly max: number;
  /** How far one may type; a number beyond becomes the bound. */
  readonly lowest: number;
  readonly highest: number;
  /** Says whether it was taken. */
  readonly onNumber: (value: number) => boolean;
}

export function NumberInput(props: NumberInputProps) {
  const { id, label, labelledBy, describedBy, value, min, max, lowest, highest, onNumber } = props;
  const draft = useDraft(String(value));
  const settle = (text: string): void => {
    const typed = text.trim() === '' ? Number.NaN : Math.round(Number(text));
    const next = Math.min(highest, Math.max(lowest, typed));
    if (Number.isNaN(next) || next === value || !onNumber(next)) draft.drop();
    else draft.type(String(next));
  };
  return (
    <input
      id={id}
      class="field number"
      type="number"
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      min={min}
      max={max}
      step={1}
      value={draft.shown}
      onInput={(event) => draft.type(event.currentTarget.value)}
      onChange={(event) => settle(event.currentTarget.value)}
    />
  );
}
