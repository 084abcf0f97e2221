// The person's choices, each with a default. Owns their names, bounds and reading; the app's settings
// store and the command's read-only look at the same JSON both come through parseSettings.

import { z } from 'zod';

/** What an alert may be about; each kind has a switch of its own. */
export type AlertKind = 'threshold' | 'blocked' | 'usable-again' | 'sign-in' | 'reset-credit';

/** A daily stretch of local time, in minutes since midnight; it may pass over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** What stands beside the mark: shares of the shortest and the longest window, or a countdown. */
export type BarText = 'none' | 'percent' | 'both' | 'countdown';

export type ChartSpan = '24h' | '7d' | '30d';

export interface Settings {
  /** Whether percentages say what is left or what is used. */
  readonly numbers: 'left' | 'used';
  /** Percent used from which a limit counts as near, ascending, 1 to 100. */
  readonly thresholds: readonly number[];
  /** Which kinds of alert are wanted. */
  readonly alerts: Readonly<Record<AlertKind, boolean>>;
  /** When no alert is shown; what is still true afterwards is told then. */
  readonly quietHours: QuietHours | null;
  /** Minutes between two timed polls. */
  readonly pollMinutes: number;
  /** The span of the chart. */
  readonly chartSpan: ChartSpan;
  /** The text beside the mark; where a bar shows none, it leads the tooltip. */
  readonly barText: BarText;
  /** Who renews a stale sign-in. */
  readonly renewal: 'plimsoll' | 'codex' | 'nobody';
  /** Whether the popover has opened once by itself, so that people find the icon. */
  readonly welcomed: boolean;
}

/** What the popover and the menu may change. */
export type SettingChange =
  | { readonly numbers: Settings['numbers'] }
  | { readonly renewal: Settings['renewal'] }
  | { readonly chartSpan: ChartSpan };

export const DEFAULT_SETTINGS: Settings = {
  numbers: 'left',
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
  barText: 'none',
  renewal: 'plimsoll',
  welcomed: false,
};

const numbers = z.enum(['left', 'used']);
const renewal = z.enum(['plimsoll', 'codex', 'nobody']);

const chartSpan = z.enum(['24h', '7d', '30d']);

const settingChange = z.union([
  z.strictObject({ numbers }),
  z.strictObject({ renewal }),
  z.strictObject({ chartSpan }),
]);

const minuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(24 * 60 - 1);
const quietHours = z.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay }).nullable();

const wanted = z.boolean().catch(true);
const alerts = z.object({
  threshold: wanted,
  blocked: wanted,
  'usable-again': wanted,
  'sign-in': wanted,
  'reset-credit': wanted,
});

const threshold = z.number().min(1).max(100);

const settings = z.object({
  numbers: numbers.catch(DEFAULT_SETTINGS.numbers),
  renewal: renewal.catch(DEFAULT_SETTINGS.renewal),
  thresholds: z
    .array(threshold)
    .min(1)
    .max(5)
    .catch([...DEFAULT_SETTINGS.thresholds]),
  alerts: alerts.catch({ ...DEFAULT_SETTINGS.alerts }),
  quietHours: quietHours.catch(DEFAULT_SETTINGS.quietHours),
  pollMinutes: z.number().min(1).max(60).catch(DEFAULT_SETTINGS.pollMinutes),
  chartSpan: chartSpan.catch(DEFAULT_SETTINGS.chartSpan),
  barText: z.enum(['none', 'percent', 'both', 'countdown']).catch(DEFAULT_SETTINGS.barText),
  welcomed: z.boolean().catch(DEFAULT_SETTINGS.welcomed),
});

/** Reads whatever a settings file holds; each unreadable choice falls back to its own default. */
export function parseSettings(stored: unknown): Settings {
  const read = settings.safeParse(typeof stored === 'object' && stored !== null ? stored : {});
  if (!read.success) return DEFAULT_SETTINGS;
  return { ...read.data, thresholds: [...read.data.thresholds].sort((a, b) => a - b) };
}

/** Accepts a change from the popover, or null for anything outside the closed union. */
export function parseSettingChange(payload: unknown): SettingChange | null {
  const read = settingChange.safeParse(payload);
  return read.success ? read.data : null;
}
