// What `status --json` says about every sampled usage answer: the keys that differ between them.
// Times are counted from when the sample was taken. Only tests import this.

import { expect } from 'vitest';
import type { UsageSampleName } from '../../e2e/stand-in/samples.ts';

const SECOND_MS = 1_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const someInstant: unknown = expect.stringMatching(INSTANT);

function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** Seconds after the second in which the sample was taken. */
type After = (seconds: number) => string;

interface Row {
  readonly used: number | null;
  readonly resetsAt: unknown;
  readonly depleted?: true;
  readonly elapsed?: true;
  /** Where even use would be; null where no reset is known or it has passed. */
  readonly expected: number | null;
  readonly runsOut?: true;
}

const LENGTHS = {
  session: { label: '5-hour', windowSeconds: 18_000 },
  weekly: { label: 'Weekly', windowSeconds: 604_800 },
  monthly: { label: 'Monthly', windowSeconds: 2_592_000 },
  other: { label: '25-hour', windowSeconds: 90_000 },
} as const;

function row(kind: keyof typeof LENGTHS, given: Row) {
  const { used, resetsAt, expected } = given;
  return {
    kind,
    ...LENGTHS[kind],
    usedPercent: used,
    resetsAt,
    depleted: given.depleted ?? false,
    resetElapsed: given.elapsed ?? false,
    pace: {
      // Why: the process takes its time, and even use moves on meanwhile.
      expectedPercent: expected === null ? null : expect.closeTo(expected, 0),
      runsOutAt: given.runsOut ? someInstant : null,
    },
  };
}

const NOTHING = {
  status: 'ok',
  takenAt: someInstant,
  confidence: 'exact',
  plan: { raw: 'plus', label: 'Plus' },
  windows: [],
  additional: [],
  codeReview: null,
  credits: null,
  spendLimit: null,
  // The list of the stand-in says so, wherever the answer itself gives no count.
  resetCredits: { available: 0, expiries: [] },
  bindingWindow: null,
  usableAgainAt: null,
};

const NO_CREDITS = { balance: '0', hasCredits: false, unlimited: false };

const EXPECTED: { readonly [Name in UsageSampleName]: (after: After) => object } = {
  'all-optional-null': () => ({ status: 'no-limits' }),
  'minimal-plan-only': () => ({ status: 'no-limits' }),
  'business-spend-control-reached': (after) => ({
    plan: { raw: 'self_serve_business_usage_based', label: 'Self Serve Business Usage Based' },
    credits: { balance: '1200', hasCredits: true, unlimited: false },
    spendLimit: {
      limit: '500',
      used: '500',
      remaining: '0',
      usedPercent: 100,
      remainingPercent: 0,
      resetsAt: after(700_000),
    },
    bindingWindow: 'spendLimit',
    usableAgainAt: after(700_000),
  }),
  'credits-unlimited': () => ({
    plan: { raw: 'enterprise', label: 'Enterprise' },
    credits: { balance: null, hasCredits: true, unlimited: true },
  }),
  'edge-over-100-percent': (after) => ({
    confidence: 'assumed',
    windows: [
      row('session', {
        used: 137,
        resetsAt: after(0),
        depleted: true,
        elapsed: true,
        expected: null,
      }),
      row('weekly', { used: 0, resetsAt: after(-50), elapsed: true, expected: null }),
    ],
    credits: NO_CREDITS,
    bindingWindow: 'session',
  }),
  'free-monthly-only': (after) => ({
    plan: { raw: 'free', label: 'Free' },
    windows: [
      row('monthly', { used: 70, resetsAt: after(1_500_000), expected: 42.1, runsOut: true }),
    ],
    bindingWindow: 'monthly',
  }),
  'limit-reached-with-credit-balance': (after) => ({
    windows: [
      row('session', { used: 100, resetsAt: after(4_200), depleted: true, expected: 76.7 }),
      row('weekly', { used: 97, resetsAt: after(99_000), expected: 83.6, runsOut: true }),
    ],
    credits: { balance: '17.2500', hasCredits: true, unlimited: false },
    bindingWindow: 'session',
    usableAgainAt: after(4_200),
  }),
  'plus-primary-and-secondary': (after) => ({
    windows: [
      row('session', { used: 12, resetsAt: after(9_000), expected: 50 }),
      row('weekly', { used: 34, resetsAt: after(300_000), expected: 50.4 }),
    ],
    credits: NO_CREDITS,
    bindingWindow: 'weekly',
  }),
  'pro-additional-limits': (after) => ({
    plan: { raw: 'pro', label: 'Pro 20x' },
    windows: [
      row('session', { used: 3, resetsAt: after(17_000), expected: 5.6 }),
      row('weekly', { used: 61, resetsAt: after(120_000), expected: 80.2 }),
    ],
    additional: [
      {
        id: 'codex_fakefast',
        name: 'Fake-Fast-Model',
        windows: [
          row('session', { used: 88, resetsAt: after(600), expected: 96.7 }),
          row('weekly', { used: 40, resetsAt: after(250_000), expected: 58.7 }),
        ],
      },
    ],
    codeReview: { windows: [row('weekly', { used: 5, resetsAt: after(500_000), expected: 17.3 })] },
    credits: { balance: null, hasCredits: false, unlimited: false },
    bindingWindow: 'weekly',
  }),
  'reset-credits-available': (after) => ({
    windows: [
      row('session', { used: 99, resetsAt: after(300), expected: 98.3, runsOut: true }),
      row('weekly', { used: 80, resetsAt: after(200_000), expected: 66.9, runsOut: true }),
    ],
    credits: NO_CREDITS,
    resetCredits: { available: 2, expiries: [] },
    bindingWindow: 'session',
  }),
  'unknown-plan-and-fields': (after) => ({
    plan: { raw: 'plan_from_the_future', label: 'Plan From The Future' },
    windows: [row('other', { used: 45, resetsAt: after(5_000), expected: 94.4 })],
    credits: NO_CREDITS,
    bindingWindow: 'other',
  }),
  'weekly-only-in-primary': (after) => ({
    plan: { raw: 'team', label: 'Team' },
    windows: [row('weekly', { used: 0, resetsAt: after(604_800), expected: 0 })],
    credits: NO_CREDITS,
    bindingWindow: 'weekly',
  }),
  'edge-fractional-percent': (after) => ({
    windows: [
      row('session', { used: 12.5, resetsAt: after(9_000), expected: 50 }),
      row('weekly', { used: 34, resetsAt: after(300_000), expected: 50.4 }),
    ],
    credits: NO_CREDITS,
    bindingWindow: 'weekly',
  }),
  'edge-missing-reset-fields': () => ({
    windows: [
      row('session', { used: 12, resetsAt: null, expected: null }),
      // A reset that is only given as "after" counts from when the answer arrived.
      row('weekly', { used: 34, resetsAt: someInstant, expected: 50.4 }),
    ],
    credits: NO_CREDITS,
    bindingWindow: 'weekly',
  }),
};

/** For each sample the keys of the object, by when the stand-in took it. */
export const SAMPLE_OBJECTS = Object.fromEntries(
  Object.entries(EXPECTED).map(([name, make]) => [
    name,
    (takenAtMs: number): object => {
      const second = Math.floor(takenAtMs / SECOND_MS) * SECOND_MS;
      return { ...NOTHING, ...make((seconds) => instant(second + seconds * SECOND_MS)) };
    },
  ]),
);
