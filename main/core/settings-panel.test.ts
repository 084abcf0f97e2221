import { describe, expect, test } from 'vitest';
import { changedBy, DEFAULT_SETTINGS, parseSettingChange, type Settings } from './settings.ts';
import { presentSettings } from './settings-panel.ts';
import {
  NO_PREFERENCES,
  type PreferenceState,
  type SettingControl,
} from './settings-panel-types.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

function controlsOf(
  settings: Partial<Settings> = {},
  preferences: Partial<PreferenceState> = {},
): readonly SettingControl[] {
  const { groups } = presentSettings({
    words,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    preferences: { ...NO_PREFERENCES, ...preferences },
  });
  return groups.flatMap(({ controls }) => controls);
}

function control<Kind extends SettingControl['kind']>(
  kind: Kind,
  id: string,
  controls = controlsOf(),
): SettingControl & { kind: Kind } {
  const found = controls.find((each) => each.id === id);
  if (found?.kind !== kind) throw new Error(`no ${kind} called ${id}`);
  // Why: the kind was just compared.
  return found as SettingControl & { kind: Kind };
}

/** Every change that the page has ready. */
function readyChanges(controls: readonly SettingControl[]): readonly unknown[] {
  return controls.flatMap((each): readonly unknown[] => {
    if (each.kind === 'choice') return each.options.map(({ change }) => change);
    if (each.kind === 'switch' || each.kind === 'hours') return [each.change];
    if (each.kind === 'percents') return [each.add, ...each.fields.map(({ remove }) => remove)];
    return each.kind === 'shortcut' ? [each.clear] : [];
  });
}

describe('presentSettings', () => {
  test('has a control for every setting that people choose', () => {
    const ids = controlsOf({}, { hasFeed: true }).map(({ id }) => id.split('-')[0]);
    // The last stands on the page only where there are several accounts.
    const elsewhere = new Set(['welcomed', 'chartSpan', 'activityOpen', 'account', 'mark']);
    const wanted = Object.keys(DEFAULT_SETTINGS).filter((name) => !elsewhere.has(name));
    expect(wanted.filter((name) => !ids.includes(name))).toEqual([]);
    expect(controlsOf().filter(({ id }) => id.startsWith('alerts-'))).toHaveLength(5);
  });

  test('gives every control an id of its own, a label and one line of explanation', () => {
    const controls = controlsOf({}, { hasFeed: true });
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
    for (const { label, explanation } of controls) {
      expect(label).not.toBe('');
      expect(explanation).toMatch(/^[A-Z].{10,54}\.$/);
    }
  });

  test('has only changes ready that the bridge lets through', () => {
    const worlds = [
      controlsOf(),
      controlsOf({ quietHours: { fromMinute: 0, toMinute: 1 }, shortcut: 'F9', thresholds: [100] }),
      controlsOf({ thresholds: [1, 2, 3, 4] }),
    ];
    const changes = worlds.flatMap(readyChanges).filter((change) => change !== null);
    expect(changes.length).toBeGreaterThan(80);
    for (const change of changes) expect(parseSettingChange(change)).toEqual(change);
  });

  test('marks as chosen what is chosen, one in each choice, after any choice', () => {
    for (const each of controlsOf()) {
      if (each.kind !== 'choice') continue;
      for (const { id, change } of each.options) {
        const after = control('choice', each.id, controlsOf(changedBy(change, DEFAULT_SETTINGS)));
        expect(after.options.filter(({ chosen }) => chosen).map((option) => option.id)).toEqual([
          id,
        ]);
      }
    }
  });

  test('names each language in itself, and says which it is', () => {
    expect(
      control('choice', 'language').options.map(({ label, language }) => [label, language]),
    ).toEqual([
      ['System', null],
      ['English', 'en'],
      ['Deutsch', 'de'],
      ['简体中文', 'zh-Hans'],
    ]);
  });
});

