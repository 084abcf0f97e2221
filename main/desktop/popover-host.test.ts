import { EventEmitter } from 'node:events';
import type { BrowserWindow, Rectangle, Screen, Tray } from 'electron';
import type { Menubar } from 'menubar';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../core/time.ts';
import { POPOVER_WIDTH } from './popover.ts';
import { createPopoverHost } from './popover-host.ts';

const WORK_AREA = { x: 0, y: 24, width: 1440, height: 876 };
const DISPLAY = { x: 0, y: 0, width: 1440, height: 900 };
const NO_BOUNDS = { x: 0, y: 0, width: 0, height: 0 };
const ICON = { x: 708, y: 0, width: 24, height: 24 };

// The only clock here is the one that gives a hidden window's memory back; it is moved by hand.
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function createFakeWindow() {
  let bounds: Rectangle = { x: 0, y: 0, width: POPOVER_WIDTH, height: 320 };
  return {
    webContents: {},
    getBounds: () => bounds,
    setBounds: vi.fn<BrowserWindow['setBounds']>((changes) => {
      bounds = { ...bounds, ...changes };
    }),
    focus: vi.fn(),
    close: vi.fn(),
  };
}

/** menubar's order of events, without Electron: a window is made on the first show, which takes time. */
function createWorld({
  iconBounds = ICON,
  workArea = WORK_AREA,
}: {
  readonly iconBounds?: Rectangle;
  readonly workArea?: Rectangle;
} = {}) {
  let pointer = { x: 1_000, y: 30 };
  const browserWindow: { x?: number; y?: number } = {};
  const windows: ReturnType<typeof createFakeWindow>[] = [];
  const tray = Object.assign(new EventEmitter(), { getBounds: () => iconBounds });
  const menubar = Object.assign(new EventEmitter(), {
    window: undefined as ReturnType<typeof createFakeWindow> | undefined,
    getOption: () => browserWindow,
    /** As menubar does it, out of a click that others heard before. */
    async click(bounds = iconBounds) {
      tray.emit('click', {}, bounds, pointer);
      await menubar.showWindow();
    },
    async showWindow() {
      if (menubar.window === undefined) {
        menubar.emit('create-window');
        await Promise.resolve();
        menubar.window = createFakeWindow();
        windows.push(menubar.window);
      }
      menubar.emit('show');
      menubar.emit('after-show');
    },
    hideWindow() {
      menubar.emit('hide');
      menubar.emit('after-hide');
    },
  });
  // Why: of a display only its two rectangles are read.
  const display = { workArea, bounds: DISPLAY } as ReturnType<Screen['getPrimaryDisplay']>;
  const screen = {
    getCursorScreenPoint: () => pointer,
    getDisplayMatching: () => display,
    getPrimaryDisplay: () => display,
  };
  const onClicked = vi.fn();
  const onShown = vi.fn();
  const onHidden = vi.fn();
  // Why: the fake has the members and events that the host touches.
  const context = {
    ...{ menubar: menubar as unknown as Menubar, tray: tray as unknown as Tray, screen },
    ...{ onClicked, onShown, onHidden },
  };
  const movePointer = (x: number, y: number): void => {
    pointer = { x, y };
  };
  const host = createPopoverHost(context);
  return { host, menubar, windows, browserWindow, movePointer, onClicked, onShown, onHidden };
}

