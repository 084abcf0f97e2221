// A store of session files with a known answer, made by the generator of the benchmarks: every trap of
// real stores is in it. Only tests import this.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ActivityReport } from '../core/activity/report-types.ts';

const GENERATOR = path.join(
  import.meta.dirname,
  '..',
  '..',
  'bench',
  'samples',
  'make-sessions.mjs',
);

/** The day after the last of any generated store. */
export const AFTER_ALL_MS = Date.parse('2026-07-15T12:00:00Z');

interface Truth {
  readonly sessions: number;
  readonly turns: number;
  readonly calls: number;
  readonly totals: object;
  readonly days: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** Makes a store; 40 files of about 4 MB in all. */
export function makeStore(folder: string, seed: number, files = 40): void {
  run(['--out', folder, '--files', String(files), '--size', '4M', '--days', '30'], seed);
}

/** Appends turns to the newest sessions; says how many bytes. */
export function growStore(folder: string, step: number): number {
  const said = run(['--out', folder, '--grow', '60K', '--step', String(step)], 1);
  // Why: the generator prints one object with it.
  return (JSON.parse(said) as { readonly added: number }).added;
}

function run(args: readonly string[], seed: number): string {
  return execFileSync(process.execPath, [GENERATOR, ...args, '--seed', String(seed)], {
    encoding: 'utf8',
  });
}

/** The answer to a store, in the shape of `answerOf`. */
export function truthOf(folder: string) {
  // Why: the generator writes it beside the store.
  const truth = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')) as Truth;
  const { sessions, turns, calls, totals, days } = truth;
  return { totals: { ...totals, sessions, turns, calls }, days };
}

/** What a report in UTC says, as the generator would say it. */
export function answerOf({ totals, byDayModel }: ActivityReport) {
  const days: Record<string, Record<string, object>> = {};
  for (const { day, model, sessions: _sessions, turns: _turns, ...sums } of byDayModel) {
    if (sums.calls > 0) days[day] = { ...days[day], [model]: sums };
  }
  return { totals, days };
}