describe('presentSettings: thresholds', () => {
  const fieldsOf = (thresholds: readonly number[]) =>
    control('percents', 'thresholds', controlsOf({ thresholds })).fields;

  test('may be stepped up to their neighbours', () => {
    expect(fieldsOf([80, 95]).map(({ value, min, max }) => [min, value, max])).toEqual([
      [1, 80, 94],
      [81, 95, 100],
    ]);
    expect(fieldsOf([1, 100]).map(({ value, min, max }) => [min, value, max])).toEqual([
      [1, 1, 99],
      [2, 100, 100],
    ]);
  });

  test('have bounds around them, when a file holds twice the same or a part of a percent', () => {
    for (const { value, min, max } of fieldsOf([80, 80, 80.5])) {
      expect(min).toBeLessThanOrEqual(value);
      expect(max).toBeGreaterThanOrEqual(value);
    }
  });

  test('can be removed, but the last one not', () => {
    expect(fieldsOf([80, 95]).map(({ remove }) => remove)).toEqual([
      { thresholds: [95] },
      { thresholds: [80] },
    ]);
    expect(fieldsOf([80])[0]?.remove).toBeNull();
  });

  test('can be added up to five, each a new one', () => {
    let thresholds: readonly number[] = [80];
    for (let count = 2; count <= 5; count += 1) {
      const { add } = control('percents', 'thresholds', controlsOf({ thresholds }));
      if (add === null || !('thresholds' in add)) throw new Error('nothing to add');
      thresholds = changedBy(add, DEFAULT_SETTINGS).thresholds ?? [];
      expect(new Set(thresholds).size).toBe(count);
    }
    expect(control('percents', 'thresholds', controlsOf({ thresholds })).add).toBeNull();
  });
});

describe('presentSettings: quiet hours', () => {
  test('have no times while they are off, and a usual night when they are switched on', () => {
    const off = control('hours', 'quietHours');
    expect([off.on, off.from, off.to]).toEqual([false, null, null]);
    const on = control('hours', 'quietHours', controlsOf(changedBy(off.change, DEFAULT_SETTINGS)));
    expect([on.from?.value, on.to?.value, on.error]).toEqual(['22:00', '08:00', null]);
    expect(on.change).toEqual({ quietHours: null });
  });

  test('say so, when both times are the same', () => {
    const quietHours = { fromMinute: 5, toMinute: 5 };
    const { from, error } = control('hours', 'quietHours', controlsOf({ quietHours }));
    expect([from?.value, error]).toEqual([
      '00:05',
      expect.stringContaining('nothing is held back'),
    ]);
  });
});

describe('presentSettings: what the system answered', () => {
  test.each([
    [null, { on: false, enabled: false }],
    [false, { on: false, enabled: true }],
    [true, { on: true, enabled: true }],
  ])('start at login is shown as it is: %s', (startAtLogin, expected) => {
    expect(control('switch', 'startAtLogin', controlsOf({}, { startAtLogin }))).toMatchObject({
      ...expected,
      change: { startAtLogin: startAtLogin !== true },
      error: null,
    });
  });

  test('a refused change of start at login is said', () => {
    const controls = controlsOf({}, { startAtLogin: false, loginRefused: true });
    expect(control('switch', 'startAtLogin', controls).error).toBe('The system did not change it.');
  });

  test.each([
    ['taken', 'F9', 'Ctrl+Alt+U', '“F9” is taken by another app or the system. Ctrl+Alt+U stays.'],
    ['taken', 'F9', 'F9', '“F9” is taken by another app or the system.'],
    ['unknown', 'Foo', null, '“Foo” is no combination of keys.'],
    ['needs-modifier', 'U', null, '“U” needs Ctrl, Alt or another such key with it.'],
    ['common', 'Ctrl+C', null, '“Ctrl+C” is used inside nearly every app.'],
  ] as const)('a shortcut that is %s is said: %s', (kind, tried, shortcut, error) => {
    const controls = controlsOf({ shortcut }, { shortcutProblem: { kind, tried } });
    const shown = control('shortcut', 'shortcut', controls);
    expect([shown.value, shown.error]).toEqual([shortcut, error]);
  });

  test.each([
    ['none', false, null],
    ['sending', true, 'Sending it to the system.'],
    ['shown', false, 'The system showed it.'],
    ['not-shown', false, expect.stringMatching(/^The system did not show it\./)],
  ] as const)('a test alert that is %s is said', (testAlert, busy, status) => {
    expect(control('button', 'testAlert', controlsOf({}, { testAlert }))).toMatchObject({
      act: 'send-test-alert',
      confirm: null,
      busy,
      status,
    });
  });
});

test.each([
  ['codex', true, 'No Codex program was found; nothing will be renewed.'],
  ['codex', false, null],
  ['plimsoll', true, null],
] as const)('presentSettings: of %s renewing, with Codex missing %s, says %s', (...row) => {
  const [renewal, codexMissing, error] = row;
  const { error: said } = control('choice', 'renewal', controlsOf({ renewal }, { codexMissing }));
  expect(said).toBe(error);
});

test('presentSettings: resetting asks once more', () => {
  expect(control('button', 'reset')).toMatchObject({
    act: 'reset-settings',
    confirm: 'Really reset all?',
  });
});
