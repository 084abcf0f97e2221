// From a real click on the icon to a painted popover, seen from the X server's side and so the same
// way for every app: pressed by XTEST, found by MapNotify, read again after each DAMAGE to it.

import { performance } from 'node:perf_hooks';
import { connectX11 } from './x11.mjs';

const MIN_WIDTH = 300;
const MIN_HEIGHT = 100;
/** Anti-aliased text has more colours than any window that is still empty or half cleared. */
const MIN_COLOURS = 8;
const PAINT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 3_000;

export async function createStopwatch({ display, iconAt }) {
  let popover = null;
  let onDamage = () => {};
  let onClosed = () => {};
  const x11 = await connectX11({
    display,
    onEvent({ kind, window, area }) {
      if (kind === 'map') void consider(window);
      else if (kind === 'move' && popover?.window === window) popover.area = area;
      else if (kind === 'unmap' && popover?.window === window) {
        popover = null;
        onClosed();
      } else if (kind === 'damage') onDamage();
    },
  });

  async function consider(window) {
    const area = await x11.areaOf(window);
    if (area === null || area.width < MIN_WIDTH || area.height < MIN_HEIGHT) return;
    popover = { window, area };
    onDamage();
  }

  async function isPainted() {
    if (popover === null) return false;
    const pixels = await x11.look(popover.area);
    return pixels !== null && hasColours(pixels, MIN_COLOURS);
  }

  return {
    /** Clicks; resolves with the ms until the popover shows text. */
    async open() {
      x11.moveTo(iconAt);
      const startedAt = performance.now();
      x11.click();
      let isLooking = false;
      let isDirty = false;
      await within(PAINT_TIMEOUT_MS, 'a painted popover', (done) => {
        onDamage = async () => {
          isDirty = true;
          if (isLooking) return;
          isLooking = true;
          while (isDirty) {
            isDirty = false;
            if (await isPainted()) done();
          }
          isLooking = false;
        };
      }).finally(() => {
        onDamage = () => {};
      });
      return performance.now() - startedAt;
    },
    /** Clicks again; resolves when the popover has gone. */
    async shut() {
      await within(CLOSE_TIMEOUT_MS, 'a closed popover', (done) => {
        onClosed = done;
        x11.click();
      }).finally(() => {
        onClosed = () => {};
      });
    },
    close: x11.close,
  };
}

function hasColours(pixels, count) {
  const seen = new Set();
  for (const pixel of pixels) {
    seen.add(pixel & 0xffffff);
    if (seen.size >= count) return true;
  }
  return false;
}

function within(timeoutMs, what, begin) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${what} in ${timeoutMs} ms`)), timeoutMs);
    begin(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
