// One button. It stays focusable while busy or disabled, so that a repaint never takes the focus away.
// Does nothing itself: a click is passed on by name.

import type { ComponentChildren } from 'preact';
import type { Panel } from '../../preload/contract.ts';

type NoticeButton = NonNullable<NonNullable<Panel['notice']>['button']>;

/** What a notice's button may ask for: an act, or a poll. */
export type ButtonAct = NoticeButton['act'];

export interface ActionButtonProps {
  readonly id?: string;
  readonly look: 'main' | 'push' | 'quiet' | 'choice';
  /** Set for one of several choices: whether it is the chosen one. */
  readonly pressed?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled, or what comes by itself; shown when the pointer rests on it. */
  readonly hint?: string | null;
  /** The id of the element that shows the hint. */
  readonly hintId?: string | null;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

export function ActionButton(props: ActionButtonProps) {
  const {
    id,
    look,
    pressed,
    busy = false,
    disabled = false,
    hint,
    hintId,
    onPress,
    children,
  } = props;
  return (
    <button
      id={id}
      type="button"
      class={`button ${look}`}
      aria-pressed={pressed}
      aria-busy={busy}
      aria-disabled={disabled}
      aria-describedby={hintId ?? undefined}
      title={hint ?? undefined}
      onClick={() => {
        if (!busy && !disabled) onPress();
      }}
    >
      {children}
    </button>
  );
}
