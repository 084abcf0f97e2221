// Numbers to one JSON object and one table. Ratios are Plimsoll by rival, so below 1 is better;
// those of times are made pair by pair, and their median is taken.

const MIB = 1024 * 1024;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? (sorted[middle - 1] + sorted[middle]) / 2
    : sorted[Math.floor(middle)];
}

/** `pairs`: [{plimsoll, rival}] of short rounds; `long`: {plimsoll, rival} of long ones. */
export function summarize({ pairs, long, idleMs }) {
  const rows = [
    timed('spawnToTrayMs', pairs, (round) => round.toTrayMs),
    timed('firstClickToPaintMs', pairs, (round) => round.firstClickMs),
    timed('warmClickToPaintMs', pairs, (round) => median(round.warmClicksMs)),
    counted('idleCpuMs', long, (round) => round.idle.cpuMs),
    counted('idleContextSwitches', long, (round) => round.idle.switches),
    counted('memoryUnopenedMib', long, (round) => round.unopened.bytes / MIB),
    counted('memoryOpenedOnceMib', long, (round) => round.opened.bytes / MIB),
    counted('processesUnopened', long, (round) => round.unopened.processes),
    counted('processesOpenedOnce', long, (round) => round.opened.processes),
  ];
  const figures = Object.fromEntries(
    rows.map(({ name, plimsoll, rival, samples }) => [
      name,
      { plimsoll: round(plimsoll), rival: round(rival), ...(samples && { samples }) },
    ]),
  );
  return {
    figures: { pairs: pairs.length, idleMs, pollsWhileIdle: long.plimsoll.polls, ...figures },
    ratios: Object.fromEntries(rows.map(({ name, ratio }) => [bareName(name), round(ratio, 3)])),
    rows,
  };
}

function timed(name, pairs, read) {
  const samples = {
    plimsoll: pairs.map((pair) => round(read(pair.plimsoll))),
    rival: pairs.map((pair) => round(read(pair.rival))),
  };
  return {
    name,
    plimsoll: median(samples.plimsoll),
    rival: median(samples.rival),
    ratio: median(pairs.map((pair) => read(pair.plimsoll) / read(pair.rival))),
    samples,
  };
}

function counted(name, long, read) {
  const [plimsoll, rival] = [read(long.plimsoll), read(long.rival)];
  return { name, plimsoll, rival, ratio: plimsoll / rival };
}

const bareName = (name) => name.replace(/(Ms|Mib)$/, '');

function round(value, digits = 1) {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : null;
}

export function formatTable(rows) {
  const cells = [
    ['', 'Plimsoll', 'rival', 'ratio'],
    ...rows.map(({ name, plimsoll, rival, ratio }) => [
      name,
      plimsoll.toFixed(1),
      rival.toFixed(1),
      Number.isFinite(ratio) ? ratio.toFixed(2) : '-', // nothing to divide by
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map(([name, ...rest]) =>
      [name.padEnd(widths[0]), ...rest.map((cell, at) => cell.padStart(widths[at + 1]))].join('  '),
    )
    .join('\n');
}
