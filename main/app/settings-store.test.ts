import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type ElectronStore from 'electron-store';
import { afterAll, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { createSettingsStore } from './settings-store.ts';

const root = mkdtempSync(path.join(tmpdir(), 'plimsoll-settings-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

type StoreOptions = NonNullable<ConstructorParameters<typeof ElectronStore>[0]>;

/** What electron-store does with a file, as far as we use it: JSON in, JSON out, or an exception. */
function FakeStore({ cwd, name, clearInvalidConfig, configFileMode }: StoreOptions) {
  const file = path.join(cwd ?? '', `${name}.json`);
  const read = (): object => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  if (clearInvalidConfig !== true) read();
  return {
    get store() {
      return read();
    },
    set(change: object) {
      const mode = configFileMode ?? 0o666;
      writeFileSync(file, JSON.stringify({ ...read(), ...change }), { mode });
    },
  };
}

// Why: the real one needs a running Electron; the fake has the two members that we use.
const Store = FakeStore as unknown as typeof ElectronStore;

function openWith(text: string | null) {
  folders += 1;
  const folder = mkdtempSync(path.join(root, `${folders}-`));
  const file = path.join(folder, 'settings.json');
  if (text !== null) writeFileSync(file, text);
  return { file, folder, store: createSettingsStore(Store, folder) };
}

test('createSettingsStore: has the defaults, when there is no file', () => {
  const { store } = openWith(null);
  expect([store.get(), store.isSetAside]).toEqual([DEFAULT_SETTINGS, false]);
});

test('createSettingsStore: has what the file says, and defaults for the rest', () => {
  const { store } = openWith('{"numbers":"used","thresholds":"high"}');
  expect(store.get()).toEqual({ ...DEFAULT_SETTINGS, numbers: 'used' });
});

test('set: keeps what a newer version has put into the file and into a choice', () => {
  const newer = { alerts: { blocked: false, weather: true }, sound: 'bell', thresholds: [70] };
  const { store, file } = openWith(JSON.stringify(newer));
  store.set({ alerts: { ...store.get().alerts, 'sign-in': false }, thresholds: [60] });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    alerts: { ...DEFAULT_SETTINGS.alerts, blocked: false, 'sign-in': false, weather: true },
    sound: 'bell',
    thresholds: [60],
  });
});

test('set: forgets a night, when there is to be none', () => {
  const { store, file } = openWith('{"quietHours":{"fromMinute":1,"toMinute":2}}');
  store.set({ quietHours: null });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ quietHours: null });
});

test('set: changes what get gives and what the next start finds, and nothing else', () => {
  const { store, folder, file } = openWith('{"numbers":"used","sound":"bell"}');
  store.set({ welcomed: true });
  expect(store.get()).toEqual({ ...DEFAULT_SETTINGS, numbers: 'used', welcomed: true });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    numbers: 'used',
    sound: 'bell',
    welcomed: true,
  });
  expect(createSettingsStore(Store, folder).get()).toEqual(store.get());
});

test.each(['', '{"numbers":', 'half a file'])(
  'createSettingsStore: sets a file that is no JSON aside and starts with defaults: "%s"',
  (text) => {
    const { store, file, folder } = openWith(text);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    expect(store.isSetAside).toBe(true);
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text);
    store.set({ numbers: 'used' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ numbers: 'used' });
    expect(createSettingsStore(Store, folder).isSetAside).toBe(false);
  },
);

test.skipIf(process.platform === 'win32')('set: makes a file that only the person may read', () => {
  const { store, file } = openWith(null);
  store.set({ welcomed: true });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('createSettingsStore: has defaults and keeps choices while it runs, when no file can be', () => {
  // A file where the folder should be: nothing in it can be read, renamed or written.
  const folder = path.join(root, 'no-folder');
  writeFileSync(folder, '');
  const store = createSettingsStore(Store, folder);
  expect(store.get()).toEqual(DEFAULT_SETTINGS);
  store.set({ numbers: 'used' });
  expect(store.get()).toEqual({ ...DEFAULT_SETTINGS, numbers: 'used' });
});

test('createSettingsStore: starts with defaults, when the file cannot even be set aside', () => {
  const folder = mkdtempSync(path.join(root, 'aside-'));
  writeFileSync(path.join(folder, 'settings.json'), 'half a file');
  mkdirSync(path.join(folder, 'settings.json.unreadable'));
  expect(createSettingsStore(Store, folder).get()).toEqual(DEFAULT_SETTINGS);
});

test('createSettingsStore: tells of each reading and writing of the file, and whether it worked', () => {
  const folder = mkdtempSync(path.join(root, 'seen-'));
  const file = path.join(folder, 'settings.json');
  const seen: (readonly [string, string, boolean])[] = [];
  const open = () => createSettingsStore(Store, folder, (...each) => seen.push(each));
  open().set({ numbers: 'used' });
  writeFileSync(file, '{');
  open();
  rmSync(folder, { recursive: true });
  open().set({ numbers: 'left' });
  expect(seen).toEqual([
    ['read', file, true],
    ['written', file, true],
    ['read', file, false],
    ['read', file, true],
    ['written', file, false],
  ]);
});
