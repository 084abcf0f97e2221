// Facts about the built command, a stale sign-in and real disks that misbehave: the right failure,
// nothing spent, nothing of ours left, and no hang. Source: reliability.md §9.4.

import { execFile } from 'node:child_process';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, runCommand } from './testing/command.ts';
import type { TestEnd } from './testing/place.ts';
import { makeScene, type Scene } from './testing/scene.ts';

const run = promisify(execFile);
const STALE = { firstAccessLifetimeMs: 0 } as const;
const STATUS = ['status', '--json'];
const LIMIT_MS = 10_000;
const isRoot = process.getuid?.() === 0;

/** How this machine lets a test have a mount of its own; null where it does not. */
let namespace: readonly string[] | null = null;

beforeAll(async () => {
  await ensureBuilt();
  for (const words of [
    ['unshare', '-m'],
    ['unshare', '-rm'],
  ] as const) {
    const [program, flag] = words;
    const probe = run(program, [flag, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', '/mnt']);
    if (namespace === null && (await probe.catch(() => null)) !== null) namespace = words;
  }
}, 120_000);

type Through = readonly string[];
type Arrange = (scene: Scene, end: TestEnd) => Promise<Through | undefined | unknown>;

interface Case {
  readonly name: string;
  readonly kind: string;
  /** Starts from a home with a stale sign-in; answers with what the command is started by. */
  readonly arrange: Arrange;
}

const isThrough = (value: unknown): value is Through => Array.isArray(value);

/** Root may write anywhere, unless it gives that up. */
const asOrdinary: Through = isRoot
  ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--']
  : [];

/** The command, with a mount that is made for it alone; what was left there is listed after it. */
function mounted(mount: string, instead: Through): Through {
  if (namespace === null) return instead;
  const script = `${mount}; "$@"; code=$?; ls -A "$CODEX_HOME" > "$HOME/after"; exit $code`;
  return [...namespace, 'sh', '-c', script, 'sh'];
}

/** A volume of so many KiB with the home on it; so many of them are free. */
function smallVolume(freeKib: number): Through {
  const home = '"$CODEX_HOME"';
  const full = `n=$(($(df -k --output=avail ${home} | tail -1) - ${freeKib}))`;
  const mount = [
    `cp -a ${home} "$HOME/away"`,
    `mount -t tmpfs -o size=512k,mode=700 none ${home}`,
    `cp -a "$HOME/away/." ${home}`,
    `${full}; head -c $((n * 1024)) /dev/zero > ${home}/filler`,
  ];
  return mounted(mount.join(' && '), limitedTo(freeKib));
}

/** Writes past so many KiB of a file are cut short, then fail. */
function limitedTo(kib: number): Through {
  return ['prlimit', `--fsize=${kib * 1024}`, '--'];
}

const UNWRITABLE: readonly Omit<Case, 'kind'>[] = [
  { name: 'mode 0400', arrange: ({ authFile }) => chmod(authFile, 0o400) },
  {
    name: 'a folder of mode 0500',
    arrange: async ({ codexHome }, end) => {
      await chmod(codexHome, 0o500);
      end.onTestFinished(() => chmod(codexHome, 0o700));
      return asOrdinary;
    },
  },
  {
    name: 'an immutable auth.json',
    async arrange({ authFile, codexHome }, end) {
      const isDone = await run('chattr', ['+i', authFile]).catch(() => null);
      if (isDone === null) await chmod(codexHome, 0o500);
      end.onTestFinished(async () => {
        await (isDone === null ? chmod(codexHome, 0o700) : run('chattr', ['-i', authFile]));
      });
    },
  },
  {
    name: 'a read-only volume',
    async arrange({ codexHome }, end) {
      if (namespace === null) await chmod(codexHome, 0o500);
      end.onTestFinished(() => chmod(codexHome, 0o700));
      const bind = 'mount --bind "$CODEX_HOME" "$CODEX_HOME"';
      return mounted(`${bind} && mount -o remount,ro,bind "$CODEX_HOME"`, []);
    },
  },
  { name: 'a full volume', arrange: async () => smallVolume(0) },
  { name: 'room for half of the temp file', arrange: async () => smallVolume(12) },
  { name: 'room for the temp file, not for the journal', arrange: async () => smallVolume(60) },
  { name: 'writes cut short in the temp file', arrange: async () => limitedTo(8) },
  { name: 'writes cut short in the journal', arrange: async () => limitedTo(40) },
  {
    name: 'a second hard link',
    arrange: ({ authFile, folder }) => link(authFile, path.join(folder, 'copy')),
  },
  {
    name: 'another owner, or what an ordinary user can make of it',
    arrange: ({ authFile }) => (isRoot ? chown(authFile, 65_534, 65_534) : chmod(authFile, 0o400)),
  },
  {
    name: 'a FIFO as auth.json.lock',
    arrange: ({ authFile }) => run('mkfifo', [`${authFile}.lock`]),
  },
  {
    name: 'a FIFO as the journal',
    arrange: ({ codexHome }) => run('mkfifo', [path.join(codexHome, '.plimsoll-rotation')]),
  },
  {
    name: 'a FIFO as our ledger',
    async arrange({ plimsollHome }) {
      await mkdir(plimsollHome, { mode: 0o700 });
      await run('mkfifo', [path.join(plimsollHome, 'ledger.json')]);
    },
  },
];

const UNREADABLE: readonly Case[] = [
  {
    name: 'a FIFO',
    kind: 'auth-file-unreadable',
    arrange: ({ authFile }) => rm(authFile).then(() => run('mkfifo', [authFile])),
  },
  {
    name: 'a socket',
    kind: 'auth-file-unreadable',
    async arrange({ authFile }, end) {
      await rm(authFile);
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(authFile, resolve));
      end.onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    },
  },
  {
    name: 'a folder',
    kind: 'auth-file-unreadable',
    arrange: ({ authFile }) => rm(authFile).then(() => mkdir(authFile)),
  },
  {
    name: 'two links that point to each other',
    kind: 'auth-file-unreadable',
    async arrange({ authFile }) {
      await rm(authFile);
      await symlink('other', authFile);
      await symlink('auth.json', path.join(path.dirname(authFile), 'other'));
    },
  },
  {
    name: '1 MiB and one byte',
    kind: 'auth-file-malformed',
    arrange: ({ authFile }) => truncate(authFile, 1_048_577),
  },
];

const CASES: readonly Case[] = [
  ...UNWRITABLE.map((each) => ({ ...each, kind: 'auth-file-unwritable' })),
  ...UNREADABLE,
];

/** What a regular file holds; a FIFO would be waited for. */
async function contentOf(file: string): Promise<Buffer | null> {
  const stat = await lstat(file).catch(() => null);
  return stat?.isFile() ? readFile(file) : null;
}

/** Names of ours beside auth.json: temp files, and a journal that was not there before. */
async function leftBy({ codexHome, folder }: Scene): Promise<readonly string[]> {
  const inside = await readFile(path.join(folder, 'after'), 'utf8').catch(() => '');
  const names = [...(await readdir(codexHome)), ...inside.split('\n')];
  return names.filter((name) => name.startsWith('.plimsoll'));
}

// Why one after the other: each must be quick, and the machine has two cores.
describe('a stale sign-in and', () => {
  test.for(CASES.map((each) => [each.name, each] as const))(
    '%s: nothing is spent, and nothing is left',
    async ([name, { arrange, kind }], end) => {
      const scene = await makeScene(end);
      await scene.signIn(STALE);
      const through = await arrange(scene, end);
      const before = await contentOf(scene.authFile);
      const options = isThrough(through) ? { through } : {};
      const { stdout, stderr, tookMs } = await runCommand(STATUS, scene, options);
      expect([stderr, JSON.parse(stdout).failure?.kind]).toEqual(['', kind]);
      expect(tookMs).toBeLessThan(LIMIT_MS);
      expect(scene.standIn.tokens.presentations()).toEqual({ 'refresh#1': 0 });
      expect(await contentOf(scene.authFile)).toEqual(before);
      const planted = name.includes('the journal') && name.includes('FIFO');
      expect(await leftBy(scene)).toEqual(planted ? ['.plimsoll-rotation'] : []);
    },
  );

  test('a link to another volume: it is renewed there, and the link stays', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn(STALE);
    const folder = await mkdtemp('/dev/shm/plimsoll-test-');
    end.onTestFinished(() => rm(folder, { recursive: true }));
    const real = path.join(folder, 'auth.json');
    await writeFile(real, await readFile(scene.authFile), { mode: 0o600 });
    await rm(scene.authFile);
    await symlink(real, scene.authFile);
    const { code } = await runCommand(STATUS, scene);
    expect([code, (await lstat(scene.authFile)).isSymbolicLink()]).toEqual([0, true]);
    expect(scene.standIn.tokens.redact(await readFile(real, 'utf8'))).toContain('refresh#2');
    expect(scene.standIn.tokens.presentations()).toEqual({ 'refresh#1': 1, 'refresh#2': 0 });
  });

  test('just enough room for every file: it is renewed', async (end) => {
    const scene = await makeScene(end);
    await scene.signIn(STALE);
    const { code } = await runCommand(STATUS, scene, { through: limitedTo(96) });
    expect(code).toBe(0);
    expect(scene.standIn.tokens.redact(await readFile(scene.authFile, 'utf8'))).toContain(
      'refresh#2',
    );
  });

  test('a writer that truncates and refills it: it ends soon, and sends once at most', async (end) => {
    const scene = await makeScene(end);
    const { authJson } = await scene.signIn(STALE);
    let isOver = false;
    const writer = (async () => {
      while (!isOver) {
        await truncate(scene.authFile, 0);
        await writeFile(scene.authFile, authJson);
        await new Promise((resolve) => setTimeout(resolve, 8));
      }
    })();
    const ended = [await runCommand(STATUS, scene), await runCommand(STATUS, scene)];
    isOver = true;
    await writer;
    for (const { stdout, stderr, tookMs } of ended) {
      expect([stderr, JSON.parse(stdout).schema]).toEqual(['', 1]);
      expect(tookMs).toBeLessThan(LIMIT_MS);
    }
    expect(scene.standIn.tokens.inspect('refresh#1').presented).toBeLessThanOrEqual(1);
    expect(await leftBy(scene)).toEqual([]);
    expect(await readFile(scene.authFile, 'utf8')).toBe(authJson);
  });
});
