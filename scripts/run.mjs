#!/usr/bin/env node
// Every script of package.json: does all the set-up that it needs, says what it does, then does it.
// Plain Node without packages, because it runs before they are there.

import path from 'node:path';
import { isHeadless, log, prepare } from './bootstrap.mjs';
import { run } from './processes.mjs';

const root = path.join(import.meta.dirname, '..');
const [task = 'start', ...rest] = process.argv.slice(2);

const TASKS = {
  build,
  start,
  demo,
  test,
  'test:interop': testInterop,
  simulate,
  bench,
  screenshots,
  package: pack,
};

try {
  const chosen = TASKS[task];
  if (chosen === undefined) throw new Error(`there is no script "${task}"`);
  process.exitCode = await chosen();
} catch (error) {
  log(error.message);
  process.exitCode = 1;
}

async function build() {
  const { env } = await prepare({ root, needs: 'modules' });
  return compile(env);
}

async function start() {
  const { electron, switches, env } = await prepare({ root, needs: 'app' });
  const code = await compile(env);
  if (code !== 0) return code;
  return withDisplay(env, (shown) =>
    run(electron.exe, [...switches, root, ...rest], { env: shown }),
  );
}

async function demo() {
  const isOnce = isHeadless() || rest.includes('--once');
  const { env } = await prepare({ root, needs: isOnce ? 'desktop' : 'app' });
  const code = (await compile(env)) || (await compileTests(env));
  if (code !== 0) return code;
  const args = [path.join(root, 'out', 'e2e', 'demo.js'), ...(isOnce ? ['--once'] : [])];
  return run(process.execPath, args, { env, cwd: root });
}

async function test() {
  const { env } = await prepare({ root, needs: 'packages' });
  const { check } = await import('./check.mjs');
  return (await check({ root, env })) ? 0 : 1;
}

async function testInterop() {
  const { env } = await prepare({ root, needs: 'keyring' });
  const { checkInterop } = await import('./check.mjs');
  return (await checkInterop({ root, env })) ? 0 : 1;
}

/** The simulation of recovery: `--seeds N`, or `--mutants`. */
async function simulate() {
  const { env } = await prepare({ root, needs: 'modules' });
  const code = await compileTests(env);
  if (code !== 0) return code;
  const program = path.join(root, 'out', 'e2e', 'simulation.js');
  return run(process.execPath, [program, ...rest], { env, cwd: root });
}

async function bench() {
  const { env } = await prepare({ root, needs: 'desktop' });
  const code = await compile(env);
  if (code !== 0) return code;
  return run(process.execPath, [path.join(root, 'bench', 'run.mjs'), ...rest], { env, cwd: root });
}

/** Every picture; with `--baseline`, those that the tests compare with. */
async function screenshots() {
  const { env } = await prepare({ root, needs: 'desktop' });
  const code = (await compile(env)) || (await compileTests(env));
  if (code !== 0) return code;
  const program = path.join(root, 'out', 'e2e', 'screenshots.js');
  return run(process.execPath, [program, ...rest], { env, cwd: root });
}

/** Distributables for this system. */
async function pack() {
  const { electron, env } = await prepare({ root, needs: 'app' });
  const code = await compile(env);
  if (code !== 0) return code;
  const { pack: makePackages } = await import('./package.mjs');
  return makePackages({ root, electron, env, rest });
}

function compile(env) {
  return run(bin('electron-vite'), ['build', '--logLevel', 'warn'], { env, cwd: root });
}

function compileTests(env) {
  return run(bin('vite'), ['build', '-c', 'vite.e2e.config.ts', '--logLevel', 'warn'], {
    env,
    cwd: root,
  });
}

function bin(name) {
  return path.join(root, 'node_modules', '.bin', name);
}

/** Runs on the person's own display, or on a private one where there is none. */
async function withDisplay(env, work) {
  if (process.platform !== 'linux') return work(env);
  const { startScreen } = await import('./desktop/screen.mjs');
  const screen = await startScreen(env);
  if (screen.note !== null) log(screen.note);
  try {
    return await work(screen.env);
  } finally {
    await screen.stop();
  }
}
