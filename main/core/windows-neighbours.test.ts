// The neighbours of the cases: what `status --json` says of windows that are one
// step away from the known ones. reading-rules.md A is the specification; each row names its rule.

import { expect, test } from 'vitest';
import { at, five, limit, main, nowS, row, statusOf, stopped, week } from './example-answers.ts';
import { exampleTakenAtMs as takenAtMs } from './examples.ts';

const unknownMembers = { from_the_future: { deep: [1, { used_percent: 99 }] }, model_usage: null };

test.each<[string, unknown, object]>([
  // Rules 1 and 2: slots, kinds, labels.
  [
    'A1 a third slot',
    { rate_limit: { ...limit(five(1)), tertiary_window: week(9) } },
    { windows: [row('session', '5-hour', 1)], confidence: 'exact' },
  ],
  ['A1 only the secondary slot', main(null, five(7)), { windows: [row('session', '5-hour', 7)] }],
  [
    'A1 members nobody knows',
    { ...main(five(1, unknownMembers), null, unknownMembers), ...unknownMembers },
    { confidence: 'exact', windows: [row('session', '5-hour', 1)] },
  ],
  [
    'A2 a length as text',
    main(five(1, { limit_window_seconds: ' 18000 ' })),
    { windows: [row('session', '5-hour', 1, { windowSeconds: 18_000 })], confidence: 'exact' },
  ],
  [
    'A2 a length with a fraction',
    main(five(1, { limit_window_seconds: 18_000.5 })),
    { windows: [row('session', '5-hour', 1, { windowSeconds: 18_000.5 })] },
  ],
  [
    'A2 the last length that is 5-hour',
    main(five(1, { limit_window_seconds: 17_640 })),
    { windows: [row('session', '5-hour', 1, { windowSeconds: 17_640 })] },
  ],
  [
    'A2 the last length that is 5-hour above',
    main(five(1, { limit_window_seconds: 18_360 })),
    { windows: [row('session', '5-hour', 1)] },
  ],
  [
    'A2 a length just below',
    main(five(1, { limit_window_seconds: 17_580 })),
    { windows: [row('other', '293-minute', 1)] },
  ],
  [
    'A2 three days',
    main(five(1, { limit_window_seconds: 259_200 })),
    { windows: [row('other', '3-day', 1)] },
  ],
  [
    'A2 nine hours',
    main(five(1, { limit_window_seconds: 32_400 })),
    { windows: [row('other', '9-hour', 1)] },
  ],
  [
    'A2 ninety minutes',
    main(five(1, { limit_window_seconds: 5_400 })),
    { windows: [row('other', '90-minute', 1)] },
  ],
  [
    'A2 a fortnight',
    main(five(1, { limit_window_seconds: 1_209_600 })),
    { windows: [row('other', '14-day', 1)] },
  ],
  [
    'A2 a day',
    main(five(1, { limit_window_seconds: 86_400 })),
    { windows: [row('daily', 'Daily', 1)] },
  ],
  [
    'A2 28 days',
    main(five(1, { limit_window_seconds: 2_419_200 })),
    { windows: [row('monthly', 'Monthly', 1)] },
  ],
  [
    'A2 31 days',
    main(five(1, { limit_window_seconds: 2_678_400 })),
    { windows: [row('monthly', 'Monthly', 1)] },
  ],
  // Rule 3: no length.
  [
    'A3 a negative length',
    main(five(1, { limit_window_seconds: -1 })),
    { windows: [row('session', '5-hour', 1, { windowSeconds: 18_000 })], confidence: 'assumed' },
  ],
  [
    'A3 a null length',
    main(five(1, { limit_window_seconds: null })),
    { windows: [row('session', '5-hour', 1)], confidence: 'assumed' },
  ],
  [
    'A3 an unreadable length',
    main(null, week(1, { limit_window_seconds: {} })),
    { windows: [row('weekly', 'Weekly', 1)], confidence: 'partial' },
  ],
  [
    'A3 a reset too far for 5 hours',
    main(five(1, { limit_window_seconds: 0, reset_at: nowS + 90_000 })),
    { windows: [row('weekly', 'Weekly', 1)], confidence: 'assumed' },
  ],
  [
    'A3 no lengths, slots swapped',
    main(
      { used_percent: 43, reset_at: nowS + 300_000 },
      { used_percent: 17, reset_at: nowS + 7_200 },
    ),
    { windows: [row('session', '5-hour', 17), row('weekly', 'Weekly', 43)], confidence: 'assumed' },
  ],
  [
    'A3 no length beside the same guess',
    main({ used_percent: 9, reset_at: nowS + 600 }, five(3)),
    { windows: [row('session', '5-hour', 3), row('weekly', 'Weekly', 9)], confidence: 'assumed' },
  ],
  [
    'A3 an empty window',
    main({}),
    {
      windows: [row('session', '5-hour', null, { resetsAt: null, depleted: false })],
      confidence: 'assumed',
      bindingWindow: null,
    },
  ],
  // Rule 4: one row a kind.
  [
    'A4 the same kind twice, the second unknown',
    main(week(40), week(null)),
    { windows: [row('weekly', 'Weekly', 40)] },
  ],
  [
    'A4 almost the same length',
    main(five(10), five(12, { limit_window_seconds: 17_940 })),
    { windows: [row('session', '5-hour', 12, { windowSeconds: 17_940 })] },
  ],
  // Rule 5: percent.
  [
    'A5 a percent sign',
    main(five('22%')),
    { windows: [row('session', '5-hour', null)], confidence: 'partial' },
  ],
  [
    'A5 text with blanks',
    main(five(' 22 ')),
    { windows: [row('session', '5-hour', 22)], confidence: 'exact' },
  ],
  [
    'A5 text with an exponent',
    main(five('1e2')),
    { windows: [row('session', '5-hour', 100, { depleted: true })] },
  ],
  [
    'A5 a flag',
    main(five(true)),
    { windows: [row('session', '5-hour', null)], confidence: 'partial' },
  ],
  [
    'A5 a list',
    main(five([22])),
    { windows: [row('session', '5-hour', null)], confidence: 'partial' },
  ],
  [
    'A5 below 0 in text',
    main(five('-3')),
    { windows: [row('session', '5-hour', 0)], confidence: 'assumed' },
  ],
  [
    'A5 absent',
    main(five(undefined)),
    { windows: [row('session', '5-hour', null)], confidence: 'exact' },
  ],
  [
    'A5 a hair below full',
    main(five(99.999)),
    { windows: [row('session', '5-hour', 99.999, { depleted: false })], usableAgainAt: null },
  ],
  // Rule 6: resets.
  [
    'A6 milliseconds as text',
    main(five(1, { reset_at: `${takenAtMs + 60_000}` })),
    { windows: [row('session', '5-hour', 1, { resetsAt: at(60) })], confidence: 'assumed' },
  ],
  [
    'A6 a date as text',
    main(five(1, { reset_at: '2026-11-25T17:30:00Z' })),
    { windows: [row('session', '5-hour', 1, { resetsAt: null })], confidence: 'partial' },
  ],
  [
    'A6 a date as text, seconds beside',
    main(five(1, { reset_at: '2026-11-25', reset_after_seconds: '60' })),
    { windows: [row('session', '5-hour', 1, { resetsAt: at(60) })], confidence: 'partial' },
  ],
  [
    'A6 seconds from now below 0',
    main(five(1, { reset_at: null, reset_after_seconds: -60 })),
    { windows: [row('session', '5-hour', 1, { resetsAt: null })], confidence: 'exact' },
  ],
  [
    'A6 both given and at odds',
    main(five(1, { reset_after_seconds: 60 })),
    { windows: [row('session', '5-hour', 1, { resetsAt: at(7_200) })] },
  ],
  // Rule 7: a reset that has passed.
  [
    'A7 past',
    main(five(88, { reset_at: nowS - 60 })),
    {
      windows: [
        row('session', '5-hour', 88, {
          resetElapsed: true,
          pace: { expectedPercent: null, runsOutAt: null },
        }),
      ],
      usableAgainAt: null,
    },
  ],
  // Rules 8 and 9: confidence, status.
  [
    'A8 a window that is text beside a good one',
    main('full', week(5)),
    { status: 'ok', windows: [row('weekly', 'Weekly', 5)], confidence: 'partial' },
  ],
  [
    'A8 a list for an object',
    main([], week(5)),
    { windows: [row('weekly', 'Weekly', 5)], confidence: 'partial' },
  ],
  [
    'A9 no rate limit, but a model limit',
    { additional_rate_limits: [{ metered_feature: 'm', rate_limit: limit(five(100)) }] },
    { status: 'ok', windows: [], bindingWindow: null, usableAgainAt: null },
  ],
  [
    'A9 credits that are no object',
    { plan_type: 'plus', credits: 5 },
    { status: 'failed', failure: { kind: 'unexpected-body' } },
  ],
  [
    'A9 an error object',
    { error: { message: 'no' } },
    { status: 'failed', failure: { kind: 'unexpected-body' } },
  ],
  // Rule 10: depleted.
  [
    'A10 reached, and two equally full',
    main(five(97), week(97), stopped),
    {
      windows: [
        row('session', '5-hour', 97, { depleted: false }),
        row('weekly', 'Weekly', 97, { depleted: true }),
      ],
      bindingWindow: 'weekly',
      usableAgainAt: at(300_000),
      confidence: 'assumed',
    },
  ],
  [
    'A10 reached, nothing known of one',
    main(five(null), week(12), { limit_reached: true }),
    {
      windows: [
        row('session', '5-hour', null, { depleted: false }),
        row('weekly', 'Weekly', 12, { depleted: true }),
      ],
    },
  ],
  [
    'A10 not allowed, without windows',
    { plan_type: 'plus', ...main(null, null, stopped) },
    { status: 'no-limits', usableAgainAt: null },
  ],
  [
    'A10 a model limit reached by word',
    {
      ...main(five(1)),
      additional_rate_limits: [{ limit_name: 'M', rate_limit: limit(week(60), null, stopped) }],
    },
    {
      additional: [
        { id: 'M', name: 'M', windows: [row('weekly', 'Weekly', 60, { depleted: true })] },
      ],
      bindingWindow: 'session',
      usableAgainAt: null,
    },
  ],
  [
    'A10 not allowed, because the spend limit is reached',
    { ...main(five(97), null, stopped), spend_control: { reached: true } },
    {
      windows: [row('session', '5-hour', 97, { depleted: false })],
      bindingWindow: 'spendLimit',
      usableAgainAt: null,
      confidence: 'exact',
    },
  ],
])('status --json: is right for %s', (_name, body, expected) => {
  expect(statusOf(body)).toMatchObject(expected);
});
