// A language and a place joined: what panel and command ask for sentences and numbers.
// Another language is another catalogue; nothing but this file chooses one.

import { type Failure, retryAtOf } from '../failure.ts';
import { type Catalogue, en } from './en.ts';
import {
  type FailureTable,
  type FailureWords,
  failuresEn,
  repairEn,
  warningsEn,
} from './failures-en.ts';
import { createFormats, type Formats, type Place } from './formats.ts';

export interface Words {
  readonly say: Catalogue;
  readonly formats: Formats;
  readonly warnings: typeof warningsEn;
  readonly repair: typeof repairEn;
  describeFailure(failure: Failure, nowMs: number): FailureWords;
}

export function createWords(place: Place): Words {
  const formats = createFormats(place);
  return {
    say: en,
    formats,
    warnings: warningsEn,
    repair: repairEn,
    describeFailure(failure, nowMs) {
      const retryAtMs = retryAtOf(failure);
      const retryAt = retryAtMs === null ? null : en.at(formats.moment(retryAtMs, nowMs));
      return entryFor(failuresEn, failure)(failure, retryAt);
    },
  };
}

function entryFor<F extends Failure>(
  table: FailureTable,
  failure: F,
): (failure: F, retryAt: string | null) => FailureWords {
  // Why: the table's own type pairs every kind with its failure; an index by union loses the pair.
  return table[failure.kind] as (failure: Failure, retryAt: string | null) => FailureWords;
}
