// Fixed panels of every state, made by core from sampled answers at a fixed moment, so that pictures
// and tests show the same words everywhere.

import { type Presented, presentPanel } from '../main/core/panel.ts';
import { presentRescue } from '../main/core/rescue.ts';
import { DEFAULT_SETTINGS } from '../main/core/settings.ts';
import { NO_PREFERENCES } from '../main/core/settings-panel-types.ts';
import { presentTrustPage } from '../main/core/trust/page.ts';
import type { Language } from '../main/core/words/catalogue.ts';
import type { Place } from '../main/core/words/formats.ts';
import { createPseudoWords } from '../main/core/words/pseudo.ts';
import { createWords, type Words } from '../main/core/words/words.ts';
import type { Panel } from '../preload/contract.ts';
import { NOW_MS, type State } from './fixed.ts';
import { SETTINGS_STATES, STATES } from './states.ts';
import { TRUST_STATES } from './states-trust.ts';

const PLACE = { locale: 'en-GB', timeZone: 'Europe/Berlin' };

export type StateName = keyof typeof STATES;

/** Every state's name, in the order of a contact sheet. */
export const STATE_NAMES = Object.keys(STATES).filter(isStateName);

function isStateName(name: string): name is StateName {
  return Object.hasOwn(STATES, name);
}

/** What a panel is worded in; `pseudo` is for tests. */
export interface Wording {
  readonly language: Language | 'pseudo';
}

const ENGLISH: Wording = { language: 'en' };

export function fixedPanel(name: StateName, wording = ENGLISH): Panel {
  return panelOf(STATES[name], wording);
}

export type SettingsStateName = keyof typeof SETTINGS_STATES;

export const SETTINGS_STATE_NAMES = [
  'settings',
  'settings-chosen',
  'settings-trouble',
  'settings-accounts',
] as const;

export function settingsPanel(name: SettingsStateName, wording = ENGLISH): Panel {
  return panelOf(SETTINGS_STATES[name], wording);
}

export type TrustStateName = keyof typeof TRUST_STATES;

export const TRUST_STATE_NAMES = ['trust-new', 'trust'] as const;

/** Turns the page by being shown. */
export function trustPanel(name: TrustStateName, wording = ENGLISH): Panel {
  const { trustShown, ...state } = TRUST_STATES[name];
  const trustPage = presentTrustPage(trustShown, { words: wordsIn(wording, PLACE), nowMs: NOW_MS });
  return { ...panelOf(state, wording), trustPage };
}

function wordsIn({ language }: Wording, place: Place): Words {
  return language === 'pseudo' ? createPseudoWords(place) : createWords(place, language);
}

function panelOf(state: State, wording: Wording): Panel {
  const { settings, preferences, place = PLACE, rescue = null, ...shown } = state;
  const words = wordsIn(wording, place);
  const presented: Presented = presentPanel(
    {
      polling: false,
      nextPollAtMs: null,
      notBeforeMs: null,
      recovery: [],
      warning: null,
      ...shown,
    },
    {
      words,
      settings: { ...DEFAULT_SETTINGS, ...settings },
      preferences: { ...NO_PREFERENCES, ...preferences },
      nowMs: NOW_MS,
      paceDivisor: 1,
    },
  );
  return { ...presented.panel, rescue: presentRescue(rescue, words) };
}
