// Nothing jumps, nothing moves that was asked not to, and nothing runs that nobody sees.

import type { Page } from 'playwright';
import type { Panel } from '../preload/contract.ts';
import { expect, test } from './gallery-test.ts';
import { noteChanges, takeNoted } from './noted-changes.ts';
import { fixedPanel, SETTINGS_STATE_NAMES, STATE_NAMES } from './panels.ts';
import { LANGUAGES, paintShot } from './shots.ts';

/** One evening: looked, looks again, other numbers, no network, and back. */
const EVENING = [
  'healthy',
  'refreshing',
  'near-limit',
  'refreshing',
  'offline-old',
  'healthy',
] as const;

/** The top of each part that a person may be looking at, from the top of its box. */
function places(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const tops: Record<string, number> = {};
    const notice = document.querySelector('.notice-slot')?.getBoundingClientRect();
    const verdict = document.querySelector('.verdict')?.getBoundingClientRect();
    // What stands above the rows may be taller; the rows keep their places among themselves.
    const from = (notice?.height ?? 0) > 0 ? notice?.bottom : verdict?.bottom;
    const add = (name: string, element: Element): void => {
      tops[name] = element.getBoundingClientRect().top - (from ?? 0);
    };
    for (const [at, gauge] of document.querySelectorAll('.gauge').entries()) {
      for (const part of gauge.querySelectorAll('.gauge-label, .bar, .gauge-reset, .gauge-percent'))
        add(`${at} ${part.className}`, part);
    }
    const footer = document.querySelector('.footer');
    if (footer !== null) add('footer', footer);
    return tops;
  });
}

test('stillness: rows keep their places through an evening of panels', async ({ gallery }) => {
  await gallery.show(fixedPanel(EVENING[0]));
  const first = await places(gallery.page);
  expect(Object.keys(first)).toHaveLength(9);
  for (const state of EVENING) {
    await gallery.show(fixedPanel(state));
    const now = await places(gallery.page);
    expect(Object.keys(now)).toEqual(Object.keys(first));
    for (const [name, top] of Object.entries(first))
      expect(Math.abs((now[name] ?? 0) - top), `${name} of ${state}`).toBeLessThanOrEqual(1);
  }
});

test('stillness: while it refreshes the popover is as tall as before', async ({ gallery }) => {
  const height = (): Promise<number> => gallery.page.evaluate(() => document.body.offsetHeight);
  await gallery.show(fixedPanel('healthy'));
  const before = await height();
  await gallery.show(fixedPanel('refreshing'));
  expect(await height()).toBe(before);
});

test('stillness: an equal panel changes nothing in the document, in any state', async ({
  gallery,
}) => {
  const { page } = gallery;
  await noteChanges(page);
  for (const state of STATE_NAMES) {
    await gallery.show(fixedPanel(state));
    await takeNoted(page);
    await gallery.show(structuredClone(fixedPanel(state)));
    expect(await takeNoted(page), state).toEqual([]);
  }
});

test('stillness: another number touches that number alone', async ({ gallery }) => {
  const { page } = gallery;
  const panel = fixedPanel('healthy');
  await gallery.show(panel);
  await noteChanges(page);
  await gallery.show(withFirstPercent(panel, 62));
  expect(new Set(await takeNoted(page))).toEqual(
    new Set(['gauge-row', 'gauge-percent', 'bar-fill']),
  );
});

function withFirstPercent(panel: Panel, percent: number): Panel {
  const [first, ...others] = panel.gauges;
  if (first === undefined) throw new Error('a gauge is needed');
  const changed = {
    ...first,
    percent: `${percent}%`,
    fillPercent: percent,
    spoken: first.spoken.replace('63', String(percent)),
  };
  return { ...panel, gauges: [changed, ...others] };
}

/** What moves or could move: running animations, and styles that would start some. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const running = document.getAnimations().map(({ playState }) => `runs: ${playState}`);
    const ready = [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      const may =
        animationName !== 'none' || transitionDuration.split(', ').some((s) => s !== '0s');
      return may ? [`may move: ${element.getAttribute('class')}`] : [];
    });
    return [...running, ...ready];
  });
}

test('stillness: with reduced motion nothing moves and nothing could', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show(fixedPanel('refreshing'));
  expect(await moving(page)).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const state of [...STATE_NAMES, ...SETTINGS_STATE_NAMES]) {
    await paintShot(gallery, {
      state,
      theme: 'light',
      language: LANGUAGES[0],
      textPercent: 100,
    });
    expect(await moving(page), state).toEqual([]);
  }
});

test('stillness: with usual motion a bar moves for 200 ms, when its number changed', async ({
  gallery,
}) => {
  const { page } = gallery;
  const panel = fixedPanel('healthy');
  await gallery.show(panel);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  const durations = page.evaluate(
    () =>
      new Promise((done) => {
        document.addEventListener('transitionrun', () =>
          done(document.getAnimations().map(({ effect }) => effect?.getTiming().duration)),
        );
      }),
  );
  await gallery.show(withFirstPercent(panel, 30));
  expect(await durations).toEqual([200]);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('stillness: while the page is hidden no timer and no animation runs', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show(fixedPanel('chart-week'));
  const started = await page.evaluate(async () => {
    const counted: string[] = [];
    const wait = globalThis.setTimeout;
    for (const name of [
      'setTimeout',
      'setInterval',
      'requestAnimationFrame',
      'requestIdleCallback',
    ])
      Reflect.set(globalThis, name, () => counted.push(name));
    // Why by hand: while a test is attached, Electron calls a hidden page visible.
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    await new Promise((done) => wait(done, 1_500));
    return [...counted, ...document.getAnimations().map(() => 'animation')];
  });
  expect(started).toEqual([]);
});

test('stillness: the material shines through only where nobody asked for less', async ({
  gallery,
}) => {
  const { page } = gallery;
  const opacity = (): Promise<number> =>
    page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      if (canvas === null) throw new Error('no canvas');
      canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return (canvas.getImageData(0, 0, 1, 1).data[3] ?? 0) / 255;
    });
  expect(await opacity()).toBe(1);
  await page.evaluate(() => location.assign('#vibrant'));
  expect(await opacity()).toBeCloseTo(0.94, 2);
  await page.emulateMedia({ contrast: 'more' });
  expect(await opacity()).toBe(1);
  await page.emulateMedia({ contrast: 'no-preference' });
  const browser = await page.context().newCDPSession(page);
  const features = [{ name: 'prefers-reduced-transparency', value: 'reduce' }];
  await browser.send('Emulation.setEmulatedMedia', { features });
  expect(await opacity()).toBe(1);
});
