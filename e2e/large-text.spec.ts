// Text of 200 percent in every state: nothing is clipped, no measure is torn apart, and nothing that
// belongs together is driven apart.

import type { Page } from 'playwright';
import { expect, test } from './gallery-test.ts';
import { clippedBoxes, putAxeInto, violationsOf } from './page-checks.ts';
import { nameOfShot, paintShot, SHEETS, shotsOf } from './shots.ts';

// Why so long: every state is painted in every language.
test.setTimeout(180_000);

/** Pieces that are kept together and yet lie on two lines. */
function tornPieces(page: Page): Promise<(string | null)[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.unbroken')]
      .filter((piece) => new Set([...piece.getClientRects()].map(({ top }) => top)).size > 1)
      .map(({ textContent }) => textContent),
  );
}

/** A button's height in letters: its words on one line, or on two where a language has long ones. */
const TALLEST = { en: 2.5, de: 4.2, 'zh-Hans': 2.5 } as const;

/** Settings and Refresh stay side by side, and a button's words together. */
function scatteredButtons(page: Page, tallest: number): Promise<string[]> {
  return page.evaluate((limit) => {
    const acts = [...document.querySelectorAll('.footer-acts > *')];
    const tops = new Set(acts.map((act) => act.getBoundingClientRect().top));
    const tall = [...document.querySelectorAll('.button')].filter((button) => {
      const { fontSize } = getComputedStyle(button);
      return button.getBoundingClientRect().height > limit * Number.parseFloat(fontSize);
    });
    return [...(tops.size > 1 ? ['footer'] : []), ...tall.map((each) => each.textContent ?? '')];
  }, tallest);
}

for (const sheet of SHEETS.filter(
  ({ theme, textPercent }) => theme === 'light' && textPercent > 100,
))
  test(`large text: ${sheet.language}: fits in every state, without a fault for axe`, async ({
    gallery,
  }) => {
    const { page } = gallery;
    await putAxeInto(page);
    for (const shot of shotsOf(sheet)) {
      const name = nameOfShot(shot);
      await paintShot(gallery, shot);
      expect(await clippedBoxes(page), name).toEqual([]);
      expect(await tornPieces(page), name).toEqual([]);
      expect(await scatteredButtons(page, TALLEST[sheet.language]), name).toEqual([]);
      expect(await violationsOf(page), name).toEqual([]);
    }
  });
