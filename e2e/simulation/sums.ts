// What many seeds add up to: the targets of reliability.md 9.2, as numbers and as a page to print.
// Only adds and prints; what counts as broken is decided in invariants.ts.

import { SITUATIONS } from './coverage.ts';
import type { SeedReport } from './run.ts';

const RARE = 5;

export interface Sums {
  readonly seeds: number;
  readonly steps: number;
  readonly failed: readonly Pick<SeedReport, 'seed' | 'violations'>[];
  readonly failures: ReadonlyMap<string, number>;
  readonly coverage: ReadonlyMap<string, number>;
  /** Bad ends that the control does not share, by what explains them. */
  readonly rows: ReadonlyMap<string, number>;
  readonly healthy: { readonly seeds: number; readonly rows: ReadonlyMap<string, number> };
  readonly badControls: number;
  readonly lostInStep8: number;
  readonly presentations: number;
}

export interface Adder {
  add(report: SeedReport): void;
  sums(): Sums;
  onFailure: (() => void) | null;
}

export function addUp(): Adder {
  const failed: SeedReport[] = [];
  const failures = new Map<string, number>();
  const coverage = new Map<string, number>();
  const rows = new Map<string, number>();
  const healthyRows = new Map<string, number>();
  const counts = { seeds: 0, steps: 0, healthy: 0, badControls: 0, lost: 0, presentations: 0 };
  const adder: Adder = {
    onFailure: null,
    add(report) {
      counts.seeds += 1;
      counts.steps += report.steps;
      counts.lost += report.lostInStep8;
      counts.presentations = Math.max(counts.presentations, report.presentations);
      if (report.isHealthy) counts.healthy += 1;
      for (const situation of report.coverage) count(coverage, situation);
      if (report.controlVerdict !== null && report.controlVerdict !== 'good')
        counts.badControls += 1;
      if (report.controlVerdict === 'good') {
        const row = report.row ?? 'UNEXPLAINED';
        count(rows, row);
        if (report.isHealthy) count(healthyRows, row);
      }
      if (report.violations.length === 0) return;
      failed.push(report);
      for (const { invariant, note } of report.violations) count(failures, `${invariant}: ${note}`);
      adder.onFailure?.();
    },
    sums: () => ({
      seeds: counts.seeds,
      steps: counts.steps,
      failed: failed.toSorted((a, b) => a.seed - b.seed),
      failures,
      coverage,
      rows,
      healthy: { seeds: counts.healthy, rows: healthyRows },
      badControls: counts.badControls,
      lostInStep8: counts.lost,
      presentations: counts.presentations,
    }),
  };
  return adder;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function formatSums(sums: Sums, tookMs: number): string {
  const { seeds, steps, healthy, failures, failed } = sums;
  const perSecond = Math.round((seeds * 1000) / tookMs);
  return [
    `${seeds} seeds, ${steps} steps in ${(tookMs / 1000).toFixed(1)} s (${perSecond} seeds a second)`,
    `log-outs caused by us, healthy network and no crashes (${healthy.seeds} seeds):`,
    ...lines(healthy.rows),
    'log-outs that the control does not have, all seeds:',
    ...lines(sums.rows),
    `  (bad without us as well: ${sums.badControls})`,
    `delivered tokens lost inside the journal write: ${sums.lostInStep8}`,
    `situations reached fewer than ${RARE} times: ${rare(sums.coverage)}`,
    `most presentations of one token: ${sums.presentations} (target: at most 1)`,
    `seeds that broke an invariant: ${failed.length}`,
    ...lines(failures),
    ...failed.slice(0, 40).map(({ seed, violations }) => `  seed ${seed}: ${violations[0]?.note}`),
  ].join('\n');
}

/** What is about to be missed, so that it can be made more frequent in time. */
function rare(coverage: ReadonlyMap<string, number>): string {
  const seldom = SITUATIONS.filter((situation) => (coverage.get(situation) ?? 0) < RARE);
  return seldom.map((situation) => `${situation} (${coverage.get(situation) ?? 0})`).join(', ');
}

function lines(counts: ReadonlyMap<string, number>): readonly string[] {
  if (counts.size === 0) return ['  none'];
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([key, times]) => `  ${times} × ${key}`);
}
