// The deterministic simulation (reliability.md 9.2): `node out/e2e/simulation.js --seeds 20000`.
// Deals seeds out to workers, adds up what they found, and prints it; exits 0 only if all is well.

import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { missingCoverage } from './coverage.ts';
import { runMutants } from './mutants.ts';
import { runSeed, type SeedReport } from './run.ts';
import { inMacrotask } from './scheduler.ts';
import { printFailure } from './shrink.ts';
import { addUp, formatSums, type Sums } from './sums.ts';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly workers: number;
  /** Ends at the first failure. */
  readonly untilFailure: boolean;
  readonly mutants: string | null;
  readonly trace: boolean;
  /** Which invariants count; all if empty. */
  readonly only: readonly string[];
}

interface Share {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly untilFailure: boolean;
  readonly only: readonly string[];
}

const COVERAGE_SEEDS = 20_000;
const BATCH = 50;
const SHOWN_FAILURES = 3;

function readOptions(args: readonly string[]): Options {
  const given = (name: string): string | null => {
    const at = args.indexOf(name);
    return at < 0 ? null : (args[at + 1] ?? '');
  };
  const numberOf = (name: string, fallback: number): number => Number(given(name) ?? fallback);
  return {
    seeds: numberOf('--seeds', COVERAGE_SEEDS),
    from: numberOf('--from', 1),
    workers: numberOf('--workers', Math.max(1, availableParallelism())),
    untilFailure: args.includes('--until-failure'),
    mutants: args.includes('--mutants') ? (given('--mutants') ?? '') : null,
    trace: args.includes('--trace'),
    only: args.flatMap((arg, at) => (arg === '--only' ? [args[at + 1] ?? ''] : [])),
  };
}

/** Runs every step-th seed and answers in batches. */
async function work({ from, to, step, untilFailure, only }: Share): Promise<void> {
  Error.stackTraceLimit = 0;
  let batch: SeedReport[] = [];
  for (let seed = from; seed < to; seed += step) {
    const whole = await inMacrotask(() => runSeed(seed, { without: new Set(), trace: null }));
    const counts = (invariant: string): boolean => only.length === 0 || only.includes(invariant);
    const violations = whole.violations.filter(({ invariant }) => counts(invariant));
    const report = { ...whole, violations };
    batch.push(report);
    const failed = report.violations.length > 0;
    if (batch.length >= BATCH || failed) {
      parentPort?.postMessage(batch);
      batch = [];
    }
    if (failed && untilFailure) break;
  }
  parentPort?.postMessage(batch);
}

async function dealOut(options: Options): Promise<Sums> {
  const { seeds, from, workers, untilFailure, only } = options;
  const sums = addUp();
  const running = Array.from({ length: workers }, (_, at) => {
    const share: Share = { from: from + at, to: from + seeds, step: workers, untilFailure, only };
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    return { worker, over: until(worker, sums.add) };
  });
  if (untilFailure) {
    const failed = new Promise<void>((resolve) => {
      sums.onFailure = () => resolve();
    });
    await Promise.race([failed, Promise.all(running.map(({ over }) => over))]);
  } else {
    await Promise.all(running.map(({ over }) => over));
  }
  for (const { worker } of running) await worker.terminate();
  return sums.sums();
}

function until(worker: Worker, add: (report: SeedReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (batch: readonly SeedReport[]) => batch.forEach(add));
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.mutants !== null) {
    process.exitCode = (await runMutants(options.mutants)) ? 0 : 1;
    return;
  }
  if (options.trace) return inMacrotask(() => printFailure(options.from, null));
  const startedAtMs = performance.now();
  const sums = await dealOut(options);
  const tookMs = performance.now() - startedAtMs;
  console.log(formatSums(sums, tookMs));
  for (const { seed, violations } of sums.failed.slice(0, SHOWN_FAILURES)) {
    if (!options.untilFailure) await inMacrotask(() => printFailure(seed, violations[0] ?? null));
  }
  const missing = options.seeds >= COVERAGE_SEEDS ? missingCoverage(sums.coverage) : [];
  if (missing.length > 0) console.log(`not reached: ${missing.join('; ')}`);
  process.exitCode = sums.failed.length === 0 && missing.length === 0 ? 0 : 1;
}

if (isMainThread) await main();
else await work(workerData);
