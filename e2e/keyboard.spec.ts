// The popover by keyboard alone, in every state: each control is reached by Tab and by arrows in the
// order of reading, and does with Enter and with Space what it does when clicked.

import type { Locator, Page } from 'playwright';
import type { OpenedGallery } from './gallery.ts';
import { expect, test } from './gallery-test.ts';
import { fixedPanel, STATE_NAMES } from './panels.ts';

// Why so long: every control of every state is worked three times.
test.setTimeout(120_000);

/** What a click on each control sends, in the order of reading. */
async function sentBy(
  { page, calls }: OpenedGallery,
  work: (button: Locator) => Promise<void>,
): Promise<readonly (readonly string[])[]> {
  const sent: (readonly string[])[] = [];
  for (const button of await page.getByRole('button').all()) {
    if ((await button.getAttribute('id')) === 'open-settings') continue;
    const before = (await calls()).length;
    await work(button);
    sent.push((await calls()).slice(before));
  }
  return sent;
}

/** The place of the focused button among all; null for none. */
function focusedPlace(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const at = [...document.querySelectorAll('button')].findIndex((b) => b.matches(':focus'));
    return at < 0 ? null : at;
  });
}

test('keyboard: Tab and arrows reach every control, there and back, in any state', async ({
  gallery: { page, show },
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const state of STATE_NAMES) {
    await show(fixedPanel(state));
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      getSelection()?.setPosition(document.body, 0);
    });
    const count = await page.getByRole('button').count();
    expect(count).toBeGreaterThan(1);
    if (fixedPanel(state).accounts !== null) {
      // One stop for the whole switch, at the chosen account.
      await page.keyboard.press('Tab');
      await expect(page.getByRole('radio', { checked: true })).toBeFocused();
    }
    for (let at = 0; at < count; at += 1) {
      await page.keyboard.press('Tab');
      expect(await focusedPlace(page), `${state}, Tab`).toBe(at);
    }
    for (let at = count - 2; at >= 0; at -= 1) {
      await page.keyboard.press('ArrowUp');
      expect(await focusedPlace(page), `${state}, up`).toBe(at);
    }
    for (let at = 1; at < count; at += 1) {
      await page.keyboard.press('ArrowDown');
      expect(await focusedPlace(page), `${state}, down`).toBe(at);
    }
  }
});

test('keyboard: Enter and Space do what a click does, at every control', async ({ gallery }) => {
  const { page, show } = gallery;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const kinds = new Set<string>();
  for (const state of STATE_NAMES) {
    await show(fixedPanel(state));
    const clicked = await sentBy(gallery, (button) => button.dispatchEvent('click'));
    for (const key of ['Enter', 'Space'])
      expect(await sentBy(gallery, (button) => button.press(key)), `${state}, ${key}`).toEqual(
        clicked,
      );
    for (const call of clicked.flat()) kinds.add(call);
  }
  expect([...kinds]).toEqual(
    expect.arrayContaining(['poll', 'act copy-login-command', 'choose {"numbers":"used"}']),
  );
});

test('keyboard: the gear opens the settings, Esc comes back and then closes', async ({
  gallery: { page, calls },
}) => {
  const gear = page.getByRole('button', { name: 'Settings' });
  for (const key of ['Enter', 'Space']) {
    await gear.press(key);
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(gear).toBeFocused();
  }
  expect(await calls()).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await calls()).toEqual(['act close']);
});
