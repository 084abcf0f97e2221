import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseShortcut, type ShortcutProblem } from './shortcut.ts';

const parse = (text: string, isMac = false) => parseShortcut(text, { isMac });

describe('parseShortcut: spells for Electron', () => {
  test.each([
    ['Ctrl+Alt+U', 'Ctrl+Alt+U'],
    ['  shift +control+ u ', 'Ctrl+Shift+U'],
    ['alt+ctrl+ctrl+7', 'Ctrl+Alt+7'],
    ['Strg+Umschalt+L', 'Ctrl+Shift+L'],
    ['⌥+space', 'Alt+Space'],
    ['ctrl+alt+ArrowUp', 'Ctrl+Alt+Up'],
    ['ctrl+alt++', 'Ctrl+Alt+Plus'],
    ['Ctrl+Alt+Plus', 'Ctrl+Alt+Plus'],
    ['ctrl+alt+;', 'Ctrl+Alt+;'],
    ['f9', 'F9'],
    ['Shift+F24', 'Shift+F24'],
    ['Meta+Shift+P', 'Super+Shift+P'],
    ['CommandOrControl+Alt+K', 'Ctrl+Alt+K'],
    ['Ctrl+Shift+U', 'Ctrl+Shift+U'],
  ])('"%s" is "%s"', (text, accelerator) => {
    expect(parse(text)).toEqual({ ok: true, accelerator });
  });

  test.each([
    ['Meta+Shift+P', 'Command+Shift+P'],
    ['CmdOrCtrl+Alt+K', 'Command+Alt+K'],
    ['⌘+⇧+P', 'Command+Shift+P'],
    ['Ctrl+Alt+U', 'Ctrl+Alt+U'],
  ])('"%s" is "%s" on macOS', (text, accelerator) => {
    expect(parse(text, true)).toEqual({ ok: true, accelerator });
  });
});

describe('parseShortcut: is refused', () => {
  test.each<[string, ShortcutProblem]>([
    ['', 'unknown'],
    ['   ', 'unknown'],
    ['+', 'unknown'],
    ['++', 'unknown'],
    ['Ctrl', 'unknown'],
    ['Ctrl+', 'unknown'],
    ['Ctrl+Alt', 'unknown'],
    ['Ctrl+A+B', 'unknown'],
    ['Ctrl+Foo', 'unknown'],
    ['Ctrl+ß', 'unknown'],
    ['Ctrl+F25', 'unknown'],
    ['Ctrl+F0', 'unknown'],
    ['Ctrl+constructor', 'unknown'],
    ['__proto__+U', 'unknown'],
    ['U', 'needs-modifier'],
    ['Space', 'needs-modifier'],
    ['Shift+U', 'needs-modifier'],
    ['AltGr+Q', 'needs-modifier'],
    ['Ctrl+C', 'common'],
    ['ctrl+v', 'common'],
    ['Cmd+Ctrl', 'unknown'],
    ['Ctrl+Tab', 'common'],
    ['Ctrl+Shift+Tab', 'common'],
    ['Ctrl+Shift+V', 'common'],
  ])('"%s" for being %s', (text, problem) => {
    expect(parse(text)).toEqual({ ok: false, problem });
  });

  test('"Cmd+Q" on macOS, and not "Cmd+Alt+Q"', () => {
    expect(parse('Cmd+Q', true)).toEqual({ ok: false, problem: 'common' });
    expect(parse('Cmd+Alt+Q', true).ok).toBe(true);
  });
});

test('parseShortcut: what it has spelled it reads again, and never throws', () => {
  const piece = fc.constantFrom(
    'ctrl',
    'Alt',
    'shift',
    'meta',
    'u',
    'F5',
    '+',
    ' ',
    'plus',
    '7',
    '🙂',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.boolean(), (pieces, isMac) => {
      const first = parse(pieces.join('+'), isMac);
      if (first.ok) expect(parse(first.accelerator, isMac)).toEqual(first);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = parse(text);
      if (read.ok) expect(parse(read.accelerator)).toEqual(read);
    }),
  );
});
