// A pressed combination as text. Leaves to the field what edits text or moves on; whether the rest is
// a good combination, main decides.

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

const EDITING = new Set(['a', 'c', 'v', 'x', 'z', 'y']);
const MOVING = new Set(['Escape', 'Tab', 'Backspace', 'Delete', 'Home', 'End']);

/** "Ctrl+Shift+U"; null for what is not a combination, or belongs to the field. */
export function pressedKeys(event: Pressed): string | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
  const isFunctionKey = /^F\d+$/.test(key);
  if (isComposing || (!isFunctionKey && !ctrlKey && !metaKey && !altKey)) return null;
  if (['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'Dead'].includes(key)) return null;
  const isPlain = !altKey && !shiftKey;
  if (isPlain && EDITING.has(key.toLowerCase())) return null;
  if (MOVING.has(key) || key.startsWith('Arrow')) return null;
  const names = [
    ...(ctrlKey ? ['Ctrl'] : []),
    ...(metaKey ? ['Meta'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
  ];
  return [...names, nameOfKey(event)].join('+');
}

/** The letter or digit of the key itself: with Shift or Alt it writes something else. */
function nameOfKey({ key, code }: Pressed): string {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  const [, letterOrDigit] = /^(?:Key|Digit)([A-Z0-9])$/.exec(code) ?? [];
  if (letterOrDigit !== undefined) return letterOrDigit;
  if (key === ' ') return 'Space';
  return key === '+' ? 'Plus' : key;
}
