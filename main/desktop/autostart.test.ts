import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App, Settings } from 'electron';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type AutostartContext, createAutostart, desktopEntry, ownCommand } from './autostart.ts';

const root = mkdtempSync(path.join(tmpdir(), 'plimsoll-autostart-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let homes = 0;

/** A system with a list of its own; `isStubborn` does not let it be changed. */
function createSystem(isStubborn = false) {
  const seen = { openAtLogin: false };
  const getLoginItemSettings = vi.fn(() => seen);
  const setLoginItemSettings = vi.fn((settings: Settings) => {
    if (!isStubborn) seen.openAtLogin = settings.openAtLogin === true;
  });
  // Why: of the answer, only this member is read.
  const app = { getLoginItemSettings, setLoginItemSettings } as unknown as App;
  return { app, getLoginItemSettings, setLoginItemSettings };
}

function open(platform: NodeJS.Platform, fields: Partial<AutostartContext> = {}) {
  homes += 1;
  const homeDirectory = path.join(root, String(homes));
  const system = createSystem();
  const autostart = createAutostart({
    app: system.app,
    platform,
    env: {},
    homeDirectory,
    command: ['/opt/Plimsoll/plimsoll'],
    ...fields,
  });
  const file = path.join(homeDirectory, '.config', 'autostart', 'plimsoll.desktop');
  return { autostart, system, file, homeDirectory };
}

describe('createAutostart on macOS and Windows', () => {
  test('asks and tells the system, with nothing else on macOS', () => {
    const { autostart, system } = open('darwin');
    expect(autostart.isOn()).toBe(false);
    expect(autostart.set(true)).toBe(true);
    expect(autostart.isOn()).toBe(true);
    expect(system.setLoginItemSettings.mock.calls).toEqual([[{ openAtLogin: true }]]);
    expect(autostart.set(false)).toBe(true);
  });

  test('names the same program and arguments on Windows, asking and telling', () => {
    const { autostart, system } = open('win32', { command: ['C:\\p.exe', 'C:\\app'] });
    autostart.set(true);
    const item = { path: 'C:\\p.exe', args: ['C:\\app', '--login'] };
    expect(system.setLoginItemSettings.mock.calls).toEqual([[{ ...item, openAtLogin: true }]]);
    expect(system.getLoginItemSettings.mock.calls).toEqual([[item]]);
  });

  test('says so, when the system did not change it or could not be asked to', () => {
    const { app } = createSystem(true);
    expect(open('darwin', { app }).autostart.set(true)).toBe(false);
    const throwing = createSystem();
    throwing.setLoginItemSettings.mockImplementation(() => {
      throw new Error('a policy');
    });
    expect(open('darwin', { app: throwing.app }).autostart.set(true)).toBe(false);
  });
});

describe('createAutostart elsewhere', () => {
  test('is a file in the autostart folder, made and removed', () => {
    const { autostart, file, system } = open('linux');
    expect(autostart.isOn()).toBe(false);
    expect(autostart.set(true)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('\nExec=/opt/Plimsoll/plimsoll --login\n');
    expect(autostart.isOn()).toBe(true);
    expect(autostart.set(false)).toBe(true);
    expect(existsSync(file)).toBe(false);
    expect(autostart.set(false)).toBe(true);
    expect(system.setLoginItemSettings).not.toHaveBeenCalled();
  });

  test('tells of the file only where there is one, and whether it could be written', () => {
    const seen: (readonly [string, string, boolean])[] = [];
    const saw = (...each: (typeof seen)[number]) => void seen.push(each);
    const { autostart, file, homeDirectory } = open('linux', { saw });
    autostart.isOn();
    expect(seen).toEqual([]);
    autostart.set(true);
    expect(seen.splice(0)).toEqual([
      ['written', file, true],
      ['read', file, true],
    ]);
    rmSync(homeDirectory, { recursive: true });
    writeFileSync(homeDirectory, 'not a folder');
    autostart.set(true);
    expect(seen).toEqual([['written', file, false]]);
  });

  test('is where XDG_CONFIG_HOME says, unless that is no absolute path', () => {
    const elsewhere = path.join(root, 'elsewhere');
    open('linux', { env: { XDG_CONFIG_HOME: elsewhere } }).autostart.set(true);
    expect(existsSync(path.join(elsewhere, 'autostart', 'plimsoll.desktop'))).toBe(true);
    const { autostart, file } = open('linux', { env: { XDG_CONFIG_HOME: 'config' } });
    autostart.set(true);
    expect(existsSync(file)).toBe(true);
  });

  test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false', 'hidden = TRUE'])(
    'is off, when a desktop has switched the entry off: %s',
    (line) => {
      const { autostart, file } = open('linux');
      autostart.set(true);
      writeFileSync(file, `${readFileSync(file, 'utf8').replace(/X-GNOME.*\n/, '')}${line}\n`);
      expect(autostart.isOn()).toBe(false);
      expect(autostart.set(true)).toBe(true);
    },
  );

  test('says so, when there can be no file', () => {
    const { autostart, homeDirectory } = open('linux');
    writeFileSync(homeDirectory, 'a file where the home should be');
    expect(autostart.set(true)).toBe(false);
    expect(autostart.isOn()).toBe(false);
  });

  test('is still on, when something else stands where its file should go', () => {
    const { autostart, file } = open('linux');
    mkdirSync(path.join(file, 'inside'), { recursive: true });
    expect(autostart.set(true)).toBe(false);
  });
});

test.each([
  [['/opt/p'], '/opt/p'],
  [['/opt/My App/p', '--login'], '"/opt/My App/p" --login'],
  [['/a"b'], '"/a\\\\"b"'],
  [['/a$b`c'], '"/a\\\\$b\\\\`c"'],
  [['/a\\b'], '"/a\\\\\\\\b"'],
  [['/50%/p'], '/50%%/p'],
  [['/ä/p'], '"/ä/p"'],
])('desktopEntry: quotes %j as %s', (command, exec) => {
  expect(desktopEntry(command)).toContain(`\nExec=${exec}\n`);
});

test.each([
  ['a package is its program', true, {}, ['/tmp/m/plimsoll']],
  ['a checkout is Electron and the folder', false, {}, ['/tmp/m/plimsoll', '/app']],
  [
    'an AppImage is its own file',
    true,
    { APPIMAGE: '/p.AppImage', APPDIR: '/tmp/m' },
    ['/p.AppImage'],
  ],
  [
    'another AppImage that started us is not ours',
    true,
    { APPIMAGE: '/x', APPDIR: '/tmp/x' },
    ['/tmp/m/plimsoll'],
  ],
  [
    'an AppImage that does not say where it is is not believed',
    true,
    { APPIMAGE: '/x' },
    ['/tmp/m/plimsoll'],
  ],
])('ownCommand: %s', (_name, isPackaged, env, command) => {
  const running = { isPackaged, appPath: '/app', execPath: '/tmp/m/plimsoll', env };
  expect(ownCommand(running)).toEqual(command);
});
