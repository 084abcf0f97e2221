// The matrix of pictures: every state, light and dark, in every language, in usual and in double text;
// and how one of them comes onto the gallery's page.

import type { Panel } from '../preload/contract.ts';
import type { OpenedGallery } from './gallery.ts';
import { openSettings } from './page-checks.ts';
import {
  fixedPanel,
  SETTINGS_STATE_NAMES,
  type SettingsStateName,
  STATE_NAMES,
  type StateName,
  settingsPanel,
  TRUST_STATE_NAMES,
  type TrustStateName,
  trustPanel,
} from './panels.ts';

/** The first one is plain: its pictures do not name it. */
export const LANGUAGES = ['en', 'de', 'zh-Hans'] as const;
export const THEMES = ['light', 'dark'] as const;
export const TEXT_PERCENTS = [100, 200] as const;

export interface Shot {
  readonly state: StateName | SettingsStateName | TrustStateName;
  readonly theme: (typeof THEMES)[number];
  readonly language: (typeof LANGUAGES)[number];
  readonly textPercent: (typeof TEXT_PERCENTS)[number];
}

/** All pictures of one sheet share everything but the state. */
export type Sheet = Omit<Shot, 'state'>;

export const SHEETS: readonly Sheet[] = LANGUAGES.flatMap((language) =>
  TEXT_PERCENTS.flatMap((textPercent) => THEMES.map((theme) => ({ theme, language, textPercent }))),
);

/** The numbers first and the other pages last, so that a sheet seldom turns the page. */
export function shotsOf(sheet: Sheet): readonly Shot[] {
  return [...STATE_NAMES, ...SETTINGS_STATE_NAMES, ...TRUST_STATE_NAMES].map((state) => ({
    state,
    ...sheet,
  }));
}

/** `<state>-<theme>[-<language>][-200]`, without an ending. */
export function nameOfShot({ state, ...sheet }: Shot): string {
  return `${state}-${nameOfSheet(sheet)}`;
}

export function nameOfSheet({ theme, language, textPercent }: Sheet): string {
  const parts = [theme, ...(language === LANGUAGES[0] ? [] : [language])];
  return [...parts, ...(textPercent === 100 ? [] : [textPercent])].join('-');
}

/** The one place that knows how a state is had in a language. */
export function panelOfShot({ state, language }: Pick<Shot, 'state' | 'language'>): Panel {
  if (isTrustState(state)) return trustPanel(state, { language });
  return isSettingsState(state)
    ? settingsPanel(state, { language })
    : fixedPanel(state, { language });
}

export function isSettingsState(state: Shot['state']): state is SettingsStateName {
  return SETTINGS_STATE_NAMES.some((name) => name === state);
}

export function isTrustState(state: Shot['state']): state is TrustStateName {
  return TRUST_STATE_NAMES.some((name) => name === state);
}

/** Brings a state onto the page as a person finds it: its page turned to, all of it to be seen. */
export async function paintShot(gallery: OpenedGallery, shot: Shot): Promise<void> {
  const { page } = gallery;
  // Why: a picture is of bars at rest, and none has to be waited for then.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await gallery.setTheme(shot.theme);
  await turnToPageOf(gallery, shot);
  await page.evaluate((percent) => {
    const { style } = document.documentElement;
    style.fontSize = percent === 100 ? '' : `${percent}%`;
    // A picture has room for all of the box that scrolls, and margin in the place of its scroll bar.
    const box = document.querySelector<HTMLElement>('.settings-body');
    if (box !== null)
      Object.assign(box.style, { maxHeight: 'none', overflow: 'hidden', paddingRight: '16px' });
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, shot.textPercent);
  await gallery.show(panelOfShot(shot));
}

/** A trust page turns to itself. */
async function turnToPageOf(
  { page, show }: OpenedGallery,
  { state, language }: Shot,
): Promise<void> {
  const [onSettings, onTrust] = await Promise.all(
    ['#settings-title', '#trust-title'].map(async (id) => (await page.locator(id).count()) > 0),
  );
  const isWrong = onSettings !== isSettingsState(state) || onTrust !== isTrustState(state);
  if (isWrong && (onSettings || onTrust)) await page.keyboard.press('Escape');
  if (isTrustState(state) && !onTrust) await show(trustPanel(state, { language }));
  if (isSettingsState(state) && !onSettings) await openSettings(page);
}

/** The whole panel, also where it is taller than the screen. */
export async function pictureOf({ page }: OpenedGallery): Promise<Buffer> {
  // Why: a pointer that happens to lie on a button changes its colour.
  await page.mouse.move(1, 1);
  return page.screenshot({ fullPage: true, animations: 'disabled' });
}
