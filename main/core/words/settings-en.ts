// Every sentence of the settings page in English, keyed like the settings themselves. Each explanation
// fits into one line of the popover.

import type { PreferenceState } from '../settings-panel-types.ts';
import { createPlural } from './plural.ts';

type ShortcutProblem = NonNullable<PreferenceState['shortcutProblem']>['kind'];

const plural = createPlural('en');

export const settingsEn = {
  title: 'Settings',
  open: 'Settings',
  back: 'Back',

  groups: {
    shown: 'What is shown',
    alerts: 'Alerts',
    accounts: 'Accounts',
    looks: 'Updates and sign-in',
    app: 'This app',
  },

  numbers: {
    label: 'Percentages',
    explanation: 'Say how much is left, or how much is used.',
    options: { left: 'Left', used: 'Used' },
  },
  resetStyle: {
    label: 'Resets',
    explanation: 'Count down beside the time, or tell the time alone.',
    options: { countdown: 'Countdown', clock: 'Clock time' },
  },
  barText: {
    label: 'Text in the bar',
    explanation: 'Beside the mark: one limit, both, or the next reset.',
    options: { none: 'None', percent: 'Percent', both: 'Both', countdown: 'Reset' },
  },
  activity: {
    label: 'Local activity',
    explanation: 'Count Codex’s session files here; nothing is sent.',
  },
  hideAccount: {
    label: 'Hide the account',
    explanation: 'Leave the e-mail address out of the popover.',
  },
  theme: {
    label: 'Appearance',
    explanation: 'As light or dark as the system, or always one.',
    options: { system: 'System', light: 'Light', dark: 'Dark' },
  },
  language: {
    label: 'Language',
    explanation: 'Of words, numbers and dates.',
    options: { system: 'System', en: 'English', de: 'Deutsch', 'zh-Hans': '简体中文' },
  },

  thresholds: {
    label: 'Near a limit from',
    explanation: 'Percent used that alert; the first also colours bars.',
    field: (place: number, count: number) => `Alert ${place} of ${count}, percent used`,
    remove: (percent: string) => `Remove ${percent}`,
    add: 'Add a percent',
  },
  quietHours: {
    label: 'Quiet hours',
    explanation: 'Alerts wait; what still holds is told afterwards.',
    from: 'From',
    to: 'To',
    empty: 'Both times are the same, so nothing is held back.',
  },
  alerts: {
    threshold: { label: 'Near a limit', explanation: 'When one of the percents above is crossed.' },
    blocked: { label: 'Blocked', explanation: 'When a limit is used up and work stops.' },
    'usable-again': {
      label: 'Usable again',
      explanation: 'When work really is possible once more.',
    },
    'sign-in': { label: 'Sign-in needed', explanation: 'When Codex has to be signed in anew.' },
    'reset-credit': {
      label: 'Earned reset expiring',
      explanation: 'Before a reset that you have earned is lost.',
    },
  },
  testAlert: {
    label: 'Try it',
    explanation: 'See whether the system shows alerts at all.',
    button: 'Send a test alert',
    alert: { title: 'This is a test alert', body: 'Plimsoll’s alerts look like this one.' },
    sending: 'Sending it to the system.',
    shown: 'The system showed it.',
    notShown: 'The system did not show it. Look at its own settings for notifications.',
  },

  pollMinutes: {
    label: 'Look every',
    explanation: 'From 1 to 60 minutes; never while you are away.',
    unit: (count: number) => plural(count, { one: 'minute', other: 'minutes' }),
  },
  renewal: {
    label: 'An expired sign-in is renewed by',
    explanation: 'Plimsoll, Codex started for it, or nobody.',
    options: { plimsoll: 'Plimsoll', codex: 'Codex', nobody: 'Nobody' },
    notFound: 'No Codex program was found; nothing will be renewed.',
  },

  startAtLogin: {
    label: 'Start at login',
    explanation: 'Start with this computer, quietly in the bar.',
    unknown: 'This system does not say whether it does.',
    refused: 'The system did not change it.',
  },
  shortcut: {
    label: 'Shortcut',
    explanation: 'Press or type the keys that open the popover.',
    none: 'None',
    clear: 'Remove the shortcut',
    problem: (tried: string, kept: string | null): Record<ShortcutProblem, string> => {
      const rest = kept === null ? '' : ` ${kept} stays.`;
      return {
        unknown: `“${tried}” is no combination of keys.${rest}`,
        'needs-modifier': `“${tried}” needs Ctrl, Alt or another such key with it.${rest}`,
        common: `“${tried}” is used inside nearly every app.${rest}`,
        taken: `“${tried}” is taken by another app or the system.${rest}`,
      };
    },
  },
  reset: {
    label: 'Defaults',
    explanation: 'Put every choice on this page back.',
    button: 'Reset all settings',
    confirm: 'Really reset all?',
  },

  unreadable: {
    title: 'Your settings could not be read',
    text: 'The defaults are used. The old file is kept beside the new one.',
  },
};
