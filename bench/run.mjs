// `npm run bench`: Plimsoll beside the emptiest Electron menu-bar app, in one run on one machine.
// Prints a table on stderr and one JSON object on stdout. Measures; never judges.
//   node bench/run.mjs [--pairs N] [--quick] [--app FOLDER] [--no-build]
// --app measures another build of Plimsoll, as it is; --quick is for trying the bench itself.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDesktop } from '../scripts/desktop.mjs';
import { ensureElectron } from '../scripts/electron-runtime.mjs';
import { formatActivityRows, measureActivity } from './activity/measure.mjs';
import { measureStall } from './activity/stall.mjs';
import { formatTable, summarize } from './figures.mjs';
import { measurePollCost } from './poll-cost.mjs';
import { measurePublishCost } from './publish-cost.mjs';
import { longRound, shortRound, takeSeat } from './rounds.mjs';
import { openStandIn } from './stand-in.mjs';
import { watchTray } from './tray-watch.mjs';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const FULL = { pairs: 7, idleMs: 60_000 };
const QUICK = { pairs: 3, idleMs: 10_000 };
/** Each start polls, and the app's own budget is 30 requests an hour: beyond it starts differ. */
const MAX_PAIRS = 20;
/** Would change what the app does, or what Electron is. */
const UNWANTED = ['PLIMSOLL_PACE', 'PLIMSOLL_LOG', 'ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS'];

const note = (line) => process.stderr.write(`bench: ${line}\n`);

function readOptions() {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      app: { type: 'string', default: ROOT },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const base = values.quick ? QUICK : FULL;
  const pairs = values.pairs === undefined ? base.pairs : Number(values.pairs);
  if (!(Number.isInteger(pairs) && pairs >= 1 && pairs <= MAX_PAIRS))
    throw new Error(`--pairs wants a whole number from 1 to ${MAX_PAIRS}`);
  const app = path.resolve(values.app);
  return {
    ...base,
    quick: values.quick,
    pairs,
    app,
    build: !values['no-build'] && app === path.resolve(ROOT),
  };
}

function buildApp() {
  note('building the app …');
  const program = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const built = spawnSync(process.execPath, [program, 'build'], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed\n${built.stdout}${built.stderr}`);
}

async function measurePairs({ apps, count }) {
  const seat = await takeSeat({ startDesktop, watchTray });
  try {
    const pairs = [];
    // The first pair only warms the caches of disk and apps.
    for (let pair = 0; pair <= count; pair += 1) {
      note(
        pair === 0 ? 'starts and clicks: warm-up …' : `starts and clicks: ${pair} of ${count} …`,
      );
      const plimsoll = await shortRound({ app: apps.plimsoll, seat });
      const rival = await shortRound({ app: apps.rival, seat });
      if (pair > 0) pairs.push({ plimsoll, rival });
    }
    return pairs;
  } finally {
    await seat.leave();
  }
}

async function measureIdle({ apps, standIn, idleMs }) {
  const seats = await Promise.all([0, 1].map(() => takeSeat({ startDesktop, watchTray })));
  const [ours, theirs] = seats;
  try {
    note(`idle for ${idleMs / 1000} s, both at once …`);
    const [plimsoll, rival] = await Promise.all([
      longRound({ app: apps.plimsoll, seat: ours, idleMs, standIn }),
      longRound({ app: apps.rival, seat: theirs, idleMs }),
    ]);
    return { plimsoll, rival };
  } finally {
    await Promise.all(seats.map((seat) => seat.leave()));
  }
}

async function main() {
  const options = readOptions();
  const { exe, version } = await findElectron();
  if (options.build) buildApp();
  for (const name of UNWANTED) delete process.env[name];
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const standIn = await openStandIn({ root: ROOT, folder });
  try {
    const rivalFolder = path.join(ROOT, 'bench/rival');
    const apps = {
      plimsoll: { electron: exe, folder: options.app, env: standIn.env },
      rival: { electron: exe, folder: rivalFolder, env: {} },
    };
    const pairs = await measurePairs({ apps, count: options.pairs });
    const long = await measureIdle({ apps, standIn, idleMs: options.idleMs });
    const { figures, ratios, rows: appRows } = summarize({ pairs, long, idleMs: options.idleMs });
    process.stderr.write(`\n${formatTable(appRows)}\n\n`);
    note('publishing auth.json …');
    const publish = await measurePublishCost({ root: ROOT });
    note('polls with and without recovery …');
    const poll = await measurePollCost({ root: ROOT });
    const activity = await measureActivity({ root: ROOT, quick: options.quick, note });
    const app = { electron: exe, app: options.app, home: standIn.env };
    const stall = await measureStall({ root: ROOT, quick: options.quick, note, ...app });
    activity.rows.push(...stall.rows);
    activity.figures.stall = stall.figures;
    process.stderr.write(`\n${formatActivityRows(activity.rows)}\n\n`);
    const rows = Object.fromEntries(activity.rows.map(({ name, value }) => [name, value]));
    const output = {
      electron: version,
      figures: { ...figures, publish, poll, activity: activity.figures },
      ratios: { ...ratios, pollWithRecovery: poll.ratio, ...rows },
    };
    process.stdout.write(`${JSON.stringify(output, null, 2)}\n`);
  } finally {
    await standIn.close();
  }
}

/** ELECTRON_EXEC_PATH, as the run script sets it, else whichever the project would run. */
async function findElectron() {
  const given = process.env.ELECTRON_EXEC_PATH;
  if (given === undefined || given === '') return ensureElectron({ root: ROOT, log: note });
  const file = path.join(path.dirname(given), 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : null;
  return { exe: given, version };
}

// Leaving by process.exit ends the apps and the desktops, whose owners listen for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
await main().then(
  () => process.exit(0),
  (error) => {
    note(`could not measure: ${error instanceof Error ? error.stack : error}`);
    process.exit(1);
  },
);
