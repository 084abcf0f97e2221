import { EventEmitter } from 'node:events';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import type { MarkState } from '../core/icon.ts';
import type { TrayView } from '../core/tray.ts';
import { createIcon, createTrayIcon, isGnome, menuTemplate } from './tray.ts';

type Representation = Parameters<NativeImage['addRepresentation']>[0];

const mark: MarkState = { shape: 'healthy', ring: 0.6, bar: 0.4 };
const view: TrayView = {
  tooltip: 'Plimsoll: all is well.',
  title: null,
  changesAtMs: null,
  mark,
  menu: [
    [{ id: 'verdict', label: 'Research & rest: 60% left', act: null, enabled: false }],
    [],
    [
      { id: 'poll', label: 'Refresh', act: 'poll', enabled: false },
      { id: 'quit', label: 'Quit Plimsoll', act: 'quit', enabled: true },
    ],
  ],
};

function createFakeImages() {
  const made: { readonly parts: Representation[]; template: boolean }[] = [];
  const nativeImage = {
    createEmpty() {
      const image = { parts: [] as Representation[], template: false };
      made.push(image);
      const fake = {
        addRepresentation: (part: Representation) => void image.parts.push(part),
        setTemplateImage: (template: boolean) => {
          image.template = template;
        },
      };
      // Why: the fake has the members that drawing touches.
      return fake as unknown as NativeImage;
    },
  };
  return { nativeImage, made };
}

function createWorld(platform: NodeJS.Platform) {
  const seen = { dark: false, scaleFactor: 1 };
  const tray = Object.assign(new EventEmitter(), {
    setImage: vi.fn(),
    setToolTip: vi.fn(),
    setTitle: vi.fn(),
    setContextMenu: vi.fn(),
    popUpContextMenu: vi.fn(),
  });
  const templates: MenuItemConstructorOptions[][] = [];
  const onChoose = vi.fn();
  const icon = createTrayIcon({
    nativeImage: createFakeImages().nativeImage,
    platform,
    isBarDark: () => seen.dark,
    scaleFactor: () => seen.scaleFactor,
    // Why: the fake has the members that the icon touches; a menu is passed on unread.
    tray: tray as unknown as Tray,
    buildMenu(template) {
      templates.push(template);
      return {} as Menu;
    },
    onChoose,
  });
  return { icon, tray, templates, onChoose, seen };
}

describe('createIcon', () => {
  test.each([
    ['darwin', 18, true],
    ['linux', 22, false],
  ] as const)('is a bitmap at 1x and 2x on %s', (platform, edge, template) => {
    const { nativeImage, made } = createFakeImages();
    createIcon(mark, { nativeImage, platform, isBarDark: () => false, scaleFactor: () => 1 });
    const [image] = made;
    expect(image?.template).toBe(template);
    expect(
      image?.parts.map(({ width, height, scaleFactor }) => [width, height, scaleFactor]),
    ).toEqual([
      [edge, edge, 1],
      [2 * edge, 2 * edge, 2],
    ]);
    for (const { width = 0, buffer } of image?.parts ?? []) {
      expect(buffer).toHaveLength(width * width * 4);
    }
  });

  test.each([
    [1, 16],
    [1.25, 20],
    [1.5, 24],
    [1.75, 28],
    [2, 32],
    [2.5, 40],
    [1.1, 18],
  ])('is one bitmap on Windows, of just the size at %d', (scaleFactor, edge) => {
    const { nativeImage, made } = createFakeImages();
    createIcon(mark, {
      ...{ nativeImage, platform: 'win32' },
      ...{ isBarDark: () => false, scaleFactor: () => scaleFactor },
    });
    expect(made[0]?.parts.map((part) => [part.width, part.height, part.scaleFactor])).toEqual([
      [edge, edge, 1],
    ]);
  });

  test.each([
    ['darwin', true, 0],
    ['linux', true, 240],
    ['linux', false, 40],
  ] as const)('on %s with a dark bar %s, ink has the brightness %d', (platform, dark, expected) => {
    const { nativeImage, made } = createFakeImages();
    createIcon(mark, { nativeImage, platform, isBarDark: () => dark, scaleFactor: () => 1 });
    const pixels = made[0]?.parts[0]?.buffer ?? Buffer.alloc(0);
    const solid = [...pixels.keys()].find((at) => at % 4 === 3 && pixels[at] === 255) ?? 3;
    expect([...pixels.subarray(solid - 3, solid)]).toEqual([expected, expected, expected]);
  });
});

