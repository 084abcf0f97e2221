import { expect, test } from 'vitest';
import { decideRecovery, type RecoveryDecision, type RejectedTokens } from './recovery.ts';

const yes = { allowed: true } as const;
const no = { allowed: false, reason: 'no-refresh-token' } as const;

const table: [string, RejectedTokens, RecoveryDecision][] = [
  [
    'retries with the disk tokens when Codex was faster',
    { tokensFrom: 'first-load', diskChanged: true, permit: yes },
    { step: 'retry' },
  ],
  [
    'retries with the disk tokens even when no refresh is possible',
    { tokensFrom: 'first-load', diskChanged: true, permit: no },
    { step: 'retry' },
  ],
  [
    'refreshes when the disk still has the rejected token',
    { tokensFrom: 'first-load', diskChanged: false, permit: yes },
    { step: 'refresh' },
  ],
  [
    'gives up with the reason when the disk is unchanged and no refresh is possible',
    { tokensFrom: 'first-load', diskChanged: false, permit: no },
    { step: 'give-up', reason: 'no-refresh-token' },
  ],
  [
    'refreshes when the reloaded tokens are rejected too',
    { tokensFrom: 'reload', diskChanged: false, permit: yes },
    { step: 'refresh' },
  ],
  [
    'does not reload for ever when the disk keeps changing',
    { tokensFrom: 'reload', diskChanged: true, permit: yes },
    { step: 'refresh' },
  ],
  [
    'gives up when the reloaded tokens are rejected and no refresh is possible',
    { tokensFrom: 'reload', diskChanged: true, permit: no },
    { step: 'give-up', reason: 'no-refresh-token' },
  ],
  [
    'gives up when fresh tokens are rejected, whatever else holds',
    { tokensFrom: 'refresh', diskChanged: true, permit: yes },
    { step: 'give-up', reason: 'rejected' },
  ],
];

test.each(table)('decideRecovery: %s', (_name, rejected, expected) => {
  expect(decideRecovery(rejected)).toEqual(expected);
});
