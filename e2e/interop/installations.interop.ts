// Finding Codex, with the real program in the npm package's layout: found behind its launcher, its
// version read and said, and asking for it leaves nothing behind.

import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { askVersion } from '../../main/codex/programs/codex-version.ts';
import { findInstallations } from '../../main/codex/programs/installations.ts';
import { runningCodexPrograms } from '../../main/codex/programs/processes.ts';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import { makeCodexHome, startAppServer } from './codex.ts';

const { platform, arch } = process;
const uid = process.getuid?.() ?? null;

/** The real program where npm would have put it; linked, because it is large. */
function installByNpm(program: CodexProgram, folder: string): string {
  const modules = path.join(folder, 'lib/node_modules/@openai/codex');
  const native = path.join(modules, `node_modules/@openai/codex-${platform}-${arch}`);
  const bin = path.join(native, 'vendor/x86_64-unknown-linux-musl/bin');
  for (const made of [bin, path.join(modules, 'bin'), path.join(folder, 'bin')]) {
    mkdirSync(made, { recursive: true, mode: 0o755 });
  }
  const file = path.join(bin, 'codex');
  try {
    linkSync(program.path, file);
  } catch {
    // Another file system than the cache's.
    copyFileSync(program.path, file);
    chmodSync(file, 0o755);
  }
  const version = `${program.version}-${platform}-${arch}`;
  writeFileSync(path.join(native, 'package.json'), JSON.stringify({ version }));
  writeFileSync(path.join(modules, 'bin/codex.js'), '#!/usr/bin/env node\n', { mode: 0o755 });
  symlinkSync('../lib/node_modules/@openai/codex/bin/codex.js', path.join(folder, 'bin/codex'));
  return file;
}

test.each(inject('codexPrograms'))('finds the real Codex $version of npm', async (program) => {
  const home = makeCodexHome(null);
  onTestFinished(home.remove);
  const { folder } = home;
  const file = installByNpm(program, folder);
  const before = readdirSync(folder, { recursive: true });
  const context = { env: { PATH: path.join(folder, 'bin') }, platform, arch, uid };
  const find = () =>
    findInstallations(
      { ...context, homeDirectory: folder, root: folder },
      {
        askVersion: (found) => askVersion(found, folder),
        running: () => runningCodexPrograms({ platform, uid, homeDirectory: folder }),
      },
    );
  const { version } = program;
  const found = { form: 'npm', program: file, version, problem: null, isRunning: false };
  expect(await find()).toEqual([expect.objectContaining(found)]);
  expect(await askVersion(file, folder)).toBe(version);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
  const server = await startAppServer({ ...program, path: file }, home);
  onTestFinished(() => server.stop());
  expect(await find()).toEqual([expect.objectContaining({ ...found, isRunning: true })]);
});
