// What the settings page shows: groups of controls as plain data, every text finished. Types only;
// settings-panel.ts makes it, the renderer paints exactly this.

import type { SettingChange } from './settings.ts';
import type { AccountPreferences } from './settings-accounts.ts';

interface ControlBase {
  /** Stable between repaints, and unique on the page. */
  readonly id: string;
  readonly label: string;
  /** One line about what it does. */
  readonly explanation: string;
  /** What went wrong with the last try, in words; null if nothing did. */
  readonly error: string | null;
}

export interface ChoiceOption {
  readonly id: string;
  readonly label: string;
  readonly chosen: boolean;
  /** The language that the label is in, where it is not the page's. */
  readonly language: string | null;
  readonly change: SettingChange;
}

/** One of a few. */
export interface ChoiceControl extends ControlBase {
  readonly kind: 'choice';
  readonly options: readonly ChoiceOption[];
}

/** On or off. */
export interface SwitchControl extends ControlBase {
  readonly kind: 'switch';
  readonly on: boolean;
  /** False where the system does not let it be changed. */
  readonly enabled: boolean;
  /** What pressing it chooses. */
  readonly change: SettingChange;
}

/** A whole number between bounds: the minutes between two polls. */
export interface NumberControl extends ControlBase {
  readonly kind: 'number';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What is counted: "minutes". */
  readonly unit: string;
}

export interface PercentField {
  readonly value: number;
  /** How far it may be stepped without meeting its neighbours. */
  readonly min: number;
  readonly max: number;
  /** For a screen reader: "Alert 1 of 2, percent used". */
  readonly label: string;
  /** For a screen reader: "Remove 80%". */
  readonly removeLabel: string;
  /** What removing it chooses; null for the only one. */
  readonly remove: SettingChange | null;
}

/** A few whole percents: the thresholds. */
export interface PercentsControl extends ControlBase {
  readonly kind: 'percents';
  readonly fields: readonly PercentField[];
  readonly addLabel: string;
  /** What adding one chooses; null when there are as many as may be. */
  readonly add: SettingChange | null;
}

export interface HoursField {
  readonly label: string;
  readonly minute: number;
  /** "22:00", as an input of that kind has it. */
  readonly value: string;
}

/** A daily stretch that can be switched off: the quiet hours. */
export interface HoursControl extends ControlBase {
  readonly kind: 'hours';
  readonly on: boolean;
  /** What pressing the switch chooses. */
  readonly change: SettingChange;
  /** Null while it is off. */
  readonly from: HoursField | null;
  readonly to: HoursField | null;
}

/** A combination of keys, pressed or typed. */
export interface ShortcutControl extends ControlBase {
  readonly kind: 'shortcut';
  /** "Ctrl+Shift+U"; null for none. */
  readonly value: string | null;
  readonly placeholder: string;
  readonly maxLength: number;
  readonly clearLabel: string;
  /** What clearing it chooses; null when there is none. */
  readonly clear: SettingChange | null;
}

/** Something to do at once. */
export interface ButtonControl extends ControlBase {
  readonly kind: 'button';
  readonly act: 'send-test-alert' | 'reset-settings' | 'add-account-folder' | 'import-accounts';
  readonly button: string;
  /** What the button says when it asks once more; null where it does not ask. */
  readonly confirm: string | null;
  readonly busy: boolean;
  /** What came of it; null before. */
  readonly status: string | null;
}

/** One account: what it is, what is wrong with it, and the way to take it off the list. */
export interface AccountControl extends ControlBase {
  readonly kind: 'account';
  /** Null for the one that stays. */
  readonly remove: {
    readonly change: SettingChange;
    readonly label: string;
    /** With its name, for a screen reader. */
    readonly spoken: string;
    /** What the button says when it asks once more. */
    readonly confirm: string;
  } | null;
}

export type SettingControl =
  | ChoiceControl
  | SwitchControl
  | NumberControl
  | PercentsControl
  | HoursControl
  | ShortcutControl
  | ButtonControl
  | AccountControl;

export interface SettingGroup {
  readonly id: string;
  readonly title: string;
  readonly controls: readonly SettingControl[];
}

export interface SettingsPanel {
  readonly title: string;
  readonly openLabel: string;
  readonly backLabel: string;
  /** True from the moment that somebody asks for the page elsewhere, until the popover closes. */
  readonly isAsked: boolean;
  readonly groups: readonly SettingGroup[];
}

/** What of the settings the system keeps or answered; the settings themselves do not know it. */
export interface PreferenceState {
  /** Whether the system starts the app at login; null where it does not say. */
  readonly startAtLogin: boolean | null;
  /** True when the system did not do what was last chosen. */
  readonly loginRefused: boolean;
  /** Why the last combination is not in use. */
  readonly shortcutProblem: {
    readonly kind: 'unknown' | 'needs-modifier' | 'common' | 'taken';
    readonly tried: string;
  } | null;
  /** No Codex program was found when it was last looked for; it is only where Codex is to renew. */
  readonly codexMissing: boolean;
  readonly testAlert: 'none' | 'sending' | 'shown' | 'not-shown';
  /** True until the person has read that their settings could not be. */
  readonly unreadable: boolean;
  /** Whether there is a home page to ask for a newer version; without one nothing is offered. */
  readonly hasFeed: boolean;
  /** The page was asked for from the menu. */
  readonly isAsked: boolean;
  readonly accounts: AccountPreferences;
}

export const NO_PREFERENCES: PreferenceState = {
  startAtLogin: null,
  loginRefused: false,
  shortcutProblem: null,
  codexMissing: false,
  testAlert: 'none',
  unreadable: false,
  hasFeed: false,
  isAsked: false,
  accounts: { listed: [], outcome: null },
};
