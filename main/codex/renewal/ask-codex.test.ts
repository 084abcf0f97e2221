// Facts about starting the installed Codex: it is given the time to save, and only what it needs.

import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../../testing/place.ts';
import { createCodexFinder } from '../programs/codex-finder.ts';
import { askCodex } from './ask-codex.ts';

async function installed(script: string, env: Record<string, string> = {}) {
  const place = await makePlace({ onTestFinished });
  await place.writeAuth('{"old":true}');
  const bin = path.join(place.folder, 'bin');
  await mkdir(bin, { mode: 0o755 });
  const program = path.join(bin, 'codex');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const context = {
    env: { PATH: `${bin}:${process.env.PATH}`, ...env },
    homeDirectory: place.folder,
    codexHome: place.codexHome,
  };
  const ask = (paths: string = context.env.PATH) => {
    const where = { env: { ...context.env, PATH: paths }, homeDirectory: place.folder };
    const finder = createCodexFinder({
      ...where,
      platform: process.platform,
      arch: process.arch,
      uid: process.getuid?.() ?? null,
      root: place.folder,
    });
    return askCodex({ ...context, finder });
  };
  return { ...place, bin, program, ask, paths: context.env.PATH };
}

// The story: an old Codex cuts the file before it writes it, and the cut counted as its having saved.
test('askCodex: ends no Codex that has cut the file and not yet written it', async () => {
  const script = `: > "$CODEX_HOME/auth.json"; sleep 1; printf '{"new":true}' > "$CODEX_HOME/auth.json"; sleep 30`;
  const { authFile, ask } = await installed(script);
  await ask();
  expect(await readFile(authFile, 'utf8')).toBe('{"new":true}');
}, 30_000);

test('askCodex: is no exception when the program cannot be started', async () => {
  const { program, ask } = await installed('exit 0');
  const handle = await open(program, 'r+');
  onTestFinished(() => handle.close());
  await expect(ask()).resolves.toBeUndefined();
});

test('askCodex: passes over a folder of that name', async () => {
  const { folder, authFile, ask, paths } = await installed(
    `printf '{"new":true}' > "$CODEX_HOME/auth.json"`,
  );
  const before = path.join(folder, 'before');
  await mkdir(path.join(before, 'codex'), { recursive: true, mode: 0o755 });
  await ask(`${before}:${paths}`);
  expect(await readFile(authFile, 'utf8')).toBe('{"new":true}');
});
