// Every state in every language, painted by the real renderer in real Electron: nothing is said that is
// not in the catalogue, and nothing is cut off, in usual and in double text.

import type { Page } from 'playwright';
import { outsideBrackets } from '../main/core/words/pseudo.ts';
import type { Panel } from '../preload/contract.ts';
import { expect, test } from './fixtures.ts';
import { openGallery } from './gallery.ts';
import { clippedBoxes } from './page-checks.ts';
import {
  fixedPanel,
  SETTINGS_STATE_NAMES,
  STATE_NAMES,
  settingsPanel,
  TRUST_STATE_NAMES,
  trustPanel,
  type Wording,
} from './panels.ts';

test.setTimeout(180_000);

const TEXT_SIZES = ['100%', '200%'] as const;

/** What is one line at the usual size of text. */
const ONE_LINE =
  '.gauge-reset, .gauge-label, .activity-label, h3, .explanation, .button, .segment span, .chart-head h2';

const PRODUCT = 'Plimsoll';
const KEYS = /Ctrl\+\w+(\+\w+)?/g;

/** What comes from the service or a person, and stands as it came. */
function namesIn({ plan, email, groups, trustPage, accounts, settings, activity }: Panel) {
  const seen = trustPage?.sections.flatMap((section) => section.rows) ?? [];
  // A name is broken after its separators; a longer one may have a shorter one in it.
  const targets = seen.flatMap(({ target }) => target?.split(/(?<=\/)/) ?? []);
  const rows = settings.groups.flatMap(({ controls }) =>
    controls.flatMap((each) => (each.kind === 'account' ? [each.label] : [])),
  );
  // The name of Codex's own home is a word of the catalogue.
  const given = [...rows, ...(accounts?.entries ?? []).map(({ name }) => name)].filter(
    (name) => !name.includes('⟦'),
  );
  const counted = (activity?.details?.models ?? []).filter(({ id, label }) => id === label);
  const models = counted.map(({ label }) => label);
  const titles = groups.map(({ title }) => title);
  const names = [PRODUCT, plan, email, ...titles, ...targets, ...given, ...models];
  const known = names.filter((name) => name !== null);
  return known.toSorted((a, b) => b.length - a.length);
}

interface Place {
  /** Where it was found: the state and the size of the text. */
  readonly name: string;
  readonly page: Page;
  readonly panel: Panel;
}

/** Visits every state in both sizes of text, first the numbers, then the other pages. */
async function visit(
  env: Readonly<Record<string, string>>,
  wording: Wording,
  look: (place: Place) => Promise<void>,
): Promise<void> {
  const { page, show, close } = await openGallery(env, fixedPanel('healthy', wording));
  const size = (text: string) =>
    page.evaluate((fontSize) => {
      document.documentElement.style.fontSize = fontSize;
    }, text);
  for (const text of TEXT_SIZES) {
    await size(text);
    for (const name of STATE_NAMES) {
      const panel = fixedPanel(name, wording);
      await show(panel);
      await look({ name: `${name} ${text}`, page, panel });
    }
  }
  await show(settingsPanel('settings', wording));
  await page.locator('#open-settings').click();
  for (const text of TEXT_SIZES) {
    await size(text);
    for (const name of SETTINGS_STATE_NAMES) {
      const panel = settingsPanel(name, wording);
      await show(panel);
      await look({ name: `${name} ${text}`, page, panel });
    }
  }
  await page.keyboard.press('Escape');
  for (const text of TEXT_SIZES) {
    await size(text);
    for (const name of TRUST_STATE_NAMES) {
      const panel = trustPanel(name, wording);
      await show(panel);
      await look({ name: `${name} ${text}`, page, panel });
    }
  }
  await close();
}

/** All that a person reads, and all that a screen reader says. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const spoken = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const texts: string[] = [];
    // What is only kept together by style is one text with what is around it.
    const body = document.createElement('div');
    body.append(document.body.cloneNode(true));
    for (const span of body.querySelectorAll('.unbroken')) span.replaceWith(...span.childNodes);
    for (const gap of body.querySelectorAll('wbr')) gap.remove();
    body.normalize();
    for (const element of body.querySelectorAll('*')) {
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
      }
      for (const name of spoken) texts.push(element.getAttribute(name) ?? '');
      const isTyped = element instanceof HTMLInputElement && element.type !== 'radio';
      if (isTyped) texts.push(element.value);
    }
    return texts;
  });
}

/** Which of these texts take more than one line. */
function brokenLines(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const isBroken = (node: ChildNode): boolean => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size > 1;
    };
    return [...document.querySelectorAll<HTMLElement>(wanted)]
      .filter(({ childNodes }) =>
        [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && isBroken(node)),
      )
      .map(({ innerText }) => innerText);
  }, selector);
}

test('languages: nothing is painted or spoken that is not in the catalogue, nor cut off', async ({
  desktop,
}) => {
  const foreign = new Set<string>();
  const clipped: string[] = [];
  let texts = 0;
  await visit(desktop.env, { language: 'pseudo' }, async ({ name, page, panel }) => {
    const names = namesIn(panel);
    for (const text of await textsOf(page)) {
      if (text.includes('⟦')) texts += 1;
      const outside = names.reduce(
        (rest, each) => rest.replaceAll(each, ''),
        outsideBrackets(text),
      );
      if (/\p{L}/u.test(outside.replaceAll(KEYS, ''))) foreign.add(text);
    }
    for (const box of await clippedBoxes(page)) clipped.push(`${name}: ${box}`);
  });
  expect(texts).toBeGreaterThan(1000);
  expect([...foreign]).toEqual([]);
  expect(clipped).toEqual([]);
});

for (const language of ['de', 'zh-Hans'] as const) {
  test(`languages: ${language} fits into the popover, in usual and in double text`, async ({
    desktop,
  }) => {
    const wrong: string[] = [];
    await visit(desktop.env, { language }, async ({ name, page }) => {
      for (const box of await clippedBoxes(page)) wrong.push(`${name}: ${box} is cut off`);
      if (!name.endsWith(' 100%')) return;
      for (const text of await brokenLines(page, ONE_LINE))
        wrong.push(`${name}: "${text}" takes two lines`);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
}
