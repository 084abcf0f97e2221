// Usage answers as they were sampled: every known shape of one, under the name of its sample.
// Never changed by hand to suit a test: a test that needs another value scripts its own object.
//
// Source: usage answers of the endpoint, made fake: the two `edge-fractional…` and `edge-missing…`
// ones are outside of what Codex accepts, the other twelve inside.
// Why: one module of values, not JSON files, so that it bundles and runs in every loader alike.

/** When all samples were taken, Unix seconds: reset_at - reset_after_seconds. */
export const SAMPLES_TAKEN_AT_S = 1_795_400_000;

const PERSON = {
  user_id: 'user-FAKE0000000000000000000A',
  account_id: '00000000-0000-4000-8000-00000000000a',
  email: 'fake.person@example.invalid',
};

const NO_CREDITS = {
  has_credits: false,
  unlimited: false,
  overage_limit_reached: false,
  balance: '0',
  approx_local_messages: [0, 0],
  approx_cloud_messages: [0, 0],
};

function quotaWindow(usedPercent: number, durationS: number, resetAfterS: number) {
  return {
    used_percent: usedPercent,
    limit_window_seconds: durationS,
    reset_after_seconds: resetAfterS,
    reset_at: SAMPLES_TAKEN_AT_S + resetAfterS,
  };
}

type QuotaWindow = ReturnType<typeof quotaWindow> | null;

function rateLimit(gate: 'open' | 'reached', primary: QuotaWindow, secondary: QuotaWindow) {
  return {
    allowed: gate === 'open',
    limit_reached: gate === 'reached',
    primary_window: primary,
    secondary_window: secondary,
  };
}

