// Facts about the line that tells of a newer version, in popover, menu and settings.

import { describe, expect, test } from 'vitest';
import { parseAct } from '../acts.ts';
import { type PresentContext, presentPanel, type Shown } from '../panel.ts';
import { NO_READING } from '../reading.ts';
import { DEFAULT_SETTINGS, parseSettingChange, parseSettings, type Settings } from '../settings.ts';
import { presentSettings } from '../settings-panel.ts';
import { NO_PREFERENCES } from '../settings-panel-types.ts';
import { presentTray } from '../tray.ts';
import { createWords } from '../words/words.ts';
import { presentUpdate } from './line.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const context: PresentContext = { words, settings: DEFAULT_SETTINGS, nowMs: 0, paceDivisor: 1 };
const shown: Shown = {
  reading: NO_READING,
  polling: false,
  nextPollAtMs: null,
  notBeforeMs: null,
  recovery: [],
  warning: null,
};

test.each([
  ['en', 'Plimsoll 0.3.0 is out', 'What is new', 'Hide'],
  ['de', 'Plimsoll 0.3.0 ist da', 'Was ist neu', 'Ausblenden'],
  ['zh-Hans', 'Plimsoll 0.3.0 已发布', '更新内容', '隐藏'],
] as const)('presentUpdate: one line and two ways, in %s', (language, text, label, hide) => {
  const own = createWords({ locale: 'en-GB', timeZone: 'UTC' }, language);
  expect(presentUpdate('0.3.0', own)).toEqual({
    text,
    button: { act: 'open-releases', label },
    hide: { act: 'hide-update', label: hide },
  });
});

test('presentUpdate: has only acts that the bridge takes, and nothing where nothing is told', () => {
  const line = presentUpdate('0.3.0', words);
  expect(parseAct(line?.button.act)).toBe('open-releases');
  expect(parseAct(line?.hide.act)).toBe('hide-update');
  expect(presentUpdate(null, words)).toBeNull();
});

test('the menu: says the same line, and it opens the same page', () => {
  const { panel } = presentPanel(shown, context);
  const itemsOf = (version: string | null) =>
    presentTray(shown, { ...panel, update: presentUpdate(version, words) }, context).menu.flat();
  const extra = itemsOf('0.3.0').filter(({ id }) => id === 'update');
  const item = { label: 'Plimsoll 0.3.0 is out', act: 'open-releases', enabled: true };
  expect(extra).toEqual([{ id: 'update', ...item }]);
  expect(itemsOf('0.3.0').filter(({ id }) => id !== 'update')).toEqual(itemsOf(null));
});

describe('the setting', () => {
  function switchOf(settings: Partial<Settings>, hasFeed: boolean) {
    const { groups } = presentSettings({
      words,
      settings: { ...DEFAULT_SETTINGS, ...settings },
      preferences: { ...NO_PREFERENCES, hasFeed },
    });
    return groups.flatMap(({ controls }) => controls).find(({ id }) => id === 'updates') ?? null;
  }

  test('is on until it is switched off, and whatever cannot be read is on', () => {
    expect(parseSettings({}).updates).toBe(true);
    expect(parseSettings({ updates: 'never' }).updates).toBe(true);
    expect(parseSettings({ updates: false }).updates).toBe(false);
    expect(parseSettingChange({ updates: false })).toEqual({ updates: false });
    expect(parseSettingChange({ updates: 'off' })).toBeNull();
  });

  test('is a switch like the others, where there is a home page to ask', () => {
    const on = { on: true, enabled: true, change: { updates: false } };
    expect(switchOf({}, true)).toMatchObject({ kind: 'switch', error: null, ...on });
    const off = { on: false, enabled: true, change: { updates: true } };
    expect(switchOf({ updates: false }, true)).toMatchObject(off);
  });

  test('is not there, where it would do nothing', () => {
    expect(switchOf({}, false)).toBeNull();
  });

  test('is off and says why, while nobody is to be asked at all', () => {
    const explanation = 'Not while nobody is to be asked for numbers.';
    const off = { on: false, enabled: false, explanation };
    expect(switchOf({ numbersFrom: 'log' }, true)).toMatchObject(off);
  });
});
