// The app's own counting in a process of its own; bundled with it, then run by node.
//   count CODEX-HOME INDEX-HOME|-        a whole count, as the command makes it, printed as JSON
//   unchanged CODEX-HOME INDEX-HOME      refreshes without news, and bare walks of the same tree, in turn
//   today CODEX-HOME                     the first scan until today's row is there

import { readdirSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createActivityCounter } from '../../main/codex/activity/counter.ts';
import { createIndexFile } from '../../main/codex/activity/index-file.ts';
import { FOLDERS, NOW_MS } from './corpora.mjs';

const MOMENT = { nowMs: NOW_MS, timeZone: 'UTC' };
const DAYS = 1_000;
const ROUNDS = 15;

const [mode, codexHome, plimsollHome] = process.argv.slice(2);

export function openCounter({ codexHome, plimsollHome }) {
  const index = plimsollHome === null ? null : createIndexFile({ codexHome, plimsollHome });
  const counter = createActivityCounter({ codexHome, index });
  return {
    counters: counter.counters,
    refresh() {
      for (const _ of counter.refresh(MOMENT));
    },
    report: () => counter.report({ ...MOMENT, days: DAYS }),
    /** The ms until today's row is made; the rest is left. */
    untilToday() {
      const startedAt = performance.now();
      for (const { isTodayCounted, doneBytes, totalBytes } of counter.refresh(MOMENT)) {
        if (!isTodayCounted) continue;
        counter.spans(MOMENT, { doneBytes, totalBytes });
        break;
      }
      return performance.now() - startedAt;
    },
  };
}

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(file);
    else statSync(file);
  }
}

function compareUnchanged() {
  const counter = openCounter({ codexHome, plimsollHome });
  counter.refresh();
  const before = counter.counters();
  const rounds = [];
  for (let round = -3; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    counter.refresh();
    const refreshedAt = performance.now();
    for (const folder of FOLDERS) walk(`${codexHome}/${folder}`);
    const walkedAt = performance.now();
    const one = { refreshMs: refreshedAt - startedAt, walkMs: walkedAt - refreshedAt };
    if (round >= 0) rounds.push(one);
  }
  return { rounds, bytesWritten: counter.counters().bytesWritten - before.bytesWritten };
}

function answer() {
  if (mode === 'unchanged') return compareUnchanged();
  const counter = openCounter({
    codexHome,
    plimsollHome: plimsollHome === '-' ? null : plimsollHome,
  });
  if (mode === 'today') return { todayMs: counter.untilToday() };
  counter.refresh();
  return counter.report();
}

if (codexHome !== undefined) process.stdout.write(`${JSON.stringify(answer())}\n`);
