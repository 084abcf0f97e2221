// The person's choices, each with a default. Owns their names, bounds and reading; the app's settings
// store and the command's read-only look at the same JSON both come through parseSettings.

import { z } from 'zod';

export interface Settings {
  /** Whether percentages say what is left or what is used. */
  readonly numbers: 'left' | 'used';
  /** Percent used from which a limit counts as near, ascending, 1 to 100. */
  readonly thresholds: readonly number[];
  /** Who renews a stale sign-in. */
  readonly renewal: 'plimsoll' | 'codex' | 'nobody';
  /** Whether the popover has opened once by itself, so that people find the icon. */
  readonly welcomed: boolean;
}

/** What the popover and the menu may change. */
export type SettingChange =
  | { readonly numbers: Settings['numbers'] }
  | { readonly renewal: Settings['renewal'] };

export const DEFAULT_SETTINGS: Settings = {
  numbers: 'left',
  thresholds: [80, 95],
  renewal: 'plimsoll',
  welcomed: false,
};

const numbers = z.enum(['left', 'used']);
const renewal = z.enum(['plimsoll', 'codex', 'nobody']);

const settingChange = z.union([z.strictObject({ numbers }), z.strictObject({ renewal })]);

const threshold = z.number().min(1).max(100);

const settings = z.object({
  numbers: numbers.catch(DEFAULT_SETTINGS.numbers),
  renewal: renewal.catch(DEFAULT_SETTINGS.renewal),
  thresholds: z
    .array(threshold)
    .min(1)
    .max(5)
    .catch([...DEFAULT_SETTINGS.thresholds]),
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
