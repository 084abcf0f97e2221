// The contact sheet of the mark: every state at 16, 18 and 32 px on light and dark bars, magnified
// eightfold beside its true size, out of the very pixels that the bar is given.

import type { ElectronApplication } from 'playwright';
import { drawMark, type MarkShape, type MarkState } from '../main/core/icon.ts';
import { INK } from '../main/desktop/tray.ts';

const SIZES = [16, 18, 32] as const;
const ZOOM = 8;
const BARS = { light: '#ececec', dark: '#262626' } as const;
const ROW = 24;

/** In the order of product.md §2, each with numbers that show what there is to see. */
const STATES: readonly (readonly [MarkShape, number | null, number | null])[] = [
  ['healthy', 1, 1],
  ['healthy', 0.63, 0.44],
  ['healthy', 0.3, 0.85],
  ['healthy', null, null],
  ['near', 0.86, 0.12],
  ['near', 0.15, 0.7],
  ['near', 0.08, 0.06],
  ['blocked', 0.89, 0],
  ['stale', 0.63, 0.44],
  ['stale', 1, 1],
  ['stale', null, null],
  ['sign-in', null, null],
  ['never', null, null],
];

/** Paints the sheet in a window of its own and saves it. */
export async function saveMarkSheet(app: ElectronApplication, file: string): Promise<void> {
  const opened = app.waitForEvent('window');
  await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ width: 1280, height: 800 });
    // Why: Playwright waits for ever on a window that has not gone anywhere yet.
    await window.loadURL('about:blank');
  });
  const page = await opened;
  await page.setContent(sheet());
  await page.evaluate(paintAll);
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}

function sheet(): string {
  const rows = STATES.map(([shape, ring, bar]) => {
    const cells = bars().flatMap((name) =>
      SIZES.map((size) => cell({ shape, ring, bar }, name, size)),
    );
    return `<tr><th>${shape}<br><small>${share(ring)} · ${share(bar)}</small></th>${cells.join('')}</tr>`;
  });
  const heads = bars().flatMap((name) => SIZES.map((size) => `<th>${size} px, ${name} bar</th>`));
  return `<style>
    body { margin: 16px; font: 13px sans-serif; width: max-content; }
    table { border-collapse: collapse; }
    th { padding: 8px; font-weight: normal; text-align: left; }
    td { padding: 8px; vertical-align: top; white-space: nowrap; }
    canvas { image-rendering: pixelated; vertical-align: top; margin-right: 8px; }
  </style><table><tr><th></th>${heads.join('')}</tr>${rows.join('')}</table>`;
}

function bars(): readonly (keyof typeof BARS)[] {
  return ['light', 'dark'];
}

function share(value: number | null): string {
  return value === null ? 'not known' : `${Math.round(value * 100)}%`;
}

function cell(state: MarkState, bar: keyof typeof BARS, size: number): string {
  const pixels = Buffer.from(drawMark(state, size, INK[bar])).toString('base64');
  const canvas = (edge: number): string =>
    `<canvas width="${size}" height="${size}" style="width:${edge}px;height:${edge}px"
      data-pixels="${pixels}"></canvas>`;
  return `<td style="background:${BARS[bar]};height:${Math.max(ROW, size * ZOOM)}px">
    ${canvas(size * ZOOM)}${canvas(size)}</td>`;
}

/** Runs in the page: premultiplied BGRA to what a canvas takes. */
function paintAll(): void {
  for (const canvas of document.querySelectorAll('canvas')) {
    const bytes = atob(canvas.dataset.pixels ?? '');
    const image = new ImageData(canvas.width, canvas.height);
    for (let at = 0; at < bytes.length; at += 4) {
      const alpha = bytes.charCodeAt(at + 3);
      const full = (channel: number): number =>
        alpha === 0 ? 0 : Math.round((bytes.charCodeAt(at + channel) * 255) / alpha);
      image.data.set([full(2), full(1), full(0), alpha], at);
    }
    canvas.getContext('2d')?.putImageData(image, 0, 0);
  }
}
