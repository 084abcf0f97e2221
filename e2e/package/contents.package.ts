// What is in the packages: their names, sums and sizes, the fuses of the program, the app's own files
// and no others, licences, and what deb and rpm would install where.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from 'playwright/test';
import { packageFile, packagesFolder, unpackedFolder } from './packaged.ts';

/** Source: @electron/fuses, FuseState, which it keeps to itself: the digits 0 and 1. */
const [DISABLE, ENABLE] = [48, 49];
const ENDINGS = ['.tar.gz', '.zip', '.deb', '.rpm'];
const RESOURCES = (): string => path.join(unpackedFolder(), 'resources');
const INSTALLED = [
  '/opt/Plimsoll/plimsoll',
  '/opt/Plimsoll/LICENSE.electron.txt',
  '/opt/Plimsoll/LICENSES.chromium.html',
  '/opt/Plimsoll/resources/LICENSE.txt',
  '/opt/Plimsoll/resources/THIRD-PARTY-NOTICES.txt',
  '/opt/Plimsoll/resources/sbom.cdx.json',
  '/opt/Plimsoll/resources/command/cli.js',
  '/usr/bin/plimsoll',
  '/usr/share/applications/plimsoll.desktop',
  '/usr/share/bash-completion/completions/plimsoll',
  '/usr/share/doc/plimsoll/copyright',
  '/usr/share/fish/vendor_completions.d/plimsoll.fish',
  '/usr/share/icons/hicolor/16x16/apps/plimsoll.png',
  '/usr/share/icons/hicolor/512x512/apps/plimsoll.png',
];

function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

test('packages: each is made once, says that it is for trying only, and has its right sum', () => {
  const made = readdirSync(packagesFolder()).filter((name) =>
    ENDINGS.some((ending) => name.endsWith(ending)),
  );
  expect(made).toHaveLength(ENDINGS.length);
  for (const name of made) {
    expect(name).toContain('-trial-');
    const { size } = statSync(path.join(packagesFolder(), name));
    expect(size).toBeGreaterThan(50 * 1024 * 1024);
    test.info().annotations.push({ type: 'size', description: `${name}: ${size} bytes` });
  }
  const sums = readFileSync(path.join(packagesFolder(), 'SHA256SUMS'), 'utf8');
  expect(sums.trim().split('\n')).toHaveLength(ENDINGS.length);
  const checked = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: packagesFolder() });
  expect(
    String(checked)
      .trim()
      .split('\n')
      .every((line) => line.endsWith(': OK')),
  ).toBe(true);
});

test('packages: tar.gz and zip hold the program, the licences and the command', () => {
  const lists = [run('tar', '-tzf', packageFile('.tar.gz')), run('7za', 'l', packageFile('.zip'))];
  for (const list of lists) {
    for (const file of INSTALLED.filter((each) => each.startsWith('/opt/Plimsoll/'))) {
      expect(list).toContain(file.slice('/opt/Plimsoll/'.length));
    }
  }
});

test('program: the fuses are as written, read back from the file', async () => {
  const wire = await getCurrentFuseWire(path.join(unpackedFolder(), 'plimsoll'));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableCookieEncryption]: ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  });
});

test('app: its archive holds what runs, and no tests, maps, sources or packages besides', () => {
  const files = listPackage(path.join(RESOURCES(), 'app.asar'), { isPack: false });
  expect(files).toContain('/out/main/main.js');
  expect(files).toContain('/out/main/scan.js');
  expect(files).toContain('/out/preload/preload.cjs');
  expect(files).not.toContain('/out/main/cli.js');
  const strange = files.filter((file) => /\.(ts|tsx|map|md)$|test|spec|__mocks__|e2e/.test(file));
  expect(strange).toEqual([]);
  const tops = new Set(files.map((file) => file.split('/')[1]));
  expect([...tops].toSorted()).toEqual(['assets', 'node_modules', 'out', 'package.json']);
  const packages = files.filter((file) => /^\/node_modules\/[^/]+$/.test(file));
  expect(packages.toSorted()).toEqual([
    '/node_modules/electron-positioner',
    '/node_modules/menubar',
  ]);
  expect(readdirSync(RESOURCES())).not.toContain('default_app.asar');
});

