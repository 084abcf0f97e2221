// What `status --json` says of one usage answer, and the pieces that such answers are made of.
// Only tests import this.

import { exampleAccount } from './example-states.ts';
import { exampleTakenAtMs as takenAtMs } from './examples.ts';
import { presentStatus } from './status.ts';
import { formatInstant } from './time.ts';
import { parseUsage } from './usage.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

/** When every answer here is taken, Unix seconds. */
export const nowS = takenAtMs / 1_000;

/** The object of contract.md §4 for an answer with this body. */
export function statusOf(body: unknown): object {
  const result = parseUsage({ body, takenAtMs, idToken: null });
  const reading = result.ok
    ? ({ kind: 'fresh', snapshot: result.value, account: exampleAccount } as const)
    : ({ kind: 'failed', failure: result.failure } as const);
  return presentStatus(
    {
      reading,
      account: exampleAccount,
      accountName: 'default',
      codexHome: '/h',
      recovery: [],
      warning: null,
      verdict: 'A sentence.',
    },
    { words, nowMs: takenAtMs },
  );
}

/** A moment so many seconds later, as the object has it. */
export const at = (inS: number): string => formatInstant(takenAtMs + inS * 1_000);
/** A window 2 hours from its reset. */
export const five = (used_percent: unknown, more: object = {}): object => ({
  used_percent,
  limit_window_seconds: 18_000,
  reset_at: nowS + 7_200,
  ...more,
});
export const week = (used_percent: unknown, more: object = {}): object => ({
  used_percent,
  limit_window_seconds: 604_800,
  reset_at: nowS + 300_000,
  ...more,
});
export const limit = (
  primary_window: unknown,
  secondary_window: unknown = null,
  more: object = {},
) => ({
  allowed: true,
  limit_reached: false,
  primary_window,
  secondary_window,
  ...more,
});
export const main = (primary: unknown, secondary: unknown = null, more: object = {}) => ({
  rate_limit: limit(primary, secondary, more),
});
/** The service's word that this limit is used up. */
export const stopped = { allowed: false, limit_reached: true };

/** Kind, label, percent, reset and depleted of a row, as far as a test names them. */
export const row = (
  kind: string,
  label: string,
  usedPercent: number | null,
  more: object = {},
) => ({
  kind,
  label,
  usedPercent,
  ...more,
});
