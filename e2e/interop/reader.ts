// A reader of auth.json that looks all the time: whatever a concurrent program could see, it sees.
// Owns the thread; the loop itself is in reader-thread.mjs.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { codexRefusal } from '../../main/core/codex-rules.ts';

export interface Seen {
  readonly reads: number;
  /** Different documents that Codex accepts. */
  readonly documents: number;
  /** What is wrong with every other thing that was seen: a gap, an empty or a half file. */
  readonly torn: readonly string[];
}

export interface Reader {
  stop(): Promise<Seen>;
}

export function startReader(authFile: string): Reader {
  const worker = new Worker(new URL('./reader-thread.mjs', import.meta.url), {
    workerData: authFile,
  });
  const ended = once(worker, 'message');
  return {
    async stop() {
      worker.postMessage('stop');
      const [{ reads, texts }] = await ended;
      const torn = texts.map(codexRefusal).filter((issue: string | null) => issue !== null);
      return { reads, documents: texts.length - torn.length, torn };
    },
  };
}
