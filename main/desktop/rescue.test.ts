import { EventEmitter } from 'node:events';
import type { BrowserWindow, Rectangle, WebContents } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import type { RescueReason } from '../core/rescue.ts';
import { POPOVER_WIDTH } from './popover.ts';
import { createRescue, isOffScreen } from './rescue.ts';
import { POPOVER_URL } from './scheme.ts';

const WORK_AREA = { x: 0, y: 0, width: 1_280, height: 700 };

function createFakeWindow() {
  let size = [POPOVER_WIDTH, 320];
  const window = Object.assign(new EventEmitter(), {
    webContents: { of: 'window' },
    isVisible: () => window.show.mock.calls.length > 0,
    loadURL: vi.fn(async (_url: string) => {}),
    show: vi.fn(),
    focus: vi.fn(),
    getBounds: () => ({ x: 0, y: 0, width: POPOVER_WIDTH, height: 320 }),
    getContentSize: () => size,
    setContentSize: vi.fn((width: number, height: number) => {
      size = [width, height];
    }),
    close() {
      window.emit('closed');
    },
  });
  return window;
}

function createWorld(reason: RescueReason | null) {
  const seen = { reason };
  const windows: ReturnType<typeof createFakeWindow>[] = [];
  const popover = {
    isOpen: vi.fn(() => false),
    // Why: contents are passed on unread.
    contents: () => ({ of: 'popover' }) as unknown as WebContents,
    fit: vi.fn(),
    show: vi.fn(async () => {}),
    hide: vi.fn(),
  };
  const onShown = vi.fn();
  const onHidden = vi.fn();
  const rescue = createRescue({
    popover,
    createWindow() {
      const window = createFakeWindow();
      windows.push(window);
      // Why: the fake has the members that the rescue touches.
      return window as unknown as BrowserWindow;
    },
    // Why: of a display only its work area is read.
    screen: { getDisplayMatching: () => ({ workArea: WORK_AREA }) as Electron.Display },
    whyHidden: async () => seen.reason,
    onShown,
    onHidden,
  });
  return { rescue, popover, windows, seen, onShown, onHidden };
}

describe('createRescue', () => {
  test('opens the popover, while the icon can be seen', async () => {
    const { rescue, popover, windows } = createWorld(null);
    await rescue.show();
    expect([popover.show.mock.calls.length, windows.length]).toEqual([1, 0]);
    expect(rescue.reason()).toBeNull();
    rescue.fit(400);
    rescue.hide();
    expect(popover.fit).toHaveBeenCalledWith(400);
    expect(popover.hide).toHaveBeenCalledOnce();
    expect(rescue.contents()).toEqual({ of: 'popover' });
  });

  test('opens a window with the same page instead, when no icon can be seen', async () => {
    const { rescue, popover, windows, onShown } = createWorld('no-tray');
    await rescue.show();
    const [window] = windows;
    expect(popover.show).not.toHaveBeenCalled();
    expect(window?.loadURL).toHaveBeenCalledWith(POPOVER_URL);
    expect([rescue.reason(), rescue.isOpen(), onShown.mock.calls.length]).toEqual([
      'no-tray',
      true,
      1,
    ]);
    expect(rescue.contents()).toEqual({ of: 'window' });
  });

  test('knows the reason before the page asks for its panel', async () => {
    const { rescue, windows } = createWorld('gnome');
    const shown = rescue.show();
    await Promise.resolve();
    expect([windows.length, rescue.reason()]).toEqual([1, 'gnome']);
    await shown;
  });

  test('has one window, however often it is asked for', async () => {
    const { rescue, windows } = createWorld('no-tray');
    await Promise.all([rescue.show(), rescue.show()]);
    await rescue.show();
    expect(windows).toHaveLength(1);
    expect(windows[0]?.focus).toHaveBeenCalled();
  });

  test('closes it when asked to hide, and opens it again the next time', async () => {
    const { rescue, windows, onHidden } = createWorld('no-tray');
    await rescue.show();
    rescue.hide();
    expect([rescue.isOpen(), rescue.reason(), onHidden.mock.calls.length]).toEqual([
      false,
      null,
      1,
    ]);
    await rescue.show();
    expect(windows).toHaveLength(2);
  });

  test('makes it as tall as its content, as far as the screen allows', async () => {
    const { rescue, popover, windows } = createWorld('no-tray');
    await rescue.show();
    rescue.fit(400);
    rescue.fit(400);
    rescue.fit(5_000);
    expect(windows[0]?.setContentSize.mock.calls.map(([, height]) => height)).toEqual([400, 636]);
    expect(popover.fit).not.toHaveBeenCalled();
  });

  test('gives way to the popover for good, once the icon was clicked', async () => {
    const { rescue, popover, windows } = createWorld('no-tray');
    await rescue.show();
    rescue.iconWasClicked();
    expect(rescue.contents()).toEqual({ of: 'popover' });
    await rescue.show();
    expect([popover.show.mock.calls.length, windows.length]).toEqual([1, 1]);
  });
});

describe('isOffScreen', () => {
  const displays: readonly Rectangle[] = [
    { x: 0, y: 0, width: 1_440, height: 900 },
    { x: -1_920, y: -180, width: 1_920, height: 1_080 },
  ];
  test.each<[string, Rectangle, boolean]>([
    ['in the bar', { x: 1_000, y: 0, width: 30, height: 24 }, false],
    ['in the bar of another display', { x: -500, y: -180, width: 30, height: 24 }, false],
    ['nowhere', { x: 0, y: 0, width: 0, height: 0 }, true],
    ['left of everything', { x: -4_000, y: 0, width: 30, height: 24 }, true],
    ['above everything', { x: 1_000, y: -100, width: 30, height: 24 }, true],
    ['just outside', { x: 1_440, y: 0, width: 30, height: 24 }, true],
  ])('of an icon %s is %s', (_name, icon, expected) => {
    expect(isOffScreen(icon, displays)).toBe(expected);
  });
});
