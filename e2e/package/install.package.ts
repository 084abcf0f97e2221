// The deb on a real system: installed, started and clicked, raised from an older build of itself, put
// back to it, and removed. The person's own files live through all of it, and nothing else is left.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { environmentOf, openPackaged, packageFile, processesFrom } from './packaged.ts';

const PROGRAM = '/opt/Plimsoll/plimsoll';
const OLDER = '0.0.9';
/** Of a version that is still to come. */
const UNKNOWN_SETTING = { ofTomorrow: { isKept: true } };

function run(program: string, ...args: readonly string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return execFileSync(program, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function apt(...args: readonly string[]): void {
  run('apt-get', '-o', 'DPkg::Lock::Timeout=300', '-qq', '-y', '--no-install-recommends', ...args);
}

const installedVersion = (): string =>
  run('dpkg-query', '--show', 'plimsoll').trim().split('\t')[1] ?? '';

/** The same package with an older number on it. */
function olderPackage(folder: string): string {
  const tree = path.join(folder, 'tree');
  run('dpkg-deb', '-R', packageFile('.deb'), tree);
  const control = path.join(tree, 'DEBIAN', 'control');
  const text = readFileSync(control, 'utf8').replace(/^Version: .*$/m, `Version: ${OLDER}`);
  writeFileSync(control, text);
  const file = path.join(folder, 'older.deb');
  run('dpkg-deb', '--root-owner-group', '-Znone', '-b', tree, file);
  rmSync(tree, { recursive: true });
  return file;
}

test('deb: installs, runs, is raised and put back with the person’s files kept, and leaves nothing', async ({
  desktop,
  homes,
  start,
}) => {
  test.setTimeout(400_000);
  // Why first: this test removes what it installs, and that must not be somebody's own.
  expect(existsSync('/opt/Plimsoll'), 'Plimsoll is installed here; remove it first').toBe(false);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-install-'));
  const older = olderPackage(folder);
  const day = path.join(homes.codexHome, 'sessions', '2026', '01', '01');
  mkdirSync(day, { recursive: true });
  writeFileSync(path.join(day, 'rollout-2026-01-01T00-00-00-a.jsonl'), '{}\n');
  homes.writeSettings({ welcomed: true, resetStyle: 'clock', ...UNKNOWN_SETTING });
  const own = (name: string): string => path.join(homes.plimsollHome, name);
  const signIn = readFileSync(path.join(homes.codexHome, 'auth.json'), 'utf8');
  const kept = ['settings.json', 'ledger.json', 'activity', 'history'];

  /** Starts what is installed, looks at it, and quits. */
  const use = async (): Promise<void> => {
    const app = await start({ program: PROGRAM });
    await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
    const { page } = await openPackaged(desktop, app);
    await expect(page.getByRole('meter')).toHaveCount(2);
    await expect.poll(() => kept.filter((name) => !existsSync(own(name)))).toEqual([]);
    await desktop.tray.chooseMenu('Quit Plimsoll');
    expect(await app.ended).toBe(0);
    await expect.poll(() => processesFrom('/opt/Plimsoll')).toEqual([]);
    expect(JSON.parse(readFileSync(own('settings.json'), 'utf8'))).toMatchObject(UNKNOWN_SETTING);
    expect(readFileSync(path.join(homes.codexHome, 'auth.json'), 'utf8')).toBe(signIn);
  };

  // Why: a machine's lists may be old, and what the package needs is fetched by them.
  apt('update');
  try {
    apt('install', older);
    expect(installedVersion()).toBe(OLDER);
    await use();
    apt('install', packageFile('.deb'));
    expect(installedVersion()).not.toBe(OLDER);
    await use();
    const said = run('env', ...variables(environmentOf({ desktop, homes })), ...COMMAND);
    expect(JSON.parse(said)).toMatchObject({ schema: 1, source: 'cache' });
    apt('install', '--allow-downgrades', older);
    expect(installedVersion()).toBe(OLDER);
    await use();
  } finally {
    const files = run('dpkg', '-L', 'plimsoll').trim().split('\n');
    apt('purge', 'plimsoll');
    const left = files.filter((file) => existsSync(file) && /plimsoll/i.test(file));
    expect(left).toEqual([]);
    expect(existsSync('/etc/apparmor.d/plimsoll')).toBe(false);
    expect(kept.filter((name) => !existsSync(own(name)))).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  }
});

const COMMAND = ['/usr/bin/plimsoll', 'status', '--cached', '--json'];

function variables(env: NodeJS.ProcessEnv): readonly string[] {
  return ['CODEX_HOME', 'PLIMSOLL_HOME', 'HOME'].map((name) => `${name}=${env[name]}`);
}
