// A field for a combination of keys: pressed with Ctrl, Alt or the like it is taken at once; typed, it
// counts with Enter or when the field is left. Whether it is one, main decides.

import { useRef } from 'preact/hooks';
import { CrossGlyph } from '../panel/glyphs.tsx';
import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';
import { useDraft } from './draft.ts';
import { pressedKeys } from './pressed-keys.ts';

export function ShortcutField({ control, onChoose }: ControlProps<ControlOf<'shortcut'>>) {
  const { id, label, value, placeholder, maxLength, clear, clearLabel, error } = control;
  const draft = useDraft(value ?? '');
  const field = useRef<HTMLInputElement>(null);
  const settle = (text: string): void => {
    draft.drop();
    const tried = text.trim();
    const shortcut = tried === '' ? null : tried;
    if (shortcut !== value || error !== null) onChoose({ shortcut });
  };
  return (
    <div class="control row">
      <label class="control-label" for={id}>
        {label}
      </label>
      <span class="boxed" data-invalid={error !== null}>
        <input
          ref={field}
          id={id}
          class="field keys"
          type="text"
          autocomplete="off"
          aria-describedby={describedBy(control)}
          aria-invalid={error !== null}
          placeholder={placeholder}
          maxLength={maxLength}
          value={draft.shown}
          onInput={(event) => draft.type(event.currentTarget.value)}
          onChange={(event) => settle(event.currentTarget.value)}
          onKeyDown={(event) => {
            const keys = pressedKeys(event);
            if (keys === null) return;
            event.preventDefault();
            event.stopPropagation();
            settle(keys);
          }}
        />
        <button
          type="button"
          class="remove"
          aria-label={clearLabel}
          aria-disabled={clear === null}
          onClick={() => {
            if (clear === null) return;
            onChoose(clear);
            field.current?.focus();
          }}
        >
          <CrossGlyph />
        </button>
      </span>
      <Explanation control={control} />
      <Trouble control={control} />
    </div>
  );
}
