// What a person sees: every state painted by the real renderer in real Electron, checked for words,
// layout, keyboard and accessibility.

import { test as base, expect } from 'playwright/test';
import { type Desktop, startDesktop } from '../scripts/desktop.mjs';
import { type OpenedGallery, openGallery } from './gallery.ts';
import { noteChanges, takeNoted } from './noted-changes.ts';
import { clippedBoxes, putAxeInto, violationsOf } from './page-checks.ts';
import { fixedPanel, STATE_NAMES } from './panels.ts';

const test = base.extend<object, { desktop: Desktop; gallery: OpenedGallery }>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of the pattern.
    async ({}, use) => {
      const desktop = await startDesktop({ notifications: false });
      await use(desktop);
      await desktop.stop();
    },
    { scope: 'worker' },
  ],
  gallery: [
    async ({ desktop }, use) => {
      const gallery = await openGallery(desktop.env, fixedPanel('healthy'));
      await putAxeInto(gallery.page);
      await use(gallery);
      await gallery.close();
    },
    { scope: 'worker' },
  ],
});

for (const name of STATE_NAMES) {
  test(`popover: ${name} is painted whole, in its own words, without a fault for axe`, async ({
    gallery,
  }) => {
    const panel = fixedPanel(name);
    for (const theme of ['light', 'dark'] as const) {
      await gallery.setTheme(theme);
      await gallery.show(panel);
      const text = await gallery.page.locator('body').innerText();
      const words = [
        panel.verdict?.text,
        panel.notice?.title,
        panel.notice?.text,
        panel.notice?.button?.label,
        ...panel.gauges.flatMap(({ label, percent, reset }) => [label, percent, reset]),
        ...panel.groups.map(({ title }) => title),
        ...panel.facts.map(({ value }) => value),
        panel.chart?.title,
        panel.chart?.nothing,
        ...(panel.chart?.series.map(({ label }) => label) ?? []),
        ...(panel.chart?.moments ?? []),
        panel.trust.source,
        panel.trust.recovery,
        panel.refresh.label,
      ];
      for (const word of words) if (word) expect(text).toContain(word);
      await expectNothingClipped(gallery);
      expect(await violationsOf(gallery.page)).toEqual([]);
    }
  });
}

function overflowingPixels(): number {
  return Math.max(0, document.documentElement.scrollHeight - window.innerHeight);
}

/** No text wider than its box, nothing outside 340 px, and no scroll bar. */
async function expectNothingClipped({ page }: OpenedGallery): Promise<void> {
  // The window follows its content a moment later.
  await expect.poll(() => page.evaluate(overflowingPixels)).toBe(0);
  expect(await clippedBoxes(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(340);
}

test('popover: a gauge is a meter that speaks a whole sentence', async ({ gallery }) => {
  await gallery.show(fixedPanel('healthy'));
  const meters = gallery.page.getByRole('meter');
  await expect(meters).toHaveCount(2);
  await expect(meters.first()).toHaveAttribute('aria-valuenow', '63');
  await expect(meters.first()).toHaveAttribute(
    'aria-valuetext',
    /^5-hour limit, 63 percent left, resets in 2 h 29 min, at 05:43$/,
  );
});

test('popover: when a limit resets is one line, in long words too', async ({ gallery }) => {
  for (const name of ['long-moments', 'reset-passed', 'healthy', 'monthly-only'] as const) {
    await gallery.show(fixedPanel(name));
    const lines = await gallery.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.gauge-reset')].map(
        (element) => element.offsetHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
      ),
    );
    expect(lines.length).toBeGreaterThan(0);
    for (const count of lines) expect(count).toBeLessThan(1.5);
  }
});

test('popover: the chart is a picture that speaks, and its span is chosen by keyboard', async ({
  gallery,
}) => {
  const { page } = gallery;
  const before = (await gallery.calls()).length;
  await gallery.show(fixedPanel('chart-day'));
  const picture = page.getByRole('img', { name: /^5-hour limit over the last 24 hours: left/ });
  await expect(picture).toBeVisible();
  const spans = page.getByRole('group', { name: 'Time shown' }).getByRole('button');
  await expect(spans).toHaveText(['24 h', '7 d', '30 d']);
  for (const span of await spans.all()) {
    const box = await span.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  }
  await spans.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect((await gallery.calls()).slice(before)).toEqual([
    'choose {"chartSpan":"7d"}',
    'choose {"chartSpan":"30d"}',
  ]);
  await gallery.show(fixedPanel('chart-month'));
  await expect(spans.nth(2)).toBeFocused();
  await expect(spans.nth(2)).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(1);
});

