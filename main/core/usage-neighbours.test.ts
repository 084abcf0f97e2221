// The neighbours of the cases: what `status --json` says of credits, limits and plans that are one
// step away from the known ones. reading-rules.md A is the specification; each row names its rule.

import { expect, test } from 'vitest';
import { at, five, limit, main, nowS, row, statusOf, week } from './example-answers.ts';

test.each<[string, unknown, object]>([
  // Rule 11: credits.
  [
    'A11 a balance that is a number',
    { credits: { has_credits: true, balance: 14.5 } },
    { credits: { balance: '14.5', hasCredits: true, unlimited: null } },
  ],
  [
    'A11 a balance that is no number',
    { credits: { has_credits: true, balance: 'abc' } },
    { credits: { balance: 'abc' }, confidence: 'exact' },
  ],
  [
    'A11 a balance below 0',
    { credits: { has_credits: true, balance: -5 } },
    { credits: { balance: '-5' } },
  ],
  [
    'A11 an empty balance',
    { credits: { has_credits: true, balance: '' } },
    { credits: { balance: null } },
  ],
  [
    'A11 an unreadable balance',
    { credits: { has_credits: true, balance: [] } },
    { credits: { balance: null }, confidence: 'partial' },
  ],
  [
    'A11 nothing in it',
    { ...main(five(1)), credits: {} },
    { credits: { balance: null, hasCredits: null, unlimited: null }, confidence: 'exact' },
  ],
  // Rule 12: spend limit.
  [
    'A12 of the rate limit',
    main(five(1), null, { individual_limit: { limit: '200', used: '50' } }),
    {
      spendLimit: {
        limit: '200',
        used: '50',
        remaining: null,
        usedPercent: 25,
        remainingPercent: 75,
        resetsAt: null,
      },
    },
  ],
  [
    'A12 an empty first place, never mixed',
    {
      individual_limit: {},
      ...main(five(1), null, { individual_limit: { limit: 200 } }),
      spend_control: { reached: false, individual_limit: { limit: 300, used: 10 } },
    },
    { spendLimit: { limit: '200', used: null, usedPercent: null }, confidence: 'exact' },
  ],
  [
    'A12 a first place that is a list',
    {
      individual_limit: [],
      spend_control: { individual_limit: { limit: '300', used: 30, reset_after_seconds: 60 } },
    },
    {
      spendLimit: { limit: '300', used: '30', usedPercent: 10, resetsAt: at(60) },
      confidence: 'partial',
    },
  ],
  [
    'A12 a percent as text',
    { individual_limit: { used_percent: '40' } },
    { spendLimit: { limit: null, usedPercent: 40, remainingPercent: 60 } },
  ],
  [
    'A12 all of it used',
    { ...main(five(1)), individual_limit: { limit: 5, used: '5' } },
    { bindingWindow: 'spendLimit', spendLimit: { usedPercent: 100, remainingPercent: 0 } },
  ],
  // Rules 13 and 14: model limits and code review.
  [
    'A13 no name at all',
    { ...main(five(1)), additional_rate_limits: [{ rate_limit: limit(five(2)) }] },
    { additional: [], confidence: 'partial' },
  ],
  [
    'A13 no name, an empty id',
    {
      ...main(five(1)),
      additional_rate_limits: [
        { metered_feature: '', limit_name: 'M', rate_limit: limit(five(2)) },
      ],
    },
    { additional: [{ id: 'M', name: 'M' }] },
  ],
  [
    'A13 called codex, beside no main limit',
    {
      rate_limit: null,
      additional_rate_limits: [{ metered_feature: 'codex', rate_limit: limit(five(2)) }],
    },
    {
      windows: [],
      additional: [{ id: 'codex', name: 'codex', windows: [row('session', '5-hour', 2)] }],
    },
  ],
  [
    'A13 no list',
    { ...main(five(1)), additional_rate_limits: {} },
    { additional: [], confidence: 'partial', status: 'ok' },
  ],
  [
    'A13 a model limit fuller than the main one',
    {
      ...main(five(1)),
      additional_rate_limits: [{ metered_feature: 'm', rate_limit: limit(five(100)) }],
    },
    { bindingWindow: 'session', usableAgainAt: null },
  ],
  [
    'A14 code review without a window',
    { ...main(five(1)), code_review_rate_limit: limit(null) },
    { codeReview: null, confidence: 'exact' },
  ],
  [
    'A14 code review used up',
    { ...main(five(1)), code_review_rate_limit: limit(week(100)) },
    {
      codeReview: { windows: [row('weekly', 'Weekly', 100, { depleted: true })] },
      bindingWindow: 'session',
      usableAgainAt: null,
    },
  ],
  // Rules 15 and 16: reset credits, plan, e-mail.
  [
    'A15 a count with a fraction',
    { ...main(five(1)), rate_limit_reset_credits: { available_count: 1.5 } },
    { resetCredits: null, confidence: 'partial' },
  ],
  [
    'A15 a count below 0',
    { ...main(five(1)), rate_limit_reset_credits: { available_count: -1 } },
    { resetCredits: null },
  ],
  [
    'A15 none of them',
    { ...main(five(1)), rate_limit_reset_credits: { available_count: 0 } },
    { resetCredits: { available: 0, expiries: [] } },
  ],
  [
    'A15 no count',
    { ...main(five(1)), rate_limit_reset_credits: {} },
    { resetCredits: null, confidence: 'exact' },
  ],
  [
    'A16 a plan that is a number',
    { ...main(five(1)), plan_type: 20 },
    { plan: null, confidence: 'partial' },
  ],
  ['A16 a blank plan', { ...main(five(1)), plan_type: '  ' }, { plan: null, confidence: 'exact' }],
  [
    'A16 a plan of abbreviations',
    { plan_type: 'edu_k12_hc' },
    { plan: { raw: 'edu_k12_hc', label: 'Edu K12 HC' } },
  ],
  // Rules 17 and 18: what binds, and until when.
  [
    'A17 both used up',
    main(five(100), week(104)),
    { bindingWindow: 'weekly', usableAgainAt: at(300_000) },
  ],
  [
    'A17 both used up, the short one ends last',
    main(five(100), week(100, { reset_at: nowS + 600 })),
    { bindingWindow: 'session', usableAgainAt: at(7_200) },
  ],
  [
    'A17 both used up, one end unknown',
    main(five(100, { reset_at: 0 }), week(100)),
    { bindingWindow: 'session', usableAgainAt: null },
  ],
  [
    'A17 the first to run out',
    main(five(80), week(90)),
    { bindingWindow: 'session', usableAgainAt: null },
  ],
  ['A17 of equals the later reset', main(five(30), week(30)), { bindingWindow: 'weekly' }],
  [
    'A18 used up, credits or not',
    { ...main(five(100)), credits: { has_credits: true, balance: '9' } },
    { bindingWindow: 'session', usableAgainAt: at(7_200) },
  ],
])('status --json: is right for %s', (_name, body, expected) => {
  expect(statusOf(body)).toMatchObject(expected);
});
