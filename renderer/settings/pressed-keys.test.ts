import { expect, test } from 'vitest';
import { pressedKeys } from './pressed-keys.ts';

const NOTHING = {
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
};
const ctrl = { ctrlKey: true };
const alt = { altKey: true };
const shift = { shiftKey: true };

test.each([
  ['Ctrl+Alt+U', { key: 'u', ...ctrl, ...alt }],
  ['Ctrl+Shift+U', { key: 'U', ...ctrl, ...shift }],
  ['Ctrl+Shift+1', { key: '!', code: 'Digit1', ...ctrl, ...shift }],
  ['Alt+A', { key: 'å', code: 'KeyA', ...alt }],
  ['Ctrl+Alt+A', { key: 'a', code: 'KeyQ', ...ctrl, ...alt }],
  ['Meta+Shift+Space', { key: ' ', metaKey: true, ...shift }],
  ['Ctrl+Alt+Plus', { key: '+', ...ctrl, ...alt }],
  ['Ctrl+Shift+Z', { key: 'Z', ...ctrl, ...shift }],
  ['F9', { key: 'F9' }],
  ['Ctrl+B', { key: 'b', ...ctrl }],
])('pressedKeys: is "%s"', (text, event) => {
  expect(pressedKeys({ ...NOTHING, ...event })).toBe(text);
});

test.each([
  ['a letter that is typed', { key: 'u' }],
  ['a capital that is typed', { key: 'U', ...shift }],
  ['a modifier on its way', { key: 'Control', ...ctrl }],
  ['pasting', { key: 'v', ...ctrl }],
  ['copying on a Mac', { key: 'c', metaKey: true }],
  ['leaving', { key: 'Escape' }],
  ['moving on', { key: 'Tab', ...shift }],
  ['moving the cursor by words', { key: 'ArrowLeft', ...ctrl }],
  ['deleting a word', { key: 'Backspace', ...ctrl }],
  ['half a letter', { key: 'Dead', ...alt }],
  ['writing with an input method', { key: 'u', ...ctrl, isComposing: true }],
])('pressedKeys: leaves %s to the field', (_name, event) => {
  expect(pressedKeys({ ...NOTHING, ...event })).toBeNull();
});
