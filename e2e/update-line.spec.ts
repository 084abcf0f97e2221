// How the line that tells of a newer version and its switch look: whole, without a fault for axe, in every
// language, light and dark, also in text of 200 percent; and what a click on them asks for.

import { DEFAULT_SETTINGS } from '../main/core/settings.ts';
import { presentSettings } from '../main/core/settings-panel.ts';
import { NO_PREFERENCES } from '../main/core/settings-panel-types.ts';
import { presentUpdate } from '../main/core/updates/line.ts';
import { createWords } from '../main/core/words/words.ts';
import type { Panel } from '../preload/contract.ts';
import { expect, test } from './gallery-test.ts';
import { clippedBoxes, openSettings, putAxeInto, violationsOf } from './page-checks.ts';
import { fixedPanel } from './panels.ts';

const LANGUAGES = ['en', 'de', 'zh-Hans'] as const;
/** As long as a version of ours gets. */
const LONG = '0.10.12-beta.11';

function panelWith(language: (typeof LANGUAGES)[number], numbersFrom: 'openai' | 'log'): Panel {
  const words = createWords({ locale: 'en-GB', timeZone: 'Europe/Berlin' }, language);
  const settings = presentSettings({
    words,
    settings: { ...DEFAULT_SETTINGS, numbersFrom },
    preferences: { ...NO_PREFERENCES, hasFeed: true },
  });
  return { ...fixedPanel('healthy', { language }), settings, update: presentUpdate(LONG, words) };
}

for (const language of LANGUAGES)
  test(`update line: is whole in ${language}, however large the text`, async ({ gallery }) => {
    const { page } = gallery;
    await putAxeInto(page);
    const check = async (name: string): Promise<void> => {
      expect(await clippedBoxes(page), name).toEqual([]);
      expect(await violationsOf(page), name).toEqual([]);
    };
    for (const theme of ['light', 'dark'] as const)
      for (const size of ['100%', '200%']) {
        await gallery.setTheme(theme);
        await page.evaluate((percent) => {
          document.documentElement.style.fontSize = percent;
        }, size);
        await gallery.show(panelWith(language, 'openai'));
        await expect(page.locator('.update')).toContainText(LONG);
        await check(`line ${theme} ${size}`);
        await openSettings(page);
        for (const numbersFrom of ['openai', 'log'] as const) {
          await gallery.show(panelWith(language, numbersFrom));
          await check(`switch ${theme} ${size} ${numbersFrom}`);
        }
        await page.keyboard.press('Escape');
      }
  });

test('update line: its buttons and its switch reach the bridge, and a dead switch does not', async ({
  gallery,
}) => {
  const { page } = gallery;
  await gallery.show(panelWith('en', 'openai'));
  await page.getByRole('button', { name: 'What is new' }).press('Enter');
  await page.getByRole('button', { name: 'Hide' }).click();
  await openSettings(page);
  const toggle = page.getByRole('switch', { name: 'Say when a new version is out' });
  await toggle.press('Space');
  const calls = await gallery.calls();
  expect(calls.slice(-3)).toEqual([
    expect.stringContaining('open-releases'),
    expect.stringContaining('hide-update'),
    expect.stringContaining('"updates":false'),
  ]);
  await gallery.show(panelWith('en', 'log'));
  await expect(toggle).not.toBeChecked();
  await toggle.press('Space');
  expect(await gallery.calls()).toEqual(calls);
});
