// The settings page: a header with the way back, then groups of controls in a box of its own that
// scrolls. Order and structure only; finished texts in, choices and acts out by value.

import type { ActName, Panel, SettingChange } from '../../preload/contract.ts';
import { BackGlyph } from '../panel/glyphs.tsx';
import { Words } from '../panel/words.tsx';
import { Control } from './control.tsx';

/** Where the focus goes when the page opens, and when a focused control has left it. */
export const SETTINGS_TITLE_ID = 'settings-title';

export interface SettingsViewProps {
  readonly settings: Panel['settings'];
  readonly onBack: () => void;
  readonly onChoose: (change: SettingChange) => void;
  readonly onAct: (name: ActName) => void;
}

export function SettingsView({ settings, onBack, onChoose, onAct }: SettingsViewProps) {
  return (
    <div class="settings">
      <header class="settings-head">
        <button type="button" class="button icon" aria-label={settings.backLabel} onClick={onBack}>
          <BackGlyph />
        </button>
        <h1 id={SETTINGS_TITLE_ID} tabIndex={-1}>
          {settings.title}
        </h1>
      </header>
      <div class="settings-body">
        {settings.groups.map(({ id, title, controls }) => (
          <section key={id} class="settings-group" aria-labelledby={`group-${id}`}>
            <h2 id={`group-${id}`}>
              <Words text={title} />
            </h2>
            {controls.map((control) => (
              <Control key={control.id} control={control} onChoose={onChoose} onAct={onAct} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}
