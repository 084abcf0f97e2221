// `npm run screenshots`: every state, light and dark, painted by the real renderer from fixed panels.
// A person looks at the pictures before any visual change lands.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startDesktop } from '../scripts/desktop.mjs';
import { openGallery } from './gallery.ts';
import { builtFile } from './machine.ts';
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
  await gallery.close();
  console.log(`${STATE_NAMES.length * 2} pictures in ${path.relative(process.cwd(), folder)}`);
} finally {
  await desktop.stop();
}
