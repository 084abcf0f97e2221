// Facts about finding Codex, on staged installations as each installer leaves them.

import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CodexInstallation } from '../../core/codex-programs.ts';
import { listing, makePlace } from '../../testing/place.ts';
import { createCodexFinder } from './codex-finder.ts';
import { findInstallations, type InstallationContext } from './installations.ts';

const NATIVE = Buffer.from('7f454c4602010100', 'hex');
const LAUNCHER = '#!/usr/bin/env node\nspawn(codex)\n';
const TRIPLES = { linux: 'x86_64-unknown-linux-musl', darwin: 'x86_64-apple-darwin' } as const;

async function makeMachine(platform: NodeJS.Platform = 'linux') {
  const { folder } = await makePlace({ onTestFinished });
  const at = (name: string): string => path.join(folder, name);
  const context: InstallationContext = {
    env: { PATH: [at('bin'), at('bin2')].join(platform === 'win32' ? ';' : ':') },
    platform,
    arch: 'x64',
    homeDirectory: at('home'),
    root: at('root'),
    uid: process.getuid?.() ?? null,
  };
  const asked: string[] = [];
  const put = async (name: string, content: string | Buffer, mode = 0o755) => {
    await mkdir(path.dirname(at(name)), { recursive: true, mode: 0o755 });
    await writeFile(at(name), content, { mode });
    await chmod(at(name), mode);
  };
  const machine = {
    at,
    asked,
    put,
    context,
    async link(name: string, to: string) {
      await mkdir(path.dirname(at(name)), { recursive: true, mode: 0o755 });
      await symlink(to, at(name));
    },
    /** The npm package, its native one nested as npm does it, or beside it, or in itself. */
    async putNpm(modules: string, how: 'nested' | 'hoisted' | 'own' | 'none' = 'nested') {
      const own = `${modules}/@openai/codex`;
      await put(`${own}/bin/codex.js`, LAUNCHER);
      await put(`${own}/package.json`, '{"name":"@openai/codex","version":"0.169.0"}');
      if (how === 'none') return;
      const native = {
        nested: `${own}/node_modules/@openai/codex-${platform}-x64`,
        hoisted: `${modules}/@openai/codex-${platform}-x64`,
        own,
      }[how];
      const triple = platform === 'win32' ? 'x86_64-pc-windows-msvc' : TRIPLES.linux;
      const file = platform === 'win32' ? 'codex.exe' : 'codex';
      const place = how === 'own' ? 'codex' : 'bin';
      const code = platform === 'win32' ? Buffer.from('MZ') : NATIVE;
      await put(`${native}/vendor/${triple}/${place}/${file}`, code);
      if (how === 'own') return;
      await put(`${native}/package.json`, `{"version":"0.169.0-${platform}-x64"}`);
    },
    async find(running: readonly string[] | null = []) {
      const found = await findInstallations(context, {
        askVersion: async (program) => {
          asked.push(path.relative(folder, program));
          return '0.144.0';
        },
        running: async () => running?.map(at) ?? null,
      });
      return found.map((each) => ({
        ...each,
        foundAt: path.relative(folder, each.foundAt),
        program: each.program && path.relative(folder, each.program),
      }));
    },
  };
  return machine;
}

type Machine = Awaited<ReturnType<typeof makeMachine>>;

const MODULES = 'root/usr/local/lib/node_modules';
const NESTED = `${MODULES}/@openai/codex/node_modules/@openai/codex-linux-x64/vendor/${TRIPLES.linux}/bin/codex`;

interface Row {
  readonly name: string;
  readonly platform?: NodeJS.Platform;
  readonly prepare: (machine: Machine) => Promise<unknown>;
  readonly found: Partial<CodexInstallation>;
}

