// The tray popover's window: sandboxed, isolated, unable to navigate, in a session that keeps nothing
// and reaches nothing but our own scheme; and where on the screen it goes. Electron as types only.

import type {
  BrowserWindowConstructorOptions,
  Point,
  Rectangle,
  Session,
  WebContents,
} from 'electron';
import { POPOVER_URL } from './scheme.ts';

export const POPOVER_WIDTH = 340;
/** Before its content has said how tall it is. */
export const FIRST_HEIGHT = 320;
const MIN_HEIGHT = 120;
/** In memory only: the name has no `persist:` prefix. */
export const POPOVER_PARTITION = 'popover';
const SCREEN_MARGIN = 4;
/** How far from the edge of a display a bar with icons reaches. */
export const BAR_REACH = 64;

export interface PopoverContext {
  readonly preloadFile: string;
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
  /** The person asked the system for less transparency or for more contrast. */
  readonly wantsOpaque: boolean;
}

/** What the page is opened at: it lets the material shine through exactly where there is one. */
export function popoverUrl(context: PopoverContext): string {
  return hasMaterial(context) ? `${POPOVER_URL}#vibrant` : POPOVER_URL;
}

/** Whether the system's own material, blurred from what is behind, lies under the page. */
function hasMaterial({ platform, wantsOpaque }: PopoverContext): boolean {
  return platform === 'darwin' && !wantsOpaque;
}

export function popoverOptions(context: PopoverContext): BrowserWindowConstructorOptions {
  const { preloadFile, platform, devTools } = context;
  return {
    width: POPOVER_WIDTH,
    height: FIRST_HEIGHT,
    useContentSize: true,
    show: false,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    // Why: on Linux only the window's type keeps it out of the task list.
    ...(platform === 'linux' && { type: 'dock' }),
    // Why active: the popover of an icon is never the main window, and would look switched off.
    ...(hasMaterial(context) && {
      vibrancy: 'menu',
      visualEffectState: 'active',
      backgroundColor: '#00000000',
    }),
    title: 'Plimsoll',
    webPreferences: {
      preload: preloadFile,
      partition: POPOVER_PARTITION,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      devTools,
    },
  };
}

/** The same window with a frame and a place in the task list, for who sees no icon. */
export function framedOptions(context: PopoverContext): BrowserWindowConstructorOptions {
  const { type, ...options } = popoverOptions({ ...context, wantsOpaque: true });
  return {
    ...options,
    frame: true,
    // Why: a window manager holds a window that may not be resized to its first size.
    resizable: true,
    movable: true,
    minimizable: true,
    skipTaskbar: false,
  };
}

/** Lets nothing through but our own pages, and grants nothing that a page could ask for. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !details.url.startsWith(new URL('/', POPOVER_URL).href) });
  });
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
}

/**
 * For every session, Electron's own as well: on Linux and Windows the first one fetches a dictionary from
 * redirector.gvt1.com, whatever its windows want. Why no language: switched off alone, it is fetched still.
 * Source: seen in a network from which nothing leaves; Electron 33.
 */
export function quietSession(session: Session): void {
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
}

/** Keeps a page where it is: no navigation, no new windows, no webviews. */
export function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export interface Placement {
  /** The icon's bounds, or the pointer as an empty rectangle where bounds are not told. */
  readonly anchor: Rectangle;
  readonly workArea: Rectangle;
  readonly contentHeight: number;
}

/** Next to the icon, on the side away from the bar, and inside the work area. */
export function placePopover({ anchor, workArea, contentHeight }: Placement): Rectangle {
  const maxHeight = workArea.height - 2 * SCREEN_MARGIN;
  const height = Math.round(Math.min(Math.max(contentHeight, MIN_HEIGHT), maxHeight));
  const size = { width: POPOVER_WIDTH, height };
  const middle = { x: anchor.x + anchor.width / 2, y: anchor.y + anchor.height / 2 };
  const wanted = { x: middle.x - size.width / 2, y: middle.y - size.height / 2 };
  // Past both the icon and the bar, whichever reaches further.
  const atSide: Record<Side, Partial<Point>> = {
    top: { y: Math.max(anchor.y + anchor.height, workArea.y) + SCREEN_MARGIN },
    bottom: { y: Math.min(anchor.y, workArea.y + workArea.height) - height - SCREEN_MARGIN },
    left: { x: Math.max(anchor.x + anchor.width, workArea.x) + SCREEN_MARGIN },
    right: { x: Math.min(anchor.x, workArea.x + workArea.width) - size.width - SCREEN_MARGIN },
  };
  return {
    ...moveInside({ ...wanted, ...atSide[sideOf(middle, workArea)] }, size, workArea),
    ...size,
  };
}

type Side = 'top' | 'bottom' | 'left' | 'right';

/** The side of the screen at which the bar with the icon is. */
function sideOf({ x, y }: Point, workArea: Rectangle): Side {
  const fromTop = y - workArea.y;
  const fromBottom = workArea.y + workArea.height - y;
  const fromLeft = x - workArea.x;
  const fromRight = workArea.x + workArea.width - x;
  if (fromTop <= 0) return 'top';
  if (fromBottom <= 0) return 'bottom';
  if (fromLeft <= 0) return 'left';
  if (fromRight <= 0) return 'right';
  // The bar reserves no space. In a corner it lies level, as most bars do.
  const isUpright = Math.min(fromLeft, fromRight) <= BAR_REACH;
  const isLevel = Math.min(fromTop, fromBottom) <= BAR_REACH;
  if (isUpright && !isLevel) return fromLeft <= fromRight ? 'left' : 'right';
  return fromTop <= fromBottom ? 'top' : 'bottom';
}

function moveInside(
  { x, y }: Point,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  area: Rectangle,
): Point {
  const limit = (at: number, from: number, to: number): number =>
    Math.round(Math.max(from + SCREEN_MARGIN, Math.min(at, to - SCREEN_MARGIN)));
  return {
    x: limit(x, area.x, area.x + area.width - width),
    y: limit(y, area.y, area.y + area.height - height),
  };
}
