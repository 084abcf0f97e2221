// Types of codex-program.mjs for the tests that run the programs.

export interface CodexProgram {
  readonly path: string;
  readonly version: string;
}

export function ensureCodexPrograms(options: {
  readonly log: (text: string) => void;
}): readonly CodexProgram[];