export const USAGE_SAMPLES = {
  'all-optional-null': {
    user_id: null,
    account_id: null,
    email: null,
    plan_type: 'plus',
    rate_limit: null,
    code_review_rate_limit: null,
    additional_rate_limits: null,
    credits: null,
    spend_control: null,
    rate_limit_reached_type: null,
    promo: null,
    referral_beacon: null,
    rate_limit_reset_credits: null,
    rate_limit_upsell: null,
  },
  'business-spend-control-reached': {
    ...PERSON,
    plan_type: 'self_serve_business_usage_based',
    rate_limit: rateLimit('reached', null, null),
    credits: {
      has_credits: true,
      unlimited: false,
      overage_limit_reached: false,
      balance: '1200',
      approx_local_messages: [0, 0],
      approx_cloud_messages: [0, 0],
    },
    spend_control: {
      reached: true,
      individual_limit: {
        source: 'workspace',
        limit: '500',
        used: '500',
        remaining: '0',
        used_percent: 100,
        remaining_percent: 0,
        reset_after_seconds: 700000,
        reset_at: 1796100000,
      },
    },
    rate_limit_reached_type: { type: 'workspace_member_usage_limit_reached' },
  },
  'credits-unlimited': {
    ...PERSON,
    plan_type: 'enterprise',
    rate_limit: null,
    code_review_rate_limit: null,
    additional_rate_limits: null,
    credits: {
      has_credits: true,
      unlimited: true,
      overage_limit_reached: false,
      balance: null,
      approx_local_messages: null,
      approx_cloud_messages: null,
    },
    spend_control: { reached: false, individual_limit: null },
  },
  'edge-over-100-percent': {
    ...PERSON,
    plan_type: 'plus',
    rate_limit: rateLimit('reached', quotaWindow(137, 18000, 0), quotaWindow(-3, 604800, -50)),
    credits: NO_CREDITS,
  },
  'free-monthly-only': {
    ...PERSON,
    plan_type: 'free',
    rate_limit: rateLimit('open', quotaWindow(70, 2592000, 1500000), null),
    code_review_rate_limit: null,
    additional_rate_limits: [],
    credits: null,
    promo: null,
  },
  'limit-reached-with-credit-balance': {
    ...PERSON,
    plan_type: 'plus',
    rate_limit: rateLimit('reached', quotaWindow(100, 18000, 4200), quotaWindow(97, 604800, 99000)),
    code_review_rate_limit: null,
    additional_rate_limits: null,
    credits: {
      has_credits: true,
      unlimited: false,
      overage_limit_reached: false,
      balance: '17.2500',
      approx_local_messages: [20, 90],
      approx_cloud_messages: [4, 12],
    },
    rate_limit_reached_type: { type: 'rate_limit_reached' },
    promo: null,
  },
  'minimal-plan-only': { plan_type: 'plus' },
  'plus-primary-and-secondary': {
    ...PERSON,
    plan_type: 'plus',
    rate_limit: rateLimit('open', quotaWindow(12, 18000, 9000), quotaWindow(34, 604800, 300000)),
    code_review_rate_limit: null,
    additional_rate_limits: null,
    credits: NO_CREDITS,
    spend_control: null,
    rate_limit_reached_type: null,
    promo: null,
    referral_beacon: null,
    rate_limit_reset_credits: { available_count: 0 },
  },
  'pro-additional-limits': {
    ...PERSON,
    plan_type: 'pro',
    rate_limit: rateLimit('open', quotaWindow(3, 18000, 17000), quotaWindow(61, 604800, 120000)),
    code_review_rate_limit: rateLimit('open', quotaWindow(5, 604800, 500000), null),
    additional_rate_limits: [
      {
        limit_name: 'Fake-Fast-Model',
        metered_feature: 'codex_fakefast',
        rate_limit: rateLimit('open', quotaWindow(88, 18000, 600), quotaWindow(40, 604800, 250000)),
      },
      { limit_name: 'Fake-Null-Limit', metered_feature: 'codex_fakenull', rate_limit: null },
    ],
    credits: {
      has_credits: false,
      unlimited: false,
      overage_limit_reached: false,
      balance: null,
      approx_local_messages: null,
      approx_cloud_messages: null,
    },
    spend_control: { reached: false, individual_limit: null },
    rate_limit_reached_type: null,
    promo: null,
  },
  'reset-credits-available': {
    ...PERSON,
    plan_type: 'plus',
    rate_limit: rateLimit('open', quotaWindow(99, 18000, 300), quotaWindow(80, 604800, 200000)),
    credits: NO_CREDITS,
    rate_limit_reset_credits: { available_count: 2 },
  },
  'unknown-plan-and-fields': {
    ...PERSON,
    plan_type: 'plan_from_the_future',
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: {
        used_percent: 45,
        limit_window_seconds: 90000,
        reset_after_seconds: 5000,
        reset_at: 1795405000,
        new_window_field: 'x',
      },
      secondary_window: null,
      tertiary_window: quotaWindow(1, 2592000, 10),
    },
    credits: {
      has_credits: false,
      unlimited: false,
      overage_limit_reached: false,
      balance: '0',
      approx_local_messages: [0, 0],
      approx_cloud_messages: [0, 0],
      new_credit_field: { a: 1 },
    },
    rate_limit_reached_type: { type: 'reason_from_the_future' },
    new_top_field: [1, 2, 3],
  },
  'weekly-only-in-primary': {
    ...PERSON,
    plan_type: 'team',
    rate_limit: rateLimit('open', quotaWindow(0, 604800, 604800), null),
    credits: NO_CREDITS,
  },
  'edge-fractional-percent': {
    ...PERSON,
    plan_type: 'plus',
    rate_limit: rateLimit('open', quotaWindow(12.5, 18000, 9000), quotaWindow(34, 604800, 300000)),
    credits: NO_CREDITS,
  },
  'edge-missing-reset-fields': {
    ...PERSON,
    plan_type: 'plus',
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: { used_percent: 12, limit_window_seconds: 18000 },
      secondary_window: {
        used_percent: 34,
        limit_window_seconds: 604800,
        reset_after_seconds: 300000,
      },
    },
    credits: NO_CREDITS,
  },
} as const;

export type UsageSampleName = keyof typeof USAGE_SAMPLES;