describe('createPopoverHost', () => {
  test('is open between show and hide, and says so', async () => {
    const { host, menubar, onShown, onHidden } = createWorld();
    expect([host.isOpen(), host.contents()]).toEqual([false, null]);
    await menubar.showWindow();
    expect([host.isOpen(), onShown.mock.calls.length]).toEqual([true, 1]);
    host.hide();
    expect([host.isOpen(), onHidden.mock.calls.length]).toEqual([false, 1]);
  });

  test('is placed at the icon by way of menubar’s options, before it is shown', async () => {
    const { menubar, browserWindow } = createWorld();
    await menubar.showWindow();
    expect(browserWindow).toEqual({ x: 720 - POPOVER_WIDTH / 2, y: 28 });
  });

  test('is placed at the pointer, when it was clicked and the icon’s place is not told', async () => {
    const { menubar, browserWindow } = createWorld({ iconBounds: NO_BOUNDS });
    await menubar.click();
    expect(browserWindow.x).toBe(1_000 - POPOVER_WIDTH / 2);
  });

  test('is placed where it was clicked, when the pointer has moved while it was made', async () => {
    const world = createWorld({ iconBounds: NO_BOUNDS });
    const shown = world.menubar.click();
    world.movePointer(400, 30);
    await shown;
    expect(world.browserWindow.x).toBe(1_000 - POPOVER_WIDTH / 2);
  });

  test.each([
    ['the middle of the screen', 700, 450, true],
    ['just below the reach of a bar', 1_000, 65, true],
    ['a bar at the top', 1_000, 64, false],
    ['a bar at the bottom', 1_000, 836, false],
    ['a bar at the left', 64, 450, false],
  ])(
    'takes the pointer for a click on the icon only near an edge: %s',
    async (_name, x, y, corner) => {
      const { menubar, browserWindow, movePointer } = createWorld({ iconBounds: NO_BOUNDS });
      movePointer(x, y);
      await menubar.click();
      const isCorner = browserWindow.x === 1_440 - POPOVER_WIDTH - 4 && browserWindow.y === 28;
      expect(isCorner).toBe(corner);
    },
  );

  test('is placed in the corner, when nobody clicked and the icon’s place is not told', async () => {
    const { host, browserWindow, windows } = createWorld({ iconBounds: NO_BOUNDS });
    await host.show();
    expect(browserWindow).toEqual({ x: 1_440 - POPOVER_WIDTH - 4, y: 28 });
    expect(windows[0]?.focus).toHaveBeenCalledOnce();
  });

  test('takes the next click for a click again, after a show that was none', async () => {
    const { host, menubar, browserWindow } = createWorld({ iconBounds: NO_BOUNDS });
    await host.show();
    await menubar.click();
    expect(browserWindow.x).toBe(1_000 - POPOVER_WIDTH / 2);
  });

  test('is placed where it was clicked before, when the icon’s place is not told', async () => {
    const { host, menubar, browserWindow, movePointer } = createWorld({ iconBounds: NO_BOUNDS });
    await menubar.click();
    host.hide();
    movePointer(300, 500);
    await host.show();
    expect(browserWindow.x).toBe(1_000 - POPOVER_WIDTH / 2);
  });

  test('is placed at the icon that was clicked, when there is one on every display', async () => {
    const { host, menubar, browserWindow } = createWorld();
    await menubar.click({ ...ICON, x: 200 });
    expect(browserWindow.x).toBe(212 - POPOVER_WIDTH / 2);
    host.hide();
    await host.show();
    expect(browserWindow.x).toBe(720 - POPOVER_WIDTH / 2);
  });

  test.each<[string, Rectangle, { readonly x: number; readonly y: number }]>([
    ['at the top', WORK_AREA, { x: 1_096, y: 28 }],
    ['at the bottom', { ...DISPLAY, height: 876 }, { x: 1_096, y: 552 }],
    ['at the left', { ...DISPLAY, x: 24, width: 1_416 }, { x: 28, y: 576 }],
    ['at the right', { ...DISPLAY, width: 1_416 }, { x: 1_072, y: 576 }],
    ['that reserves no space', DISPLAY, { x: 1_096, y: 4 }],
  ])('is placed where trays usually are, of a bar %s', async (_name, workArea, expected) => {
    const { host, browserWindow } = createWorld({ iconBounds: NO_BOUNDS, workArea });
    await host.show();
    expect(browserWindow).toEqual(expected);
  });

  test('says that it was clicked before it opens', async () => {
    const { menubar, onClicked, onShown } = createWorld();
    await menubar.click();
    const [[clicked = 0] = [], [shown = 0] = []] = [
      onClicked.mock.invocationCallOrder,
      onShown.mock.invocationCallOrder,
    ];
    expect([onClicked.mock.calls.length, clicked < shown]).toEqual([1, true]);
  });

  test('becomes as tall as its content, while it is open and the next time', async () => {
    const { host, menubar, windows } = createWorld();
    await menubar.showWindow();
    const [window] = windows;
    host.fit(500);
    expect(window?.getBounds()).toMatchObject({ width: POPOVER_WIDTH, height: 500 });
    const calls = window?.setBounds.mock.calls.length;
    await menubar.showWindow();
    expect(window?.setBounds.mock.calls.length).toBe(calls);
  });

  test('does not move a hidden window, when its content changes', async () => {
    const { menubar, windows, host } = createWorld();
    await menubar.showWindow();
    host.hide();
    host.fit(500);
    expect(windows[0]?.setBounds).not.toHaveBeenCalled();
  });

  test('gives the window back five minutes after it was hidden, and not sooner', async () => {
    const { menubar, windows, host } = createWorld();
    await menubar.showWindow();
    host.hide();
    vi.advanceTimersByTime(5 * MINUTE_MS - 1);
    expect(windows[0]?.close).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(windows[0]?.close).toHaveBeenCalledOnce();
  });

  test('keeps the window, when it is opened again in time', async () => {
    const { menubar, windows, host } = createWorld();
    await menubar.showWindow();
    host.hide();
    vi.advanceTimersByTime(MINUTE_MS);
    await menubar.showWindow();
    vi.advanceTimersByTime(HOUR_MS);
    expect(windows[0]?.close).not.toHaveBeenCalled();
  });
});
