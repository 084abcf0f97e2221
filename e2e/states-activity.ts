// The states of local activity, made of made-up counts: the first count with only today, on its way,
// full, empty, one model, many, huge numbers, unreadable parts. Switched off is every other state.

import type { ActivityShown } from '../main/core/activity/panel-types.ts';
import type { ActivitySpans } from '../main/core/activity/report-types.ts';
import { type MadeUpDays, madeUpSpans, withSkipped } from '../main/core/example-activity.ts';
import type { Settings } from '../main/core/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../main/core/time.ts';
import { failed, fresh, grown, NOW_MS, type State, twoWindows } from './fixed.ts';

/** The day of the fixed moment in Berlin, where the fixed panels are. */
const TODAY = new Date(NOW_MS + HOUR_MS).toISOString().slice(0, 10);

const MODELS = { 'gpt-5.6-codex': 0.735, 'gpt-5.6-codex-mini': 0.183, 'gpt-5.5': 0.082 };
const MANY_MODELS = {
  'gpt-5.6-codex': 0.61,
  'gpt-5.1-codex-max-preview-2026-02-11': 0.19,
  'gpt-5.5': 0.09,
  unknown: 0.07,
  o5: 0.03,
  'local/qwen': 0.01,
};

/** Working weeks with free weekends, a holiday, and one wild day. */
const MONTH = Array.from({ length: 30 }, (_, at) => {
  const weekday = (at + 6) % 7;
  if (weekday >= 5 || (at > 6 && at < 10)) return weekday === 5 && at > 10 ? 0.08 : 0;
  return at === 18 ? 2.2 : 0.35 + 0.65 * Math.abs(Math.sin(at * 1.7));
});

function spansOf(
  { models = MODELS, ...made }: Omit<MadeUpDays, 'today'>,
  progress: ActivitySpans['progress'] = null,
): ActivitySpans {
  return { ...madeUpSpans({ today: TODAY, models, ...made }), progress };
}

function counted(spans: ActivitySpans | null, failed = false): ActivityShown {
  return { isPlaceKnown: true, spans, failed, countedAtMs: NOW_MS - 2 * MINUTE_MS };
}

function state(activity: ActivityShown, settings: Partial<Settings> = {}): State {
  const days = settings.chartSpan === undefined ? 2 : 30;
  return { ...grown({ days, nights: days < 30 }), activity, settings };
}

const FULL = spansOf({ days: MONTH });
const MONTH_OPEN = { activityOpen: true, chartSpan: '30d' } as const;
const WEEK_OPEN = { activityOpen: true, chartSpan: '7d' } as const;

export const ACTIVITY_STATES = {
  activity: state(counted(FULL)),
  'activity-today': state(counted(FULL), { activityOpen: true }),
  'activity-week': state(counted(FULL), WEEK_OPEN),
  'activity-month': state(counted(FULL), MONTH_OPEN),
  'activity-beginning': state(counted(null), { activityOpen: true }),
  'activity-first-today': state(
    counted(spansOf({ days: MONTH.slice(-1) }, { doneBytes: 0, totalBytes: 0 })),
    WEEK_OPEN,
  ),
  'activity-counting': state(
    counted(spansOf({ days: MONTH.slice(-9) }, { doneBytes: 432, totalBytes: 1000 })),
    MONTH_OPEN,
  ),
  'activity-none': state(counted(spansOf({ days: [0] })), { activityOpen: true }),
  'activity-none-today': state(counted(spansOf({ days: [...MONTH.slice(0, -1), 0] })), {
    activityOpen: true,
  }),
  'activity-one-model': state(
    counted(spansOf({ days: MONTH, models: { 'gpt-5.6-codex': 1 } })),
    WEEK_OPEN,
  ),
  'activity-many-models': state(
    counted(
      spansOf({
        days: MONTH,
        models: MANY_MODELS,
      }),
    ),
    MONTH_OPEN,
  ),
  'activity-huge': state(counted(spansOf({ days: MONTH.map((busy) => 4321 * busy) })), MONTH_OPEN),
  'activity-unread': state(counted(withSkipped(FULL, 'unreadable', 'compressed')), WEEK_OPEN),
  'activity-compressed': state(counted(withSkipped(FULL, 'compressed')), WEEK_OPEN),
  'activity-nothing-read': state(
    counted(withSkipped(spansOf({ days: [0] }), 'unreadable', 'unreadable')),
  ),
  'activity-no-place': state({ ...counted(null), isPlaceKnown: false }),
  'activity-failed': state(counted(null, true)),
  'activity-failed-again': state(counted(FULL, true)),
  'activity-without-chart': {
    reading: fresh(twoWindows(37, 44)),
    activity: counted(FULL),
    settings: WEEK_OPEN,
  },
  'activity-not-signed-in': {
    reading: failed({ kind: 'auth-file-missing' }),
    activity: counted(FULL),
  },
} satisfies Record<string, State>;
