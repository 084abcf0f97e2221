// The tests against the real Codex program, by npm run test:interop; one file:
// npx vitest run -c vitest.interop.config.ts e2e/interop/rules.interop.ts.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/interop/**/*.interop.ts'],
    environment: 'node',
    globalSetup: ['e2e/interop/programs.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Why: two cores; Codex itself is what is waited for.
    maxWorkers: 2,
  },
});
