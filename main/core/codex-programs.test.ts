// Facts about what paths, packages and small scripts tell about a Codex program.

import { describe, expect, test } from 'vitest';
import {
  isNativeCode,
  launcherNamedIn,
  nativePackage,
  newestFirst,
  pathFolders,
  readVersion,
  type SearchContext,
  savingWayOf,
  usualPlaces,
  versionInPath,
} from './codex-programs.ts';

const context = (change: Partial<SearchContext> = {}): SearchContext => ({
  env: {},
  platform: 'linux',
  homeDirectory: '/home/a',
  root: '',
  ...change,
});

describe('pathFolders', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['absolute ones in their order, once', 'linux', '/a:/b/:/a', ['/a', '/b']],
    ['no relative one', 'linux', 'bin:.:/a:', ['/a']],
    ['Windows ones', 'win32', 'C:\\a;d:/b;c;\\\\host\\share', ['C:\\a', 'd:/b', '\\\\host\\share']],
    ['none of an empty PATH', 'linux', '', []],
  ])('are %s', (_, platform, PATH, folders) => {
    expect(pathFolders(context({ platform, env: { PATH } }))).toEqual(folders);
  });

  test('are none without PATH', () => {
    expect(pathFolders(context())).toEqual([]);
    expect(pathFolders(context({ platform: 'win32', env: { Path: 'C:\\a' } }))).toEqual(['C:\\a']);
  });
});

describe('usualPlaces', () => {
  test.each([
    ['linux', {}, '/home/a/.nvm/versions/node/*/bin/codex'],
    ['linux', { NVM_DIR: '/n' }, '/n/versions/node/*/bin/codex'],
    ['linux', { XDG_DATA_HOME: '/d' }, '/d/mise/installs/node/*/bin/codex'],
    ['linux', { npm_config_prefix: '/p' }, '/p/bin/codex'],
    ['linux', { PNPM_HOME: '/p' }, '/p/codex'],
    ['linux', {}, '/home/a/.volta/tools/image/packages/@openai/codex/bin/codex'],
    ['darwin', {}, '/opt/homebrew/bin/codex'],
    ['darwin', {}, '/opt/homebrew/Caskroom/codex/*/codex*'],
    ['darwin', {}, '/Applications/ChatGPT.app/Contents/Resources/codex'],
    ['darwin', {}, '/home/a/Applications/Codex.app/Contents/Resources/codex'],
    ['win32', { APPDATA: 'C:\\R' }, 'C:\\R/npm/codex.cmd'],
    ['win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\L/OpenAI/Codex/bin/codex.exe'],
  ])('on %s with %j have %s', (platform, env, place) => {
    expect(usualPlaces(context({ platform, env }))).toContain(place);
  });

  test('are not the apps of a Mac elsewhere', () => {
    expect(usualPlaces(context()).filter((place) => place.includes('.app/'))).toEqual([]);
  });
});

test.each([
  [
    ['v9.1.0', 'v20.19.4', 'v20.2.0'],
    ['v20.19.4', 'v20.2.0', 'v9.1.0'],
  ],
  [
    ['0.9.0', '0.169.0', '0.16.0'],
    ['0.169.0', '0.16.0', '0.9.0'],
  ],
  [
    ['1.2', '1.2.3'],
    ['1.2.3', '1.2'],
  ],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
])('newestFirst: of %j is %j', (names, sorted) => {
  expect(newestFirst(names)).toEqual(sorted);
});

test.each([
  ['linux', 'x64', 'vendor/x86_64-unknown-linux-musl/bin/codex'],
  ['darwin', 'arm64', 'vendor/aarch64-apple-darwin/bin/codex'],
  ['win32', 'x64', 'vendor/x86_64-pc-windows-msvc/bin/codex.exe'],
  ['win32', 'ia32', null],
  ['freebsd', 'x64', null],
])('nativePackage: on %s %s is %s', (platform, arch, program) => {
  const found = nativePackage(platform, arch);
  expect(found?.programs[0] ?? null).toBe(program);
  if (found !== null) expect(found.name).toBe(`@openai/codex-${platform}-${arch}`);
});

test.each([
  [
    'npm for Windows',
    '"%_prog%"  "%dp0%\\node_modules\\@openai\\codex\\bin\\codex.js" %*',
    'node_modules/@openai/codex/bin/codex.js',
  ],
  [
    'npm for Git Bash',
    'exec node  "$basedir/node_modules/@openai/codex/bin/codex.js" "$@"',
    'node_modules/@openai/codex/bin/codex.js',
  ],
  [
    'pnpm',
    'exec node  "$basedir/global/5/node_modules/@openai/codex/bin/codex.js" "$@"',
    'global/5/node_modules/@openai/codex/bin/codex.js',
  ],
  [
    'an own script',
    'node /opt/x/@openai/codex/bin/codex.js "$@"',
    '/opt/x/@openai/codex/bin/codex.js',
  ],
  ['asdf', '#!/bin/bash\nexec asdf exec "codex" "$@"', null],
  ['nothing', '', null],
])('launcherNamedIn: the shim of %s', (_, script, launcher) => {
  expect(launcherNamedIn(script)).toBe(launcher);
});

test.each([
  ['ELF', [0x7f, 0x45, 0x4c, 0x46, 2], true],
  ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe], true],
  ['Mach-O for two machines', [0xca, 0xfe, 0xba, 0xbe], true],
  ['Windows', [0x4d, 0x5a, 0x90, 0], true],
  ['a script', [0x23, 0x21, 0x2f, 0x62], false],
  ['nothing', [], false],
])('isNativeCode: knows %s', (_, bytes, expected) => {
  expect(isNativeCode(new Uint8Array(bytes))).toBe(expected);
});

test.each([
  ['codex-cli 0.169.0\n', '0.169.0'],
  ['0.169.0-linux-x64', '0.169.0'],
  ['codex-cli 0.133.0-alpha.1', '0.133.0-alpha.1'],
  ['what?', null],
  ['', null],
])('readVersion: of %j is %s', (text, version) => {
  expect(readVersion(text)).toBe(version);
});

test.each([
  ['/opt/homebrew/Cellar/codex/0.169.0/bin/codex', '0.169.0'],
  ['/opt/homebrew/Caskroom/codex/0.169.0/codex-aarch64-apple-darwin', '0.169.0'],
  ['/usr/local/Cellar/codex/0.169.0_1/bin/codex', '0.169.0'],
  ['/usr/local/bin/codex', null],
])('versionInPath: of %s is %s', (path, version) => {
  expect(versionInPath(path)).toBe(version);
});

test.each([
  ['0.144.0', 'in-place'],
  ['0.164.0', 'in-place'],
  ['0.166.0', 'one-lock'],
  ['0.169.0', 'atomic'],
  ['0.170.0-alpha.2', 'atomic'],
  ['1.0.0', 'atomic'],
  [null, null],
  ['new', null],
])('savingWayOf: %s saves %s', (version, way) => {
  expect(savingWayOf(version)).toBe(way);
});
