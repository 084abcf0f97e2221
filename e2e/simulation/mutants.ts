// Proof that the simulation sees: each edit below takes one mechanism out of the real code, and some
// seed must break an invariant for it. Copies the sources, edits the copy, bundles and runs it.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './mutation.ts';
import { SAVING_MUTANTS } from './mutations-saving.ts';
import { SENDING_MUTANTS } from './mutations-sending.ts';

const ROOT = process.cwd();
const WORKSHOP = path.join(ROOT, 'out/mutants');
const TSCONFIG = '{ "compilerOptions": { "target": "ES2023", "module": "ESNext" } }';
const SEEDS = 5_000;
const BUILD_ERROR_CHARS = 600;
/** What the simulation is made of, from the root. */
const SOURCES = [
  'main/core',
  'main/codex',
  'main/monitor.ts',
  'main/poll-timer.ts',
  'e2e/simulation',
  'e2e/stand-in',
];

/** Runs each mutant, or those whose name contains the text; says whether all were caught. */
export async function runMutants(only: string): Promise<boolean> {
  const chosen = [...SAVING_MUTANTS, ...SENDING_MUTANTS].filter(({ name }) => name.includes(only));
  let caught = 0;
  for (const mutant of chosen) {
    const problem = prepare(mutant);
    const found = problem ?? (await hunt(mutant));
    if (found.isCaught) caught += 1;
    console.log(`${found.isCaught ? 'caught' : 'NOT CAUGHT'}  ${mutant.name}: ${found.how}`);
  }
  rmSync(WORKSHOP, { recursive: true, force: true });
  console.log(`${caught} passed, ${chosen.length - caught} failed`);
  return caught > 0 && caught === chosen.length;
}

interface Found {
  readonly isCaught: boolean;
  readonly how: string;
}

/** Copies and edits; answers only if the source no longer holds what the mutant replaces. */
function prepare({ edits }: Mutant): Found | null {
  rmSync(WORKSHOP, { recursive: true, force: true });
  for (const source of SOURCES) {
    const target = path.join(WORKSHOP, source);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(path.join(ROOT, source), target, { recursive: true });
  }
  // Why: the bundler looks for these, and the real ones refer to folders that are not copied.
  for (const folder of ['.', 'main', 'main/core', 'e2e']) {
    writeFileSync(path.join(WORKSHOP, folder, 'tsconfig.json'), TSCONFIG);
  }
  for (const { file, find, replace } of edits) {
    const target = path.join(WORKSHOP, file);
    const text = readFileSync(target, 'utf8');
    if (!text.includes(find)) return { isCaught: false, how: `${file} does not hold: ${find}` };
    writeFileSync(
      target,
      text.replace(find, () => replace),
    );
  }
  return null;
}

async function hunt({ invariants }: Mutant): Promise<Found> {
  const bundle = path.join(WORKSHOP, 'out');
  const built = await run('node', [
    path.join(ROOT, 'node_modules/vite/bin/vite.js'),
    ...['build', WORKSHOP, '--ssr', 'e2e/simulation/main.ts', '--outDir', bundle],
    ...['--logLevel', 'error', '--minify', 'false'],
  ]);
  if (built.code !== 0)
    return { isCaught: false, how: `does not build: ${built.output.slice(0, BUILD_ERROR_CHARS)}` };
  const hunted = await run('node', [
    path.join(bundle, 'main.js'),
    ...[
      '--seeds',
      `${SEEDS}`,
      '--until-failure',
      ...invariants.flatMap((name) => ['--only', name]),
    ],
  ]);
  const lines = hunted.output.split('\n');
  const failed = lines.find((line) => /^ {2}seed \d+:/.test(line)) ?? null;
  if (failed !== null) return { isCaught: true, how: failed.trim() };
  return { isCaught: false, how: lines[0] ?? 'it said nothing' };
}

function run(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}
