// The setting that lets Codex renew: the real program is started once, renews by its own rules, and is
// gone afterwards. Whatever comes of it, we exchange nothing.

import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createCodexFinder } from '../../main/codex/programs/codex-finder.ts';
import { askCodex } from '../../main/codex/renewal/ask-codex.ts';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import { createOurs } from './ours.ts';
import { openStage } from './stage.ts';

const STALE = { firstAccessLifetimeMs: -1_000 } as const;

/** A home in which Codex is found on the PATH, as a person's is. */
async function stageWith(program: CodexProgram) {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const { home, standIn } = stage;
  const bin = path.join(home.folder, 'bin');
  mkdirSync(bin, { mode: 0o755 });
  symlinkSync(program.path, path.join(bin, 'codex'));
  const env = { ...home.env, PATH: `${bin}${path.delimiter}${home.env.PATH}` };
  const { platform, arch } = process;
  const uid = process.getuid?.() ?? null;
  const where = { env, homeDirectory: home.folder, root: home.folder };
  const finder = createCodexFinder({ ...where, platform, arch, uid });
  const ask = () =>
    askCodex({
      env,
      homeDirectory: home.folder,
      codexHome: home.folder,
      finder,
    });
  const ours = createOurs({ home, standIn, askCodex: ask });
  stage.own({ stop: async () => ours.close() });
  return { ...stage, ours };
}

/** Command lines of everything that still runs out of that home. */
function stillRunning(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')))
    .filter((line) => line.includes(folder));
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    // It ended in between.
    return '';
  }
}

function theNewest(): CodexProgram {
  const [newest] = inject('codexPrograms');
  if (newest === undefined) throw new Error('there is no Codex program');
  return newest;
}

describe('Codex, asked to renew', () => {
  test.each(inject('codexPrograms'))('renews once, saves and ends: $version', async (program) => {
    const stage = await stageWith(program);
    stage.signIn(STALE);
    const outcome = await stage.ours.poll({ force: false, onceMore: false });
    expect(outcome.result.ok).toBe(true);
    expect(outcome.recovery.map(({ step, outcome: how }) => `${step} ${how}`)).toEqual([
      'reload unchanged',
      'ask-codex renewed',
    ]);
    expect(stage.exchanges()).toEqual(['Codex refresh#1']);
    expect(stage.file()).toMatchObject({ refresh: 'refresh#2', access: stage.lastUsageToken() });
    expect(stillRunning(stage.home.folder)).toEqual([]);
  });

  test('that is refused is told as such, and we exchange nothing either', async () => {
    const stage = await stageWith(theNewest());
    const { refreshToken } = stage.signIn(STALE);
    stage.standIn.rotateAsCodex(refreshToken);
    const before = stage.home.read();
    const outcome = await stage.ours.poll({ force: false, onceMore: false });
    expect(outcome.result).toMatchObject({
      ok: false,
      failure: { kind: 'sign-in-required', reason: 'not-renewed' },
    });
    expect(stage.exchanges().filter((by) => by.startsWith('Plimsoll'))).toEqual([]);
    expect(stage.home.read()).toBe(before);
    expect(stillRunning(stage.home.folder)).toEqual([]);
  });
});
