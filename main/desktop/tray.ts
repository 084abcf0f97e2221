// The icon in the bar: picture, tooltip and right-click menu, each set only when it really changed.
// The picture is drawn from the numbers at 1x and 2x. Electron's objects are passed in.

import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { drawMark, type MarkColour, type MarkState, markKey } from '../core/icon.ts';
import type { TrayMenuItem, TrayView } from '../core/tray.ts';

const SIZE = 22;
const MAC_SIZE = 18;
const BLACK: MarkColour = { red: 0, green: 0, blue: 0 };
const LIGHT: MarkColour = { red: 240, green: 240, blue: 240 };
const DARK: MarkColour = { red: 40, green: 40, blue: 40 };

export interface ImageMaker {
  createEmpty(): NativeImage;
}

export interface IconContext {
  readonly nativeImage: ImageMaker;
  readonly platform: NodeJS.Platform;
  /** Whether the bar is dark; asked at each drawing. Not asked on macOS, which tints by itself. */
  readonly isBarDark: () => boolean;
}

/** The mark as an image for this system's bar. */
export function createIcon(state: MarkState, context: IconContext): NativeImage {
  const { nativeImage, platform, isBarDark } = context;
  const isMac = platform === 'darwin';
  const size = isMac ? MAC_SIZE : SIZE;
  const colour = isMac ? BLACK : isBarDark() ? LIGHT : DARK;
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const edge = size * scaleFactor;
    const buffer = Buffer.from(drawMark(state, edge, colour));
    image.addRepresentation({ scaleFactor, width: edge, height: edge, buffer });
  }
  if (isMac) image.setTemplateImage(true);
  return image;
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
  let shown = { mark: '', tooltip: '', menu: '' };
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
        mark: `${markKey(view.mark)} ${dark}`,
        tooltip: view.tooltip,
        menu: JSON.stringify(view.menu),
      };
      if (next.mark !== shown.mark) tray.setImage(createIcon(view.mark, context));
      if (next.tooltip !== shown.tooltip) tray.setToolTip(view.tooltip);
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
    ...group.map(({ id, label, act, enabled }) => ({
      id,
      // Why: an ampersand marks a shortcut in menus; two of them are one.
      label: label.replaceAll('&', '&&'),
      enabled: enabled && act !== null,
      ...(act !== null && { click: () => onChoose(act) }),
    })),
  ]);
}
