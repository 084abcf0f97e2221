import type { GlobalShortcut } from 'electron';
import { expect, test, vi } from 'vitest';
import { createHotkey } from './hotkey.ts';

/** A system in which some combinations are somebody else's. */
function createWorld(...others: readonly string[]) {
  const ours = new Map<string, () => void>();
  const fake = {
    register(accelerator: string, callback: () => void) {
      if (accelerator === 'throws') throw new TypeError('conversion failure');
      if (others.includes(accelerator)) return false;
      ours.set(accelerator, callback);
      return true;
    },
    unregister: (accelerator: string) => void ours.delete(accelerator),
  } satisfies Pick<GlobalShortcut, 'register' | 'unregister'>;
  const onPressed = vi.fn();
  return { hotkey: createHotkey(fake, onPressed), ours, onPressed };
}

test('use: takes a combination, and gives the old one up', () => {
  const { hotkey, ours, onPressed } = createWorld();
  expect(hotkey.use('F9')).toBe(true);
  ours.get('F9')?.();
  expect(onPressed).toHaveBeenCalledOnce();
  expect(hotkey.use('F10')).toBe(true);
  expect([...ours.keys()]).toEqual(['F10']);
  expect(hotkey.use(null)).toBe(true);
  expect([...ours.keys()]).toEqual([]);
});

test.each(['F1', 'throws'])('use: keeps the old one, when "%s" cannot be had', (accelerator) => {
  const { hotkey, ours } = createWorld('F1');
  hotkey.use('F9');
  expect(hotkey.use(accelerator)).toBe(false);
  expect([...ours.keys()]).toEqual(['F9']);
});

test('use: does not take again what it has', () => {
  const { hotkey, ours } = createWorld();
  hotkey.use('F9');
  ours.clear();
  expect(hotkey.use('F9')).toBe(true);
  expect([...ours.keys()]).toEqual([]);
});

test('use: needs nothing to have none', () => {
  expect(createWorld().hotkey.use(null)).toBe(true);
});
