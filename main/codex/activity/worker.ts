// The scan worker: counts session files away from the main loop, one refresh at a time, and tells how
// far it is. A bundle of its own; works in Electron's main process and in plain Node.

import os from 'node:os';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createActivityCounter } from './counter.ts';
import { createIndexFile } from './index-file.ts';
import type { ScanAnswer, ScanHomes, ScanRequest, Touched } from './messages.ts';

const TELL_EVERY_MS = 500;

// Why there only: elsewhere it would be the whole app's. Source: setpriority(2), Linux: of this thread.
if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

// Why: what a worker is started with has no type of its own; activity.ts starts this one.
const { codexHome, plimsollHome, stopFlag } = workerData as ScanHomes;
const isStopped = new Int32Array(stopFlag);
const index = plimsollHome === null ? null : createIndexFile({ codexHome, plimsollHome });
const folders = new Set<string>();
const counter = createActivityCounter({
  codexHome,
  index,
  onOpen: (name) => folders.add(name.slice(0, name.indexOf('/'))),
});
/** Why: the index is read once, by the first refresh. */
let isFirst = true;

parentPort?.on('message', (request: ScanRequest) => {
  let toldAtMs: number | null = null;
  const writtenBefore = counter.counters().bytesWritten;
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
  tell({
    ...{ kind: 'done', number: request.number, spans: counter.spans(request, null) },
    touched: takeTouched(counter.counters().bytesWritten > writtenBefore),
  });
});

function takeTouched(hasWritten: boolean): readonly Touched[] {
  const touched: Touched[] = [...folders].map((folder) => ({
    kind: 'read',
    file: path.join(codexHome, folder, '*.jsonl'),
  }));
  folders.clear();
  if (index === null) return touched;
  const { file } = index;
  if (isFirst) touched.push({ kind: 'read', file });
  isFirst = false;
  if (hasWritten) touched.push({ kind: 'written', file });
  return touched;
}

function tell(answer: ScanAnswer): void {
  parentPort?.postMessage(answer);
}
