import { EventEmitter } from 'node:events';
import type { Rectangle, Session, WebContents } from 'electron';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  framedOptions,
  lockContents,
  lockSession,
  POPOVER_PARTITION,
  POPOVER_WIDTH,
  placePopover,
  popoverOptions,
  popoverUrl,
  quietSession,
} from './popover.ts';
import { POPOVER_URL } from './scheme.ts';

describe('popoverOptions', () => {
  const context = {
    preloadFile: '/app/preload.cjs',
    platform: 'darwin',
    devTools: false,
    wantsOpaque: false,
  } as const;

  test('have every switch of SECURITY.md the safe way', () => {
    expect(popoverOptions(context).webPreferences).toEqual({
      preload: '/app/preload.cjs',
      partition: 'popover',
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
      devTools: false,
    });
  });

  test('are those of a small window without a frame, hidden until it is asked for', () => {
    expect(popoverOptions(context)).toMatchObject({
      width: POPOVER_WIDTH,
      show: false,
      frame: false,
      resizable: false,
      fullscreenable: false,
      skipTaskbar: true,
    });
  });

  test('name the kind of window on Linux only', () => {
    expect(popoverOptions({ ...context, platform: 'linux' })).toMatchObject({ type: 'dock' });
    expect(popoverOptions(context)).not.toHaveProperty('type');
    expect(popoverOptions({ ...context, platform: 'win32' })).not.toHaveProperty('type');
  });

  test.each([
    ['darwin', false, true],
    ['darwin', true, false],
    ['linux', false, false],
    ['win32', false, false],
  ] as const)(
    'on %s, asked for an opaque one: %s, lie on a material: %s',
    (platform, wantsOpaque, has) => {
      const asked = { ...context, platform, wantsOpaque };
      const { vibrancy, visualEffectState, backgroundColor } = popoverOptions(asked);
      expect([vibrancy, visualEffectState, backgroundColor]).toEqual(
        has ? ['menu', 'active', '#00000000'] : [undefined, undefined, undefined],
      );
      expect(popoverUrl(asked)).toBe(has ? `${POPOVER_URL}#vibrant` : POPOVER_URL);
    },
  );

  test('keep the session in memory', () => {
    expect(POPOVER_PARTITION).not.toMatch(/^persist:/);
  });
});

type BeforeRequest = Parameters<Session['webRequest']['onBeforeRequest']>[0];

function createFakeSession() {
  const seen: { beforeRequest?: BeforeRequest } = {};
  const fake = {
    webRequest: { onBeforeRequest: (listener: BeforeRequest) => (seen.beforeRequest = listener) },
    setPermissionRequestHandler: vi.fn<Session['setPermissionRequestHandler']>(),
    setPermissionCheckHandler: vi.fn<Session['setPermissionCheckHandler']>(),
    setDevicePermissionHandler: vi.fn<Session['setDevicePermissionHandler']>(),
    setDisplayMediaRequestHandler: vi.fn<Session['setDisplayMediaRequestHandler']>(),
  };
  // Why: the fake has the members that lockSession touches, each of Electron's own type.
  lockSession(fake as unknown as Session);
  return { seen, fake };
}

