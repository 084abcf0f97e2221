import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings.ts';
import { createPreferences, type PreferencePorts } from './preferences.ts';

interface WorldInput {
  readonly settings?: Partial<Settings>;
  readonly isSetAside?: boolean;
  readonly isStubborn?: boolean;
  readonly others?: readonly string[];
  readonly sendTestAlert?: () => Promise<boolean>;
  readonly hasCodex?: boolean;
}

function createWorld(input: WorldInput = {}) {
  const seen = {
    settings: { ...DEFAULT_SETTINGS, ...input.settings } as Settings,
    startAtLogin: false as boolean | null,
    hotkey: null as string | null,
    others: input.others ?? [],
  };
  const onChange = vi.fn();
  const ports: PreferencePorts = {
    store: {
      get: () => seen.settings,
      set(change) {
        seen.settings = { ...seen.settings, ...change };
      },
      isSetAside: input.isSetAside ?? false,
    },
    autostart: {
      isOn: () => seen.startAtLogin,
      set(on) {
        if (input.isStubborn !== true) seen.startAtLogin = on;
        return seen.startAtLogin === on;
      },
    },
    hotkey: {
      use(accelerator) {
        if (accelerator !== null && seen.others.includes(accelerator)) return false;
        seen.hotkey = accelerator;
        return true;
      },
    },
    isMac: false,
    hasCodex: async () => input.hasCodex ?? true,
    sendTestAlert: input.sendTestAlert ?? (async () => true),
    onChange,
  };
  return { seen, onChange, preferences: createPreferences(ports) };
}

describe('start', () => {
  test('takes the chosen shortcut, knows what the system starts, and gives the keys back', () => {
    const { seen, preferences } = createWorld({ settings: { shortcut: 'Ctrl+Alt+U' } });
    seen.startAtLogin = true;
    const stop = preferences.start();
    expect(seen.hotkey).toBe('Ctrl+Alt+U');
    expect(preferences.state()).toMatchObject({ startAtLogin: true, shortcutProblem: null });
    stop();
    expect(seen.hotkey).toBeNull();
  });

  test.each([
    ['taken', 'F9'],
    ['unknown', 'Hyper+U'],
    ['needs-modifier', 'U'],
  ])('says that a kept shortcut is %s, and keeps it', (kind, shortcut) => {
    const { seen, preferences } = createWorld({ settings: { shortcut }, others: ['F9'] });
    preferences.start();
    expect(preferences.state().shortcutProblem).toEqual({ kind, tried: shortcut });
    expect([seen.hotkey, seen.settings.shortcut]).toEqual([null, shortcut]);
  });

  test('takes no shortcut, when none was chosen', () => {
    const { seen, preferences } = createWorld();
    preferences.start();
    expect([seen.hotkey, preferences.state().shortcutProblem]).toEqual([null, null]);
  });
});

describe('choose', () => {
  test('keeps a choice and says that something changed', () => {
    const { seen, onChange, preferences } = createWorld();
    preferences.choose({ theme: 'dark' });
    expect(seen.settings).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    expect(onChange).toHaveBeenCalledOnce();
  });

  test('keeps a shortcut in its one spelling, once it is taken', () => {
    const { seen, preferences } = createWorld();
    preferences.choose({ shortcut: ' alt + ctrl + u ' });
    expect([seen.settings.shortcut, seen.hotkey]).toEqual(['Ctrl+Alt+U', 'Ctrl+Alt+U']);
    preferences.choose({ shortcut: null });
    expect([seen.settings.shortcut, seen.hotkey]).toEqual([null, null]);
  });

  test.each([
    ['taken', 'F9', 'F9'],
    ['taken', 'f9', 'F9'],
    ['unknown', 'Ctrl+Foo', 'Ctrl+Foo'],
    ['common', 'Ctrl+C', 'Ctrl+C'],
  ])('leaves everything as it was, when a shortcut is %s: %s', (kind, text, tried) => {
    const { seen, preferences } = createWorld({ settings: { shortcut: 'F8' }, others: ['F9'] });
    preferences.start();
    preferences.choose({ shortcut: text });
    expect([seen.settings.shortcut, seen.hotkey]).toEqual(['F8', 'F8']);
    expect(preferences.state().shortcutProblem).toEqual({ kind, tried });
    preferences.choose({ shortcut: 'F8' });
    expect(preferences.state().shortcutProblem).toBeNull();
  });

  test('tells the system about login, keeps nothing, and says when it did not obey', () => {
    const { seen, preferences } = createWorld();
    preferences.choose({ startAtLogin: true });
    expect(preferences.state()).toMatchObject({ startAtLogin: true, loginRefused: false });
    expect(seen.settings).toEqual(DEFAULT_SETTINGS);
    const stubborn = createWorld({ isStubborn: true });
    stubborn.preferences.choose({ startAtLogin: true });
    expect(stubborn.preferences.state()).toMatchObject({ startAtLogin: false, loginRefused: true });
  });
});

