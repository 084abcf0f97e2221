import { EventEmitter } from 'node:events';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import type { Menubar } from 'menubar';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { POPOVER_WIDTH } from './popover.ts';
import { createPopoverHost } from './popover-host.ts';

const WORK_AREA = { x: 0, y: 24, width: 1440, height: 876 };
const ICON = { x: 708, y: 0, width: 24, height: 24 };

// The only clock here is the one that gives a hidden window's memory back; it is moved by hand.
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function createFakeWindow() {
  let bounds: Rectangle = { x: 0, y: 0, width: POPOVER_WIDTH, height: 320 };
  const webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
  return {
    webContents,
    getBounds: () => bounds,
    setBounds: vi.fn<BrowserWindow['setBounds']>((changes) => {
      bounds = { ...bounds, ...changes };
    }),
    focus: vi.fn(),
    close: vi.fn(),
  };
}

/** menubar's order of events, without Electron: a window is made on the first show. */
function createWorld({ iconBounds = ICON }: { readonly iconBounds?: Rectangle } = {}) {
  const browserWindow: { x?: number; y?: number } = {};
  const windows: ReturnType<typeof createFakeWindow>[] = [];
  const menubar = Object.assign(new EventEmitter(), {
    window: undefined as ReturnType<typeof createFakeWindow> | undefined,
    tray: { getBounds: () => iconBounds },
    getOption: () => browserWindow,
    async showWindow() {
      if (menubar.window === undefined) {
        menubar.window = createFakeWindow();
        windows.push(menubar.window);
        menubar.emit('before-load');
      }
      menubar.emit('show');
      menubar.emit('after-show');
    },
    hideWindow() {
      menubar.emit('hide');
      menubar.emit('after-hide');
    },
  });
  // Why: of a display only its work area is read.
  const display = { workArea: WORK_AREA } as ReturnType<Screen['getPrimaryDisplay']>;
  const screen = {
    getCursorScreenPoint: () => ({ x: 1_000, y: 30 }),
    getDisplayMatching: () => display,
    getPrimaryDisplay: () => display,
  };
  const onShown = vi.fn();
  const onHidden = vi.fn();
  // Why: the fake has the members and events that the host touches.
  const context = { menubar: menubar as unknown as Menubar, screen, onShown, onHidden };
  return { host: createPopoverHost(context), menubar, windows, browserWindow, onShown, onHidden };
}

describe('createPopoverHost', () => {
  test('locks the contents of every window that is made', async () => {
    const { menubar, windows } = createWorld();
    await menubar.showWindow();
    const contents = windows[0]?.webContents;
    expect(contents?.setWindowOpenHandler).toHaveBeenCalledOnce();
    expect(contents?.listenerCount('will-navigate')).toBe(1);
  });

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
    const { menubar, browserWindow } = createWorld({ iconBounds: { ...ICON, width: 0 } });
    await menubar.showWindow();
    expect(browserWindow.x).toBe(1_000 - POPOVER_WIDTH / 2);
  });

  test('is placed in the corner, when nobody clicked and the icon’s place is not told', async () => {
    const { host, browserWindow, windows } = createWorld({ iconBounds: { ...ICON, width: 0 } });
    await host.show();
    expect(browserWindow).toEqual({ x: 1_440 - POPOVER_WIDTH - 4, y: 28 });
    expect(windows[0]?.focus).toHaveBeenCalledOnce();
  });

  test('takes the next click for a click again, after a show that was none', async () => {
    const { host, menubar, browserWindow } = createWorld({ iconBounds: { ...ICON, width: 0 } });
    await host.show();
    await menubar.showWindow();
    expect(browserWindow.x).toBe(1_000 - POPOVER_WIDTH / 2);
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
    vi.advanceTimersByTime(5 * 60_000 - 1);
    expect(windows[0]?.close).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(windows[0]?.close).toHaveBeenCalledOnce();
  });

  test('keeps the window, when it is opened again in time', async () => {
    const { menubar, windows, host } = createWorld();
    await menubar.showWindow();
    host.hide();
    vi.advanceTimersByTime(60_000);
    await menubar.showWindow();
    vi.advanceTimersByTime(60 * 60_000);
    expect(windows[0]?.close).not.toHaveBeenCalled();
  });
});
