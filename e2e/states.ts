// The states of the popover and of the settings page, by name: each with what leads to it. A capability
// with many states keeps them in a file of its own and joins them here.

import { HOUR_MS, MINUTE_MS } from '../main/core/time.ts';
import { madeUpHistory } from './chart-history.ts';
import {
  ACCOUNT,
  failed,
  fresh,
  grown,
  NOW_MS,
  resetSince,
  type State,
  sample,
  stale,
  twoWindows,
} from './fixed.ts';
import { ACCOUNT_SETTINGS_STATES, ACCOUNT_STATES } from './states-accounts.ts';
import { ACTIVITY_STATES } from './states-activity.ts';
import { SOURCE_STATES } from './states-sources.ts';

export const STATES = {
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
  ...ACTIVITY_STATES,
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
  ...ACCOUNT_STATES,
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
  ...SOURCE_STATES,
} satisfies Record<string, State>;

const QUIET = { quietHours: { fromMinute: 22 * 60, toMinute: 7 * 60 + 30 } };
const FULL = { thresholds: [50, 75, 80, 90, 95], pollMinutes: 15, shortcut: 'Ctrl+Alt+U' };

/** The settings page, as it is and in trouble. */
export const SETTINGS_STATES = {
  settings: { reading: fresh(twoWindows(37, 44)), preferences: { startAtLogin: true } },
  'settings-chosen': {
    reading: fresh(twoWindows(37, 44)),
    settings: { ...FULL, ...QUIET, numbers: 'used', language: 'de', hideAccount: true },
    preferences: { startAtLogin: false, testAlert: 'shown' },
  },
  'settings-trouble': {
    reading: fresh(twoWindows(37, 44)),
    settings: { shortcut: 'Ctrl+Alt+U', thresholds: [80], renewal: 'codex' },
    preferences: {
      codexMissing: true,
      shortcutProblem: { kind: 'taken', tried: 'Ctrl+Shift+Space' },
      testAlert: 'not-shown',
    },
  },
  ...ACCOUNT_SETTINGS_STATES,
} satisfies Record<string, State>;