describe('lookAgain', () => {
  test('asks the system anew and forgets what went wrong', () => {
    const { seen, preferences } = createWorld({ settings: { shortcut: 'F9' }, others: ['F9'] });
    preferences.start();
    seen.startAtLogin = true;
    seen.others = [];
    preferences.lookAgain();
    expect(preferences.state()).toMatchObject({ startAtLogin: true, shortcutProblem: null });
    expect(seen.hotkey).toBe('F9');
  });
});

describe('reset', () => {
  test('puts everything back: settings, shortcut, login; but does not open the popover again', () => {
    const chosen = { theme: 'dark', thresholds: [50], shortcut: 'F9', welcomed: true } as const;
    const { seen, preferences } = createWorld({ settings: chosen });
    preferences.start();
    preferences.choose({ startAtLogin: true });
    preferences.reset();
    expect(seen).toMatchObject({
      settings: { ...DEFAULT_SETTINGS, welcomed: true },
      startAtLogin: false,
      hotkey: null,
    });
  });

  test('leaves login alone, where the system does not say', () => {
    const { seen, preferences } = createWorld();
    seen.startAtLogin = null;
    preferences.reset();
    expect(seen.startAtLogin).toBeNull();
  });
});

describe('sendTestAlert', () => {
  test.each([
    [true, 'shown'],
    [false, 'not-shown'],
  ] as const)('says what became of it: %s', async (isShown, testAlert) => {
    const { preferences } = createWorld({ sendTestAlert: async () => isShown });
    const sent = preferences.sendTestAlert();
    expect(preferences.state().testAlert).toBe('sending');
    await sent;
    expect(preferences.state().testAlert).toBe(testAlert);
    preferences.lookAgain();
    expect(preferences.state().testAlert).toBe('none');
  });

  test('sends one at a time, and goes on waiting while the popover opens', async () => {
    let answer = (_isShown: boolean): void => {};
    const send = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
    const { preferences } = createWorld({ sendTestAlert: send });
    const sent = preferences.sendTestAlert();
    await preferences.sendTestAlert();
    preferences.lookAgain();
    expect(preferences.state().testAlert).toBe('sending');
    answer(true);
    await sent;
    expect(send).toHaveBeenCalledOnce();
  });
});

test('state: says that settings could not be read, until that has been noted', () => {
  const { preferences } = createWorld({ isSetAside: true });
  preferences.start();
  preferences.lookAgain();
  expect(preferences.state().unreadable).toBe(true);
  preferences.noteUnreadable();
  expect(preferences.state().unreadable).toBe(false);
  expect(createWorld().preferences.state().unreadable).toBe(false);
});

describe('the Codex that is to renew', () => {
  test.each([
    ['is missed where it is chosen and not there', 'codex', false, true],
    ['is not missed where it is there', 'codex', true, false],
    ['is not looked for where somebody else renews', 'plimsoll', false, false],
  ] as const)('%s', async (_, renewal, hasCodex, codexMissing) => {
    const { preferences } = createWorld({ hasCodex });
    preferences.choose({ renewal });
    await vi.waitFor(() => expect(preferences.state().codexMissing).toBe(codexMissing));
    preferences.lookAgain();
    await Promise.resolve();
    expect(preferences.state().codexMissing).toBe(codexMissing);
  });

  test('is no longer missed once somebody else is chosen', async () => {
    const { preferences } = createWorld({ hasCodex: false });
    preferences.choose({ renewal: 'codex' });
    await vi.waitFor(() => expect(preferences.state().codexMissing).toBe(true));
    preferences.choose({ renewal: 'nobody' });
    await vi.waitFor(() => expect(preferences.state().codexMissing).toBe(false));
  });
});
