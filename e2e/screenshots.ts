// `npm run screenshots`: every state, light and dark, painted by the real renderer from fixed panels,
// and the mark in every state. A person looks before any visual change lands.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { startDesktop } from '../scripts/desktop.mjs';
import { type OpenedGallery, openGallery } from './gallery.ts';
import { builtFile } from './machine.ts';
import { saveMarkSheet } from './mark-sheet.ts';
import { fixedPanel, SETTINGS_STATE_NAMES, STATE_NAMES, settingsPanel } from './panels.ts';

const folder = builtFile('screenshots');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const desktop = await startDesktop({ notifications: false });
try {
  const gallery = await openGallery(desktop.env, fixedPanel('healthy'));
  for (const theme of ['light', 'dark'] as const) {
    await gallery.setTheme(theme);
    for (const name of STATE_NAMES) {
      await gallery.show(fixedPanel(name));
      await gallery.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    }
  }
  const settings = await shootSettings(gallery);
  await saveMarkSheet(gallery.app, path.join(folder, 'mark-sheet.png'));
  await gallery.close();
  console.log(
    `${STATE_NAMES.length * 2 + settings + 1} pictures in ${path.relative(process.cwd(), folder)}`,
  );
} finally {
  await desktop.stop();
}

/** The settings page as it opens, and all of it at once in usual and double text. */
async function shootSettings({ page, setTheme, show }: OpenedGallery): Promise<number> {
  let count = 0;
  const shoot = async (name: string): Promise<void> => {
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    count += 1;
  };
  await show(fixedPanel('healthy'));
  await page.getByRole('button', { name: 'Settings' }).click();
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(theme);
    for (const name of SETTINGS_STATE_NAMES) {
      await stretchSettings(page, null);
      await show(settingsPanel(name));
      await shoot(`${name}-${theme}`);
      for (const [size, suffix] of [
        ['100%', 'whole'],
        ['200%', 'large'],
      ] as const) {
        await stretchSettings(page, size);
        await show(settingsPanel(name));
        await shoot(`${name}-${suffix}-${theme}`);
      }
    }
  }
  await stretchSettings(page, null);
  return count;
}

/** Lets the box that scrolls be as tall as what is in it; null puts everything back. */
async function stretchSettings(page: Page, textSize: string | null): Promise<void> {
  await page.evaluate((size) => {
    const body = document.querySelector<HTMLElement>('.settings-body');
    body?.style.setProperty('max-height', size === null ? '' : 'none');
    document.documentElement.style.fontSize = size ?? '';
  }, textSize);
}
