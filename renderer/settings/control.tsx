// One setting: picks the component that its kind asks for, and holds what all of them have in common.
// Decides nothing about values.

import type { ActName, Panel, SettingChange } from '../../preload/contract.ts';
import { AccountRow } from './account-row.tsx';
import { ActionRow } from './action-row.tsx';
import { Choice } from './choice.tsx';
import { Hours } from './hours.tsx';
import { Minutes } from './minutes.tsx';
import { Percents } from './percents.tsx';
import { ShortcutField } from './shortcut-field.tsx';
import { SwitchRow } from './switch-row.tsx';

type SettingControl = Panel['settings']['groups'][number]['controls'][number];
export type ControlOf<Kind extends SettingControl['kind']> = SettingControl & { kind: Kind };

export interface ControlProps<Content = SettingControl> {
  readonly control: Content;
  readonly onChoose: (change: SettingChange) => void;
  readonly onAct: (name: ActName) => void;
}

export function Control({ control, ...handlers }: ControlProps) {
  switch (control.kind) {
    case 'choice':
      return <Choice control={control} {...handlers} />;
    case 'switch':
      return <SwitchRow control={control} {...handlers} />;
    case 'number':
      return <Minutes control={control} {...handlers} />;
    case 'percents':
      return <Percents control={control} {...handlers} />;
    case 'hours':
      return <Hours control={control} {...handlers} />;
    case 'shortcut':
      return <ShortcutField control={control} {...handlers} />;
    case 'account':
      return <AccountRow control={control} {...handlers} />;
    case 'button':
      return <ActionRow control={control} {...handlers} />;
  }
}
