// The states of the popover that come from other sources than OpenAI's answer: Codex's own log, the
// keychain, and what was used elsewhere.

import { HOUR_MS, MINUTE_MS } from '../main/core/time.ts';
import { ACCOUNT, failed, fresh, NOW_MS, type State, twoWindows } from './fixed.ts';

const noted = (ageMs: number) =>
  ({ ...twoWindows(37, 76), source: 'session-log', takenAtMs: NOW_MS - ageMs }) as const;

const ELSEWHERE = {
  durationMs: 5 * HOUR_MS,
  percent: 6,
  fromMs: NOW_MS - 35 * MINUTE_MS,
  toMs: NOW_MS - 5 * MINUTE_MS,
  untilMs: NOW_MS + HOUR_MS,
};

export const SOURCE_STATES = {
  'log-server-trouble': {
    reading: {
      kind: 'stale',
      snapshot: noted(4 * MINUTE_MS),
      account: ACCOUNT,
      failure: { kind: 'server-error', status: 503 },
    },
  },
  'log-alone': { reading: fresh(noted(4 * MINUTE_MS)), settings: { numbersFrom: 'log' } },
  'log-alone-old': { reading: fresh(noted(80 * MINUTE_MS)), settings: { numbersFrom: 'log' } },
  'log-alone-nothing': {
    reading: failed({ kind: 'nothing-in-log' }),
    settings: { numbersFrom: 'log' },
  },
  'keychain-no-program': { reading: failed({ kind: 'auth-in-keyring', issue: 'no-program' }) },
  'keychain-not-opened': { reading: failed({ kind: 'auth-in-keyring', issue: 'not-opened' }) },
  'keychain-windows': { reading: failed({ kind: 'auth-in-keyring', issue: 'not-possible' }) },
  'used-elsewhere': { reading: fresh(twoWindows(37, 44)), unexplained: ELSEWHERE },
} satisfies Record<string, State>;
