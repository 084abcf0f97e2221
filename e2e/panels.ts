// Fixed panels of every state, made by core from sampled answers at a fixed moment, so that pictures
// and tests show the same words everywhere.

import type { Failure } from '../main/core/failure.ts';
import { type Presented, presentPanel, type Shown } from '../main/core/panel.ts';
import type { Reading } from '../main/core/reading.ts';
import { presentRescue, type RescueReason } from '../main/core/rescue.ts';
import { DEFAULT_SETTINGS, type Settings } from '../main/core/settings.ts';
import { NO_PREFERENCES, type PreferenceState } from '../main/core/settings-panel-types.ts';
import type { UsageSnapshot } from '../main/core/snapshot.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../main/core/time.ts';
import { parseUsage } from '../main/core/usage.ts';
import type { Language } from '../main/core/words/catalogue.ts';
import type { Place } from '../main/core/words/formats.ts';
import { createPseudoWords } from '../main/core/words/pseudo.ts';
import { createWords } from '../main/core/words/words.ts';
import type { Panel } from '../preload/contract.ts';
import { madeUpHistory } from './chart-history.ts';
import { SAMPLES_TAKEN_AT_S, USAGE_SAMPLES, type UsageSampleName } from './stand-in/samples.ts';

const TAKEN_AT_MS = SAMPLES_TAKEN_AT_S * SECOND_MS;
const NOW_MS = TAKEN_AT_MS + 12 * SECOND_MS;
const PLACE = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const ACCOUNT = { key: 'fixed', id: null, email: null, apiKeyBeside: false };

function sample(name: UsageSampleName): UsageSnapshot {
  return read(USAGE_SAMPLES[name]);
}

function read(body: unknown): UsageSnapshot {
  const snapshot = parseUsage({ body, takenAtMs: TAKEN_AT_MS, idToken: null });
  if (!snapshot.ok) throw new Error('a fixed answer cannot be read');
  return snapshot.value;
}