const ROWS: readonly Row[] = [
  {
    name: 'npm global on PATH, the native package nested',
    async prepare({ putNpm, link }) {
      await putNpm(MODULES);
      await link('bin/codex', `../${MODULES}/@openai/codex/bin/codex.js`);
    },
    found: { foundAt: 'bin/codex', onPath: true, form: 'npm', program: NESTED, version: '0.169.0' },
  },
  {
    name: 'npm global at its usual place, not on PATH',
    async prepare({ putNpm, link }) {
      await putNpm(MODULES);
      await link('root/usr/local/bin/codex', '../lib/node_modules/@openai/codex/bin/codex.js');
    },
    found: { foundAt: 'root/usr/local/bin/codex', onPath: false, form: 'npm', program: NESTED },
  },
  {
    name: 'the native package hoisted beside the launcher',
    async prepare({ putNpm, link }) {
      await putNpm('home/.bun/install/global/node_modules', 'hoisted');
      await link(
        'home/.bun/bin/codex',
        '../install/global/node_modules/@openai/codex/bin/codex.js',
      );
    },
    found: {
      foundAt: 'home/.bun/bin/codex',
      form: 'npm',
      program: `home/.bun/install/global/node_modules/@openai/codex-linux-x64/vendor/${TRIPLES.linux}/bin/codex`,
    },
  },
  {
    name: 'an older launcher with the program in its own package',
    async prepare({ putNpm, link }) {
      await putNpm('home/.nvm/versions/node/v22.1.0/lib/node_modules', 'own');
      await link(
        'home/.nvm/versions/node/v22.1.0/bin/codex',
        '../lib/node_modules/@openai/codex/bin/codex.js',
      );
    },
    found: {
      foundAt: 'home/.nvm/versions/node/v22.1.0/bin/codex',
      form: 'npm',
      version: '0.169.0',
      program: `home/.nvm/versions/node/v22.1.0/lib/node_modules/@openai/codex/vendor/${TRIPLES.linux}/codex/codex`,
    },
  },
  {
    name: 'a shim of pnpm',
    async prepare({ putNpm, put }) {
      await putNpm('home/.local/share/pnpm/global/5/node_modules');
      const text = 'exec node "$basedir/global/5/node_modules/@openai/codex/bin/codex.js" "$@"\n';
      await put('home/.local/share/pnpm/codex', `#!/bin/sh\n${text}`);
    },
    found: { foundAt: 'home/.local/share/pnpm/codex', form: 'npm', version: '0.169.0' },
  },
  {
    name: 'a launcher without its native package',
    async prepare({ putNpm, link }) {
      await putNpm(MODULES, 'none');
      await link('bin/codex', `../${MODULES}/@openai/codex/bin/codex.js`);
    },
    found: { foundAt: 'bin/codex', form: 'npm', program: null, problem: 'no-native-program' },
  },
  {
    name: 'Homebrew, as a formula',
    async prepare({ put, link }) {
      await put('root/opt/homebrew/Cellar/codex/0.169.0/bin/codex', NATIVE);
      await link('root/opt/homebrew/bin/codex', '../Cellar/codex/0.169.0/bin/codex');
    },
    found: {
      foundAt: 'root/opt/homebrew/bin/codex',
      form: 'native',
      version: '0.169.0',
      program: 'root/opt/homebrew/Cellar/codex/0.169.0/bin/codex',
    },
  },
  {
    name: 'Homebrew, as a cask that is not linked',
    platform: 'darwin',
    prepare: ({ put }) =>
      put('root/opt/homebrew/Caskroom/codex/0.169.0/codex-aarch64-apple-darwin', NATIVE),
    found: { form: 'native', version: '0.169.0', onPath: false },
  },
  {
    name: 'a desktop app',
    platform: 'darwin',
    prepare: ({ put }) => put('root/Applications/Codex.app/Contents/Resources/codex', NATIVE),
    found: {
      form: 'native',
      version: '0.144.0',
      program: 'root/Applications/Codex.app/Contents/Resources/codex',
    },
  },
  {
    name: "an editor's extension",
    prepare: ({ put }) =>
      put('home/.vscode/extensions/openai.chatgpt-0.9.1-linux-x64/bin/linux-x86_64/codex', NATIVE),
    found: { form: 'native', version: '0.144.0' },
  },
  {
    name: 'a broken link',
    prepare: ({ link }) => link('bin/codex', '../gone/codex'),
    found: { foundAt: 'bin/codex', form: null, program: null, problem: 'broken-link' },
  },
  {
    name: 'a link to itself',
    prepare: ({ link }) => link('bin/codex', 'codex'),
    found: { program: null, problem: 'broken-link' },
  },
  {
    name: 'a program that may not be run',
    prepare: ({ put }) => put('bin/codex', NATIVE, 0o644),
    found: { foundAt: 'bin/codex', program: null, version: null, problem: 'not-executable' },
  },
  {
    name: 'a program that others may write',
    prepare: ({ put }) => put('bin/codex', NATIVE, 0o757),
    found: { program: null, problem: 'writable-by-others' },
  },
  {
    name: 'a program that its group may write',
    prepare: ({ put }) => put('bin/codex', NATIVE, 0o775),
    found: { program: null, problem: 'writable-by-others' },
  },
  {
    name: 'a program in a folder that others may write',
    async prepare({ put, at }) {
      await put('bin/codex', NATIVE);
      await chmod(at('bin'), 0o777);
    },
    found: { program: null, problem: 'writable-by-others' },
  },
  {
    name: 'a folder of that name',
    prepare: ({ at }) => mkdir(at('bin/codex'), { recursive: true }),
    found: { program: null, problem: 'not-a-file' },
  },
  {
    name: "a version manager's own program",
    async prepare({ put, link }) {
      await put('home/.volta/bin/volta-shim', NATIVE);
      await link('bin/codex', '../home/.volta/bin/volta-shim');
    },
    found: { foundAt: 'bin/codex', form: 'shim', program: 'bin/codex', version: null },
  },
  {
    name: "the person's own script",
    prepare: ({ put }) => put('bin/codex', '#!/bin/sh\nexec docker run codex "$@"\n'),
    found: { form: 'script', program: 'bin/codex', version: null, problem: null },
  },
  {
    name: 'npm on Windows',
    platform: 'win32',
    async prepare({ putNpm, put, context }) {
      await putNpm('home/AppData/Roaming/npm/node_modules');
      const call = '"%_prog%"  "%dp0%\\node_modules\\@openai\\codex\\bin\\codex.js" %*\r\n';
      await put('home/AppData/Roaming/npm/codex.cmd', `@ECHO off\r\n${call}`, 0o666);
      Object.assign(context.env, { PATH: undefined });
    },
    found: {
      foundAt: 'home/AppData/Roaming/npm/codex.cmd',
      form: 'npm',
      version: '0.169.0',
      program:
        'home/AppData/Roaming/npm/node_modules/@openai/codex/node_modules/@openai/codex-win32-x64/vendor/x86_64-pc-windows-msvc/bin/codex.exe',
    },
  },
  {
    name: 'the desktop app on Windows, whose modes mean nothing',
    platform: 'win32',
    prepare: ({ put }) =>
      put('home/AppData/Local/OpenAI/Codex/bin/3f2a/codex.exe', Buffer.from('MZ'), 0o666),
    found: { form: 'native', version: '0.144.0', problem: null },
  },
  {
    name: 'a command file that nothing but a shell could run',
    platform: 'win32',
    prepare: ({ put }) => put('home/AppData/Roaming/npm/codex.cmd', '@wsl codex %*\r\n'),
    found: { program: null, problem: 'no-native-program' },
  },
];

