// Answers, readings and histories at a fixed moment: what the states of fixed panels are made of.
// Knows no state by name; states.ts does.

import type { Failure } from '../main/core/failure.ts';
import type { Shown } from '../main/core/panel.ts';
import type { Reading } from '../main/core/reading.ts';
import type { RescueReason } from '../main/core/rescue.ts';
import type { Settings } from '../main/core/settings.ts';
import type { PreferenceState } from '../main/core/settings-panel-types.ts';
import type { UsageSnapshot } from '../main/core/snapshot.ts';
import { HOUR_MS, SECOND_MS } from '../main/core/time.ts';
import { parseUsage } from '../main/core/usage.ts';
import type { Place } from '../main/core/words/formats.ts';
import { madeUpHistory } from './chart-history.ts';
import { SAMPLES_TAKEN_AT_S, USAGE_SAMPLES, type UsageSampleName } from './stand-in/samples.ts';

export interface State extends Partial<Shown> {
  readonly reading: Reading;
  readonly place?: Place;
  readonly settings?: Partial<Settings>;
  readonly rescue?: RescueReason | null;
  readonly preferences?: Partial<PreferenceState>;
}

const TAKEN_AT_MS = SAMPLES_TAKEN_AT_S * SECOND_MS;
export const NOW_MS = TAKEN_AT_MS + 12 * SECOND_MS;
export const ACCOUNT = { key: 'fixed', id: null, email: null, apiKeyBeside: false };

export function sample(name: UsageSampleName): UsageSnapshot {
  return read(USAGE_SAMPLES[name]);
}

function read(body: unknown): UsageSnapshot {
  const snapshot = parseUsage({ body, takenAtMs: TAKEN_AT_MS, idToken: null });
  if (!snapshot.ok) throw new Error('a fixed answer cannot be read');
  return snapshot.value;
}

/** The usual two windows with percentages of one's own. */
export function twoWindows(session: number | null, weekly: number | null): UsageSnapshot {
  const plus = USAGE_SAMPLES['plus-primary-and-secondary'];
  const { primary_window: primary, secondary_window: secondary } = plus.rate_limit;
  return read({
    ...plus,
    rate_limit: {
      ...plus.rate_limit,
      primary_window: { ...primary, used_percent: session },
      secondary_window: { ...secondary, used_percent: weekly },
    },
  });
}

export function fresh(snapshot: UsageSnapshot): Reading & { kind: 'fresh' } {
  return { kind: 'fresh', snapshot, account: ACCOUNT };
}

export function stale(failure: Failure, ageMs = 2 * HOUR_MS): Reading {
  const snapshot = { ...twoWindows(37, 76), takenAtMs: NOW_MS - ageMs };
  return { kind: 'stale', snapshot, account: ACCOUNT, failure };
}

export function failed(failure: Failure): Reading {
  return { kind: 'failed', failure };
}

/** As if the first window had reset a moment ago, after these numbers were asked for. */
export function resetSince(snapshot: UsageSnapshot): UsageSnapshot {
  const [first, ...others] = snapshot.windows;
  if (first === undefined) throw new Error('a window is needed');
  return { ...snapshot, windows: [{ ...first, resetsAtMs: NOW_MS - SECOND_MS }, ...others] };
}

/** A reading and the history that led to it. */
export function grown(options: Omit<Parameters<typeof madeUpHistory>[0], 'nowMs'>): State {
  const history = madeUpHistory({ nowMs: TAKEN_AT_MS, ...options });
  const [session, weekly] = history.at(-1)?.windows ?? [];
  const snapshot = twoWindows(session?.usedPercent ?? null, weekly?.usedPercent ?? null);
  return { reading: fresh(snapshot), history };
}
