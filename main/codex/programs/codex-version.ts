// Asks a native Codex program for its version, the only thing that is ever started to find one. Fixed
// arguments, no shell, few variables, little time; and a home that cannot exist, so that it writes nothing.

import { execFile } from 'node:child_process';
import { readVersion } from '../../core/codex-programs.ts';
import { SECOND_MS } from '../../core/time.ts';

/** Source: codex-cli 0.144 to 0.169, observed: 15 ms, 2 s when the program is read for the first time. */
const ANSWER_LIMIT_MS = 5 * SECOND_MS;
const ANSWER_MAX_BYTES = 64 * 1024;

/** Null if it does not say. The caller has seen to it that the program is safe to start. */
export function askVersion(program: string, homeDirectory: string): Promise<string | null> {
  const options = {
    cwd: homeDirectory,
    // Why below the program: Codex puts helper programs into a home that is there, even for this
    // question; nothing can be below a file. Source: codex-cli 0.144 to 0.169, observed.
    env: { PATH: process.env.PATH, HOME: homeDirectory, CODEX_HOME: `${program}/none` },
    timeout: ANSWER_LIMIT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: ANSWER_MAX_BYTES,
    shell: false,
    windowsHide: true,
  } as const;
  return new Promise((resolve) => {
    try {
      execFile(program, ['--version'], options, (error, stdout) => {
        resolve(error === null ? readVersion(stdout) : null);
      });
    } catch {
      // It is being replaced by a newer one, for example.
      resolve(null);
    }
  });
}
