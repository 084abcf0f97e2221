// The popover's life: made on the first click, kept warm for a while, placed beside the icon, as tall
// as its content. menubar owns the tray window; this file minds its traps. Electron as types only.

import type { BrowserWindow, Point, Rectangle, Screen, WebContents } from 'electron';
import type { Menubar } from 'menubar';
import { MINUTE_MS } from '../core/time.ts';
import { POPOVER_WIDTH, placePopover } from './popover.ts';

/** How long a hidden window is kept for a quick return before its memory is given back. */
const KEEP_WARM_MS = 5 * MINUTE_MS;
/** How far from the edge of a display a bar with icons reaches. */
const BAR_REACH = 64;
const NO_BOUNDS: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

export interface PopoverHostContext {
  readonly menubar: Menubar;
  readonly screen: Pick<
    Screen,
    'getCursorScreenPoint' | 'getDisplayMatching' | 'getPrimaryDisplay'
  >;
  readonly onShown: () => void;
  readonly onHidden: () => void;
}

export interface PopoverHost {
  isOpen(): boolean;
  contents(): WebContents | null;
  /** Makes it as tall as its content, as far as the screen allows. */
  fit(contentHeight: number): void;
  /** Opens it although nobody clicked: at the icon where that is known, else in the corner. */
  show(): Promise<void>;
  hide(): void;
}

export function createPopoverHost(context: PopoverHostContext): PopoverHost {
  const { menubar, screen } = context;
  let open = false;
  let wasClicked = true;
  let pointer: Point | null = null;
  let contentHeight: number | null = null;
  let anchor = NO_BOUNDS;
  let goCold: NodeJS.Timeout | null = null;

  const place = (): Rectangle => {
    const { workArea } = screen.getDisplayMatching(anchor);
    return placePopover({ anchor, workArea, contentHeight: contentHeight ?? 0 });
  };
  // Why here: loading a new window takes a while, in which the pointer moves on.
  menubar.on('create-window', () => {
    pointer = screen.getCursorScreenPoint();
  });
  menubar.on('show', () => {
    anchor = findAnchor(context, wasClicked ? (pointer ?? screen.getCursorScreenPoint()) : null);
    [wasClicked, pointer] = [true, null];
    const bounds = place();
    // menubar takes the place from its options, after this event.
    Object.assign(menubar.getOption('browserWindow'), { x: bounds.x, y: bounds.y });
    if (menubar.window !== undefined && contentHeight !== null) resize(menubar.window, bounds);
  });
  menubar.on('after-show', () => {
    open = true;
    if (goCold !== null) clearTimeout(goCold);
    context.onShown();
  });
  menubar.on('after-hide', () => {
    open = false;
    goCold = setTimeout(() => menubar.window?.close(), KEEP_WARM_MS);
    context.onHidden();
  });
  return {
    isOpen: () => open,
    contents: () => menubar.window?.webContents ?? null,
    async show() {
      wasClicked = false;
      await menubar.showWindow();
      menubar.window?.focus();
    },
    hide: () => menubar.hideWindow(),
    fit(height) {
      contentHeight = height;
      if (open && menubar.window !== undefined) resize(menubar.window, place());
    },
  };
}

function resize(window: BrowserWindow, bounds: Rectangle): void {
  const now = window.getBounds();
  const same = now.x === bounds.x && now.y === bounds.y && now.height === bounds.height;
  // Why: a window that may not be resized ignores its content's wish on some systems.
  if (!same) window.setBounds({ ...bounds, width: POPOVER_WIDTH }, false);
}

/** The icon's bounds; where they are not told (Linux), where it was clicked, or the usual corner. */
function findAnchor({ menubar, screen }: PopoverHostContext, clickedAt: Point | null): Rectangle {
  const bounds = menubar.tray.getBounds();
  if (bounds.width > 0) return bounds;
  if (clickedAt !== null) {
    const clicked = { ...clickedAt, width: 0, height: 0 };
    if (isNearEdge(clickedAt, screen.getDisplayMatching(clicked).bounds)) return clicked;
  }
  const { workArea } = screen.getPrimaryDisplay();
  return { x: workArea.x + workArea.width, y: workArea.y, width: 0, height: 0 };
}

/** Why: an icon can also be chosen by keyboard, and then the pointer is anywhere. */
function isNearEdge({ x, y }: Point, display: Rectangle): boolean {
  const right = display.x + display.width;
  const bottom = display.y + display.height;
  return Math.min(x - display.x, y - display.y, right - x, bottom - y) <= BAR_REACH;
}
