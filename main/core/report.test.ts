import { expect, test } from 'vitest';
import type { Failure } from './failure.ts';
import { formatReport } from './report.ts';

const context = { version: '0.1.0', platform: 'linux x64' };

test.each<[Failure, string]>([
  [{ kind: 'unexpected-status', status: 418 }, 'unexpected-status; status 418'],
  [
    { kind: 'unexpected-body', issue: 'rate_limit: expected object' },
    'unexpected-body; rate_limit: expected object',
  ],
  [{ kind: 'sign-in-required', reason: 'refresh-reused' }, 'sign-in-required; refresh-reused'],
  [{ kind: 'offline' }, 'offline'],
])('formatReport: is one line of kinds and fields: %j', (failure, expected) => {
  expect(formatReport(failure, context)).toBe(`Plimsoll 0.1.0 (linux x64): ${expected}`);
});