/** The usual two windows with percentages of one's own. */
function twoWindows(session: number | null, weekly: number | null): UsageSnapshot {
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

function fresh(snapshot: UsageSnapshot): Reading & { kind: 'fresh' } {
  return { kind: 'fresh', snapshot, account: ACCOUNT };
}

function stale(failure: Failure, ageMs = 2 * HOUR_MS): Reading {
  const snapshot = { ...twoWindows(37, 76), takenAtMs: NOW_MS - ageMs };
  return { kind: 'stale', snapshot, account: ACCOUNT, failure };
}

function failed(failure: Failure): Reading {
  return { kind: 'failed', failure };
}

/** As if the first window had reset a moment ago, after these numbers were asked for. */
function resetSince(snapshot: UsageSnapshot): UsageSnapshot {
  const [first, ...others] = snapshot.windows;
  if (first === undefined) throw new Error('a window is needed');
  return { ...snapshot, windows: [{ ...first, resetsAtMs: NOW_MS - SECOND_MS }, ...others] };
}

/** A reading and the history that led to it. */
function grown(options: Omit<Parameters<typeof madeUpHistory>[0], 'nowMs'>): State {
  const history = madeUpHistory({ nowMs: TAKEN_AT_MS, ...options });
  const [session, weekly] = history.at(-1)?.windows ?? [];
  const snapshot = twoWindows(session?.usedPercent ?? null, weekly?.usedPercent ?? null);
  return { reading: fresh(snapshot), history };
}

interface State extends Partial<Shown> {
  readonly reading: Reading;
  readonly place?: Place;
  readonly settings?: Partial<Settings>;
  readonly rescue?: RescueReason | null;
  readonly preferences?: Partial<PreferenceState>;
}

const STATES = {
  healthy: { reading: fresh(twoWindows(37, 44)) },
  used: { reading: fresh(twoWindows(37, 44)), settings: { numbers: 'used' } },
  'slow-down': { reading: fresh(twoWindows(86, 60)) },
  'near-limit': { reading: fresh(twoWindows(45, 96)) },
  blocked: { reading: fresh(twoWindows(11, 100)) },
  'spending-credits': { reading: fresh(sample('limit-reached-with-credit-balance')) },
  'model-limits': { reading: fresh(sample('pro-additional-limits')) },
  'spend-limit': { reading: fresh(sample('business-spend-control-reached')) },
  'credits-unlimited': { reading: fresh(sample('credits-unlimited')) },
  'monthly-only': { reading: fresh(sample('free-monthly-only')) },
  'weekly-only': { reading: fresh(sample('weekly-only-in-primary')) },
  'settings-unreadable': {
    reading: fresh(twoWindows(37, 44)),
    preferences: { unreadable: true },
  },
  'earned-resets': { reading: fresh(sample('reset-credits-available')) },
  'above-100': { reading: fresh(sample('edge-over-100-percent')) },
  'no-limits': { reading: fresh(sample('minimal-plan-only')) },
  'percent-unknown': { reading: fresh(twoWindows(37, null)) },
  'long-moments': {
    reading: fresh(twoWindows(37, 60)),
    place: { locale: 'en-US', timeZone: 'America/Los_Angeles' },
    notBeforeMs: NOW_MS + 40 * HOUR_MS,
  },
  'reset-passed': { reading: fresh(resetSince(twoWindows(37, 12))) },
  'api-key-beside': {
    reading: { ...fresh(twoWindows(37, 44)), account: { ...ACCOUNT, apiKeyBeside: true } },
  },
  'chart-day': grown({ days: 2, nights: true }),
  'chart-day-used': { ...grown({ days: 2, nights: true }), settings: { numbers: 'used' } },
  'chart-week': { ...grown({ days: 30, nights: false }), settings: { chartSpan: '7d' } },
  'chart-month': { ...grown({ days: 30, nights: false }), settings: { chartSpan: '30d' } },
  'chart-month-used': {
    ...grown({ days: 30, nights: false }),
    settings: { chartSpan: '30d', numbers: 'used' },
  },
  'chart-one-window': {
    reading: fresh(sample('weekly-only-in-primary')),
    history: madeUpHistory({ nowMs: NOW_MS, days: 30, nights: false }).map((each) => ({
      ...each,
      windows: each.windows.slice(1),
    })),
    settings: { chartSpan: '7d' },
  },
  'chart-nothing': {
    reading: stale({ kind: 'offline' }, 40 * HOUR_MS),
    history: madeUpHistory({ nowMs: NOW_MS - 40 * HOUR_MS, days: 5, nights: false }),
  },
  refreshing: { reading: fresh(twoWindows(37, 44)), polling: true },
  recovered: {
    reading: fresh(twoWindows(37, 44)),
    recovery: [{ atMs: NOW_MS - MINUTE_MS, step: 'reload', outcome: 'changed' }],
  },
  saved: {
    reading: {
      kind: 'saved',
      snapshot: { ...twoWindows(37, 76), takenAtMs: NOW_MS - HOUR_MS },
      account: ACCOUNT,
    },
    polling: true,
  },
  'offline-old': { reading: stale({ kind: 'offline' }) },
  'server-trouble-old': { reading: stale({ kind: 'server-error', status: 503 }, 9 * MINUTE_MS) },
  'rate-limited-old': {
    reading: stale({ kind: 'rate-limited', retryAtMs: NOW_MS + 14 * MINUTE_MS }),
    notBeforeMs: NOW_MS + 14 * MINUTE_MS,
  },
  'web-page-old': { reading: stale({ kind: 'captive-portal' }) },
  'sign-in-old': { reading: stale({ kind: 'sign-in-required', reason: 'rejected' }) },
  'half-written-old': {
    reading: stale({ kind: 'auth-file-malformed', issue: 'auth.json: not JSON' }),
  },
  'no-tray': { reading: fresh(twoWindows(37, 44)), rescue: 'gnome' },
  'no-tray-not-signed-in': { reading: failed({ kind: 'auth-file-missing' }), rescue: 'no-tray' },
  'first-look': { reading: { kind: 'none' }, polling: true },
  'not-signed-in': { reading: failed({ kind: 'auth-file-missing' }) },
  'half-written': { reading: failed({ kind: 'auth-file-malformed', issue: 'auth.json' }) },
  'api-key': { reading: failed({ kind: 'api-key-only' }) },
  keychain: { reading: failed({ kind: 'auth-in-keyring' }) },
  'other-sign-in': { reading: failed({ kind: 'other-sign-in', reason: 'bedrock' }) },
  'other-provider': { reading: failed({ kind: 'other-sign-in', reason: 'custom-backend' }) },
  'sign-in-over': { reading: failed({ kind: 'sign-in-required', reason: 'no-refresh-token' }) },
  offline: { reading: failed({ kind: 'offline' }) },
  'server-trouble': { reading: failed({ kind: 'server-error', status: 502 }) },
  'web-page': { reading: failed({ kind: 'captive-portal' }) },
  'unknown-answer': {
    reading: failed({ kind: 'unexpected-body', issue: 'rate_limit: expected object' }),
  },
} satisfies Record<string, State>;

const QUIET = { quietHours: { fromMinute: 22 * 60, toMinute: 7 * 60 + 30 } };
const FULL = { thresholds: [50, 75, 80, 90, 95], pollMinutes: 15, shortcut: 'Ctrl+Alt+U' };

/** The settings page, as it is and in trouble. */
const SETTINGS_STATES = {
  settings: { reading: fresh(twoWindows(37, 44)), preferences: { startAtLogin: true } },
  'settings-chosen': {
    reading: fresh(twoWindows(37, 44)),
    settings: { ...FULL, ...QUIET, numbers: 'used', language: 'de', hideAccount: true },
    preferences: { startAtLogin: false, testAlert: 'shown' },
  },
  'settings-trouble': {
    reading: fresh(twoWindows(37, 44)),
    settings: { shortcut: 'Ctrl+Alt+U', thresholds: [80] },
    preferences: {
      shortcutProblem: { kind: 'taken', tried: 'Ctrl+Shift+Space' },
      testAlert: 'not-shown',
    },
  },
} satisfies Record<string, State>;

export type StateName = keyof typeof STATES;

/** Every state's name, in the order of a contact sheet. */
export const STATE_NAMES = Object.keys(STATES).filter(isStateName);

function isStateName(name: string): name is StateName {
  return Object.hasOwn(STATES, name);
}

/** What a panel is worded in; `pseudo` is for tests. */
export interface Wording {
  readonly language: Language | 'pseudo';
}

const ENGLISH: Wording = { language: 'en' };

export function fixedPanel(name: StateName, wording = ENGLISH): Panel {
  return panelOf(STATES[name], wording);
}

export type SettingsStateName = keyof typeof SETTINGS_STATES;

export const SETTINGS_STATE_NAMES = ['settings', 'settings-chosen', 'settings-trouble'] as const;

export function settingsPanel(name: SettingsStateName, wording = ENGLISH): Panel {
  return panelOf(SETTINGS_STATES[name], wording);
}

function panelOf(state: State, { language }: Wording): Panel {
  const { settings, preferences, place = PLACE, rescue = null, ...shown } = state;
  const words = language === 'pseudo' ? createPseudoWords(place) : createWords(place, language);
  const presented: Presented = presentPanel(
    {
      polling: false,
      nextPollAtMs: null,
      notBeforeMs: null,
      recovery: [],
      warning: null,
      ...shown,
    },
    {
      words,
      settings: { ...DEFAULT_SETTINGS, ...settings },
      preferences: { ...NO_PREFERENCES, ...preferences },
      nowMs: NOW_MS,
      paceDivisor: 1,
    },
  );
  return { ...presented.panel, rescue: presentRescue(rescue, words) };
}
