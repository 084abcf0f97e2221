// Tests of what people install: packages are made once, looked into, and the packaged app is started
// on a private desktop. By hand: npx playwright test -c e2e/package/playwright.config.ts.

import { defineConfig } from 'playwright/test';

/** They install for everybody, and make a network of their own. make.ts says when they are left out. */
const FOR_ROOT = ['install.package.ts', 'hosts.package.ts'];

export default defineConfig({
  testDir: '.',
  testMatch: '*.package.ts',
  testIgnore: process.getuid?.() === 0 ? [] : FOR_ROOT,
  globalSetup: './make.ts',
  outputDir: '../../out/test-results-package',
  workers: 1,
  // Why so long: no test is about its own time, and machines are busy.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // Why one: a real desktop hiccups on a busy machine. check.mjs names whatever needed it.
  retries: 1,
  forbidOnly: true,
  reporter: [['dot'], ['json']],
});
