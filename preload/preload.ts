// The bridge itself: exposes `window.plimsoll` with four functions and drops Electron's event object.
// Runs sandboxed as one CommonJS file; imports nothing of the project at run time.

import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Invokes, Panel, PlimsollBridge, Pushes } from './contract.ts';

function invoke<Channel extends keyof Invokes>(
  channel: Channel,
  ...payload: Parameters<Invokes[Channel]>
): Promise<ReturnType<Invokes[Channel]>> {
  return ipcRenderer.invoke(channel, ...payload);
}

const PANEL: keyof Pushes = 'plimsoll:panel';

const bridge: PlimsollBridge = {
  onPanel(listener) {
    const forward = (_event: IpcRendererEvent, panel: Panel): void => listener(panel);
    // Invariant: subscribed first, asked second, so that no panel is missed.
    ipcRenderer.on(PANEL, forward);
    invoke('plimsoll:get-panel').then(listener, () => undefined);
    return () => {
      ipcRenderer.off(PANEL, forward);
    };
  },
  poll: () => invoke('plimsoll:poll'),
  choose: (change) => invoke('plimsoll:choose', change),
  act: (name) => invoke('plimsoll:act', name),
};

contextBridge.exposeInMainWorld('plimsoll', bridge);

// Why not Electron's preferred-size mode: it stays silent while a debugger or test is attached.
window.addEventListener('DOMContentLoaded', () => {
  const fit = new ResizeObserver(([entry]) => {
    if (entry !== undefined) void invoke('plimsoll:fit', Math.ceil(entry.contentRect.height));
  });
  fit.observe(document.body);
});
