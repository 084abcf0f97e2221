// Which Codex is started to renew a sign-in: looked for once and remembered, because the usual places
// are many; looked for again once it is gone or could not be started. Starts nothing.

import { stat } from 'node:fs/promises';
import { findProgram, type InstallationContext } from './installations.ts';

export interface CodexFinder {
  /** Its absolute path; null if there is none that may be started, and that is not remembered. */
  find(): Promise<string | null>;
  /** It could not be started: the next look is a fresh one. */
  forget(): void;
}

export function createCodexFinder(context: InstallationContext): CodexFinder {
  let known: { readonly program: string; readonly mark: string } | null = null;
  return {
    async find() {
      if (known !== null && (await markOf(known.program)) === known.mark) return known.program;
      const program = await findProgram(context);
      const mark = program === null ? null : await markOf(program);
      known = program === null || mark === null ? null : { program, mark };
      return known?.program ?? null;
    },
    forget() {
      known = null;
    },
  };
}

/** What must be as it was for a program to be trusted still: the file, its owner and its mode. */
async function markOf(program: string): Promise<string | null> {
  const found = await stat(program).catch(() => null);
  return found === null ? null : [found.ino, found.mtimeMs, found.uid, found.mode].join(' ');
}