test('licences: ours, those of every package at run time, and the bill of materials', () => {
  const read = (name: string): string => readFileSync(path.join(RESOURCES(), name), 'utf8');
  expect(read('LICENSE.txt')).toBe(readFileSync('LICENSE', 'utf8'));
  const notices = read('THIRD-PARTY-NOTICES.txt');
  // Why: of the bill only the names are read.
  const bill = JSON.parse(read('sbom.cdx.json')) as { components: readonly { name: string }[] };
  const names = bill.components.map(({ name }) => name);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of [...Object.keys(dependencies), 'ajv', 'd3-path', 'electron-positioner']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    expect(names).toContain(name);
  }
  expect(notices).toContain('Permission is hereby granted');
  expect(names).not.toContain('vitest');
});

test('deb: needs what the program links, installs where the system looks, and owns it as root', () => {
  const deb = packageFile('.deb');
  const control = run('dpkg-deb', '-f', deb);
  expect(control).toMatch(/^Package: plimsoll$/m);
  expect(control).toMatch(/^Homepage: https:\/\/plimsoll\.example$/m);
  expect(control).toMatch(/^Depends: .*\blibgbm1\b.*\blibasound2\b/m);
  const list = run('dpkg-deb', '-c', deb);
  for (const file of INSTALLED) expect(list).toContain(` .${file}`);
  expect(list).toContain('./usr/share/zsh/vendor-completions/_plimsoll');
  const wrong = list
    .split('\n')
    .filter((line) => line !== '' && !/^[-dl]\S+ root\/root /.test(line));
  expect(wrong).toEqual([]);
  const writable = list.split('\n').filter((line) => /^[-d].{4}w|^[-d].{7}w/.test(line));
  expect(writable).toEqual([]);
});

test('rpm: holds the same', () => {
  const list = run('rpm', '-qlp', packageFile('.rpm')).split('\n');
  for (const file of INSTALLED) expect(list).toContain(file);
  expect(list).toContain('/usr/share/zsh/site-functions/_plimsoll');
  const about = run('rpm', '-qip', packageFile('.rpm'));
  expect(about).toMatch(/^License\s+: MIT$/m);
  expect(about).toMatch(/^Architecture: x86_64$/m);
});

test('desktop entry: says where it belongs and by which words it is found', () => {
  const entry = run(
    'sh',
    '-c',
    `dpkg-deb --fsys-tarfile '${packageFile('.deb')}' | tar -xO ./usr/share/applications/plimsoll.desktop`,
  );
  expect(entry).toMatch(/^Categories=Utility;$/m);
  expect(entry).toMatch(/^Keywords=Codex;.*;$/m);
  expect(entry).toMatch(/^Exec=\/opt\/Plimsoll\/plimsoll %U$/m);
  expect(entry).toMatch(/^Icon=plimsoll$/m);
  expect(entry).toMatch(/^StartupWMClass=plimsoll$/m);
});

test('configuration: all of it, macOS and Windows too, is what the packager knows', async () => {
  const require = createRequire(path.join(process.cwd(), 'package.json'));
  const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config.js');
  const { DebugLogger } = require('builder-util');
  const config = await getConfig(process.cwd(), 'electron-builder.yml', {});
  await validateConfiguration(config, new DebugLogger(false));
  expect(config.mac).toMatchObject({ hardenedRuntime: true, extendInfo: { LSUIElement: true } });
  expect(config.win.target).toEqual(['nsis', 'portable']);
  const wrong = validateConfiguration({ ...config, win: { bogus: true } }, new DebugLogger(false));
  await expect(wrong).rejects.toThrow('configuration.win');
});

test('completions: every command and option that --help names, and they are valid scripts', () => {
  const usage = run(process.execPath, path.join(RESOURCES(), 'command', 'cli.js'), '--help');
  const [, told = ''] = usage.split('Commands');
  const commands = [...told.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name);
  const options = [...told.matchAll(/--([\w-]+)/g)].map(([, name]) => name);
  expect(commands).toHaveLength(5);
  const folder = path.join(RESOURCES(), 'completions');
  for (const name of ['plimsoll.bash', '_plimsoll', 'plimsoll.fish']) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    for (const word of [...commands, ...options]) expect(text).toMatch(new RegExp(`\\b${word}\\b`));
  }
  const ask = `. '${folder}/plimsoll.bash'; COMP_WORDS=(plimsoll status --c); COMP_CWORD=2; _plimsoll; echo "\${COMPREPLY[*]}"`;
  expect(run('bash', '-c', ask).trim()).toBe('--cached --codex-home');
});
