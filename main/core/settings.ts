// The person's choices, each with a default. Owns their names, bounds and reading; the app's settings
// store and the command's read-only look at the same JSON both come through parseSettings.

import { z } from 'zod';
import { DEFAULT_ACCOUNT } from './own-account.ts';
import { SHORTCUT_MAX_LENGTH } from './shortcut.ts';

/** What an alert may be about; each kind has a switch of its own. */
export type AlertKind = 'threshold' | 'blocked' | 'usable-again' | 'sign-in' | 'reset-credit';

/** A daily stretch of local time, in minutes since midnight; it may pass over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** What stands beside the mark: shares of the shortest and the longest window, or a countdown. */
export type BarText = 'none' | 'percent' | 'both' | 'countdown';

/** Which account the mark shows, where there are several. */
export type MarkedAccount = 'chosen' | 'most-pressing';

export type ChartSpan = '24h' | '7d' | '30d';

export interface Settings {
  /** Whether percentages say what is left or what is used. */
  readonly numbers: 'left' | 'used';
  /** Whether a reset is told by a countdown beside its time, or by the time alone. */
  readonly resetStyle: 'countdown' | 'clock';
  /** Percent used from which a limit counts as near, ascending, 1 to 100. */
  readonly thresholds: readonly number[];
  /** Which kinds of alert are wanted. */
  readonly alerts: Readonly<Record<AlertKind, boolean>>;
  /** When no alert is shown; what is still true afterwards is told then. */
  readonly quietHours: QuietHours | null;
  /** Minutes between two timed polls. */
  readonly pollMinutes: number;
  /** The span of the chart and of what is told of local activity. */
  readonly chartSpan: ChartSpan;
  /** Whether Codex's session files are counted; without it none is opened. */
  readonly activity: boolean;
  /** Whether more than today's line of it is shown. */
  readonly activityOpen: boolean;
  /** The text beside the mark; where a bar shows none, it leads the tooltip. */
  readonly barText: BarText;
  /** OpenAI, with Codex's own log where its answer is missing; or that log alone: no request at all. */
  readonly numbersFrom: 'openai' | 'log';
  /** Who renews a stale sign-in. */
  readonly renewal: 'plimsoll' | 'codex' | 'nobody';
  /** The keys that open the popover from anywhere, as Electron spells them; null for none. */
  readonly shortcut: string | null;
  readonly theme: 'system' | 'light' | 'dark';
  /** BCP 47, or the system's. */
  readonly language: 'system' | 'en' | 'de' | 'zh-Hans';
  /** Whether the popover keeps the e-mail address to itself. */
  readonly hideAccount: boolean;
  /** Whether the home page is asked once a day if a newer version is out. */
  readonly updates: boolean;
  /** Whose numbers are shown, by the short id of an account. */
  readonly account: string;
  readonly mark: MarkedAccount;
  /** Whether the popover has opened once by itself, so that people find the icon. */
  readonly welcomed: boolean;
}

/** What people set by one value; the alerts change one by one. */
type Choices = Omit<Settings, 'alerts' | 'welcomed'>;

/** What the popover and the menu may change: one thing at a time. */
export type SettingChange =
  | { readonly [Name in keyof Choices]: { readonly [Only in Name]: Choices[Name] } }[keyof Choices]
  | { readonly alerts: { readonly kind: AlertKind; readonly wanted: boolean } }
  /** Takes an account off the list, by its short id; its sign-in is left alone. */
  | { readonly removeAccount: string }
  /** The system keeps this one, not the settings. */
  | { readonly startAtLogin: boolean };

/** How many percents may alert. */
export const THRESHOLDS_MAX = 5;
export const POLL_MINUTES = { min: 1, max: 60 } as const;

export const DEFAULT_SETTINGS: Settings = {
  numbers: 'left',
  resetStyle: 'countdown',
  thresholds: [80, 95],
  alerts: {
    threshold: true,
    blocked: true,
    'usable-again': true,
    'sign-in': true,
    'reset-credit': true,
  },
  quietHours: null,
  pollMinutes: 5,
  chartSpan: '24h',
  activity: true,
  activityOpen: false,
  barText: 'none',
  numbersFrom: 'openai',
  renewal: 'plimsoll',
  shortcut: null,
  theme: 'system',
  language: 'system',
  hideAccount: false,
  updates: true,
  account: DEFAULT_ACCOUNT,
  mark: 'chosen',
  welcomed: false,
};

const minuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(24 * 60 - 1);

const choices = {
  numbers: z.enum(['left', 'used']),
  resetStyle: z.enum(['countdown', 'clock']),
  barText: z.enum(['none', 'percent', 'both', 'countdown']),
  thresholds: z.array(z.number().min(1).max(100)).min(1).max(THRESHOLDS_MAX),
  quietHours: z.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay }).nullable(),
  pollMinutes: z.number().min(POLL_MINUTES.min).max(POLL_MINUTES.max),
  chartSpan: z.enum(['24h', '7d', '30d']),
  numbersFrom: z.enum(['openai', 'log']),
  activity: z.boolean(),
  activityOpen: z.boolean(),
  renewal: z.enum(['plimsoll', 'codex', 'nobody']),
  shortcut: z.string().min(1).max(SHORTCUT_MAX_LENGTH).nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de', 'zh-Hans']),
  hideAccount: z.boolean(),
  updates: z.boolean(),
  // Why so narrow: it comes from the popover, where no path and no name may be made of it.
  account: z.string().regex(/^(default|[0-9a-f]{8})$/),
  mark: z.enum(['chosen', 'most-pressing']),
};

