// One realistic sign-in and one realistic usage answer, as plain objects, shared by all tests.
// The tokens are fake: unsigned, for a person and an account that do not exist.

/** 2026-11-22T12:00:00Z, the moment of the example answer. */
export const exampleTakenAtMs = 1_795_348_800_000;

const fakeIdToken = [
  'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2F1dGgub3BlbmFpLmNvbSIsImF1',
  'ZCI6WyJhcHBfRU1vYW1FRVo3M2YwQ2tYYVhwN2hyYW5uIl0sInN1YiI6ImZha2V8MDAwMSIsImVtYWlsIjoi',
  'ZmFrZS5wZXJzb25AZXhhbXBsZS5pbnZhbGlkIiwiZW1haWxfdmVyaWZpZWQiOnRydWUsImp0aSI6IkZBS0Ut',
  'SUQtVE9LRU4iLCJpYXQiOjE3NjcwMDAwMDAsImV4cCI6MTc2NzAwMzYwMCwiaHR0cHM6Ly9hcGkub3BlbmFp',
  'LmNvbS9hdXRoIjp7ImNoYXRncHRfYWNjb3VudF9pZCI6IjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAw',
  'MDAwMDAwYSIsImNoYXRncHRfdXNlcl9pZCI6InVzZXItRkFLRTAwMDAwMDAwMDAwMDAwMDAwMDBBIiwidXNl',
  'cl9pZCI6InVzZXItRkFLRTAwMDAwMDAwMDAwMDAwMDAwMDBBIiwiY2hhdGdwdF9wbGFuX3R5cGUiOiJwbHVz',
  'In19.c2ln',
].join('');

const fakeAccessToken = [
  'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2F1dGgub3BlbmFpLmNvbSIsImF1',
  'ZCI6WyJodHRwczovL2FwaS5vcGVuYWkuY29tL3YxIl0sImNsaWVudF9pZCI6ImFwcF9FTW9hbUVFWjczZjBD',
  'a1hhWHA3aHJhbm4iLCJzY3AiOlsib3BlbmlkIiwicHJvZmlsZSIsImVtYWlsIiwib2ZmbGluZV9hY2Nlc3Mi',
  'LCJhcGkuY29ubmVjdG9ycy5yZWFkIiwiYXBpLmNvbm5lY3RvcnMuaW52b2tlIl0sInN1YiI6ImZha2V8MDAw',
  'MSIsImp0aSI6IkZBS0UtQUNDRVNTLVRPS0VOIiwiaWF0IjoxNzY3MDAwMDAwLCJleHAiOjQxMDI0NDQ4MDAs',
  'Imh0dHBzOi8vYXBpLm9wZW5haS5jb20vYXV0aCI6eyJjaGF0Z3B0X2FjY291bnRfaWQiOiIwMDAwMDAwMC0w',
  'MDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMGEiLCJjaGF0Z3B0X3VzZXJfaWQiOiJ1c2VyLUZBS0UwMDAwMDAw',
  'MDAwMDAwMDAwMDAwQSIsInVzZXJfaWQiOiJ1c2VyLUZBS0UwMDAwMDAwMDAwMDAwMDAwMDAwQSIsImNoYXRn',
  'cHRfcGxhbl90eXBlIjoicGx1cyJ9LCJodHRwczovL2FwaS5vcGVuYWkuY29tL3Byb2ZpbGUiOnsiZW1haWwi',
  'OiJmYWtlLnBlcnNvbkBleGFtcGxlLmludmFsaWQiLCJlbWFpbF92ZXJpZmllZCI6dHJ1ZX19.c2ln',
].join('');

/** An auth.json as Codex writes it for a ChatGPT sign-in; the access token lasts until 2100. */
export const exampleAuthFile = {
  auth_mode: 'chatgpt',
  OPENAI_API_KEY: null,
  tokens: {
    id_token: fakeIdToken,
    access_token: fakeAccessToken,
    refresh_token: 'rt_FAKE_refresh_token_0001',
    login_owner_id: 'FAKE-login-owner-id-000000000000000000000000',
    account_id: '00000000-0000-4000-8000-00000000000a',
  },
  last_refresh: '2026-11-20T08:09:10.123456789Z',
} as const;

/** What the example id token claims, as parseUsage takes it. */
export const exampleIdToken = { plan: 'plus', email: 'fake.person@example.invalid' } as const;

/** The answer to a usage request for that account: Plus, 5-hour and weekly, one model limit. */
export const exampleUsageAnswer = {
  user_id: 'user-FAKE0000000000000000000A',
  account_id: '00000000-0000-4000-8000-00000000000a',
  email: 'fake.person@example.invalid',
  plan_type: 'plus',
  rate_limit: {
    allowed: true,
    limit_reached: false,
    primary_window: {
      used_percent: 22,
      limit_window_seconds: 18_000,
      reset_after_seconds: 7_200,
      reset_at: 1_795_356_000,
    },
    secondary_window: {
      used_percent: 43,
      limit_window_seconds: 604_800,
      reset_after_seconds: 300_000,
      reset_at: 1_795_648_800,
    },
  },
  code_review_rate_limit: null,
  additional_rate_limits: [
    {
      limit_name: 'GPT-5.3-Codex-Spark',
      metered_feature: 'codex_bengalfox',
      rate_limit: {
        allowed: true,
        limit_reached: false,
        primary_window: {
          used_percent: 5,
          limit_window_seconds: 604_800,
          reset_after_seconds: 500_000,
          reset_at: 1_795_848_800,
        },
        secondary_window: null,
      },
    },
  ],
  credits: {
    has_credits: true,
    unlimited: false,
    overage_limit_reached: false,
    balance: '17.25',
    approx_local_messages: [20, 90],
    approx_cloud_messages: [4, 12],
  },
  spend_control: { reached: false, individual_limit: null },
  rate_limit_reached_type: null,
  promo: null,
  referral_beacon: null,
  rate_limit_reset_credits: { available_count: 2 },
} as const;
