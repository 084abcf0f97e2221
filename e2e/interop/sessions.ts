// Where the real Codex works: sessions begun, gone on with and forked in a throwaway home, against a model
// on the loopback. Tells what each step cost, and leaves the session files as Codex writes them.

import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import { runCodex } from './codex.ts';
import { type Model, type Spent, startModel } from './model.ts';
import { openStage, type Stage } from './stage.ts';

export interface Step {
  /** What the model answered in this step, one by one. */
  readonly spent: readonly Spent[];
  /** The session that this step was in. */
  readonly id: string;
}

export interface SessionStage extends Stage {
  readonly model: Model;
  /** A new session with one turn. */
  session(): Promise<Step>;
  /** One more turn in that session. */
  resume(id: string): Promise<Step>;
  /** A new session out of that one, with one turn of its own. */
  fork(id: string): Promise<Step>;
  /** All session files, by their names. */
  files(): readonly string[];
}

/** Whether that Codex can fork without a person at its screen. */
export async function canFork(program: CodexProgram, { home }: Stage): Promise<boolean> {
  const { output } = await runCodex(program, home, ['exec', '--help']);
  return /^\s+fork\s/m.test(output);
}

export async function openSessionStage(program: CodexProgram): Promise<SessionStage> {
  const stage = await openStage();
  const model = await startModel();
  stage.own({ stop: model.close });
  const { home } = stage;
  appendFileSync(path.join(home.folder, 'config.toml'), `openai_base_url = "${model.baseUrl}"\n`);
  const files = (): readonly string[] => filesBelow(path.join(home.folder, 'sessions'));

  async function run(args: readonly string[], known: string | null): Promise<Step> {
    const [answered, before] = [model.answers.length, files()];
    const { code, output } = await runCodex(program, home, ['exec', ...FLAGS, ...args]);
    if (code !== 0) throw new Error(`codex ${args[0]}: ${output}`);
    const made = files().find((file) => !before.includes(file));
    return {
      spent: model.answers.slice(answered),
      id: known ?? idOf(made ?? ''),
    };
  }

  return {
    ...stage,
    model,
    session: () => run(['hello'], null),
    resume: (id) => run(['resume', id, 'go on'], id),
    fork: (id) => run(['fork', id, 'another way'], null),
    files,
  };
}

const FLAGS = ['--skip-git-repo-check', '--color', 'never'];

/** Source: codex-protocol.md §10: the name ends with the session's id. */
function idOf(file: string): string {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.jsonl$)/.exec(file)?.[0];
  if (id === undefined) throw new Error(`no session file was made: "${file}"`);
  return id;
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => path.join(folder, name))
      .toSorted();
  } catch {
    // No session was begun yet.
    return [];
  }
}
