// The doctor's report: every check out of the facts, the most likely cause first, as the object of
// contract.md §6 and as text for a terminal or an issue.

import type { Terminal } from '../report-text.ts';
import { type Check, mostLikelyFirst } from './check.ts';
import { formatColumns } from './columns.ts';
import type { DoctorFacts } from './facts.ts';
import { fileChecks, type Show } from './file-checks.ts';
import { onlineChecks } from './online-checks.ts';
import { ownChecks } from './own-checks.ts';
import { placeChecks } from './place-checks.ts';
import { type Privacy, showPath } from './privacy.ts';
import { programChecks } from './program-checks.ts';
import { signInChecks } from './sign-in-checks.ts';
import { systemChecks } from './system-checks.ts';
import { counted, listed } from './text.ts';

export interface DoctorReport {
  readonly schema: 1;
  readonly version: string;
  readonly platform: string;
  readonly checks: readonly {
    readonly id: string;
    readonly result: Check['result'];
    readonly finding: string;
    readonly remedy: string | null;
  }[];
}

export function examine(facts: DoctorFacts, privacy: Privacy): DoctorReport {
  const show: Show = (path) => showPath(path, privacy);
  const checks = mostLikelyFirst([
    ...fileChecks(facts, show),
    ...placeChecks(facts, show),
    ...signInChecks(facts),
    ...ownChecks(facts, show),
    ...programChecks(facts, show),
    ...systemChecks(facts, show),
    ...onlineChecks(facts),
  ]);
  const { version, platform } = facts.machine;
  return {
    schema: 1,
    version,
    platform,
    checks: checks.map((check) => ({
      id: check.id,
      result: check.result,
      finding: check.finding,
      remedy: 'remedy' in check ? check.remedy : null,
    })),
  };
}

export function hasProblem({ checks }: DoctorReport): boolean {
  return checks.some(({ result }) => result === 'problem');
}

/** Lines for standard output; null for one that is no terminal. */
export function formatDoctor(report: DoctorReport, terminal: Terminal | null): string {
  return `${formatColumns(report.checks, terminal)}\n\n${summaryOf(report)}`;
}

function summaryOf({ checks }: DoctorReport): string {
  const count = (result: Check['result']): number =>
    checks.filter((check) => check.result === result).length;
  const [problems, notes, unseen] = [count('problem'), count('note'), count('not-checked')];
  const rest = [
    ...(notes > 0 ? [counted(notes, 'note')] : []),
    ...(unseen > 0 ? [`${unseen} not checked`] : []),
    `${count('ok')} fine`,
  ];
  if (problems === 0) return `No problem found: ${listed(rest)}.`;
  return `${counted(problems, 'problem')}, ${listed(rest)}. Begin with the first line.`;
}
