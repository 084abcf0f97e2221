// What the specs of the popover share: the way to the settings page, axe's rules, and text that is wider
// than its box.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function putAxeInto(page: Page): Promise<void> {
  await page.evaluate(AXE);
}

/** The rules that are broken now, and by what. */
export function violationsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const axe: unknown = Reflect.get(globalThis, 'axe');
    // Why: the checker was put into the page as text, so nothing here knows its type.
    const found = await (
      axe as { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    ).run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  });
}

/** The classes of boxes whose content is wider than they are. */
export function clippedBoxes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1)
      .map((element) => element.className),
  );
}

/** Turns to the settings page; its heading has the focus then. */
export async function openSettings(page: Page): Promise<void> {
  // Why by ids: it is asked for in every language.
  await page.locator('#open-settings').click();
  await expect(page.locator('#settings-title')).toBeFocused();
}
