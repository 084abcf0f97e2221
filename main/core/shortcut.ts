// Which key combinations may open the popover from anywhere, and how Electron spells them. Takes what
// people type or press; registers nothing.

/** Longer than any combination; what the bridge lets through. */
export const SHORTCUT_MAX_LENGTH = 60;

/** Why a combination is not taken. */
export type ShortcutProblem =
  /** It names no key, two keys, or something that is none. */
  | 'unknown'
  /** It would take plain typing away from every program. */
  | 'needs-modifier'
  /** Nearly every program has a use of its own for it, such as copying. */
  | 'common';

export type ParsedShortcut =
  | { readonly ok: true; readonly accelerator: string }
  | { readonly ok: false; readonly problem: ShortcutProblem };

/** In the order in which they are written. */
const MODIFIERS = ['Command', 'Ctrl', 'Super', 'Alt', 'AltGr', 'Shift'] as const;
type Modifier = (typeof MODIFIERS)[number];

const MODIFIER_NAMES: Readonly<Record<string, Modifier>> = {
  ctrl: 'Ctrl',
  control: 'Ctrl',
  strg: 'Ctrl',
  '⌃': 'Ctrl',
  cmd: 'Command',
  command: 'Command',
  '⌘': 'Command',
  alt: 'Alt',
  option: 'Alt',
  '⌥': 'Alt',
  altgr: 'AltGr',
  altgraph: 'AltGr',
  shift: 'Shift',
  umschalt: 'Shift',
  '⇧': 'Shift',
  super: 'Super',
  meta: 'Super',
  win: 'Super',
  windows: 'Super',
};

/** Source: Electron's "Accelerator" page, documented; names that browsers give to pressed keys beside. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  space: 'Space',
  ' ': 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  enter: 'Enter',
  return: 'Enter',
  up: 'Up',
  arrowup: 'Up',
  down: 'Down',
  arrowdown: 'Down',
  left: 'Left',
  arrowleft: 'Left',
  right: 'Right',
  arrowright: 'Right',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  plus: 'Plus',
  printscreen: 'PrintScreen',
};

const FUNCTION_KEY = /^f([1-9]|1\d|2[0-4])$/;
/** Source: Electron's "Accelerator" page, documented: 0 to 9, A to Z and punctuation. */
const CHARACTER = /^[a-z0-9`~!@#$%^&*()\-_=[\]{}\\|;:'",.<>/?]$/;
const MOVES = ['Tab', 'Enter', 'Left', 'Right', 'Home', 'End'] as const;
/** With Ctrl or Command alone, and beside Shift: text, tabs and windows of nearly every program. */
const COMMON_KEYS = new Set<string>([...'ACFLNOPQRSTVWXYZ', ...MOVES]);
const COMMON_WITH_SHIFT = new Set<string>([...'CNTVWZ', ...MOVES]);

/** A combination as people write it ("ctrl + shift + u"), in Electron's spelling. */
export function parseShortcut(
  text: string,
  { isMac }: { readonly isMac: boolean },
): ParsedShortcut {
  const parts = text.split('+').map((part) => part.trim().toLowerCase());
  // Why: the plus between the parts is also a key, which then stands at the end: "ctrl++".
  const isPlus = parts.length > 2 && parts.at(-1) === '' && parts.at(-2) === '';
  const names = isPlus ? [...parts.slice(0, -2), 'plus'] : parts;
  const found = new Set<Modifier>();
  const keys: string[] = [];
  for (const name of names) {
    const modifier = modifierOf(name, isMac);
    const key = modifier === null ? keyOf(name) : null;
    if (modifier !== null) found.add(modifier);
    else if (key !== null) keys.push(key);
    else return { ok: false, problem: 'unknown' };
  }
  const [key, another] = keys;
  if (key === undefined || another !== undefined) return { ok: false, problem: 'unknown' };
  const modifiers = MODIFIERS.filter((modifier) => found.has(modifier));
  const problem = problemOf(key, modifiers);
  if (problem !== null) return { ok: false, problem };
  return { ok: true, accelerator: [...modifiers, key].join('+') };
}

function modifierOf(name: string, isMac: boolean): Modifier | null {
  if (/^(cmd|command)orc(on)?tr(o)?l$/.test(name)) return isMac ? 'Command' : 'Ctrl';
  const modifier = Object.hasOwn(MODIFIER_NAMES, name) ? MODIFIER_NAMES[name] : undefined;
  if (modifier === undefined) return null;
  // The same key beside the space bar has another name on each system.
  if (modifier === 'Super') return isMac ? 'Command' : 'Super';
  return modifier === 'Command' && !isMac ? 'Super' : modifier;
}

function keyOf(name: string): string | null {
  if (FUNCTION_KEY.test(name) || CHARACTER.test(name)) return name.toUpperCase();
  return Object.hasOwn(KEY_NAMES, name) ? (KEY_NAMES[name] ?? null) : null;
}

function problemOf(key: string, modifiers: readonly Modifier[]): ShortcutProblem | null {
  const strong = modifiers.filter((modifier) => modifier !== 'Shift' && modifier !== 'AltGr');
  if (strong.length === 0) return FUNCTION_KEY.test(key.toLowerCase()) ? null : 'needs-modifier';
  const [only, another] = strong;
  const isCommand = only === 'Ctrl' || only === 'Command';
  const isAlone = another === undefined && !modifiers.includes('AltGr');
  if (!isAlone || !isCommand) return null;
  const common = modifiers.includes('Shift') ? COMMON_WITH_SHIFT : COMMON_KEYS;
  return common.has(key) ? 'common' : null;
}
