// One line about a failure that can be pasted into a public issue: kinds and fields, never values.
// Never carries a token, an account, a path or a piece of an answer.

import { type Failure, reasonOf } from './failure.ts';

export interface ReportContext {
  readonly version: string;
  readonly platform: string;
}

export function formatReport(failure: Failure, { version, platform }: ReportContext): string {
  const details = [
    reasonOf(failure),
    'status' in failure ? `status ${failure.status}` : null,
    'issue' in failure ? failure.issue : null,
  ].filter((detail) => detail !== null);
  return [`Plimsoll ${version} (${platform}): ${failure.kind}`, ...details].join('; ');
}