test('popover: nothing moves when another span is chosen', async ({ gallery }) => {
  const places: unknown[] = [];
  for (const name of ['chart-day', 'chart-week', 'chart-month'] as const) {
    await gallery.show(fixedPanel(name));
    places.push(
      await gallery.page.evaluate(() =>
        ['.choices', '.choices :last-child', '.chart-plot', '.footer'].map((part) => {
          const { x, y, width, height } =
            document.querySelector(part)?.getBoundingClientRect() ?? {};
          return [part, x, y, width, height];
        }),
      ),
    );
  }
  expect(places[1]).toEqual(places[0]);
  expect(places[2]).toEqual(places[0]);
});

test('popover: a missing percent is a dash and no meter', async ({ gallery }) => {
  await gallery.show(fixedPanel('percent-unknown'));
  await expect(gallery.page.getByRole('meter')).toHaveCount(1);
  await expect(gallery.page.locator('body')).toContainText('–');
  await expect(gallery.page.locator('body')).not.toContainText('0%');
});

test('popover: buttons and keys reach the bridge, and nothing else does', async ({ gallery }) => {
  const before = (await gallery.calls()).length;
  await gallery.show(fixedPanel('not-signed-in'));
  await gallery.page.getByRole('button', { name: 'Copy “codex login”' }).click();
  await gallery.page.keyboard.press('Control+r');
  await gallery.page.keyboard.press('Escape');
  await gallery.show(fixedPanel('offline-old'));
  await gallery.page.getByRole('button', { name: 'Show percent used' }).click();
  await gallery.page.getByRole('button', { name: 'Refresh', exact: true }).click();
  expect((await gallery.calls()).slice(before)).toEqual([
    'act copy-login-command',
    'poll',
    'act close',
    'choose {"numbers":"used"}',
    'poll',
  ]);
  expect(await gallery.page.evaluate(() => Object.keys(window.plimsoll).sort())).toEqual(
    ['act', 'choose', 'onPanel', 'poll'].sort(),
  );
});

test('popover: the same panel again changes nothing in the document', async ({ gallery }) => {
  await gallery.show(fixedPanel('model-limits'));
  await noteChanges(gallery.page);
  await gallery.show(fixedPanel('model-limits'));
  expect(await takeNoted(gallery.page)).toEqual([]);
});

test('popover: its policy blocks inline script, eval, remote images and frames', async ({
  gallery,
}) => {
  const blocked = await gallery.page.evaluate(async () => {
    const kinds: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      kinds.push(event.effectiveDirective);
    });
    const add = (tag: string, set: (element: HTMLElement) => void): void => {
      const element = document.createElement(tag);
      set(element);
      document.body.append(element);
      element.remove();
    };
    add('img', (element) => element.setAttribute('src', 'http://127.0.0.1:9/x.png'));
    add('iframe', (element) => element.setAttribute('src', 'http://127.0.0.1:9/'));
    // Why later: what a debugger runs is excused from the policy, what a timer runs is not.
    const later = (work: () => boolean): Promise<boolean> =>
      new Promise((done) => {
        setTimeout(() => {
          try {
            done(work());
          } catch {
            done(false);
          }
        });
      });
    // biome-ignore lint/security/noGlobalEval: it must not work.
    const evalRan = await later(() => globalThis.eval('true'));
    const inlineRan = await later(() => {
      add('script', (element) => {
        element.textContent = 'globalThis.inlineRan = true';
      });
      return Reflect.get(globalThis, 'inlineRan') === true;
    });
    await new Promise((done) => setTimeout(done, 200));
    return { kinds, evalRan, inlineRan };
  });
  expect(blocked.evalRan).toBe(false);
  expect(blocked.inlineRan).toBe(false);
  expect(blocked.kinds).toEqual(expect.arrayContaining(['img-src', 'frame-src']));
});
