// What tests of the look start from: a gallery of their own, so that no medium, text size or page of
// one test is left to the next.

import { test as base } from './fixtures.ts';
import { type OpenedGallery, openGallery } from './gallery.ts';
import { fixedPanel } from './panels.ts';

export const test = base.extend<{ gallery: OpenedGallery }>({
  gallery: async ({ desktop }, use) => {
    const gallery = await openGallery(desktop.env, fixedPanel('healthy'));
    await use(gallery);
    await gallery.close();
  },
});

export { expect } from './fixtures.ts';
