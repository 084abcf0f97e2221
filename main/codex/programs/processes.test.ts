// Facts about finding a live Codex: on this home, however it spells it. One that is overlooked spends
// the same refresh token.

import { spawn } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../../testing/place.ts';
import { createProcesses } from './processes.ts';

interface Running {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

async function makeHome() {
  const { folder, codexHome } = await makePlace({ onTestFinished });
  const program = path.join(folder, 'codex-0.169.0');
  await copyFile('/bin/sleep', program);
  const linked = path.join(folder, 'linked');
  await symlink(codexHome, linked);
  const other = path.join(folder, 'other');
  await mkdir(path.join(other, '.codex'), { recursive: true });
  await symlink(codexHome, path.join(folder, '.codex'));
  const processes = createProcesses({
    platform: 'linux',
    uid: process.getuid?.() ?? null,
    homeDirectory: other,
  });
  const isAliveWith = async ({ env = {}, cwd = folder }: Running) => {
    const child = spawn(program, ['60'], { env, cwd, stdio: 'ignore' });
    await new Promise((resolve) => child.once('spawn', resolve));
    const isAlive = await processes.isCodexAlive(codexHome);
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
    return isAlive;
  };
  return { folder, codexHome, linked, other, processes, isAliveWith };
}

// The story: a Codex that came to the same home by a link, by a relative path or by its own HOME was
// taken for one of another home, and nobody waited for it.
test.runIf(process.platform === 'linux')(
  'isCodexAlive: knows its home in every spelling',
  async () => {
    const { folder, codexHome, linked, other, isAliveWith } = await makeHome();
    expect(await isAliveWith({ env: { CODEX_HOME: codexHome } })).toBe(true);
    expect(await isAliveWith({ env: { CODEX_HOME: linked } })).toBe(true);
    expect(await isAliveWith({ env: { CODEX_HOME: 'codex' }, cwd: folder })).toBe(true);
    expect(await isAliveWith({ env: { HOME: folder } })).toBe(true);
    expect(await isAliveWith({ env: { CODEX_HOME: other } })).toBe(false);
    expect(await isAliveWith({ env: { HOME: other } })).toBe(false);
    expect(await isAliveWith({})).toBe(false);
  },
);

// The story: one that ended between two looks had no environment left, counted as alive on every home,
// and was waited for a minute.
test.runIf(process.platform === 'linux')(
  'isCodexAlive: takes none that comes and goes for one of another home',
  async () => {
    const { folder, codexHome, other, processes } = await makeHome();
    const program = path.join(folder, 'codex-brief');
    await copyFile('/bin/true', program);
    const loop = `i=0; while [ $i -lt 1000 ]; do ./codex-brief; i=$((i+1)); done`;
    const crowd = spawn('sh', ['-c', loop], { env: { HOME: other }, cwd: folder, stdio: 'ignore' });
    const isOver = new Promise<'over'>((resolve) => crowd.once('exit', () => resolve('over')));
    const seen = new Set<boolean | 'over'>();
    while (!seen.has('over')) {
      seen.add(await Promise.race([isOver, processes.isCodexAlive(codexHome)]));
    }
    seen.delete('over');
    expect([...seen]).toEqual([false]);
  },
);
