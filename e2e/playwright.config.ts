// Tests in real Electron, on a private desktop with a real tray and a real notification daemon.
// Nothing here reaches the internet or the person’s own files.

import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../out/test-results',
  // Why: two cores, and every test has a desktop and an Electron of its own.
  workers: 1,
  // Why so long: no test is about its own time, and machines are busy.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // Why one: a real desktop hiccups on a busy machine. check.mjs names whatever needed it.
  retries: 1,
  forbidOnly: true,
  // Why none: pictures are renewed by `npm run screenshots -- --baseline` alone.
  updateSnapshots: 'none',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  reporter: [['dot'], ['json']],
});
