// The quiet end of the popover: may this be trusted, who is signed in, when it looks again. Holds the
// switch between "left" and "used", and the Refresh button with its hint.

import type { ComponentChildren } from 'preact';
import type { Panel, SettingChange } from '../../preload/contract.ts';
import { ActionButton, type ButtonAct } from './action-button.tsx';
import { RefreshGlyph, SettingsGlyph } from './glyphs.tsx';
import { RecoveryLine, SourceLine } from './trust-line.tsx';
import { UpdateLine } from './update-line.tsx';
import { Words } from './words.tsx';

/** Where the focus goes when the focused element has left the panel. */
export const REFRESH_ID = 'refresh';

/** Where the focus returns to when the settings page closes. */
export const SETTINGS_BUTTON_ID = 'open-settings';

const HINT_ID = 'refresh-hint';

export interface FooterProps {
  readonly panel: Pick<
    Panel,
    'trust' | 'plan' | 'email' | 'refresh' | 'numbers' | 'settings' | 'update'
  >;
  /** False while there is no number that could be shown the other way. */
  readonly switchable: boolean;
  readonly onPoll: () => void;
  readonly onSettings: () => void;
  readonly onPress: (act: ButtonAct) => void;
  readonly onChoose: (change: SettingChange) => void;
}

export function Footer(props: FooterProps) {
  const { panel, switchable, onPoll, onSettings, onPress, onChoose } = props;
  const { trust, numbers, settings } = panel;
  const other = numbers.shown === 'left' ? 'used' : 'left';
  return (
    <footer class="footer">
      <div class="footer-row">
        <SourceLine trust={trust} onTrust={() => onPress('open-trust')} />
        {switchable && (
          <ActionButton look="quiet" onPress={() => onChoose({ numbers: other })}>
            {numbers.switchLabel}
          </ActionButton>
        )}
      </div>
      <RecoveryLine trust={trust} />
      <Account plan={panel.plan} email={panel.email} />
      <UpdateLine update={panel.update} onPress={onPress} />
      <Refresh refresh={panel.refresh} onPoll={onPoll}>
        <SettingsButton label={settings.openLabel} onSettings={onSettings} />
      </Refresh>
    </footer>
  );
}

function Account({ plan, email }: Pick<Panel, 'plan' | 'email'>) {
  if (plan === null && email === null) return null;
  return (
    <p class="account">
      {plan !== null && <span class="plan">{plan}</span>}{' '}
      {email !== null && <Email email={email} />}
    </p>
  );
}

/** Where an address is longer than the line, it breaks before its host. */
function Email({ email }: { readonly email: string }) {
  const at = Math.max(0, email.lastIndexOf('@'));
  return (
    <span class="email">
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </span>
  );
}

interface SettingsButtonProps extends Pick<FooterProps, 'onSettings'> {
  readonly label: string;
}

function SettingsButton({ label, onSettings }: SettingsButtonProps) {
  return (
    <button
      id={SETTINGS_BUTTON_ID}
      type="button"
      class="button icon"
      title={label}
      onClick={onSettings}
    >
      <SettingsGlyph />
    </button>
  );
}

interface RefreshProps extends Pick<Panel, 'refresh'>, Pick<FooterProps, 'onPoll'> {
  /** What stands before the button. */
  readonly children: ComponentChildren;
}

function Refresh({ refresh, onPoll, children }: RefreshProps) {
  const { label, busy, enabled, hint } = refresh;
  return (
    <div class="footer-row">
      <p class="hint" id={HINT_ID}>
        <Words text={hint} />
      </p>
      <div class="footer-acts">
        {children}
        <ActionButton
          id={REFRESH_ID}
          look="push"
          busy={busy}
          disabled={!enabled}
          hint={hint}
          hintId={hint === null ? null : HINT_ID}
          onPress={onPoll}
        >
          <RefreshGlyph />
          {label}
        </ActionButton>
      </div>
    </div>
  );
}
