// What a language has to bring: every message of the English catalogue with the same arguments, and an
// entry for every failure and warning. A language that lacks one does not compile.

import type { Settings } from '../settings.ts';
import type { en } from './en.ts';
import type { FailureTable, repairEn, warningsEn } from './failures-en.ts';

/** The languages that there are. */
export type Language = Exclude<Settings['language'], 'system'>;

/** The messages. */
export type Say = typeof en;

export interface Catalogue {
  readonly say: Say;
  readonly failures: FailureTable;
  readonly repair: typeof repairEn;
  readonly warnings: typeof warningsEn;
}
