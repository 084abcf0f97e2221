// `npm run screenshots`: every state, light and dark, painted by the real renderer from fixed panels,
// and the mark in every state. A person looks before any visual change lands.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startDesktop } from '../scripts/desktop.mjs';
import { openGallery } from './gallery.ts';
import { builtFile } from './machine.ts';
import { saveMarkSheet } from './mark-sheet.ts';
import { fixedPanel, STATE_NAMES } from './panels.ts';

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
  await saveMarkSheet(gallery.app, path.join(folder, 'mark-sheet.png'));
  await gallery.close();
  console.log(`${STATE_NAMES.length * 2 + 1} pictures in ${path.relative(process.cwd(), folder)}`);
} finally {
  await desktop.stop();
}
