import { expect, test } from 'vitest';
import {
  changedBy,
  DEFAULT_SETTINGS,
  parseSettingChange,
  parseSettings,
  type SettingChange,
} from './settings.ts';

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
  ['times beyond a day', { quietHours: { fromMinute: 1440, toMinute: 0 } }],
  ['no minutes between polls', { pollMinutes: 0 }],
  ['too many minutes between polls', { pollMinutes: 61 }],
  ['a shortcut that is none', { shortcut: 7, language: 'fr', theme: '' }],
  ['a shortcut without end', { shortcut: 'A'.repeat(61) }],
])('parseSettings: has the defaults, when the file holds %s', (_name, stored) => {
  expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
});

test('parseSettings: keeps the good choices beside a damaged one, and drops what it does not know', () => {
  const stored = {
    numbers: 'used',
    thresholds: 'high',
    welcomed: true,
    theme: 'pink',
    unheardOf: 1,
  };
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

const CHANGES: readonly SettingChange[] = [
  { numbers: 'left' },
  { resetStyle: 'clock' },
  { barText: 'both' },
  { thresholds: [1] },
  { thresholds: [100, 1, 50, 60, 70] },
  { alerts: { kind: 'sign-in', wanted: false } },
  { quietHours: null },
  { quietHours: { fromMinute: 0, toMinute: 1439 } },
  { pollMinutes: 1 },
  { pollMinutes: 60 },
  { chartSpan: '7d' },
  { renewal: 'nobody' },
  { shortcut: null },
  { shortcut: 'x'.repeat(60) },
  { theme: 'dark' },
  { language: 'zh-Hans' },
  { hideAccount: true },
  { startAtLogin: true },
];

test.each(CHANGES.map((change) => [change]))('parseSettingChange: takes %j', (change) => {
  expect(parseSettingChange(change)).toEqual(change);
});

test('changedBy: gives what parseSettings reads back, for every change', () => {
  for (const change of CHANGES) {
    const changed = { ...DEFAULT_SETTINGS, ...changedBy(change, DEFAULT_SETTINGS) };
    expect(parseSettings(JSON.parse(JSON.stringify(changed)))).toEqual(changed);
  }
});

test('changedBy: switches one alert and leaves the others, sorts percents, keeps nothing of login', () => {
  const settings = parseSettings({ alerts: { blocked: false } });
  expect(changedBy({ alerts: { kind: 'sign-in', wanted: false } }, settings)).toEqual({
    alerts: { ...DEFAULT_SETTINGS.alerts, blocked: false, 'sign-in': false },
  });
  expect(changedBy({ thresholds: [100, 9, 50] }, settings)).toEqual({ thresholds: [9, 50, 100] });
  expect(changedBy({ startAtLogin: true }, settings)).toEqual({});
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'used'],
  ['an empty object', {}],
  ['another value', { numbers: 'both' }],
  ['another choice', { welcomed: true }],
  ['a choice too many', { numbers: 'left', welcomed: true }],
  ['two choices', { numbers: 'left', thresholds: [1] }],
  ['no threshold', { thresholds: [] }],
  ['six thresholds', { thresholds: [1, 2, 3, 4, 5, 6] }],
  ['twice the same threshold', { thresholds: [80, 80] }],
  ['a part of a percent', { thresholds: [80.5] }],
  ['a threshold of nothing', { thresholds: [0] }],
  ['a threshold above everything', { thresholds: [101] }],
  ['an alert nobody knows', { alerts: { kind: 'weather', wanted: true } }],
  ['all alerts', { alerts: { blocked: true } }],
  ['half a night', { quietHours: { fromMinute: 1 } }],
  ['a night and more', { quietHours: { fromMinute: 1, toMinute: 2, days: [] } }],
  ['the 25th hour', { quietHours: { fromMinute: 0, toMinute: 1440 } }],
  ['half a minute', { pollMinutes: 0.5 }],
  ['an hour and more', { pollMinutes: 61 }],
  ['a part of a minute', { pollMinutes: 1.5 }],
  ['an empty shortcut', { shortcut: '' }],
  ['a long shortcut', { shortcut: 'x'.repeat(61) }],
  ['a language nobody has', { language: 'fr' }],
])('parseSettingChange: is refused, when it is %s', (_name, payload) => {
  expect(parseSettingChange(payload)).toBeNull();
});
