// The switch between spans of time: one choice for chart and activity. Buttons in a group, each pressed
// or not; a click asks for another span and changes nothing itself.

import type { Panel, SettingChange } from '../../preload/contract.ts';
import { ActionButton } from './action-button.tsx';

export interface SpanSwitchProps {
  readonly spans: NonNullable<Panel['chart']>['spans'];
  readonly onChoose: (change: SettingChange) => void;
}

export function SpanSwitch({ spans, onChoose }: SpanSwitchProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these buttons act at once.
    <div class="choices" role="group" aria-label={spans.name}>
      {spans.choices.map(({ span, label, chosen }) => (
        <ActionButton
          key={span}
          look="choice"
          pressed={chosen}
          onPress={() => onChoose({ chartSpan: span })}
        >
          {label}
        </ActionButton>
      ))}
    </div>
  );
}
