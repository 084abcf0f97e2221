// The two kinds of rounds. Short: start, first click, later clicks, quit; in turn, pair by pair.
// Long: both at once on desktops of their own, idle for a minute, then opened and closed.

import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from './contender.mjs';
import { memory, meter, spent } from './process-tree.mjs';
import { createStopwatch } from './stopwatch.mjs';

/** After the icon: time for what an app does after starting, before anybody clicks. */
const SETTLE_MS = 3_000;
/** Between clicks: longer than the 100 ms after which a popover that lost the focus hides. */
const REST_MS = 600;
const WARM_CLICKS = 3;
/** Before the minute and before memory is read: start-up's memory is given back by then. */
const LONG_SETTLE_MS = 8_000;

/** One start of one app, all times in ms. */
export async function shortRound({ app, seat }) {
  const running = await startApp({ ...app, ...seat });
  try {
    await sleep(SETTLE_MS);
    const firstClickMs = await openAndShut(seat.stopwatch);
    const warmClicksMs = [];
    for (let click = 0; click < WARM_CLICKS; click += 1)
      warmClicksMs.push(await openAndShut(seat.stopwatch));
    return { toTrayMs: running.toTrayMs, firstClickMs, warmClicksMs };
  } finally {
    await running.stop();
  }
}

async function openAndShut(stopwatch) {
  const ms = await stopwatch.open();
  await sleep(REST_MS);
  await stopwatch.shut();
  await sleep(REST_MS);
  return ms;
}

/** One app left alone for a while; with a stand-in, it is made to poll once in that time. */
export async function longRound({ app, seat, idleMs, standIn }) {
  const running = await startApp({ ...app, ...seat });
  try {
    await sleep(LONG_SETTLE_MS);
    const before = meter(running.pid);
    const pollsBefore = standIn?.polls() ?? 0;
    standIn?.touch();
    await sleep(idleMs);
    const idle = spent(before, meter(running.pid));
    const polls = (standIn?.polls() ?? 0) - pollsBefore;
    const unopened = memory(running.pid);
    await openAndShut(seat.stopwatch);
    await sleep(LONG_SETTLE_MS);
    return { idle, polls, unopened, opened: memory(running.pid) };
  } finally {
    await running.stop();
  }
}

/** A desktop with what is needed to watch one app on it. */
export async function takeSeat({ startDesktop, watchTray }) {
  const desktop = await startDesktop({ notifications: false });
  const { display, tray } = desktop;
  const watch = await watchTray(desktop);
  const stopwatch = await createStopwatch({ display, iconAt: tray.iconAt });
  return {
    desktop,
    tray: watch,
    stopwatch,
    async leave() {
      stopwatch.close();
      watch.stop();
      await desktop.stop();
    },
  };
}
