// What a repaint touches: every change of the document, noted in the page by the class of what changed.
// Whoever asks takes the notes away.

import type { Page } from 'playwright';

declare global {
  /** What was noted in the page since it was last asked. */
  var noted: string[];
}

/** Notes each change of the document from now on. */
export function noteChanges(page: Page): Promise<void> {
  return page.evaluate(() => {
    globalThis.noted = [];
    const where = (node: Node): string => {
      const element = node instanceof Element ? node : node.parentElement;
      return element?.closest('[class]')?.getAttribute('class') ?? 'page';
    };
    new MutationObserver((changes) => {
      globalThis.noted.push(...changes.map(({ target }) => where(target)));
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** The classes of what has changed since it was last asked. */
export function takeNoted(page: Page): Promise<string[]> {
  return page.evaluate(() => globalThis.noted.splice(0));
}
