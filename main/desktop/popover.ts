// The tray popover's window: sandboxed, isolated, unable to navigate, in a session that keeps nothing
// and reaches nothing but our own scheme; and where on the screen it goes. Electron as types only.

import type { BrowserWindowConstructorOptions, Rectangle, Session, WebContents } from 'electron';
import { POPOVER_URL } from './scheme.ts';

export const POPOVER_WIDTH = 340;
const FIRST_HEIGHT = 320;
const MIN_HEIGHT = 120;
/** In memory only: the name has no `persist:` prefix. */
export const POPOVER_PARTITION = 'popover';
const SCREEN_MARGIN = 4;

export interface PopoverContext {
  readonly preloadFile: string;
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
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
  const width = POPOVER_WIDTH;
  const middleX = anchor.x + anchor.width / 2;
  const middleY = anchor.y + anchor.height / 2;
  const right = workArea.x + workArea.width;
  const bottom = workArea.y + workArea.height;
  const limitX = (x: number): number =>
    Math.round(Math.max(workArea.x + SCREEN_MARGIN, Math.min(x, right - width - SCREEN_MARGIN)));
  const limitY = (y: number): number =>
    Math.round(Math.max(workArea.y + SCREEN_MARGIN, Math.min(y, bottom - height - SCREEN_MARGIN)));
  const size = { width, height };
  if (middleY <= workArea.y)
    return { x: limitX(middleX - width / 2), y: limitY(workArea.y), ...size };
  if (middleY >= bottom) return { x: limitX(middleX - width / 2), y: limitY(bottom), ...size };
  if (middleX <= workArea.x)
    return { x: limitX(workArea.x), y: limitY(middleY - height / 2), ...size };
  if (middleX >= right) return { x: limitX(right), y: limitY(middleY - height / 2), ...size };
  // The bar reserves no space: away from the nearer edge.
  const above = middleY - workArea.y > workArea.height / 2;
  const y = above ? anchor.y - height - SCREEN_MARGIN : anchor.y + anchor.height + SCREEN_MARGIN;
  return { x: limitX(middleX - width / 2), y: limitY(y), ...size };
}
