// The one key combination that is ours everywhere on this computer. A new one is taken before the old
// one is given up, so that a refusal leaves everything as it was. Electron's object is passed in.

import type { GlobalShortcut } from 'electron';

export interface Hotkey {
  /** Takes a combination, or none; false when somebody else has it, and then the old one stays. */
  use(accelerator: string | null): boolean;
}

export function createHotkey(
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>,
  onPressed: () => void,
): Hotkey {
  let inUse: string | null = null;
  return {
    use(accelerator) {
      if (accelerator === inUse) return true;
      if (accelerator !== null && !taken(globalShortcut, accelerator, onPressed)) return false;
      if (inUse !== null) globalShortcut.unregister(inUse);
      inUse = accelerator;
      return true;
    },
  };
}

function taken(
  globalShortcut: Pick<GlobalShortcut, 'register'>,
  accelerator: string,
  onPressed: () => void,
): boolean {
  try {
    return globalShortcut.register(accelerator, onPressed);
  } catch {
    // Electron throws at a combination that this system cannot spell.
    return false;
  }
}
