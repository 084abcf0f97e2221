// Contrast is measured in every state and look, and the lowest of each is printed: texts keep 4.5 : 1,
// bars, ticks, chart lines, signs, edges and the focus ring keep 3 : 1.

import { type Measured, measureContrast } from './contrast.ts';
import type { OpenedGallery } from './gallery.ts';
import { expect, test } from './gallery-test.ts';
import { SETTINGS_STATE_NAMES, STATE_NAMES, TRUST_STATE_NAMES } from './panels.ts';
import { LANGUAGES, paintShot, THEMES } from './shots.ts';

// Why so long: each look is measured in every state, twice.
test.setTimeout(120_000);

const TEXT_RATIO = 4.5;
const SHAPE_RATIO = 3;

type Media = NonNullable<Parameters<OpenedGallery['page']['emulateMedia']>[0]>;

interface Look {
  readonly name: string;
  readonly media: Media;
  /** What lies under the window, where it is not opaque. */
  readonly behind?: readonly string[];
}

const LOOKS: readonly Look[] = [
  { name: 'usual', media: {} },
  { name: 'more contrast', media: { contrast: 'more' } },
  { name: 'a system palette', media: { forcedColors: 'active', contrast: 'more' } },
  { name: 'on the system’s material', media: {}, behind: ['#000', '#fff'] },
];

for (const { name, media, behind = ['#fff'] } of LOOKS)
  test(`contrast: everything can be told from its ground: ${name}`, async ({ gallery }) => {
    const { page } = gallery;
    if (behind.length > 1) await page.evaluate(() => location.assign('#vibrant'));
    await page.emulateMedia(media);
    for (const theme of THEMES) {
      const texts: Measured[] = [];
      const shapes: Measured[] = [];
      for (const state of [...STATE_NAMES, ...SETTINGS_STATE_NAMES, ...TRUST_STATE_NAMES]) {
        await paintShot(gallery, { state, theme, language: LANGUAGES[0], textPercent: 100 });
        // Why: a ring is drawn only for who uses the keyboard.
        await page.keyboard.press('Tab');
        for (const under of behind) {
          const measured = await measureContrast(page, under);
          texts.push(...measured.texts);
          shapes.push(...measured.shapes);
        }
      }
      console.log(`contrast, ${name}, ${theme}: texts ${lowest(texts)}; shapes ${lowest(shapes)}`);
      expect(texts.length).toBeGreaterThan(500);
      expect(shapes.length).toBeGreaterThan(500);
      expect(failing(texts, TEXT_RATIO)).toEqual([]);
      expect(failing(shapes, SHAPE_RATIO)).toEqual([]);
    }
  });

function lowest(measured: readonly Measured[]): string {
  const [least] = measured.toSorted((one, other) => one.ratio - other.ratio);
  return least === undefined ? 'none' : `${least.ratio.toFixed(2)} : 1 at ${least.what}`;
}

function failing(measured: readonly Measured[], ratio: number): readonly string[] {
  const short = measured.filter((each) => each.ratio < ratio);
  return [...new Set(short.map((each) => `${each.ratio.toFixed(2)} ${each.what}`))];
}
