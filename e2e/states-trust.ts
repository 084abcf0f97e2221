// The states of the trust page, by name: what was touched so far, what recovery did, which alerts were
// told. Joined by panels.ts.

import type { LogEntry } from '../main/core/alert-memory.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../main/core/time.ts';
import type { TrustShown } from '../main/core/trust/page.ts';
import {
  type Deed,
  type DeedKind,
  emptyTrust,
  noteDeed,
  noteRecovery,
  type Purpose,
  type TrustRecord,
} from '../main/core/trust/trust.ts';
import { fresh, NOW_MS, type State, twoWindows } from './fixed.ts';

export interface TrustState extends State {
  readonly trustShown: TrustShown;
}

type Row = readonly [DeedKind, string, Purpose, Deed['result'], number, number];

const usualHosts = [
  { target: 'chatgpt.com', purpose: 'usage' },
  { target: 'chatgpt.com', purpose: 'reset-list' },
  { target: 'auth.openai.com', purpose: 'renewal' },
] as const;

const OWN = '~/.config/Plimsoll';

/** Each with how often it was done, and how long ago last. */
const ROWS: readonly Row[] = [
  ['contacted', 'chatgpt.com', 'usage', 'answered', 288, 0],
  ['contacted', 'auth.openai.com', 'renewal', 'answered', 1, 26 * HOUR_MS],
  ['contacted', 'proxy.example.invalid', 'proxy', 'done', 289, 0],
  ['read', '~/.codex/auth.json', 'sign-in', 'done', 310, 0],
  ['read', '~/.codex/config.toml', 'codex-settings', 'missing', 288, 0],
  ['read', '~/.codex/.plimsoll-rotation', 'renewal-note', 'missing', 2, 26 * HOUR_MS],
  ['read', '~/.codex/sessions', 'sessions', 'done', 1, 2 * DAY_MS],
  ['read', '~/.codex/sessions/*.jsonl', 'activity', 'done', 12, 3 * MINUTE_MS],
  ['read', `${OWN}/ledger.json`, 'ledger', 'done', 900, 0],
  ['read', '/proc', 'running-programs', 'done', 1, 26 * HOUR_MS],
  ['written', '~/.codex/auth.json', 'sign-in', 'done', 1, 26 * HOUR_MS],
  ['written', '~/.codex/auth.json.lock', 'codex-lock', 'held', 2, 26 * HOUR_MS],
  ['written', '~/.codex/.plimsoll-rotation', 'renewal-note', 'removed', 2, 26 * HOUR_MS],
  ['written', '~/.codex/.plimsoll-….tmp', 'renewal-place', 'done', 1, 26 * HOUR_MS],
  ['written', `${OWN}/readings/….json`, 'reading', 'done', 288, 0],
  ['written', `${OWN}/history/….json`, 'history', 'not-permitted', 96, 3 * MINUTE_MS],
  ['written', `${OWN}/activity/….index`, 'activity-index', 'done', 12, 3 * MINUTE_MS],
  ['written', `${OWN}/ledger.json`, 'ledger', 'done', 300, 0],
  ['written', `${OWN}/ledger.json.lock`, 'own-lock', 'held', 300, 0],
  ['started', 'flock', 'lock-helper', 'done', 304, 0],
];

/** Deeds as they would have been noted; every hundredth on a host went wrong. */
function noted(): TrustRecord {
  const first = emptyTrust(NOW_MS - 6 * DAY_MS);
  return ROWS.reduce((record, [kind, target, purpose, result, count, agoMs]) => {
    let next = record;
    for (let at = 1; at <= count; at += 1) {
      const isLost = kind === 'contacted' && at % 100 === 0;
      const deed = { kind, target, purpose, result: isLost ? 'unreachable' : result } as const;
      next = noteDeed(next, deed, NOW_MS - agoMs - (count - at) * MINUTE_MS);
    }
    return next;
  }, first);
}

const ALERTS: readonly LogEntry[] = [
  ['baseline', 'threshold', 'session', 82, 6 * DAY_MS],
  ['quiet-hours', 'threshold', 'weekly', 80.4, 30 * HOUR_MS],
  ['told', 'threshold', 'weekly', 81, 25 * HOUR_MS],
  ['told', 'blocked', 'session', null, 5 * HOUR_MS],
  ['doubt', 'usable-again', null, null, 2 * HOUR_MS],
  ['switched-off', 'reset-credit', null, null, HOUR_MS],
  ['snoozed', 'threshold', 'other 9 hour', 95, 20 * MINUTE_MS],
].map(([decision, kind, limit, percent, agoMs]) => {
  // Why: a list of rows has lost which words stand in which place.
  return { decision, kind, limit, percent, atMs: NOW_MS - Number(agoMs) } as LogEntry;
});

const HEALED: TrustRecord = [
  [
    { step: 'reload', outcome: 'unchanged', atMs: NOW_MS - 26 * HOUR_MS },
    { step: 'refresh', outcome: 'saved', atMs: NOW_MS - 26 * HOUR_MS },
  ] as const,
  [{ step: 'reload', outcome: 'changed', atMs: NOW_MS - 3 * HOUR_MS }] as const,
  [{ step: 'settle', outcome: 'kept', atMs: NOW_MS - 2 * HOUR_MS }] as const,
  [{ step: 'settle', outcome: 'kept', atMs: NOW_MS - HOUR_MS }] as const,
].reduce<TrustRecord>((record, steps) => noteRecovery(record, steps), noted());

const reading = fresh(twoWindows(37, 44));

/** The trust page at the first start, and after some days. */
export const TRUST_STATES = {
  'trust-new': {
    reading,
    trustShown: { record: emptyTrust(NOW_MS), usualHosts, alerts: [], isCopied: false },
  },
  trust: {
    reading,
    trustShown: { record: HEALED, usualHosts, alerts: ALERTS, isCopied: true },
  },
} satisfies Record<string, TrustState>;
