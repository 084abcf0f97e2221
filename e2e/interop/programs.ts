// Before the first test: the Codex programs are fetched, once, and handed to every test.
// Run by vitest; nothing but this file knows where they come from.

import { type CodexProgram, ensureCodexPrograms } from '../../scripts/codex-program.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    codexPrograms: readonly CodexProgram[];
  }
}

/** The part of vitest's project that is used here. */
interface Project {
  provide(key: 'codexPrograms', value: readonly CodexProgram[]): void;
}

export function setup(project: Project): void {
  const log = (text: string): void => console.error(`setup: ${text}`);
  project.provide('codexPrograms', ensureCodexPrograms({ log }));
}
