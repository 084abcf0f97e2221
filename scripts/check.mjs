// `npm test` and `npm run test:interop`: their checks in turn, each counted, with one closing line
// "N passed, N failed".
// A later step runs although an earlier one failed, so that one run tells everything.

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';

/** Steps without a report of their own count as one test each. */
function steps(reports) {
  const unit = path.join(reports, 'unit.json');
  const desktop = path.join(reports, 'desktop.json');
  const packages = path.join(reports, 'packages.json');
  return [
    { name: 'format and lint', command: 'biome', args: ['check', '.'] },
    { name: 'types', command: 'tsc', args: ['-b'] },
    { name: 'types, older Electron', command: 'tsc', args: ['-p', 'tsconfig.electron33.json'] },
    { name: 'build', command: 'electron-vite', args: ['build', '--logLevel', 'warn'] },
    {
      name: 'build of the tests',
      command: 'vite',
      args: ['build', '-c', 'vite.e2e.config.ts', '--logLevel', 'warn'],
    },
    {
      name: 'unit tests',
      command: 'vitest',
      args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`],
      count: () => countUnit(unit),
    },
    {
      name: 'simulation',
      program: process.execPath,
      args: [path.join('out', 'e2e', 'simulation.js'), '--seeds', '20000'],
    },
    {
      name: 'desktop tests',
      command: 'playwright',
      args: ['test', '-c', 'e2e/playwright.config.ts'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: desktop },
      count: () => countDesktop(desktop),
    },
    {
      name: 'package tests',
      command: 'playwright',
      args: ['test', '-c', 'e2e/package/playwright.config.ts'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: packages },
      count: () => countDesktop(packages),
    },
  ];
}

function interopSteps(reports) {
  const interop = path.join(reports, 'interop.json');
  return [
    {
      name: 'tests against the real Codex',
      command: 'vitest',
      args: [
        ...['run', '-c', 'vitest.interop.config.ts'],
        ...['--reporter=default', '--reporter=json', `--outputFile.json=${interop}`],
      ],
      count: () => countUnit(interop),
    },
  ];
}

/** Runs all steps of `npm test`; resolves with whether everything passed. */
export function check({ root, env }) {
  return runSteps(steps, { root, env, reports: path.join(root, 'out', 'reports') });
}

/** Runs the steps of `npm run test:interop`; resolves with whether everything passed. */
export function checkInterop({ root, env }) {
  return runSteps(interopSteps, { root, env, reports: path.join(root, 'out', 'reports-interop') });
}

async function runSteps(stepsOf, { root, env, reports }) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const total = { passed: 0, failed: 0 };
  const failures = [];
  for (const step of stepsOf(reports)) {
    const counted = await runStep(step, { root, env });
    total.passed += counted.passed;
    total.failed += counted.failed;
    failures.push(...counted.names);
  }
  // Why once more: what a log keeps of a long run is its end.
  for (const failure of failures) console.log(`failed: ${failure}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0;
}

async function runStep(step, { root, env }) {
  const startedAtMs = Date.now();
  const command = step.program ?? path.join(root, 'node_modules', '.bin', step.command);
  const code = await run(command, step.args, { cwd: root, env: { ...env, ...step.env } });
  const own = { passed: code === 0 ? 1 : 0, failed: 0, names: [] };
  const counted = step.count ? step.count() : own;
  const isFailed = code !== 0 && counted.failed === 0;
  const { passed } = counted;
  const failed = counted.failed + (isFailed ? 1 : 0);
  const names = isFailed ? [...counted.names, `step "${step.name}"`] : counted.names;
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  console.log(`check: ${step.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  return { passed, failed, names };
}

function countUnit(file) {
  const report = readReport(file);
  if (report === null) return { passed: 0, failed: 1, names: [] };
  const skipped = report.numPendingTests + report.numTodoTests;
  // Why: a skipped test proves nothing, so it counts as failed.
  const names = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0] ?? ''}`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + skipped, names };
}

function countDesktop(file) {
  const report = readReport(file);
  if (report === null) return { passed: 0, failed: 1, names: [] };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const specs = report.suites.flatMap(specsOf);
  const named = ({ file, title }) => `${file}: ${title}`;
  for (const spec of specs) {
    const isFlaky = spec.tests.some(({ status }) => status === 'flaky');
    if (isFlaky) console.log(`check: passed at the second try only: ${named(spec)}`);
  }
  const names = specs.filter(({ ok }) => !ok).map(named);
  return { passed: expected + flaky, failed: unexpected + skipped, names };
}

function specsOf({ specs, suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The runner died before it could report.
    return null;
  }
}