const wanted = z.boolean().catch(true);
const alerts = z.object({
  threshold: wanted,
  blocked: wanted,
  'usable-again': wanted,
  'sign-in': wanted,
  'reset-credit': wanted,
});

const settings = z.object({
  numbers: choices.numbers.catch(DEFAULT_SETTINGS.numbers),
  resetStyle: choices.resetStyle.catch(DEFAULT_SETTINGS.resetStyle),
  barText: choices.barText.catch(DEFAULT_SETTINGS.barText),
  thresholds: choices.thresholds.catch([...DEFAULT_SETTINGS.thresholds]),
  alerts: alerts.catch({ ...DEFAULT_SETTINGS.alerts }),
  quietHours: choices.quietHours.catch(DEFAULT_SETTINGS.quietHours),
  pollMinutes: choices.pollMinutes.catch(DEFAULT_SETTINGS.pollMinutes),
  chartSpan: choices.chartSpan.catch(DEFAULT_SETTINGS.chartSpan),
  numbersFrom: choices.numbersFrom.catch(DEFAULT_SETTINGS.numbersFrom),
  activity: choices.activity.catch(DEFAULT_SETTINGS.activity),
  activityOpen: choices.activityOpen.catch(DEFAULT_SETTINGS.activityOpen),
  renewal: choices.renewal.catch(DEFAULT_SETTINGS.renewal),
  shortcut: choices.shortcut.catch(DEFAULT_SETTINGS.shortcut),
  theme: choices.theme.catch(DEFAULT_SETTINGS.theme),
  language: choices.language.catch(DEFAULT_SETTINGS.language),
  hideAccount: choices.hideAccount.catch(DEFAULT_SETTINGS.hideAccount),
  updates: choices.updates.catch(DEFAULT_SETTINGS.updates),
  account: choices.account.catch(DEFAULT_SETTINGS.account),
  mark: choices.mark.catch(DEFAULT_SETTINGS.mark),
  welcomed: z.boolean().catch(DEFAULT_SETTINGS.welcomed),
});

const wholePercent = z.number().int().min(1).max(100);
const kind = z.enum(['threshold', 'blocked', 'usable-again', 'sign-in', 'reset-credit']);

const settingChange = z.union([
  z.strictObject({ numbers: choices.numbers }),
  z.strictObject({ resetStyle: choices.resetStyle }),
  z.strictObject({ barText: choices.barText }),
  z.strictObject({
    thresholds: z
      .array(wholePercent)
      .min(1)
      .max(THRESHOLDS_MAX)
      .refine((percents) => new Set(percents).size === percents.length),
  }),
  z.strictObject({ alerts: z.strictObject({ kind, wanted: z.boolean() }) }),
  z.strictObject({
    quietHours: z.strictObject({ fromMinute: minuteOfDay, toMinute: minuteOfDay }).nullable(),
  }),
  z.strictObject({ pollMinutes: z.number().int().min(POLL_MINUTES.min).max(POLL_MINUTES.max) }),
  z.strictObject({ chartSpan: choices.chartSpan }),
  z.strictObject({ numbersFrom: choices.numbersFrom }),
  z.strictObject({ activity: choices.activity }),
  z.strictObject({ activityOpen: choices.activityOpen }),
  z.strictObject({ renewal: choices.renewal }),
  z.strictObject({ shortcut: choices.shortcut }),
  z.strictObject({ theme: choices.theme }),
  z.strictObject({ language: choices.language }),
  z.strictObject({ hideAccount: choices.hideAccount }),
  z.strictObject({ updates: choices.updates }),
  z.strictObject({ account: choices.account }),
  z.strictObject({ mark: choices.mark }),
  z.strictObject({ removeAccount: choices.account }),
  z.strictObject({ startAtLogin: z.boolean() }),
]);

/** Reads whatever a settings file holds; each unreadable choice falls back to its own default. */
export function parseSettings(stored: unknown): Settings {
  const read = settings.safeParse(typeof stored === 'object' && stored !== null ? stored : {});
  if (!read.success) return DEFAULT_SETTINGS;
  return { ...read.data, thresholds: ascending(read.data.thresholds) };
}

/** Accepts a change from the popover, or null for anything outside the closed union. */
export function parseSettingChange(payload: unknown): SettingChange | null {
  const read = settingChange.safeParse(payload);
  return read.success ? read.data : null;
}

/** What of the settings is another one after a change; nothing for what the system keeps. */
export function changedBy(change: SettingChange, settings: Settings): Partial<Settings> {
  if ('startAtLogin' in change || 'removeAccount' in change) return {};
  if ('thresholds' in change) return { thresholds: ascending(change.thresholds) };
  if (!('alerts' in change)) return change;
  const { kind, wanted } = change.alerts;
  return { alerts: { ...settings.alerts, [kind]: wanted } };
}

function ascending(percents: readonly number[]): readonly number[] {
  return [...percents].sort((a, b) => a - b);
}
