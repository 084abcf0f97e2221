// The popover's life: made on the first click, kept warm for a while, placed beside the icon, as tall
// as its content. menubar owns the tray window; this file minds its traps. Electron as types only.

import type { BrowserWindow, Display, Rectangle, Screen, Tray, WebContents } from 'electron';
import type { Menubar } from 'menubar';
import { MINUTE_MS } from '../core/time.ts';
import { BAR_REACH, FIRST_HEIGHT, POPOVER_WIDTH, placePopover } from './popover.ts';

/** How long a hidden window is kept for a quick return before its memory is given back. */
const KEEP_WARM_MS = 5 * MINUTE_MS;
const NO_BOUNDS: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

export interface PopoverHostContext {
  readonly menubar: Menubar;
  readonly tray: Pick<Tray, 'on' | 'getBounds'>;
  readonly screen: Pick<
    Screen,
    'getCursorScreenPoint' | 'getDisplayMatching' | 'getPrimaryDisplay'
  >;
  /** The icon was clicked; told before anything opens. */
  readonly onClicked: () => void;
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
  const iconPlace = watchIconPlace(context);
  let open = false;
  let contentHeight: number | null = null;
  let anchor = NO_BOUNDS;
  let goCold: NodeJS.Timeout | null = null;

  const place = (): Rectangle => {
    const { workArea } = screen.getDisplayMatching(anchor);
    return placePopover({ anchor, workArea, contentHeight: contentHeight ?? FIRST_HEIGHT });
  };
  menubar.on('show', () => {
    anchor = iconPlace();
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

/** Tells where the icon is at each showing of the popover. */
function watchIconPlace(context: PopoverHostContext): () => Rectangle {
  const { screen, tray, onClicked } = context;
  let clickedAt: Rectangle | null = null;
  // Invariant: listens before menubar does, which opens the window out of the same click.
  tray.on('click', (_event, bounds) => {
    // Why the event's own: a Mac has the icon on every display, and was clicked on one. Why now:
    // loading a new window takes a while, in which the pointer moves on.
    clickedAt = bounds.width > 0 ? bounds : pointerInBar(screen);
    onClicked();
  });
  return () => {
    const place = clickedAt ?? findAnchor(context);
    // Where bounds are not told, the last click stays all that is known of the icon's place.
    if (tray.getBounds().width > 0) clickedAt = null;
    return place;
  };
}

/** The pointer as a place without size; null when it is not at any bar. */
function pointerInBar(screen: PopoverHostContext['screen']): Rectangle | null {
  const point = { ...screen.getCursorScreenPoint(), width: 0, height: 0 };
  // Why: an icon can also be chosen by keyboard, and then the pointer is anywhere.
  return isNearEdge(point, screen.getDisplayMatching(point).bounds) ? point : null;
}

function isNearEdge({ x, y }: Rectangle, display: Rectangle): boolean {
  const right = display.x + display.width;
  const bottom = display.y + display.height;
  return Math.min(x - display.x, y - display.y, right - x, bottom - y) <= BAR_REACH;
}

/** The icon's bounds; where they are not told (Linux), the corner where trays usually are. */
function findAnchor({ tray, screen }: PopoverHostContext): Rectangle {
  const bounds = tray.getBounds();
  return bounds.width > 0 ? bounds : usualCorner(screen.getPrimaryDisplay());
}

/** The right end of the bar; an upright bar has its icons at the lower end. */
function usualCorner({ bounds, workArea }: Display): Rectangle {
  const right = workArea.x + workArea.width;
  const bottom = workArea.y + workArea.height;
  const isUpright = workArea.x > bounds.x || right < bounds.x + bounds.width;
  const isAtBottom = bottom < bounds.y + bounds.height;
  const x = workArea.x > bounds.x ? bounds.x : right;
  return { x, y: isUpright || isAtBottom ? bottom : workArea.y, width: 0, height: 0 };
}
