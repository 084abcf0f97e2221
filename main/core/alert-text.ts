// An alert in words: a title and a line or two, one message however many alerts fall together.
// Says what its limit, percent and moments are, and nothing else: never whose they are.

import type { Alert } from './alert-claims.ts';
import { assertNever } from './failure.ts';
import { shownUsedPercent } from './gauges.ts';
import { nameLimit } from './sentences.ts';
import type { AlertKind } from './settings.ts';
import type { Words } from './words/words.ts';

export interface AlertText {
  readonly title: string;
  readonly body: string;
}

/** What matters more comes first. */
const RANK: Record<AlertKind, number> = {
  'sign-in': 0,
  blocked: 1,
  'usable-again': 2,
  threshold: 3,
  'reset-credit': 4,
};

interface Speaker {
  readonly words: Words;
  readonly nowMs: number;
}

/** One message for all alerts of a moment; null if there are none. */
export function presentAlerts(alerts: readonly Alert[], speaker: Speaker): AlertText | null {
  const [first, ...others] = alerts.filter((alert) => !isCovered(alert, alerts)).toSorted(byRank);
  if (first === undefined) return null;
  const also = others.map((alert) => speaker.words.say.alerts.also(titleOf(alert, speaker)));
  const body = speaker.words.say.sentences([bodyOf(first, speaker), ...also]);
  return { title: titleOf(first, speaker), body };
}

/** Who hears that a limit is used up need not hear how much of it is. */
function isCovered(alert: Alert, alerts: readonly Alert[]): boolean {
  if (alert.kind !== 'threshold') return false;
  const { key } = alert.limit;
  return alerts.some((other) => other.kind === 'blocked' && other.limit.key === key);
}

function byRank(a: Alert, b: Alert): number {
  if (a.kind === 'threshold' && b.kind === 'threshold') return b.usedPercent - a.usedPercent;
  if (a.kind === 'blocked' && b.kind === 'blocked') return endsLater(a, b);
  return RANK[a.kind] - RANK[b.kind];
}

/** Unknown counts as last, as in the verdict. */
function endsLater(a: Alert & { kind: 'blocked' }, b: Alert & { kind: 'blocked' }): number {
  if (b.limit.resetsAtMs === null) return a.limit.resetsAtMs === null ? 0 : 1;
  return a.limit.resetsAtMs === null ? -1 : b.limit.resetsAtMs - a.limit.resetsAtMs;
}

function titleOf(alert: Alert, { words }: Speaker): string {
  const say = words.say.alerts;
  switch (alert.kind) {
    case 'threshold': {
      const used = words.formats.percent(shownUsedPercent(alert.usedPercent) ?? 0);
      return say.threshold(used, nameLimit(alert.limit.binding, words));
    }
    case 'blocked':
      return say.blocked(nameLimit(alert.limit.binding, words));
    case 'usable-again':
      return say.usableAgain;
    case 'sign-in':
      return say.signIn;
    case 'reset-credit':
      return say.expiring(alert.expiriesMs.length);
    default:
      return assertNever(alert);
  }
}

function bodyOf(alert: Alert, { words, nowMs }: Speaker): string {
  const say = words.say.alerts;
  const at = (atMs: number | null): string | null =>
    atMs === null ? null : words.say.at(words.formats.moment(atMs, nowMs));
  const until = (atMs: number | null): string | null =>
    atMs === null ? null : words.say.moment(words.formats.moment(atMs, nowMs));
  switch (alert.kind) {
    case 'threshold': {
      const resetsAt = at(alert.limit.resetsAtMs);
      const runsOutAt = at(alert.runsOutAtMs);
      if (alert.spendsCredits) return say.spendingCredits(until(alert.limit.resetsAtMs));
      if (runsOutAt === null || resetsAt === null) return say.resets(resetsAt);
      return say.runsOut(runsOutAt, resetsAt);
    }
    case 'blocked':
      return say.blockedUntil(at(alert.untilMs));
    case 'usable-again':
      if (alert.spendsCredits) return say.spendingCredits(until(alert.untilMs));
      return alert.limit === null
        ? say.roomEverywhere
        : say.room(nameLimit(alert.limit.binding, words));
    case 'sign-in':
      return say.signInText;
    case 'reset-credit': {
      const [firstMs = nowMs] = alert.expiriesMs;
      return say.expires(at(firstMs) ?? '', alert.expiriesMs.length > 1);
    }
    default:
      return assertNever(alert);
  }
}
