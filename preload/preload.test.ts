import { beforeEach, expect, test, vi } from 'vitest';
import type { PlimsollBridge } from './contract.ts';

type Forward = (event: object, panel: object) => void;

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoke: vi.fn(async (..._args: readonly unknown[]) => 'panel'),
  on: vi.fn<(channel: string, forward: Forward) => void>(),
  off: vi.fn<(channel: string, forward: Forward) => void>(),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value),
  },
  ipcRenderer: { invoke: electron.invoke, on: electron.on, off: electron.off },
}));

/** What the page gets to see, after the preload has run. */
async function exposedBridge(): Promise<PlimsollBridge> {
  vi.resetModules();
  vi.stubGlobal('window', { addEventListener: () => undefined });
  await import('./preload.ts');
  // Why: the preload is compiled against this type; the map forgot it.
  return electron.exposed.get('plimsoll') as PlimsollBridge;
}

beforeEach(() => vi.clearAllMocks());

test('the preload: exposes one object with the four verbs, and nothing of Electron', async () => {
  const bridge = await exposedBridge();
  expect([...electron.exposed.keys()]).toEqual(['plimsoll']);
  expect(Object.keys(bridge).toSorted()).toEqual(['act', 'choose', 'onPanel', 'poll']);
  expect(Object.values(bridge).every((verb) => typeof verb === 'function')).toBe(true);
});

test('the preload: each verb has its own channel, which the page cannot choose', async () => {
  const bridge = await exposedBridge();
  await bridge.poll();
  await bridge.choose({ numbers: 'used' });
  await bridge.act('quit');
  expect(electron.invoke.mock.calls).toEqual([
    ['plimsoll:poll'],
    ['plimsoll:choose', { numbers: 'used' }],
    ['plimsoll:act', 'quit'],
  ]);
});

test('the preload: a listener gets the panel without the event object, until it stops', async () => {
  const bridge = await exposedBridge();
  const listener = vi.fn();
  const stop = bridge.onPanel(listener);
  const [channel, forward] = electron.on.mock.calls[0] ?? [];
  expect(channel).toBe('plimsoll:panel');
  forward?.({ sender: 'Electron’s own' }, { title: 'new' });
  expect(listener.mock.calls).toEqual([[{ title: 'new' }]]);
  stop();
  expect(electron.off).toHaveBeenCalledExactlyOnceWith('plimsoll:panel', forward);
});
