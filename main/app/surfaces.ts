// What people see and touch, made of Electron's objects: the tray icon, the popover and its bridge.
// Electron arrives as an argument; what a touch does is in perform.ts.

import { homedir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { menubar as createMenubar, Menubar } from 'menubar';
import { parseAct } from '../core/acts.ts';
import type { RescueReason } from '../core/rescue.ts';
import { parseSettingChange } from '../core/settings.ts';
import type { Words } from '../core/words/words.ts';
import { createAutostart, ownCommand } from '../desktop/autostart.ts';
import { type Bridge, createBridge } from '../desktop/bridge.ts';
import { createHotkey } from '../desktop/hotkey.ts';
import {
  framedOptions,
  lockSession,
  POPOVER_PARTITION,
  type PopoverContext,
  popoverOptions,
  popoverUrl,
} from '../desktop/popover.ts';
import { createPopoverHost } from '../desktop/popover-host.ts';
import { createRescue, isOffScreen, type RescuedPopover } from '../desktop/rescue.ts';
import { createSchemeHandler, SCHEME } from '../desktop/scheme.ts';
import { isGnome, type TrayContext } from '../desktop/tray.ts';
import type { AppContext, Parts } from './parts.ts';
import { choose, perform } from './perform.ts';
import { createPreferences, type Preferences } from './preferences.ts';
import type { SettingsStore } from './settings-store.ts';

const FIRST_TOOLTIP = 'Plimsoll';

/** Everything that the icon in the bar needs. */
export function trayContext({ electron, tray, icon }: AppContext, parts: () => Parts): TrayContext {
  return {
    ...icon,
    tray,
    buildMenu: (template) => electron.Menu.buildFromTemplate(template),
    onChoose(act) {
      if (act === 'open') void parts().popover.show();
      else if (act === 'poll') void parts().accounts.shown().monitor.poll('click');
      else if (typeof act === 'object') choose(parts(), act);
      else perform(parts(), act);
    },
  };
}

/**
 * The tray's window, not yet made. Emits `ready` in a later turn, when the tray listens to clicks:
 * whatever must not miss the first click has to be there in this one.
 */
export function openMenubar(context: AppContext, create: typeof createMenubar): Menubar {
  const { electron, icon, outFolder, tray } = context;
  const { session } = electron;
  const panelSession = session.fromPartition(POPOVER_PARTITION, { cache: false });
  lockSession(panelSession);
  const handler = createSchemeHandler(path.join(outFolder, 'renderer'));
  panelSession.protocol.handle(SCHEME, handler);
  return create({
    tray,
    icon: icon.nativeImage.createEmpty(),
    tooltip: FIRST_TOOLTIP,
    index: popoverUrl(windowContext(context)),
    preloadWindow: false,
    showDockIcon: false,
    // Why: it would open the popover under an icon that nobody sees.
    activateWithApp: false,
    browserWindow: popoverOptions(windowContext(context)),
  });
}

function windowContext({ electron, outFolder }: AppContext): PopoverContext {
  const { prefersReducedTransparency, shouldUseHighContrastColors } = electron.nativeTheme;
  return {
    wantsOpaque: prefersReducedTransparency || shouldUseHighContrastColors,
    preloadFile: path.join(outFolder, 'preload', 'preload.cjs'),
    platform: process.platform,
    devTools: !electron.app.isPackaged,
  };
}

export function openPopover(
  context: AppContext,
  menubar: Menubar,
  parts: () => Parts,
): RescuedPopover {
  const { BrowserWindow, screen } = context.electron;
  const onceShown = [
    // Ends in a repaint.
    () => parts().preferences.lookAgain(),
    () => parts().activity.setOpen(true),
    () => void parts().accounts.shown().monitor.poll('opened'),
  ];
  // Why in turns of their own: all at once, with the window itself, would hold the main loop up.
  const onShown = async (): Promise<void> => {
    for (const step of onceShown) {
      await nextTurn();
      if (parts().popover.isOpen()) step();
    }
  };
  const onHidden = (): void => {
    parts().activity.setOpen(false);
    parts().accounts.shown().alerting.noticeSeen();
    parts().trust.ask(false);
    // Ends in a repaint.
    parts().preferences.ask(false);
  };
  const onClicked = (): void => parts().popover.iconWasClicked();
  const { tray } = context;
  const popover = createPopoverHost({ menubar, tray, screen, onClicked, onShown, onHidden });
  const createWindow = () => {
    const window = new BrowserWindow(framedOptions(windowContext(context)));
    // Why: the usual menu of a window offers to reload and to inspect it.
    window.removeMenu();
    return window;
  };
  const whyHidden = () => whyIconIsHidden(context);
  return createRescue({ popover, createWindow, screen, whyHidden, onShown, onHidden });
}

/** Null while the icon can be seen, or nothing can tell. */
async function whyIconIsHidden(context: AppContext): Promise<RescueReason | null> {
  const { electron, tray, hadTrayHost } = context;
  if (process.platform !== 'linux') {
    const displays = electron.screen.getAllDisplays().map(({ bounds }) => bounds);
    return isOffScreen(tray.getBounds(), displays) ? 'hidden' : null;
  }
  if ((await hadTrayHost()) !== false) return null;
  return isGnome(process.env) ? 'gnome' : 'no-tray';
}

interface PreferenceParts {
  readonly context: AppContext;
  readonly words: () => Words;
  readonly store: SettingsStore;
}

/** What makes the settings true on this system. */
export function openPreferences(
  { context, words, store }: PreferenceParts,
  parts: () => Parts,
): Preferences {
  const { app, globalShortcut } = context.electron;
  const { env, platform, execPath } = process;
  const { isPackaged } = app;
  return createPreferences({
    store,
    autostart: createAutostart({
      app,
      platform,
      env,
      homeDirectory: homedir(),
      command: ownCommand({ isPackaged, appPath: app.getAppPath(), execPath, env }),
      saw: (...seen) => parts().trust.saw(...seen),
    }),
    hotkey: createHotkey(globalShortcut, () => {
      const { popover } = parts();
      if (popover.isOpen()) popover.hide();
      else void popover.show();
    }),
    isMac: platform === 'darwin',
    hasCodex: () => parts().accounts.shown().home.hasCodex(),
    sendTestAlert: () => parts().notifier.show(words().say.settings.testAlert.alert),
    onChange: () => parts().painter.repaint(),
  });
}

/** Main's end of the bridge, answering out of the parts. */
export function openBridge({ electron }: AppContext, parts: () => Parts): Bridge {
  return createBridge({
    ipcMain: electron.ipcMain,
    contents: () => parts().popover.contents(),
    panel: () => parts().painter.panel(),
    poll: () => parts().accounts.shown().monitor.poll('click'),
    choose: (change) => choose(parts(), change),
    act: (name) => perform(parts(), name),
    fit: (contentHeight) => parts().popover.fit(contentHeight),
    parseChange: parseSettingChange,
    parseAct,
  });
}
