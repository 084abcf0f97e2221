// A small Electron app that paints any panel: the real preload, the real scheme and window, and no
// monitor behind them. The tests hand it panels and read what comes back.

import path from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
import { parseAct } from '../../main/core/acts.ts';
import { parseSettingChange } from '../../main/core/settings.ts';
import { createBridge } from '../../main/desktop/bridge.ts';
import {
  lockContents,
  lockSession,
  POPOVER_PARTITION,
  POPOVER_WIDTH,
  popoverOptions,
} from '../../main/desktop/popover.ts';
import {
  createSchemeHandler,
  POPOVER_URL,
  SCHEME,
  SCHEME_PRIVILEGES,
} from '../../main/desktop/scheme.ts';
import type { Panel } from '../../preload/contract.ts';

/** What the tests reach through `globalThis.gallery` in this process. */
export interface Gallery {
  /** Every call that came over the bridge, in order. */
  readonly calls: string[];
  show(panel: Panel): void;
  /** Opens the window once; resolves when the page has loaded. */
  open(first: Panel): Promise<void>;
}

declare global {
  var gallery: Gallery;
}

const out = path.join(import.meta.dirname, '..');

protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
app.on('window-all-closed', () => app.quit());
app.whenReady().then(start, () => app.exit(1));

function start(): void {
  const panelSession = session.fromPartition(POPOVER_PARTITION, { cache: false });
  lockSession(panelSession);
  panelSession.protocol.handle(SCHEME, createSchemeHandler(path.join(out, 'renderer')));
  globalThis.gallery = createGallery();
}

function createGallery(): Gallery {
  const calls: string[] = [];
  let window: BrowserWindow | null = null;
  let shown: Panel | null = null;
  const bridge = createBridge({
    ipcMain,
    contents: () => window?.webContents ?? null,
    panel() {
      if (shown === null) throw new Error('no panel has been chosen');
      return shown;
    },
    poll: async () => void calls.push('poll'),
    choose: (change) => calls.push(`choose ${JSON.stringify(change)}`),
    act: (name) => calls.push(`act ${name}`),
    fit(height) {
      const { x = 0, y = 0 } = window?.getBounds() ?? {};
      window?.setBounds({ x, y, width: POPOVER_WIDTH, height });
    },
    parseChange: parseSettingChange,
    parseAct,
  });
  return {
    calls,
    show(panel) {
      shown = panel;
      bridge.push(panel);
    },
    async open(first) {
      shown = first;
      // Why here: Playwright waits for ever on a window that has not gone anywhere yet.
      window = createWindow();
      await window.loadURL(POPOVER_URL);
      window.showInactive();
    },
  };
}

function createWindow(): BrowserWindow {
  const preloadFile = path.join(out, 'preload', 'preload.cjs');
  const window = new BrowserWindow({
    ...popoverOptions({
      preloadFile,
      platform: process.platform,
      devTools: true,
      // Why: pictures are of the page alone.
      wantsOpaque: true,
    }),
    type: 'normal',
    // Why: a window manager holds an ordinary window that may not be resized to its first size.
    resizable: true,
  });
  lockContents(window.webContents);
  return window;
}