describe('findInstallations', () => {
  test.each(ROWS.map((row) => [row.name, row] as const))(
    'finds %s, and writes nothing',
    async (_, { platform, prepare, found }) => {
      const machine = await makeMachine(platform);
      await prepare(machine);
      const before = await listing(machine.at('.'));
      const problem = found.problem ?? null;
      expect(await machine.find()).toEqual([expect.objectContaining({ ...found, problem })]);
      expect(await listing(machine.at('.'))).toEqual(before);
    },
  );

  test('finds nothing where there is nothing', async () => {
    expect(await (await makeMachine()).find()).toEqual([]);
  });

  test('lists several in the order of PATH, then the usual places, newest first', async () => {
    const { put, putNpm, link, find } = await makeMachine();
    await put('bin2/codex', NATIVE);
    await putNpm(MODULES);
    await link('bin/codex', `../${MODULES}/@openai/codex/bin/codex.js`);
    await put('root/usr/local/Cellar/codex/0.9.0/bin/codex', NATIVE);
    await put('root/usr/local/Cellar/codex/0.10.0/bin/codex', NATIVE);
    expect((await find()).map(({ foundAt }) => foundAt)).toEqual([
      'bin/codex',
      'bin2/codex',
      'root/usr/local/Cellar/codex/0.10.0/bin/codex',
      'root/usr/local/Cellar/codex/0.9.0/bin/codex',
    ]);
  });

  test('counts one program once, however many names lead to it', async () => {
    const { putNpm, link, find } = await makeMachine();
    await putNpm(MODULES);
    await link('bin/codex', `../${MODULES}/@openai/codex/bin/codex.js`);
    await link('bin2/codex', '../bin/codex');
    await link('root/usr/local/bin/codex', '../lib/node_modules/@openai/codex/bin/codex.js');
    expect((await find()).map(({ foundAt }) => foundAt)).toEqual(['bin/codex']);
  });

  test('asks for a version only a native program that is safe and says none itself', async () => {
    const { asked, put, putNpm, link, find } = await makeMachine();
    await put('bin/codex', NATIVE);
    await put('bin2/codex', NATIVE, 0o777);
    await putNpm(MODULES);
    await link('root/usr/local/bin/codex', '../lib/node_modules/@openai/codex/bin/codex.js');
    await put('home/.local/bin/codex', '#!/bin/sh\nexec asdf exec codex\n');
    await find();
    expect(asked).toEqual(['bin/codex']);
  });

  test('says which of them is running, and nothing where nobody tells', async () => {
    const { put, find } = await makeMachine();
    await put('bin/codex', NATIVE);
    await put('bin2/codex', NATIVE);
    const running = (await find(['bin2/codex'])).map(({ isRunning }) => isRunning);
    expect(running).toEqual([false, true]);
    expect((await find(null)).map(({ isRunning }) => isRunning)).toEqual([null, null]);
  });

  test('trusts no program of another user', async () => {
    const { put, context, find } = await makeMachine();
    await put('bin/codex', NATIVE);
    Object.assign(context, { uid: 4242 });
    const isRoot = process.getuid?.() === 0;
    expect((await find())[0]?.problem).toBe(isRoot ? null : 'other-owner');
  });
});

describe('the finder', () => {
  test('remembers what it found, and looks again once that is gone or has changed', async () => {
    const { at, put, context } = await makeMachine();
    const finder = createCodexFinder(context);
    expect(await finder.find()).toBeNull();
    await put('bin2/codex', NATIVE);
    expect(await finder.find()).toBe(at('bin2/codex'));
    await put('bin/codex', NATIVE);
    expect(await finder.find()).toBe(at('bin2/codex'));
    finder.forget();
    expect(await finder.find()).toBe(at('bin/codex'));
    await chmod(at('bin/codex'), 0o777);
    expect(await finder.find()).toBe(at('bin2/codex'));
  });

  test('passes over what may not be started', async () => {
    const { at, put, link, context } = await makeMachine();
    await link('bin/codex', '../gone');
    await put('bin2/codex', NATIVE);
    expect(await createCodexFinder(context).find()).toBe(at('bin2/codex'));
  });
});
