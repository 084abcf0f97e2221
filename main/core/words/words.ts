// A language and a place joined: what panel and command ask for sentences and numbers.
// Another language is another catalogue; nothing but this file knows which there are.

import { type Failure, retryAtOf } from '../failure.ts';
import type { Settings } from '../settings.ts';
import type { Catalogue, Language, Say } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { failuresDe, repairDe, warningsDe } from './failures-de.ts';
import {
  type FailureTable,
  type FailureWords,
  failuresEn,
  repairEn,
  warningsEn,
} from './failures-en.ts';
import { failuresZh, repairZh, warningsZh } from './failures-zh.ts';
import { createFormats, type Formats, type Place } from './formats.ts';
import { chooseLanguage, localeFor } from './languages.ts';
import { zh } from './zh.ts';

export interface Words {
  readonly say: Say;
  readonly formats: Formats;
  readonly warnings: Catalogue['warnings'];
  readonly repair: Catalogue['repair'];
  describeFailure(failure: Failure, nowMs: number): FailureWords;
}

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = {
  en: { say: en, failures: failuresEn, repair: repairEn, warnings: warningsEn },
  de: { say: de, failures: failuresDe, repair: repairDe, warnings: warningsDe },
  'zh-Hans': { say: zh, failures: failuresZh, repair: repairZh, warnings: warningsZh },
};

/** The words of the chosen language; of the place's own, where the choice is the system's. */
export function createWords(place: Place, chosen: Settings['language'] = 'system'): Words {
  const language = chooseLanguage(chosen, place.language ?? place.locale);
  const locale = localeFor(language, place.locale);
  return wordsOf(CATALOGUES[language], createFormats({ locale, timeZone: place.timeZone }));
}

export function wordsOf(catalogue: Catalogue, formats: Formats): Words {
  const { say, failures, repair, warnings } = catalogue;
  return {
    say,
    formats,
    warnings,
    repair,
    describeFailure(failure, nowMs) {
      const retryAtMs = retryAtOf(failure);
      const retryAt = retryAtMs === null ? null : say.at(formats.moment(retryAtMs, nowMs));
      return entryFor(failures, failure)(failure, retryAt);
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
