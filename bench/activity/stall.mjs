// What a cold scan of a big store costs the app that it runs in: how long the main loop is held up at
// most, and the memory that is added. Beside it the same click on the same app without a session.

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDesktop } from '../../scripts/desktop.mjs';
import { startApp } from '../contender.mjs';
import { median } from '../figures.mjs';
import { memory } from '../process-tree.mjs';
import { takeSeat } from '../rounds.mjs';
import { watchTray } from '../tray-watch.mjs';
import { ensureCorpus, FOLDERS } from './corpora.mjs';

const PROBE = path.join(import.meta.dirname, 'loop-probe.cjs');
const SETTLE_MS = 5_000;
const REST_MS = 600;
const LOOK_MS = 50;
const SCAN_LIMIT_MS = 60_000;
const ROUNDS = 3;

/** { rows, figures } as of measure.mjs; `home` is a signed-in Codex home without sessions. */
export async function measureStall({ root, electron, app, home, quick, note }) {
  const corpus = ensureCorpus({ root, profile: quick ? 'medium' : 'big', note });
  if (corpus === null) return { rows: [], figures: {} };
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    note(`a cold scan inside the app: ${round + 1} of ${ROUNDS} …`);
    rounds.push(await scanOnce({ electron, app, home, corpus }));
  }
  const of = (pick) => median(rounds.map(pick));
  const rows = [
    { name: 'activityStallMs', value: of(({ scan }) => scan.longestMs), must: 8, aim: 4 },
    {
      name: 'activityStallWithoutMs',
      value: of(({ quiet }) => quiet.longestMs),
      must: '',
      aim: '',
    },
    { name: 'activityMemoryMB', value: of(({ addedMB }) => addedMB), must: 50, aim: 25 },
  ];
  return { rows, figures: { rounds } };
}

/** The click of a popover that was open before: first without sessions, then with all of them. */
async function scanOnce({ electron, app, home, corpus }) {
  const seat = await takeSeat({ startDesktop, watchTray });
  const folder = mkdtempSync(path.join(home.CODEX_HOME, '..', 'stall-'));
  const probe = path.join(folder, 'probe.json');
  writeFileSync(path.join(folder, 'settings.json'), '{"welcomed": true}\n');
  const env = { ...home, PLIMSOLL_HOME: folder, PLIMSOLL_BENCH_PROBE: probe };
  const running = await startApp({ electron, folder: app, env, preload: PROBE, ...seat });
  const links = FOLDERS.map((name) => path.join(home.CODEX_HOME, name));
  const readProbe = () => askProbe(running.pid, probe);
  try {
    await sleep(SETTLE_MS);
    await seat.stopwatch.open();
    await sleep(SETTLE_MS);
    await shut(seat);
    const quiet = await openQuietly({ seat, running, readProbe });
    await sleep(SETTLE_MS);
    const before = memory(running.pid).bytes;
    for (const [at, name] of FOLDERS.entries())
      symlinkSync(path.join(corpus.folder, name), links[at]);
    process.kill(running.pid, 'SIGCONT');
    await seat.stopwatch.open();
    const peak = await peakUntilCounted(running.pid, path.join(folder, 'activity'));
    const scan = await readProbe();
    return { quiet, scan, addedMB: (peak - before) / 1e6 };
  } finally {
    await running.stop();
    for (const link of links) rmSync(link, { force: true });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    await seat.leave();
  }
}

async function openQuietly({ seat, running, readProbe }) {
  process.kill(running.pid, 'SIGCONT');
  await seat.stopwatch.open();
  await sleep(SETTLE_MS);
  const quiet = await readProbe();
  await shut(seat);
  return quiet;
}

async function shut({ stopwatch }) {
  await sleep(REST_MS);
  await stopwatch.shut();
  await sleep(REST_MS);
}

async function askProbe(pid, file) {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file)) await sleep(LOOK_MS);
  await sleep(LOOK_MS);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The count is over when its index has been written. */
async function peakUntilCounted(pid, indexFolder) {
  const endAt = performance.now() + SCAN_LIMIT_MS;
  let peak = 0;
  while (performance.now() < endAt) {
    peak = Math.max(peak, memory(pid).bytes);
    if (existsSync(indexFolder) && readdirSync(indexFolder).some(isWhole)) return peak;
    await sleep(LOOK_MS);
  }
  throw new Error('the app did not count the store in time');
}

function isWhole(name) {
  return name.endsWith('.index');
}
