// Tests of what people install: packages are made once, looked into, and the packaged app is started
// on a private desktop. By hand: npx playwright test -c e2e/package/playwright.config.ts.

import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.package.ts',
  globalSetup: './make.ts',
  outputDir: '../../out/test-results-package',
  workers: 1,
  // Why so long: no test is about its own time, and machines are busy.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [['dot'], ['json']],
});