describe('createTrayIcon', () => {
  test('sets picture, tooltip and menu once, and again only when they changed', () => {
    const { icon, tray } = createWorld('linux');
    icon.show(view);
    icon.show({ ...view, mark: { ...mark, ring: 0.599 } });
    const { setImage, setToolTip, setContextMenu } = tray;
    for (const set of [setImage, setToolTip, setContextMenu]) expect(set).toHaveBeenCalledOnce();
    icon.show({ ...view, tooltip: 'Plimsoll: other.' });
    expect([setImage.mock.calls.length, setToolTip.mock.calls.length]).toEqual([1, 2]);
    icon.show({ ...view, mark: { ...mark, ring: 0.4 } });
    expect(setImage).toHaveBeenCalledTimes(2);
  });

  test('sets nothing again, for sixty views that look the same', () => {
    const { icon, tray } = createWorld('darwin');
    for (let poll = 0; poll < 60; poll += 1) {
      icon.show({ ...view, title: '63%', mark: { ...mark, ring: 0.6 + poll / 10_000 } });
    }
    const { setImage, setToolTip, setTitle } = tray;
    for (const set of [setImage, setToolTip, setTitle]) expect(set).toHaveBeenCalledOnce();
  });

  test('sets the text beside the mark in digits of one width, and takes it away again', () => {
    const { icon, tray } = createWorld('darwin');
    icon.show(view);
    expect(tray.setTitle).not.toHaveBeenCalled();
    icon.show({ ...view, title: '63%' });
    icon.show(view);
    const font = { fontType: 'monospacedDigit' };
    expect(tray.setTitle.mock.calls).toEqual([
      ['63%', font],
      ['', font],
    ]);
  });

  test('draws again on Windows, when the display has another scale', () => {
    const { icon, tray, seen } = createWorld('win32');
    icon.show(view);
    seen.scaleFactor = 1.5;
    icon.show(view);
    expect(tray.setImage).toHaveBeenCalledTimes(2);
  });

  test('draws again, when the bar becomes dark', () => {
    const { icon, tray, seen } = createWorld('linux');
    icon.show(view);
    seen.dark = true;
    icon.show(view);
    expect(tray.setImage).toHaveBeenCalledTimes(2);
  });

  test('does not draw again on macOS, which tints by itself', () => {
    const { icon, tray, seen } = createWorld('darwin');
    icon.show(view);
    seen.dark = true;
    icon.show(view);
    expect(tray.setImage).toHaveBeenCalledOnce();
  });

  test('pops up the latest menu on a right click, where there is one', () => {
    const { icon, tray, templates } = createWorld('darwin');
    tray.emit('right-click');
    expect(tray.popUpContextMenu).not.toHaveBeenCalled();
    icon.show(view);
    icon.show({ ...view, menu: [] });
    expect(templates).toEqual([]);
    tray.emit('right-click');
    expect(templates).toEqual([[]]);
    expect(tray.popUpContextMenu).toHaveBeenCalledOnce();
    expect(tray.setContextMenu).not.toHaveBeenCalled();
  });
});

describe('menuTemplate', () => {
  test('has lines that do nothing, separators between groups, and no shortcut by accident', () => {
    const [line, separator, ...rest] = menuTemplate(view, () => {});
    expect(line).toEqual({ id: 'verdict', label: 'Research && rest: 60% left', enabled: false });
    expect(separator).toEqual({ type: 'separator' });
    expect(rest.map(({ id, enabled }) => [id, enabled])).toEqual([
      ['poll', false],
      ['quit', true],
    ]);
  });

  test('says what was chosen', () => {
    const onChoose = vi.fn();
    const quit = menuTemplate(view, onChoose).find(({ id }) => id === 'quit');
    // Why: our handler reads nothing of what it is given.
    quit?.click?.({} as never, undefined, {} as never);
    expect(onChoose.mock.calls).toEqual([['quit']]);
  });
});

test.each([
  ['GNOME', true],
  ['ubuntu:GNOME', true],
  ['Unity', true],
  ['XFCE', false],
  ['KDE', false],
  ['', false],
  [undefined, false],
])('isGnome: of the desktop %s is %s', (desktop, expected) => {
  expect(isGnome({ XDG_CURRENT_DESKTOP: desktop })).toBe(expected);
});
