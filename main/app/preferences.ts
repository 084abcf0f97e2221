// Makes the settings true: keeps what was chosen, and brings the rest of the system in line at the
// start and at every change. Owns what the system answered; the settings themselves are the store's.

import {
  changedBy,
  DEFAULT_SETTINGS,
  type SettingChange,
  type Settings,
} from '../core/settings.ts';
import { NO_PREFERENCES, type PreferenceState } from '../core/settings-panel-types.ts';
import { parseShortcut } from '../core/shortcut.ts';
import type { Autostart } from '../desktop/autostart.ts';
import type { Hotkey } from '../desktop/hotkey.ts';
import type { SettingsStore } from './settings-store.ts';

export interface PreferencePorts {
  readonly store: SettingsStore;
  readonly autostart: Autostart;
  readonly hotkey: Hotkey;
  readonly isMac: boolean;
  /** Resolves with whether the system showed it. */
  readonly sendTestAlert: () => Promise<boolean>;
  /** Whether there is a Codex program to start. */
  readonly hasCodex: () => Promise<boolean>;
  /** After everything that the page should show. */
  readonly onChange: () => void;
}

export interface Preferences {
  /** Takes the shortcut; returns its stop. */
  start(): () => void;
  /** What the system said last. */
  state(): PreferenceState;
  /** Asks the system again: it may have been changed elsewhere. Forgets what went wrong before. */
  lookAgain(): void;
  /** Whether the page is wanted from elsewhere than the popover. */
  ask(isAsked: boolean): void;
  choose(change: SettingChange): void;
  reset(): void;
  sendTestAlert(): Promise<void>;
  /** The person has read that their settings could not be. */
  noteUnreadable(): void;
}

export function createPreferences(ports: PreferencePorts): Preferences {
  const { store, autostart, hotkey } = ports;
  let state: PreferenceState = { ...NO_PREFERENCES, unreadable: store.isSetAside };
  const become = (change: Partial<PreferenceState>): void => {
    state = { ...state, ...change };
    ports.onChange();
  };
  const startAtLogin = (on: boolean): void => {
    const loginRefused = !autostart.set(on);
    become({ startAtLogin: autostart.isOn(), loginRefused });
  };
  const takeShortcut = (text: string | null): void => {
    const tried = tryShortcut(text, ports);
    if (tried.shortcutProblem === null) store.set({ shortcut: tried.accelerator });
    become({ shortcutProblem: tried.shortcutProblem });
  };
  const keeper: Keeper = { state: () => state, become };
  return {
    start() {
      const { shortcutProblem } = tryShortcut(store.get().shortcut, ports);
      become({ startAtLogin: autostart.isOn(), shortcutProblem });
      return () => void hotkey.use(null);
    },
    state: () => state,
    lookAgain() {
      const { shortcutProblem } = tryShortcut(store.get().shortcut, ports);
      const testAlert = state.testAlert === 'sending' ? 'sending' : 'none';
      become({ startAtLogin: autostart.isOn(), loginRefused: false, shortcutProblem, testAlert });
      void lookForCodex(ports, keeper);
    },
    ask: (isAsked) => become({ isAsked }),
    choose(change) {
      if ('shortcut' in change) return takeShortcut(change.shortcut);
      if ('startAtLogin' in change) return startAtLogin(change.startAtLogin);
      store.set(changedBy(change, store.get()));
      ports.onChange();
      if ('renewal' in change) void lookForCodex(ports, keeper);
    },
    reset() {
      store.set(defaultsFor(store.get()));
      hotkey.use(null);
      become({ shortcutProblem: null });
      if (autostart.isOn() === true) startAtLogin(false);
    },
    sendTestAlert: () => sendTestAlert(ports, keeper),
    noteUnreadable: () => become({ unreadable: false }),
  };
}

/** Why not all: whether the popover has opened once, and whose numbers are shown, is not on that page. */
function defaultsFor({ welcomed, account }: Settings): Settings {
  return { ...DEFAULT_SETTINGS, welcomed, account };
}

interface Keeper {
  state(): PreferenceState;
  become(change: Partial<PreferenceState>): void;
}

async function sendTestAlert(ports: PreferencePorts, { state, become }: Keeper): Promise<void> {
  if (state().testAlert === 'sending') return;
  become({ testAlert: 'sending' });
  const isShown = await ports.sendTestAlert();
  become({ testAlert: isShown ? 'shown' : 'not-shown' });
}

async function lookForCodex(
  { store, hasCodex }: PreferencePorts,
  { state, become }: Keeper,
): Promise<void> {
  // Why only then: nobody else needs it, and the places are many.
  const codexMissing = store.get().renewal === 'codex' && !(await hasCodex());
  if (codexMissing !== state().codexMissing) become({ codexMissing });
}

interface TriedShortcut {
  readonly accelerator: string | null;
  readonly shortcutProblem: PreferenceState['shortcutProblem'];
}

/** Takes a combination if it is one and nobody else has it; else the old one stays in use. */
function tryShortcut(text: string | null, { hotkey, isMac }: PreferencePorts): TriedShortcut {
  const parsed = text === null ? null : parseShortcut(text, { isMac });
  if (text !== null && parsed !== null && !parsed.ok) {
    return { accelerator: null, shortcutProblem: { kind: parsed.problem, tried: text } };
  }
  const accelerator = parsed?.ok === true ? parsed.accelerator : null;
  if (hotkey.use(accelerator)) return { accelerator, shortcutProblem: null };
  const tried = accelerator ?? '';
  return { accelerator, shortcutProblem: { kind: 'taken', tried } };
}
