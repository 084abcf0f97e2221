// The rules of reliability.md §8 for packages: few, exact, from the registry, with integrity, and
// none that runs a script when it is installed or asks for more than a notice. Reads package.json, the
// lockfile and the installed packages.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

interface LockEntry {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = path.join(import.meta.dirname, '..');
// Why: the lockfile is npm's own, of version 3; only what is listed above is read of it.
const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockEntry>>;
};
const entries = Object.entries(lock.packages).filter(([place]) => place !== '');
const direct: Readonly<Record<string, string>> = {
  ...packageJson.dependencies,
  ...packageJson.devDependencies,
};

function nameOf(place: string, { name }: LockEntry): string {
  return name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

test('the lockfile: is of the version that this test reads, and lists packages', () => {
  expect(lock.lockfileVersion).toBe(3);
  expect(entries.length).toBeGreaterThan(50);
});

test('the lockfile: every entry has a strong integrity', () => {
  const weak = entries.filter(
    ([, { integrity, inBundle }]) => inBundle !== true && !/^sha512-/.test(integrity ?? ''),
  );
  expect(weak.map(([place]) => place)).toEqual([]);
});

test('the lockfile: no entry comes from git, an address or a folder', () => {
  const elsewhere = entries.filter(
    ([, { resolved, link, version }]) =>
      resolved !== undefined || link === true || !/^\d+\.\d+\.\d+/.test(version ?? ''),
  );
  expect(elsewhere.map(([place]) => place)).toEqual([]);
});

test('the lockfile: agrees with package.json', () => {
  const { dependencies, devDependencies } = lock.packages[''] ?? {};
  expect(dependencies).toEqual(packageJson.dependencies);
  expect(devDependencies).toEqual(packageJson.devDependencies);
});

test('package.json: every version is exact', () => {
  const loose = Object.entries(direct).filter(
    ([, version]) => !/^(npm:[@\w/-]+@)?\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('package.json: has at most 12 packages at run time', () => {
  expect(Object.keys(packageJson.dependencies).length).toBeLessThanOrEqual(12);
});

test('install scripts: every package that has one is denied by name, and none is allowed', () => {
  const denied: Readonly<Record<string, boolean>> = packageJson.allowScripts;
  expect(Object.values(denied).every((allowed) => !allowed)).toBe(true);
  const forgotten = entries
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([place, entry]) => nameOf(place, entry))
    .filter((name) => denied[name] !== false);
  expect(forgotten).toEqual([]);
});

test('Electron: what is released is not the older one that may run the tests', () => {
  const { electron, 'electron-33': older } = packageJson.devDependencies;
  expect(older).toMatch(/^npm:electron@33\./);
  expect(Number(electron.split('.')[0])).toBeGreaterThan(33);
});

/** Each asks for no more than its notice in what is given away. */
const LICENCES = 'MIT ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 CC0-1.0'.split(
  ' ',
);

/** Whether one of "(A OR B)", or all of "A AND B", are on the list. */
function isAllowed(licence: string): boolean {
  const choices = licence.replace(/^\(|\)$/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((each) => LICENCES.includes(each)));
}

test('licences: everything that ships is under one of the list, as the installed packages say', () => {
  const shipped = entries.filter(([, { dev }]) => dev !== true);
  expect(shipped.length).toBeGreaterThan(20);
  const others = shipped.flatMap(([place]) => {
    // Why: every package of the registry has this file; only its licence is read.
    const manifest = JSON.parse(readFileSync(path.join(root, place, 'package.json'), 'utf8')) as {
      readonly license?: unknown;
    };
    const { license } = manifest;
    return typeof license === 'string' && isAllowed(license) ? [] : [`${place}: ${license}`];
  });
  expect(others).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only OR MIT', true],
  ['SEE LICENSE IN x', false],
  ['', false],
])('licences: %j is allowed: %s', (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});

test('.npmrc: names no registry of its own, and no package is put in place of another', () => {
  expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).not.toMatch(/registry\s*=\s*\S*\/\//);
  expect(packageJson).not.toHaveProperty('overrides');
});

test('package.json: our own scripts run by command only, never by installing', () => {
  const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'dependencies'];
  const scripts: Readonly<Record<string, string>> = packageJson.scripts;
  expect(hooks.filter((hook) => hook in scripts)).toEqual([]);
});
