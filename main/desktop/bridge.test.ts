import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import type { Panel } from '../../preload/contract.ts';
import { parseAct } from '../core/acts.ts';
import { parseSettingChange } from '../core/settings.ts';
import { createBridge } from './bridge.ts';
import { POPOVER_URL } from './scheme.ts';

// Why: the bridge passes a panel on and reads nothing of it.
const panel = { appName: 'Plimsoll' } as Panel;

type Handler = Parameters<IpcMain['handle']>[1];

function createFakeContents(url = POPOVER_URL) {
  const mainFrame = { url };
  const fake = { mainFrame, send: vi.fn() };
  // Why: the fake has the members that the bridge touches.
  return { contents: fake as unknown as WebContents, mainFrame, send: fake.send };
}

function createWorld() {
  const handlers = new Map<string, Handler>();
  const window = createFakeContents();
  const poll = vi.fn(async () => {});
  const choose = vi.fn();
  const act = vi.fn();
  const fit = vi.fn();
  let contents: WebContents | null = window.contents;
  const bridge = createBridge({
    ipcMain: {
      handle: (channel, handler) => void handlers.set(channel, handler),
      removeHandler: (channel) => void handlers.delete(channel),
    },
    contents: () => contents,
    panel: () => panel,
    poll,
    choose,
    act,
    fit,
    parseChange: parseSettingChange,
    parseAct,
  });
  const call = (channel: string, event: object, ...payload: readonly unknown[]): unknown =>
    // Why: of the event only sender and frame are read.
    handlers.get(channel)?.(event as IpcMainInvokeEvent, ...payload);
  return {
    bridge,
    handlers,
    call,
    window,
    ours: { sender: window.contents, senderFrame: window.mainFrame },
    close: () => {
      contents = null;
    },
    done: { poll, choose, act, fit },
  };
}

const CALLS: readonly (readonly [string, readonly unknown[]])[] = [
  ['plimsoll:get-panel', []],
  ['plimsoll:poll', []],
  ['plimsoll:choose', [{ numbers: 'used' }]],
  ['plimsoll:act', ['quit']],
  ['plimsoll:fit', [412]],
];

describe('the bridge', () => {
  test('has the four verbs and the preload’s own word on height, and no other', () => {
    expect([...createWorld().handlers.keys()]).toEqual(CALLS.map(([channel]) => channel));
  });

  test('answers the main frame of our window', async () => {
    const { call, ours, done } = createWorld();
    expect(call('plimsoll:get-panel', ours)).toBe(panel);
    await call('plimsoll:poll', ours);
    call('plimsoll:choose', ours, { numbers: 'used' });
    call('plimsoll:act', ours, 'quit');
    call('plimsoll:fit', ours, 411.2);
    expect(done.fit.mock.calls).toEqual([[412]]);
    expect(done.poll).toHaveBeenCalledOnce();
    expect(done.choose.mock.calls).toEqual([[{ numbers: 'used' }]]);
    expect(done.act.mock.calls).toEqual([['quit']]);
  });

  describe.each(CALLS)('%s', (channel, payload) => {
    test.each<[string, (world: ReturnType<typeof createWorld>) => object]>([
      ['a subframe', ({ ours }) => ({ ...ours, senderFrame: { url: POPOVER_URL } })],
      [
        'another window',
        () => {
          const other = createFakeContents();
          return { sender: other.contents, senderFrame: other.mainFrame };
        },
      ],
      [
        'our frame in another window’s name',
        ({ ours }) => ({ ...ours, sender: createFakeContents().contents }),
      ],
      ['a frame that is gone', ({ ours }) => ({ ...ours, senderFrame: null })],
      [
        'our window on another page of ours',
        ({ ours, window }) => {
          window.mainFrame.url = 'plimsoll://panel/other.html';
          return ours;
        },
      ],
      [
        'our window on another origin',
        ({ ours, window }) => {
          window.mainFrame.url = 'https://panel/index.html';
          return ours;
        },
      ],
      [
        'a window that is closed',
        ({ ours, close }) => {
          close();
          return ours;
        },
      ],
    ])('throws and does nothing, called by %s', (_name, eventOf) => {
      const world = createWorld();
      const event = eventOf(world);
      expect(() => world.call(channel, event, ...payload)).toThrow('not for you');
      for (const done of Object.values(world.done)) expect(done).not.toHaveBeenCalled();
    });

    test('throws and does nothing, with an argument too many', () => {
      const { call, ours, done } = createWorld();
      expect(() => call(channel, ours, ...payload, undefined)).toThrow(/payload/);
      expect(() => call(channel, ours, ...payload, 'quit')).toThrow(/payload/);
      for (const act of Object.values(done)) expect(act).not.toHaveBeenCalled();
    });
  });

  test.each<[string, unknown]>([
    ['plimsoll:fit', '412'],
    ['plimsoll:fit', Number.NaN],
    ['plimsoll:fit', 0],
    ['plimsoll:fit', 1e9],
    ['plimsoll:choose', undefined],
    ['plimsoll:choose', { numbers: 'both' }],
    ['plimsoll:choose', { numbers: 'left', welcomed: true }],
    ['plimsoll:act', undefined],
    ['plimsoll:act', 'open-terminal'],
    ['plimsoll:act', 'toString'],
    ['plimsoll:act', { toString: () => 'quit' }],
  ])('throws, when the payload is outside the closed union: %s %j', (channel, payload) => {
    const { call, ours, done } = createWorld();
    expect(() => call(channel, ours, payload)).toThrow('not taken');
    expect(() => call(channel, ours)).toThrow('not taken');
    for (const act of Object.values(done)) expect(act).not.toHaveBeenCalled();
  });

  test('pushes a panel to the one window, and to nobody when there is none', () => {
    const { bridge, window, close } = createWorld();
    bridge.push(panel);
    expect(window.send.mock.calls).toEqual([['plimsoll:panel', panel]]);
    close();
    bridge.push(panel);
    expect(window.send).toHaveBeenCalledOnce();
  });

  test('answers nobody any more, once it is stopped', () => {
    const { bridge, handlers } = createWorld();
    bridge.stop();
    expect(handlers.size).toBe(0);
  });
});
