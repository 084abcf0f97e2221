// Where no icon can be seen, the popover's content opens in a small ordinary window: framed, named, in
// the task list. Decides which of the two opens; what is in them is the same. Electron as types only.

import type { BrowserWindow, Rectangle, Screen } from 'electron';
import type { RescueReason } from '../core/rescue.ts';
import { POPOVER_WIDTH } from './popover.ts';
import type { PopoverHost } from './popover-host.ts';
import { POPOVER_URL } from './scheme.ts';

/** Room for a title bar above the content, and a little air. */
const FRAME_HEIGHT = 64;

export interface RescueContext {
  readonly popover: PopoverHost;
  readonly createWindow: () => BrowserWindow;
  readonly screen: Pick<Screen, 'getDisplayMatching'>;
  /** Null while the icon is where a person can see it. */
  readonly whyHidden: () => Promise<RescueReason | null>;
  readonly onShown: () => void;
  readonly onHidden: () => void;
}

export interface RescuedPopover extends PopoverHost {
  /** Why the content stands in a window of its own; null while it does not. */
  reason(): RescueReason | null;
  /** The icon was clicked, so it is there: the window has done its work. */
  iconWasClicked(): void;
}

/** The popover, or the window in its place. */
export function createRescue(context: RescueContext): RescuedPopover {
  const { popover, createWindow, screen } = context;
  let window: BrowserWindow | null = null;
  let reason: RescueReason | null = null;
  let isIconSeen = false;
  const open = async (): Promise<void> => {
    const made = createWindow();
    window = made;
    made.on('closed', () => {
      if (window === made) window = null;
      reason = null;
      context.onHidden();
    });
    await made.loadURL(POPOVER_URL);
    made.show();
    context.onShown();
  };
  return {
    reason: () => reason,
    isOpen: () => (window === null ? popover.isOpen() : window.isVisible()),
    contents: () => (window === null ? popover.contents() : window.webContents),
    hide: () => (window === null ? popover.hide() : window.close()),
    fit(height) {
      if (window === null) popover.fit(height);
      else fitWindow(window, height, screen);
    },
    async show() {
      const found = isIconSeen ? null : await context.whyHidden();
      if (window !== null) {
        window.show();
        window.focus();
      } else if (found === null) await popover.show();
      else {
        reason = found;
        await open();
      }
    },
    iconWasClicked() {
      isIconSeen = true;
      window?.close();
    },
  };
}

function fitWindow(window: BrowserWindow, height: number, screen: RescueContext['screen']): void {
  const { workArea } = screen.getDisplayMatching(window.getBounds());
  const limited = Math.min(Math.ceil(height), workArea.height - FRAME_HEIGHT);
  if (window.getContentSize()[1] !== limited) window.setContentSize(POPOVER_WIDTH, limited, false);
}

/**
 * Whether an icon with these bounds is on none of the displays.
 * Source: a status item for which a Mac's bar has no room is put outside the screen, or nowhere at all;
 * seen in reports, not documented.
 */
export function isOffScreen(icon: Rectangle, displays: readonly Rectangle[]): boolean {
  if (icon.width <= 0 || icon.height <= 0) return true;
  const middleX = icon.x + icon.width / 2;
  const middleY = icon.y + icon.height / 2;
  return !displays.some(
    ({ x, y, width, height }) =>
      middleX >= x && middleX < x + width && middleY >= y && middleY < y + height,
  );
}
