// What a tree of processes costs, read from /proc: CPU time, context switches, memory.
// The tree is whoever descends from one process or shares its session. Linux only.

import { readdirSync, readFileSync } from 'node:fs';

const KIB = 1024;

/** The pids of a tree; the root must have been started as the leader of its own session. */
export function treeOf(rootPid) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const processes = all.flatMap((name) => readStat(Number(name)));
  const tree = new Set([rootPid]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const { pid, parent, session } of processes)
      if (tree.has(parent) || session === rootPid) tree.add(pid);
  }
  return processes.map(({ pid }) => pid).filter((pid) => tree.has(pid));
}

function readStat(pid) {
  const text = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything; what follows it may not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (text === '' || fields[0] === 'Z') return [];
  return [{ pid, parent: Number(fields[1]), session: Number(fields[3]) }];
}

/** Running totals by thread; `spent` makes the difference of two. */
export function meter(rootPid) {
  const threads = new Map();
  for (const pid of treeOf(rootPid)) {
    for (const tid of list(`/proc/${pid}/task`)) {
      const folder = `/proc/${pid}/task/${tid}`;
      const [cpuNs] = read(`${folder}/schedstat`).split(' ');
      const status = read(`${folder}/status`);
      const switches = [...status.matchAll(/voluntary_ctxt_switches:\s+(\d+)/g)];
      threads.set(`${pid}/${tid}`, {
        cpuMs: Number(cpuNs) / 1e6,
        switches: switches.reduce((sum, [, count]) => sum + Number(count), 0),
      });
    }
  }
  return threads;
}

/** What was spent between two meters. Threads that began are counted, ended ones are not. */
export function spent(before, after) {
  const total = { cpuMs: 0, switches: 0 };
  for (const [thread, now] of after) {
    const then = before.get(thread) ?? { cpuMs: 0, switches: 0 };
    total.cpuMs += now.cpuMs - then.cpuMs;
    total.switches += now.switches - then.switches;
  }
  return total;
}

/** Anonymous and shared memory of a tree in bytes, each page once; file pages are left out. */
export function memory(rootPid) {
  const pids = treeOf(rootPid);
  let bytes = 0;
  for (const pid of pids) {
    const text = read(`/proc/${pid}/smaps_rollup`);
    for (const [, kib] of text.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB$/gm))
      bytes += Number(kib) * KIB;
  }
  return { bytes, processes: pids.length };
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // ended in the meantime
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // ended in the meantime
  }
}
