// The scan worker: counts session files away from the main loop, one refresh at a time, and tells how
// far it is. A bundle of its own; works in Electron's main process and in plain Node.

import { parentPort, workerData } from 'node:worker_threads';
import { createActivityCounter } from './activity-counter.ts';
import { createIndexFile } from './activity-index-file.ts';
import type { ScanAnswer, ScanHomes, ScanRequest } from './activity-messages.ts';

const TELL_EVERY_MS = 500;

// Why: what a worker is started with has no type of its own; activity.ts starts this one.
const { codexHome, plimsollHome, stopFlag } = workerData as ScanHomes;
const isStopped = new Int32Array(stopFlag);
const index = plimsollHome === null ? null : createIndexFile({ codexHome, plimsollHome });
const counter = createActivityCounter({ codexHome, index });

parentPort?.on('message', (request: ScanRequest) => {
  let toldAtMs: number | null = null;
  for (const step of counter.refresh(request)) {
    if (Atomics.load(isStopped, 0) !== 0) break;
    const isDue = toldAtMs === null || performance.now() - toldAtMs > TELL_EVERY_MS;
    if (!step.isTodayCounted || !isDue) continue;
    const { doneBytes, totalBytes } = step;
    tell({
      ...{ kind: 'progress', number: request.number },
      spans: counter.spans(request, { doneBytes, totalBytes }),
    });
    toldAtMs = performance.now();
  }
  tell({ kind: 'done', number: request.number, spans: counter.spans(request, null) });
});

function tell(answer: ScanAnswer): void {
  parentPort?.postMessage(answer);
}
