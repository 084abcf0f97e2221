// The rows of local activity: the count beside `ccusage`, a native program, and beside `cat` of the same
// files, on a warm page cache; and what a count without news costs. Each row has what it must reach and
// what it aims at; nothing is judged.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importBundled } from '../bundled.mjs';
import { median } from '../figures.mjs';
import { ensureCorpus } from './corpora.mjs';
import { measureExactness } from './exactness.mjs';
import { costsInTurn, ratioOf } from './process-cost.mjs';
import { ensureRival, rivalCommand, rivalTotals } from './rival.mjs';

const MUST = {
  // Why no wall: the start of any program is a fourth of what reading the medium store takes.
  medium: { cold: [0.48, 0.4], warm: [0.12, 0.085], wall: ['', ''] },
  big: { cold: [0.35, 0.28], warm: [0.05, 0.025], wall: [1.3, 1] },
};

/** { rows, figures }; a row is { name, value, must, aim }. */
export async function measureActivity({ root, quick, note }) {
  const { openCounter } = await importBundled({ root, entry: 'bench/activity/count.mjs' });
  const rival = ensureRival({ note });
  note('counting generated stores …');
  const exact = measureExactness({ root, openCounter, seeds: quick ? [1, 2] : [1, 2, 3, 4, 5] });
  const rows = [
    row('activityExact', Number(exact.isExact && exact.isAsRescanned), 1, 1),
    row('activityBytesReadOverAppended', exact.bytesRead / exact.bytesAppended, 1.05, 1),
  ];
  const figures = { exact };
  for (const profile of quick ? ['medium'] : ['medium', 'big']) {
    const corpus = ensureCorpus({ root, profile, note });
    if (corpus === null) continue;
    const measured = measureStore({ root, corpus, profile, rival, pairs: quick ? 2 : 5, note });
    rows.push(...measured.rows);
    figures[profile] = measured.figures;
  }
  return { rows, figures };
}

const row = (name, value, must, aim) => ({ name, value, must, aim });

function measureStore({ root, corpus, profile, rival, pairs, note }) {
  note(`counting the ${profile} store beside the rival …`);
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-activity-'));
  try {
    const home = path.join(folder, 'plimsoll');
    const env = { TZ: 'UTC', HOME: folder, CODEX_HOME: corpus.folder, PLIMSOLL_HOME: home };
    const words = ['activity', '--json', '--days', '1000', '--by', 'day,model'];
    const ours = [process.execPath, path.join(root, 'out/main/cli.js'), ...words];
    const theirs = rivalCommand({ program: rival, corpus, home: folder });
    const commands = {
      theirs,
      cold: { env, argv: [...ours, '--no-index'] },
      warm: { env, argv: ours },
      cat: { env, argv: ['cat', ...corpus.files] },
    };
    const costs = costsInTurn({ commands, pairs });
    const cpu = ({ cpuMs }) => cpuMs;
    const wall = ({ wallMs }) => wallMs;
    const cold = ratioOf(costs.cold, costs.theirs, cpu);
    const warm = ratioOf(costs.warm, costs.theirs, cpu);
    const read = ratioOf(costs.cold, costs.cat, wall);
    const inside = measureInside({ root, corpus, home });
    const { cold: coldMust, warm: warmMust, wall: wallMust } = MUST[profile];
    const title = profile[0].toUpperCase() + profile.slice(1);
    const rows = [
      row(`activityCold${title}CpuOverRival`, cold.ratio, ...coldMust),
      row(`activityCold${title}WallOverCat`, read.ratio, ...wallMust),
      row(`activityWarm${title}CpuOverRival`, warm.ratio, ...warmMust),
      row(`activityUnchanged${title}OverWalk`, inside.unchangedOverWalk, 1.4, 1),
      row(`activityUnchanged${title}BytesWritten`, inside.bytesWritten, 0, 0),
      row(`activityToday${title}Ms`, inside.todayMs, 80, 45),
      row(`activityIndex${title}BytesPerFile`, indexBytes(home) / corpus.files.length, 1024, 300),
    ];
    const rivalSaid = rivalTotals(theirs);
    return { rows, figures: { cold, warm, read, inside, rivalSaid, truth: corpus.truth.totals } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, so that no other row warms or fills it. */
function measureInside({ root, corpus, home }) {
  const program = path.join(root, 'out/bench/count.mjs.js');
  const run = (...args) => {
    const ran = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`the count failed\n${ran.stderr}`);
    return JSON.parse(ran.stdout);
  };
  const { rounds, bytesWritten } = run('unchanged', corpus.folder, home);
  const today = Array.from({ length: 5 }, () => run('today', corpus.folder, '-').todayMs);
  return {
    unchangedOverWalk: median(rounds.map(({ refreshMs, walkMs }) => refreshMs / walkMs)),
    refreshMs: median(rounds.map(({ refreshMs }) => refreshMs)),
    bytesWritten,
    todayMs: median(today),
  };
}

function indexBytes(home) {
  const folder = path.join(home, 'activity');
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

/** The rows for people. */
export function formatActivityRows(rows) {
  const cells = [
    ['', 'is', 'must', 'aim'],
    ...rows.map(({ name, value, must, aim }) => [name, value.toFixed(3), `${must}`, `${aim}`]),
  ];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...cells.map((line) => line[at].length)));
  return cells
    .map(([name, ...rest]) =>
      [name.padEnd(widths[0]), ...rest.map((cell, at) => cell.padStart(widths[at + 1]))].join('  '),
    )
    .join('\n');
}
