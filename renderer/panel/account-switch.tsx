// Which account is shown: real radio buttons in a row that wraps, so that arrows move between them. How
// it is with each is told by the shape of its sign, and spoken with its name.

import { useEffect, useRef } from 'preact/hooks';
import type { Panel, SettingChange } from '../../preload/contract.ts';
import { ShapeGlyph } from './glyphs.tsx';

type Switch = NonNullable<Panel['accounts']>;

export interface AccountSwitchProps {
  readonly accounts: Switch;
  readonly onChoose: (change: SettingChange) => void;
}

export function AccountSwitch({ accounts, onChoose }: AccountSwitchProps) {
  const { name, entries } = accounts;
  const box = useRef<HTMLDivElement>(null);
  const chosenId = entries.find(({ chosen }) => chosen)?.id;
  // Why: of many accounts some are out of sight, and the menu may have chosen one of those.
  useEffect(() => {
    const chosen = box.current?.querySelector(`[data-account="${chosenId}"]`);
    chosen?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  return (
    <div class="accounts" role="radiogroup" aria-label={name} ref={box}>
      {entries.map(({ id, name: label, shape, chosen, spoken }) => (
        <label key={id} class="account-pill" data-account={id} data-shape={shape}>
          <input
            type="radio"
            name="account"
            value={id}
            checked={chosen}
            aria-label={spoken}
            onChange={() => onChoose({ account: id })}
          />
          <ShapeGlyph shape={shape} />
          <span aria-hidden="true">{label}</span>
        </label>
      ))}
    </div>
  );
}
