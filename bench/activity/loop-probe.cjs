// Loaded into Electron’s main process before the app: how long its loop was held up at most. Begins anew
// at SIGCONT and writes what it saw at SIGUSR2, to the file that PLIMSOLL_BENCH_PROBE names.

const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const RESOLUTION_MS = 1;
const NS_PER_MS = 1e6;
const file = process.env.PLIMSOLL_BENCH_PROBE;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

delays.enable();
process.on('SIGCONT', () => delays.reset());
process.on('SIGUSR2', () => {
  const ms = (ns) => ns / NS_PER_MS - RESOLUTION_MS;
  const seen = { longestMs: ms(delays.max), p999Ms: ms(delays.percentile(99.9)) };
  writeFileSync(file, JSON.stringify(seen));
});
