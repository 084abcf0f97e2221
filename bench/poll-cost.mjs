// What recovery costs a poll that needs none: the app's own session beside the same one without any
// recovery behind it, in turn, in one process. Fake tokens, no network.

import { importBundled } from './bundled.mjs';
import { median } from './figures.mjs';

const ROUNDS = 400;

/** { cpuMs, plainCpuMs, ratio, fileCalls, plainFileCalls, fileReads, plainFileReads }, a poll each */
export async function measurePollCost({ root }) {
  const { measurePolls } = await importBundled({ root, entry: 'e2e/interop/poll-cost.ts' });
  const { whole, plain } = await measurePolls({ rounds: ROUNDS });
  const middle = (side, read) => median(side.map(read));
  const cpuMs = middle(whole, (poll) => poll.cpuMs);
  const plainCpuMs = middle(plain, (poll) => poll.cpuMs);
  return {
    cpuMs: Number(cpuMs.toFixed(3)),
    plainCpuMs: Number(plainCpuMs.toFixed(3)),
    ratio: Number((cpuMs / plainCpuMs).toFixed(3)),
    fileCalls: middle(whole, (poll) => poll.fileCalls),
    plainFileCalls: middle(plain, (poll) => poll.fileCalls),
    fileReads: middle(whole, (poll) => poll.fileReads),
    plainFileReads: middle(plain, (poll) => poll.fileReads),
  };
}
