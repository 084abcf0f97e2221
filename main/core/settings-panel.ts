// The settings as a page of controls: every label, bound and explanation finished, and with every
// choice the exact change that it sends. Decides nothing about what a setting does.

import type { AlertKind, SettingChange, Settings } from './settings.ts';
import { presentAccounts } from './settings-accounts.ts';
import {
  presentHours,
  presentMinutes,
  presentShortcut,
  presentThresholds,
} from './settings-fields.ts';
import type {
  ButtonControl,
  ChoiceControl,
  PreferenceState,
  SettingControl,
  SettingGroup,
  SettingsPanel,
  SwitchControl,
} from './settings-panel-types.ts';
import type { Words } from './words/words.ts';

export interface SettingsContext {
  readonly words: Words;
  readonly settings: Settings;
  readonly preferences: PreferenceState;
}

/** The whole page, in the order in which it is read. */
export function presentSettings(context: SettingsContext): SettingsPanel {
  const { title, open, back, groups } = context.words.say.settings;
  const group = (id: keyof typeof groups, controls: readonly SettingControl[]): SettingGroup => ({
    id,
    title: groups[id],
    controls,
  });
  return {
    title,
    openLabel: open,
    backLabel: back,
    isAsked: context.preferences.isAsked,
    groups: [
      group('shown', shownControls(context)),
      group('alerts', alertControls(context)),
      group('accounts', accountControls(context)),
      group('looks', [presentMinutes(context), sourceChoice(context), renewalChoice(context)]),
      group('app', appControls(context)),
    ],
  };
}

function shownControls({ words, settings }: SettingsContext): readonly SettingControl[] {
  const say = words.say.settings;
  const { numbers, resetStyle, barText, activity, hideAccount } = settings;
  return [
    choice('numbers', say.numbers, numbers, (value) => ({ numbers: value })),
    choice('resetStyle', say.resetStyle, resetStyle, (value) => ({ resetStyle: value })),
    choice('barText', say.barText, barText, (value) => ({ barText: value })),
    onOff('activity', say.activity, activity, (on) => ({ activity: on })),
    onOff('hideAccount', say.hideAccount, hideAccount, (on) => ({ hideAccount: on })),
  ];
}

function alertControls(context: SettingsContext): readonly SettingControl[] {
  const { words, settings } = context;
  const say = words.say.settings;
  const kinds = keysOf(settings.alerts).map((kind: AlertKind) =>
    onOff(`alerts-${kind}`, say.alerts[kind], settings.alerts[kind], (wanted) => ({
      alerts: { kind, wanted },
    })),
  );
  return [presentThresholds(context), presentHours(context), ...kinds, testAlert(context)];
}

function testAlert({ words, preferences }: SettingsContext): ButtonControl {
  const { label, explanation, button, sending, shown, notShown } = words.say.settings.testAlert;
  const statuses = { none: null, sending, shown, 'not-shown': notShown };
  return {
    kind: 'button',
    id: 'testAlert',
    label,
    explanation,
    error: null,
    act: 'send-test-alert',
    button,
    confirm: null,
    busy: preferences.testAlert === 'sending',
    status: statuses[preferences.testAlert],
  };
}

function sourceChoice({ words, settings }: SettingsContext): ChoiceControl {
  const { setting } = words.say.sources;
  return choice('numbersFrom', setting, settings.numbersFrom, (value) => ({ numbersFrom: value }));
}

function renewalChoice({ words, settings, preferences }: SettingsContext): ChoiceControl {
  const { renewal } = words.say.settings;
  const isMissing = settings.renewal === 'codex' && preferences.codexMissing;
  return {
    ...choice('renewal', renewal, settings.renewal, (value) => ({ renewal: value })),
    error: isMissing ? renewal.notFound : null,
  };
}

/** The mark's choice stands here only while there is one. */
function accountControls(context: SettingsContext): readonly SettingControl[] {
  const { words, settings, preferences } = context;
  const { mark } = words.say.accounts.settings;
  const isChoice = preferences.accounts.listed.length > 1;
  return [
    ...presentAccounts(context),
    ...(isChoice ? [choice('mark', mark, settings.mark, (value) => ({ mark: value }))] : []),
  ];
}

function appControls(context: SettingsContext): readonly SettingControl[] {
  const { words, settings, preferences } = context;
  const { theme, language, startAtLogin: say, reset } = words.say.settings;
  const { startAtLogin, loginRefused } = preferences;
  const languages = languageOf(language.options);
  return [
    choice('theme', theme, settings.theme, (value) => ({ theme: value })),
    choice('language', language, settings.language, (value) => ({ language: value }), languages),
    {
      ...onOff('startAtLogin', say, startAtLogin === true, (on) => ({ startAtLogin: on })),
      enabled: startAtLogin !== null,
      explanation: startAtLogin === null ? say.unknown : say.explanation,
      error: loginRefused ? say.refused : null,
    },
    presentShortcut(context),
    ...(preferences.hasFeed ? [updatesSwitch(context)] : []),
    {
      kind: 'button',
      id: 'reset',
      label: reset.label,
      explanation: reset.explanation,
      error: null,
      act: 'reset-settings',
      button: reset.button,
      confirm: reset.confirm,
      busy: false,
      status: null,
    },
  ];
}

/** Who wants no request for numbers gets none for versions either, and is told so. */
function updatesSwitch({ words, settings }: SettingsContext): SwitchControl {
  const { setting: say } = words.say.updates;
  const asksNobody = settings.numbersFrom === 'log';
  return {
    ...onOff('updates', say, settings.updates && !asksNobody, (on) => ({ updates: on })),
    enabled: !asksNobody,
    explanation: asksNobody ? say.asksNobody : say.explanation,
  };
}

interface ControlWords {
  readonly label: string;
  readonly explanation: string;
}

interface ChoiceWords<Value extends string> extends ControlWords {
  readonly options: Readonly<Record<Value, string>>;
}

function choice<Value extends string>(
  id: string,
  { label, explanation, options }: ChoiceWords<Value>,
  chosen: Value,
  change: (value: Value) => SettingChange,
  languages: Partial<Record<Value, string>> = {},
): ChoiceControl {
  return {
    kind: 'choice',
    id,
    label,
    explanation,
    error: null,
    options: keysOf(options).map((value) => ({
      id: value,
      label: options[value],
      chosen: value === chosen,
      language: languages[value] ?? null,
      change: change(value),
    })),
  };
}

function onOff(
  id: string,
  { label, explanation }: ControlWords,
  on: boolean,
  change: (on: boolean) => SettingChange,
): SwitchControl {
  return {
    kind: 'switch',
    id,
    label,
    explanation,
    error: null,
    on,
    enabled: true,
    change: change(!on),
  };
}

/** Every language calls itself by its own name, and a voice has to know which it is. */
function languageOf({ system: _, ...own }: Readonly<Record<Settings['language'], string>>) {
  return Object.fromEntries(Object.keys(own).map((name) => [name, name]));
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  // Why: the records are closed, so their keys are all there are.
  return Object.keys(record) as Key[];
}
