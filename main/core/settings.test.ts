import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, parseSettingChange, parseSettings } from './settings.ts';

test.each([
  ['nothing', null],
  ['undefined', undefined],
  ['text', '{}'],
  ['a list', []],
  ['an empty object', {}],
  ['every choice damaged', { numbers: 'both', thresholds: 'high', welcomed: 1 }],
  ['thresholds out of bounds', { thresholds: [0, 101] }],
  ['no thresholds', { thresholds: [] }],
  ['too many thresholds', { thresholds: [1, 2, 3, 4, 5, 6] }],
  ['thresholds that are no numbers', { thresholds: [Number.NaN] }],
])('parseSettings: has the defaults, when the file holds %s', (_name, stored) => {
  expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
});

test('parseSettings: keeps the good choices beside a damaged one, and drops what it does not know', () => {
  const stored = { numbers: 'used', thresholds: 'high', welcomed: true, theme: 'pink' };
  expect(parseSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, numbers: 'used', welcomed: true });
});

test.each(['none', 'percent', 'both', 'countdown'] as const)(
  'parseSettings: knows the text beside the mark: %s',
  (barText) => expect(parseSettings({ barText }).barText).toBe(barText),
);

test.each([null, 1, 'Percent', ''])(
  'parseSettings: has no text beside the mark for %s',
  (barText) => {
    expect(parseSettings({ barText }).barText).toBe('none');
  },
);

test('parseSettings: sorts thresholds by size, not by spelling', () => {
  expect(parseSettings({ thresholds: [100, 9, 50] }).thresholds).toEqual([9, 50, 100]);
});

test('parseSettingChange: takes the closed union', () => {
  expect(parseSettingChange({ numbers: 'left' })).toEqual({ numbers: 'left' });
  expect(parseSettingChange({ numbers: 'used' })).toEqual({ numbers: 'used' });
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'used'],
  ['an empty object', {}],
  ['another value', { numbers: 'both' }],
  ['another choice', { welcomed: true }],
  ['a choice too many', { numbers: 'left', welcomed: true }],
  ['thresholds', { numbers: 'left', thresholds: [1] }],
])('parseSettingChange: is refused, when it is %s', (_name, payload) => {
  expect(parseSettingChange(payload)).toBeNull();
});
