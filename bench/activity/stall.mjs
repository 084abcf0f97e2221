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
const MEMORY_ROUNDS = 2;

/** { rows, figures } as of measure.mjs; `home` is a signed-in Codex home without sessions. */
export async function measureStall({ root, electron, app, home, quick, note }) {
  const corpus = ensureCorpus({ root, profile: quick ? 'medium' : 'big', note });
  if (corpus === null) return { rows: [], figures: {} };
  const repeat = async (times, title, measure) => {
    const seen = [];
    while (seen.length < times) {
      note(`${title}: ${seen.length + 1} of ${times} …`);
      seen.push(await scanOnce({ electron, app, home, corpus }, measure));
    }
    return seen;
  };
  const rounds = await repeat(ROUNDS, 'a cold scan inside the app', measureLoop);
  const added = await repeat(MEMORY_ROUNDS, 'its memory', measureMemory);
  const of = (pick) => median(rounds.map(pick));
  const rows = [
    { name: 'activityStallMs', value: of(({ scan }) => scan.longestMs), must: 8, aim: 4 },
    {
      name: 'activityStallWithoutMs',
      value: of(({ quiet }) => quiet.longestMs),
      must: '',
      aim: '',
    },
    { name: 'activityMemoryMB', value: median(added), must: 50, aim: 25 },
  ];
  return { rows, figures: { rounds, added } };
}

/** An app whose popover was open before, and that has no sessions yet. */
async function scanOnce({ electron, app, home, corpus }, measure) {
  const seat = await takeSeat({ startDesktop, watchTray });
  const folder = mkdtempSync(path.join(home.CODEX_HOME, '..', 'stall-'));
  const probe = path.join(folder, 'probe.json');
  writeFileSync(path.join(folder, 'settings.json'), '{"welcomed": true}\n');
  const env = { ...home, PLIMSOLL_HOME: folder, PLIMSOLL_BENCH_PROBE: probe };
  const running = await startApp({ electron, folder: app, env, preload: PROBE, ...seat });
  const links = FOLDERS.map((name) => path.join(home.CODEX_HOME, name));
  const clickWithSessions = async () => {
    for (const [at, name] of FOLDERS.entries())
      symlinkSync(path.join(corpus.folder, name), links[at]);
    process.kill(running.pid, 'SIGCONT');
    await seat.stopwatch.open();
  };
  const indexFolder = path.join(folder, 'activity');
  try {
    await sleep(SETTLE_MS);
    await seat.stopwatch.open();
    await sleep(SETTLE_MS);
    await shut(seat);
    return await measure({ seat, running, probe, clickWithSessions, indexFolder });
  } finally {
    await running.stop();
    for (const link of links) rmSync(link, { force: true });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    await seat.leave();
  }
}

/** The same click first without sessions, then with all of them. */
async function measureLoop({ seat, running, probe, clickWithSessions, indexFolder }) {
  const readProbe = () => askProbe(running.pid, probe);
  const quiet = await openQuietly({ seat, running, readProbe });
  await sleep(SETTLE_MS);
  await clickWithSessions();
  await untilCounted(indexFolder);
  return { quiet, scan: await readProbe() };
}

/** Why apart: reading how much memory a process has holds that process up. */
async function measureMemory({ running, clickWithSessions, indexFolder }) {
  const before = memory(running.pid).bytes;
  let peak = before;
  await clickWithSessions();
  await untilCounted(indexFolder, () => {
    peak = Math.max(peak, memory(running.pid).bytes);
  });
  return (peak - before) / 1e6;
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
async function untilCounted(indexFolder, look = () => {}) {
  const endAt = performance.now() + SCAN_LIMIT_MS;
  while (performance.now() < endAt) {
    look();
    if (existsSync(indexFolder) && readdirSync(indexFolder).some(isWhole)) return;
    await sleep(LOOK_MS);
  }
  throw new Error('the app did not count the store in time');
}

function isWhole(name) {
  return name.endsWith('.index');
}