describe('lockSession', () => {
  test.each([
    [POPOVER_URL, false],
    ['plimsoll://panel/assets/index.js', false],
    ['plimsoll://panel.evil.example/index.html', true],
    ['plimsoll://other/index.html', true],
    ['https://chatgpt.com/', true],
    ['http://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['data:text/html,x', true],
    ['devtools://devtools/bundled/x', true],
    ['', true],
  ])('of a request to %s, cancel is %s', (url, cancel) => {
    const { seen } = createFakeSession();
    const callback = vi.fn();
    // Why: of the details only the address is read.
    const details = { url } as Parameters<NonNullable<BeforeRequest>>[0];
    seen.beforeRequest?.(details, callback);
    expect(callback.mock.calls).toEqual([[{ cancel }]]);
  });

  test('says no to every permission, device and screen', () => {
    const { fake } = createFakeSession();
    const answer = vi.fn();
    // Why: handlers that always say no read nothing of what they are asked.
    const nothing = {} as never;
    fake.setPermissionRequestHandler.mock.calls[0]?.[0]?.(nothing, nothing, answer, nothing);
    fake.setDisplayMediaRequestHandler.mock.calls[0]?.[0]?.(nothing, answer);
    expect(answer.mock.calls).toEqual([[false], [{}]]);
    const check = fake.setPermissionCheckHandler.mock.calls[0]?.[0];
    expect(check?.(nothing, nothing, '', nothing)).toBe(false);
    expect(fake.setDevicePermissionHandler.mock.calls[0]?.[0]?.(nothing)).toBe(false);
  });
});

describe('quietSession', () => {
  test('lets no dictionary be fetched', () => {
    const session = { setSpellCheckerLanguages: vi.fn(), setSpellCheckerEnabled: vi.fn() };
    // Why: the fake has the members that quietSession touches.
    quietSession(session as unknown as Session);
    expect(session.setSpellCheckerLanguages).toHaveBeenCalledExactlyOnceWith([]);
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledExactlyOnceWith(false);
  });
});

describe('lockContents', () => {
  function createFakeContents() {
    const setWindowOpenHandler = vi.fn<WebContents['setWindowOpenHandler']>();
    const fake = Object.assign(new EventEmitter(), { setWindowOpenHandler });
    // Why: the fake has the members that lockContents touches.
    lockContents(fake as unknown as WebContents);
    return fake;
  }

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'prevents %s',
    (name) => {
      const preventDefault = vi.fn();
      createFakeContents().emit(name, { preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  test('denies every new window', () => {
    const handler = createFakeContents().setWindowOpenHandler.mock.calls[0]?.[0];
    // Why: a handler that always denies reads nothing of what it is asked.
    expect(handler?.({} as never)).toEqual({ action: 'deny' });
  });
});

describe('placePopover', () => {
  const icon = { width: 24, height: 24 };
  const screen = { x: 0, y: 0, width: 1440, height: 900 };
  const middle = 720 - POPOVER_WIDTH / 2;

  test.each<[string, Rectangle, Rectangle, Partial<Rectangle>]>([
    [
      'below a bar at the top',
      { ...icon, x: 708, y: 0 },
      { ...screen, y: 24, height: 876 },
      { x: middle, y: 28 },
    ],
    [
      'above a bar at the bottom',
      { ...icon, x: 708, y: 876 },
      { ...screen, height: 876 },
      { x: middle, y: 872 - 400 },
    ],
    [
      'beside a bar on the left',
      { ...icon, x: 0, y: 438 },
      { ...screen, x: 24, width: 1416 },
      { x: 28, y: 250 },
    ],
    [
      'beside a bar on the right',
      { ...icon, x: 1416, y: 438 },
      { ...screen, width: 1416 },
      { x: 1412 - POPOVER_WIDTH, y: 250 },
    ],
    [
      'inside, when the icon is in the corner',
      { ...icon, x: 1416, y: 0 },
      { ...screen, y: 24, height: 876 },
      { x: 1436 - POPOVER_WIDTH, y: 28 },
    ],
    [
      'below the pointer, when the bar reserves no space at the top',
      { x: 720, y: 10, width: 0, height: 0 },
      screen,
      { x: middle, y: 14 },
    ],
    [
      'above the pointer, when the bar reserves no space at the bottom',
      { x: 720, y: 890, width: 0, height: 0 },
      screen,
      { x: middle, y: 886 - 400 },
    ],
    [
      'inside, when the icon is at the far end of the bar',
      { ...icon, x: 0, y: 0 },
      { ...screen, y: 24, height: 876 },
      { x: 4, y: 28 },
    ],
    [
      'inside, when the icon is at the lower end of an upright bar',
      { ...icon, x: 0, y: 876 },
      { ...screen, x: 24, width: 1416 },
      { x: 28, y: 496 },
    ],
    [
      'inside, when the icon is at the upper end of an upright bar',
      { ...icon, x: 1416, y: 0 },
      { ...screen, width: 1416 },
      { x: 1412 - POPOVER_WIDTH, y: 4 },
    ],
    [
      'beside the pointer, when an upright bar reserves no space',
      { x: 10, y: 450, width: 0, height: 0 },
      screen,
      { x: 14, y: 250 },
    ],
    [
      'below the pointer, when it is in the corner of a bar that reserves no space',
      { x: 1430, y: 12, width: 0, height: 0 },
      screen,
      { x: 1436 - POPOVER_WIDTH, y: 16 },
    ],
    [
      'above an icon that stands in a flyout of the bar at the bottom',
      { ...icon, x: 1300, y: 780 },
      { ...screen, height: 860 },
      { x: 1436 - POPOVER_WIDTH, y: 376 },
    ],
    [
      'above a bar at the bottom of a display that lies above the main one',
      { ...icon, x: 900, y: -24 },
      { x: 200, y: -1080, width: 1920, height: 1056 },
      { x: 912 - POPOVER_WIDTH / 2, y: -24 - 404 },
    ],
    [
      'beside a bar at the right of a display with negative coordinates',
      { ...icon, x: -24, y: -500 },
      { x: -1920, y: -1080, width: 1896, height: 1080 },
      { x: -28 - POPOVER_WIDTH, y: -688 },
    ],
    [
      'on the icon’s own display, when that lies left of the main one',
      { ...icon, x: -732, y: 0 },
      { ...screen, x: -1440, y: 24, height: 876 },
      { x: middle - 1440, y: 28 },
    ],
  ])('is %s', (_name, anchor, workArea, expected) => {
    const bounds = placePopover({ anchor, workArea, contentHeight: 400 });
    expect(bounds).toEqual({ width: POPOVER_WIDTH, height: 400, ...expected });
  });

  test.each([
    ['at least a little', 0, 120],
    ['as tall as its content', 333.4, 333],
    ['as tall as the work area allows', 5_000, 892],
  ])('makes the window %s', (_name, contentHeight, height) => {
    const anchor = { ...icon, x: 700, y: 0 };
    expect(placePopover({ anchor, workArea: screen, contentHeight }).height).toBe(height);
  });

  test('is always inside the work area, wherever the icon is', () => {
    const position = fc.integer({ min: -8_000, max: 8_000 });
    const rectangle = (minWidth: number, minHeight: number) =>
      fc.record({
        x: position,
        y: position,
        width: fc.integer({ min: minWidth, max: 8_000 }),
        height: fc.integer({ min: minHeight, max: 8_000 }),
      });
    // Smaller than any screen that Electron runs on.
    const area = rectangle(POPOVER_WIDTH + 8, 128);
    const anchors = fc.oneof(
      rectangle(0, 0),
      rectangle(0, 0).map((r) => ({ ...r, width: 22, height: 22 })),
    );
    const height = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(anchors, area, height, (anchor, workArea, contentHeight) => {
        const bounds = placePopover({ anchor, workArea, contentHeight });
        expect(Object.values(bounds).every(Number.isInteger)).toBe(true);
        expect(bounds.x).toBeGreaterThanOrEqual(workArea.x);
        expect(bounds.y).toBeGreaterThanOrEqual(workArea.y);
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(workArea.x + workArea.width);
        expect(bounds.y + bounds.height).toBeLessThanOrEqual(workArea.y + workArea.height);
      }),
      { numRuns: 1_000 },
    );
  });

  const SIDES = ['top', 'bottom', 'left', 'right'] as const;
  const MARGIN = 4;

  /** A display anywhere, a bar of some thickness at one side, an icon anywhere in the bar. */
  const scenes = fc
    .record({
      side: fc.constantFrom(...SIDES),
      x: fc.integer({ min: -8_000, max: 8_000 }),
      y: fc.integer({ min: -8_000, max: 8_000 }),
      width: fc.integer({ min: 800, max: 7_680 }),
      height: fc.integer({ min: 600, max: 4_320 }),
      bar: fc.integer({ min: 16, max: 64 }),
      along: fc.double({ min: 0, max: 1, noNaN: true }),
      isPointer: fc.boolean(),
      contentHeight: fc.integer({ min: 1, max: 9_000 }),
    })
    .map(({ side, x, y, width, height, bar, along, isPointer, contentHeight }) => {
      const edge = isPointer ? 0 : 16;
      const isLevel = side === 'top' || side === 'bottom';
      const at = Math.floor(along * ((isLevel ? width : height) - edge));
      const inBar = Math.floor((bar - edge) / 2);
      const across = side === 'top' || side === 'left' ? inBar : -bar + inBar;
      const far = { x: side === 'right' ? width : 0, y: side === 'bottom' ? height : 0 };
      const anchor = {
        x: x + (isLevel ? at : far.x + across),
        y: y + (isLevel ? far.y + across : at),
        ...{ width: edge, height: edge },
      };
      const workArea = {
        x: x + (side === 'left' ? bar : 0),
        y: y + (side === 'top' ? bar : 0),
        width: width - (isLevel ? 0 : bar),
        height: height - (isLevel ? bar : 0),
      };
      return { side, anchor, workArea, contentHeight };
    });

  test('touches the bar and is as near to the icon as the work area allows, for any bar', () => {
    fc.assert(
      fc.property(scenes, ({ side, anchor, workArea, contentHeight }) => {
        const bounds = placePopover({ anchor, workArea, contentHeight });
        const right = workArea.x + workArea.width;
        const bottom = workArea.y + workArea.height;
        const gap = {
          top: bounds.y - workArea.y,
          bottom: bottom - bounds.y - bounds.height,
          left: bounds.x - workArea.x,
          right: right - bounds.x - bounds.width,
        };
        for (const other of SIDES) expect(gap[other]).toBeGreaterThanOrEqual(MARGIN);
        expect(gap[side]).toBe(MARGIN);
        // Along the bar: in the middle of the icon, or as far towards it as there is room.
        const isLevel = side === 'top' || side === 'bottom';
        const [from, to, size, middle, at] = isLevel
          ? [workArea.x, right, bounds.width, anchor.x + anchor.width / 2, bounds.x]
          : [workArea.y, bottom, bounds.height, anchor.y + anchor.height / 2, bounds.y];
        const nearest = Math.max(from + MARGIN, Math.min(middle - size / 2, to - size - MARGIN));
        expect(Math.abs(at - nearest)).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('framedOptions', () => {
  test('are those of an ordinary window in the task list, as safe as the popover', () => {
    const context = {
      preloadFile: '/p.cjs',
      platform: 'linux',
      devTools: false,
      wantsOpaque: false,
    } as const;
    const framed = framedOptions(context);
    expect(framed).toMatchObject({ frame: true, movable: true, skipTaskbar: false, show: false });
    expect(framed).not.toHaveProperty('type');
    expect(framed.webPreferences).toEqual(popoverOptions(context).webPreferences);
    expect(framedOptions({ ...context, platform: 'darwin' })).not.toHaveProperty('vibrancy');
  });
});
