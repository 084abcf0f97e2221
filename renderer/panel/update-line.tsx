// One quiet line: a newer version is out, with the way to what is new and the way to be rid of it.
// Never spoken by itself; who reads the popover comes by.

import type { Panel } from '../../preload/contract.ts';
import { ActionButton, type ButtonAct } from './action-button.tsx';
import { Words } from './words.tsx';

export interface UpdateLineProps {
  readonly update: Panel['update'];
  readonly onPress: (act: ButtonAct) => void;
}

export function UpdateLine({ update, onPress }: UpdateLineProps) {
  if (update === null) return null;
  const { text, button, hide } = update;
  return (
    <div class="footer-row update">
      <p class="hint">
        <Words text={text} />
      </p>
      <ActionButton look="quiet" onPress={() => onPress(button.act)}>
        {button.label}
      </ActionButton>
      <ActionButton look="quiet" onPress={() => onPress(hide.act)}>
        {hide.label}
      </ActionButton>
    </div>
  );
}
