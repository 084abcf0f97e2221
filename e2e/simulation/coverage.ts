// The situations that a run of 20,000 seeds must have seen, or it has proved nothing: the cells of
// reliability.md 5.1 and 5.2, and every way a rotation can end.

import { PHASES } from './scenario.ts';

const ACTS = [
  'codex-renews',
  'sign-in-same',
  'sign-in-other',
  'sign-out',
  'restore',
  'second-plimsoll',
] as const;

const DEATH_STAGES = [
  'rejected',
  'temp',
  'journal',
  'sent',
  'answered',
  'received',
  'publishing',
  'filled',
  'renamed',
  'done',
] as const;

const ENDINGS = [
  'refresh saved',
  'refresh not-saved-yet',
  'refresh adopted',
  'refresh refused',
  'refresh not-sent',
  'refresh unknown',
  'settle published',
  'settle dropped',
  'settle kept',
  'wait-for-codex renewed',
  'wait-for-codex unchanged',
  'sleep in mid-request',
  '5.2 quit',
] as const;

export const SITUATIONS: readonly string[] = [
  ...ACTS.flatMap((act) => PHASES.map((phase) => `5.1 ${act} ${phase}`)),
  ...DEATH_STAGES.flatMap((stage) => [`5.2 kill at ${stage}`, `5.2 power at ${stage}`]),
  ...ENDINGS,
];

export function missingCoverage(seen: ReadonlyMap<string, number>): readonly string[] {
  return SITUATIONS.filter((situation) => !seen.has(situation));
}
