// Facts about the two folders: which switch decides, and what holds without one.

import { expect, test } from 'vitest';
import { codexHome, plimsollHome } from './home.ts';

const HOME = { homeDirectory: '/home/a', platform: 'linux' } as const;

test.each([
  [{}, '/home/a/.codex'],
  [{ CODEX_HOME: '' }, '/home/a/.codex'],
  [{ CODEX_HOME: ' \t' }, '/home/a/.codex'],
  [{ CODEX_HOME: '/srv/codex' }, '/srv/codex'],
  [{ CODEX_HOME: '/srv/with space ' }, '/srv/with space '],
  [{ CODEX_HOME: 'here' }, `${process.cwd()}/here`],
  [{ CODEX_HOME: '~/codex' }, `${process.cwd()}/~/codex`],
])('codexHome: with %j is %s', (env, expected) => {
  expect(codexHome({ ...HOME, env })).toBe(expected);
});

test.each([
  ['linux', {}, '/home/a/.config/Plimsoll'],
  ['linux', { XDG_CONFIG_HOME: '/srv/config' }, '/srv/config/Plimsoll'],
  ['linux', { XDG_CONFIG_HOME: '' }, '/home/a/.config/Plimsoll'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/a/.config/Plimsoll'],
  ['linux', { PLIMSOLL_HOME: ' ' }, '/home/a/.config/Plimsoll'],
  ['linux', { PLIMSOLL_HOME: '/srv/p', XDG_CONFIG_HOME: '/srv/config' }, '/srv/p'],
  ['darwin', {}, '/home/a/Library/Application Support/Plimsoll'],
  ['darwin', { XDG_CONFIG_HOME: '/srv/config' }, '/home/a/Library/Application Support/Plimsoll'],
  ['darwin', { PLIMSOLL_HOME: '/srv/p' }, '/srv/p'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Plimsoll'],
  ['win32', {}, '/home/a/AppData/Roaming/Plimsoll'],
] as const)('plimsollHome: on %s with %j is %s', (platform, env, expected) => {
  expect(plimsollHome({ ...HOME, platform, env })).toBe(expected);
});
