// In a window of its own, where no icon can be seen: why, what helps, and the way out.
// First in the panel, so that it is read first; nothing at all under an icon.

import type { Panel } from '../../preload/contract.ts';
import { ActionButton, type ButtonAct } from './action-button.tsx';
import { Words } from './words.tsx';

export interface RescueProps {
  readonly rescue: Panel['rescue'];
  readonly onPress: (act: ButtonAct) => void;
}

export function Rescue({ rescue, onPress }: RescueProps) {
  if (rescue === null) return null;
  const { title, text, button } = rescue;
  return (
    <div class="rescue">
      <h2>{title}</h2>
      <p>
        <Words text={text} />
      </p>
      <ActionButton look="push" onPress={() => onPress(button.act)}>
        {button.label}
      </ActionButton>
    </div>
  );
}
