// Facts about the built command and the history on real disks: the numbers come, and a history is the
// old one or the new one, never a part, whatever ends the command or the room.

import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatHistory, type HistorySample, parseHistory } from './core/history.ts';
import { HOUR_MS, MINUTE_MS } from './core/time.ts';
import { ensureBuilt, runCommand, startCommand } from './testing/command.ts';
import type { TestEnd } from './testing/place.ts';
import { makeScene, type Scene } from './testing/scene.ts';

const run = promisify(execFile);
const STATUS = ['status', '--json'];
const KILLS = 8;

beforeAll(() => ensureBuilt(), 120_000);

interface Told extends Scene {
  readonly file: string;
  readonly history: readonly HistorySample[];
}

/** A home with a history of some 10 KB that this account has grown until five hours ago. */
async function makeTold(end: TestEnd): Promise<Told> {
  const scene = await makeScene(end);
  await scene.signIn();
  await runCommand(STATUS, scene);
  const folder = path.join(scene.plimsollHome, 'history');
  const name = (await readdir(folder)).find((each) => each.endsWith('.json')) ?? '';
  const file = path.join(folder, name);
  const nowMs = Date.now();
  const history = Array.from({ length: 150 }, (_, index): HistorySample => {
    const window = { kind: 'session', durationMs: 5 * HOUR_MS, resetsAtMs: null } as const;
    const atMs = nowMs - 5 * HOUR_MS - (150 - index) * 5 * MINUTE_MS;
    return { atMs, windows: [{ ...window, usedPercent: index / 2 }] };
  });
  await writeFile(file, formatHistory(history));
  return { ...scene, file, history };
}

async function temporaryFiles({ file }: Told): Promise<readonly string[]> {
  return (await readdir(path.dirname(file))).filter((name) => name.endsWith('.tmp'));
}

/** How this machine lets a test have a mount of its own; null where it does not. */
async function mountWords(): Promise<readonly string[] | null> {
  for (const flags of ['-m', '-rm']) {
    const words = ['unshare', flags] as const;
    const probe = ['mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', '/mnt'];
    if ((await run(words[0], [flags, ...probe]).catch(() => null)) !== null) return words;
  }
  return null;
}

/** The command with Plimsoll's folder on a volume of its own that has no room left. */
async function onFullVolume(): Promise<readonly string[]> {
  const words = await mountWords();
  // Without such a mount, writes past so many bytes of a file fail.
  if (words === null) return ['prlimit', '--fsize=4096', '--'];
  const home = '"$PLIMSOLL_HOME"';
  const script = [
    `cp -a ${home} "$HOME/away"`,
    `mount -t tmpfs -o size=256k,mode=700 none ${home}`,
    `cp -a "$HOME/away/." ${home}`,
    `(cat /dev/zero > ${home}/filler 2>/dev/null; true)`,
  ].join(' && ');
  const after = `code=$?; cp ${home}/history/*.json "$HOME/after"; ls ${home}/history > "$HOME/names"`;
  return [...words, 'sh', '-c', `${script} && "$@"; ${after}; exit $code`, 'sh'];
}

describe('the history', () => {
  test('grows by a sample with every look, and status says the same as ever', async (end) => {
    const told = await makeTold(end);
    const { code, stdout } = await runCommand(STATUS, told);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).not.toContain('history');
    const after = parseHistory(await readFile(told.file, 'utf8'));
    expect(after?.length).toBe(told.history.length + 1);
    expect(after?.slice(0, -1)).toEqual(told.history);
  });

  test('stays as it was when writes are cut short, and the numbers come', async (end) => {
    const told = await makeTold(end);
    const before = await readFile(told.file, 'utf8');
    const through = ['prlimit', '--fsize=4096', '--'];
    const { code, stderr, stdout } = await runCommand(STATUS, told, { through });
    expect([code, stderr, JSON.parse(stdout).failure]).toEqual([0, '', null]);
    expect(await readFile(told.file, 'utf8')).toBe(before);
    expect(await temporaryFiles(told)).toEqual([]);
  });

  test('stays as it was on a full volume, and the numbers come', async (end) => {
    const told = await makeTold(end);
    const before = await readFile(told.file, 'utf8');
    const through = await onFullVolume();
    const { code, stderr } = await runCommand(STATUS, told, { through });
    expect([code, stderr]).toEqual([0, '']);
    if (through[0] === 'unshare') {
      const inside = (name: string) => readFile(path.join(told.folder, name), 'utf8');
      expect(await inside('after')).toBe(before);
      expect(await inside('names')).toBe(`${path.basename(told.file)}\nhistory.lock\n`);
    }
    expect(await readFile(told.file, 'utf8')).toBe(before);
  });

  test(`is whole after each of ${KILLS} kills, early and late`, async (end) => {
    const told = await makeTold(end);
    const { tookMs } = await runCommand(STATUS, told);
    const lengths = new Set<number>();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await writeFile(told.file, formatHistory(told.history));
      const running = startCommand(STATUS, told);
      // Why the last third: that is when the answer is there and files are written.
      await sleep(tookMs * (0.6 + (0.5 * kill) / KILLS));
      running.kill('SIGKILL');
      await running.ended;
      const samples = parseHistory(await readFile(told.file, 'utf8'));
      lengths.add((samples?.length ?? 0) - told.history.length);
      expect(samples?.slice(0, told.history.length)).toEqual(told.history);
    }
    for (const more of lengths) expect([0, 1]).toContain(more);
  }, 60_000);
});
