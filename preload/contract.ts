// The bridge between main and the popover: its four verbs, its channels, its payloads. Types only.
// Tokens, account ids, paths and raw answers do not cross; choose and act carry closed unions.

import type { ActName, Panel } from '../main/core/panel-types.ts';
import type { SettingChange } from '../main/core/settings.ts';

export type { ActName, Panel, SettingChange };

export interface PlimsollBridge {
  /** Calls back with the current panel and every new one until the returned function is called. */
  onPanel(listener: (panel: Panel) => void): () => void;
  /** Asks for a poll now; resolves when it is over, however it went. The panel has the news. */
  poll(): Promise<void>;
  /** Changes one setting; the next panel shows whether it was accepted. */
  choose(change: SettingChange): Promise<void>;
  /** Does one of a closed list of acts. */
  act(name: ActName): Promise<void>;
}

/** Channels that the popover calls and main answers. */
export interface Invokes {
  'plimsoll:get-panel': () => Panel;
  'plimsoll:poll': () => void;
  'plimsoll:choose': (change: SettingChange) => void;
  'plimsoll:act': (name: ActName) => void;
  /** From the preload itself, not over the bridge: how tall the painted content is, in CSS px. */
  'plimsoll:fit': (contentHeight: number) => void;
}

/** Channels that main pushes to the popover. */
export interface Pushes {
  'plimsoll:panel': Panel;
}

declare global {
  interface Window {
    readonly plimsoll: PlimsollBridge;
  }
}
