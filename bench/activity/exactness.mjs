// Whether the counts are the truth: stores of several seeds, each grown step by step, counted by one
// counter that goes on, by one that begins with its index, and by one that has neither.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { makeSessions, readCorpus } from './corpora.mjs';

const STEPS = 3;
const GROW = '400K';
const NUMBERS = ['input', 'cached', 'output', 'reasoning', 'total', 'calls'];

/** { stores, steps, isExact, isAsRescanned, bytesAppended, bytesRead } */
export function measureExactness({ root, openCounter, seeds }) {
  const sum = { stores: 0, steps: 0, isExact: true, isAsRescanned: true };
  Object.assign(sum, { bytesAppended: 0, bytesRead: 0 });
  for (const seed of seeds) {
    const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-exact-'));
    try {
      growOne({ root, openCounter, seed, folder, sum });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    sum.stores += 1;
  }
  return sum;
}

function growOne({ root, openCounter, seed, folder, sum }) {
  const store = path.join(folder, 'codex');
  const plimsollHome = path.join(folder, 'plimsoll');
  makeSessions({ root, args: ['--out', store, '--profile', 'small', '--seed', String(seed)] });
  const lasting = openCounter({ codexHome: store, plimsollHome });
  let bytes = 0;
  for (let step = 0; step <= STEPS; step += 1) {
    if (step > 0)
      makeSessions({ root, args: ['--out', store, '--grow', GROW, '--step', `${step}`] });
    const { truth } = readCorpus(store);
    const before = lasting.counters().bytesRead;
    lasting.refresh();
    if (step > 0) {
      sum.bytesAppended += truth.bytes - bytes;
      sum.bytesRead += lasting.counters().bytesRead - before;
    }
    bytes = truth.bytes;
    const report = lasting.report();
    sum.isExact &&= isTrue(report, truth);
    for (const home of [plimsollHome, null]) {
      const anew = openCounter({ codexHome: store, plimsollHome: home });
      anew.refresh();
      sum.isAsRescanned &&= isDeepStrictEqual(anew.report(), report);
    }
    sum.steps += 1;
  }
}

/** By day and model; sessions and turns, of which the truth knows no days, in all. */
export function isTrue(report, truth) {
  const days = {};
  for (const { day, model, ...counts } of report.byDayModel) {
    const numbers = numbersOf(counts);
    // Days with turns only have no place in the truth.
    if (NUMBERS.every((name) => numbers[name] === 0)) continue;
    days[day] ??= {};
    days[day][model] = numbers;
  }
  return (
    isDeepStrictEqual(days, truth.days) &&
    isDeepStrictEqual(numbersOf(report.totals), numbersOf(truth.totals)) &&
    report.totals.turns === truth.turns &&
    report.recent.all === truth.sessions
  );
}

function numbersOf(counts) {
  return Object.fromEntries(NUMBERS.map((name) => [name, counts[name]]));
}
