// Unit, property and contract tests on plain Node; what needs Electron is in playwright.config.ts.
// Run by npm test; one file: npx vitest run main/core/schedule.test.ts.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{main,preload,renderer,scripts,bench,e2e}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Why so long: a virtual month on a busy machine; no test is about its own time.
    testTimeout: 120_000,
    // Why: two cores; more workers only take turns.
    maxWorkers: 2,
  },
});
