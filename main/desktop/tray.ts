// The icon in the bar: picture, text, tooltip and right-click menu, each set only when it changed.
// The picture is drawn from the numbers at 1x and 2x. Electron's objects are passed in.

import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { drawMark, type MarkColour, type MarkState, markKey } from '../core/icon.ts';
import type { TrayMenuItem, TrayView } from '../core/tray.ts';

/**
 * What each bar wants. macOS takes the bitmap of its display. Linux sends only the largest, which the
 * host scales to its own size. Windows takes only the 1x bitmap and scales whatever is not its small
 * icon's size, so it gets one of just that size.
 * Source: toolchain.md, "Tray"; electron/electron#33044 and NativeImage::GetHICON; the sizes of a
 * small icon: learn.microsoft.com, "Notifications and the notification area". Observed on Linux only.
 */
const LINUX_SIZE = 22;
const MAC_SIZE = 18;
const WINDOWS_SIZE = 16;
const BLACK: MarkColour = { red: 0, green: 0, blue: 0 };
/** What the mark is drawn in, by the bar that it is on. */
export const INK: Readonly<Record<'light' | 'dark', MarkColour>> = {
  light: { red: 40, green: 40, blue: 40 },
  dark: { red: 240, green: 240, blue: 240 },
};

export interface ImageMaker {
  createEmpty(): NativeImage;
}

export interface IconContext {
  readonly nativeImage: ImageMaker;
  readonly platform: NodeJS.Platform;
  /** Whether the bar is dark; asked at each drawing. Not asked on macOS, which tints by itself. */
  readonly isBarDark: () => boolean;
  /** The main display's; asked at each drawing on Windows. */
  readonly scaleFactor: () => number;
}

/** GNOME and its likes: a dark bar in either theme, and icons only by an extension. */
export function isGnome(env: Readonly<Record<string, string | undefined>>): boolean {
  return /GNOME|Unity/i.test(env.XDG_CURRENT_DESKTOP ?? '');
}

/** The mark as an image for this system's bar. */
export function createIcon(state: MarkState, context: IconContext): NativeImage {
  const { nativeImage, platform, isBarDark } = context;
  const isMac = platform === 'darwin';
  const colour = isMac ? BLACK : INK[isBarDark() ? 'dark' : 'light'];
  const image = nativeImage.createEmpty();
  for (const [index, edge] of edgesOf(context).entries()) {
    const buffer = Buffer.from(drawMark(state, edge, colour));
    image.addRepresentation({ scaleFactor: index + 1, width: edge, height: edge, buffer });
  }
  if (isMac) image.setTemplateImage(true);
  return image;
}

/** The edges of the bitmaps at 1x and 2x, in pixels; Windows has one. */
function edgesOf({ platform, scaleFactor }: IconContext): readonly number[] {
  // Why even: the mark's middle lies between two pixels.
  if (platform === 'win32') return [2 * Math.round((WINDOWS_SIZE / 2) * scaleFactor())];
  const size = platform === 'darwin' ? MAC_SIZE : LINUX_SIZE;
  return [size, 2 * size];
}

export interface TrayContext extends IconContext {
  readonly tray: Tray;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  readonly onChoose: (act: NonNullable<TrayMenuItem['act']>) => void;
}

export interface TrayIcon {
  show(view: TrayView): void;
}

export function createTrayIcon(context: TrayContext): TrayIcon {
  const { tray, platform, buildMenu, onChoose } = context;
  let shown = { mark: '', tooltip: '', title: '', menu: '' };
  let latest: TrayView | null = null;
  const menu = (view: TrayView): Menu => buildMenu(menuTemplate(view, onChoose));
  // Why: on Linux there is no right-click event; the host itself shows the menu that it was given.
  const isGivenMenu = platform === 'linux';
  if (!isGivenMenu) {
    tray.on('right-click', () => {
      if (latest !== null) tray.popUpContextMenu(menu(latest));
    });
  }
  return {
    show(view) {
      latest = view;
      const dark = platform !== 'darwin' && context.isBarDark();
      const next = {
        mark: `${markKey(view.mark, edgesOf(context))} ${dark}`,
        tooltip: view.tooltip,
        title: view.title ?? '',
        menu: JSON.stringify(view.menu),
      };
      if (next.mark !== shown.mark) tray.setImage(createIcon(view.mark, context));
      if (next.tooltip !== shown.tooltip) tray.setToolTip(view.tooltip);
      // Digits of one width keep the neighbours in the bar where they are.
      if (next.title !== shown.title) tray.setTitle(next.title, { fontType: 'monospacedDigit' });
      if (isGivenMenu && next.menu !== shown.menu) tray.setContextMenu(menu(view));
      shown = next;
    },
  };
}

/** The right-click menu as data: facts as disabled lines, then what can be done. */
export function menuTemplate(
  view: TrayView,
  onChoose: TrayContext['onChoose'],
): MenuItemConstructorOptions[] {
  const groups = view.menu.filter((group) => group.length > 0);
  return groups.flatMap((group, index) => [
    ...(index === 0 ? [] : [{ type: 'separator' } as const]),
    ...group.map(({ id, label, act, enabled, checked }) => ({
      id,
      ...(checked !== undefined && { type: 'radio' as const, checked }),
      // Why: an ampersand marks a shortcut in menus; two of them are one.
      label: label.replaceAll('&', '&&'),
      enabled: enabled && act !== null,
      ...(act !== null && { click: () => onChoose(act) }),
    })),
  ]);
}
