// Whether numbers are of now: what panel, mark and menu ask before they call them live. Decided by the
// reading and the moment alone.

import { isOldNote, type Reading } from './reading.ts';
import { decideVerdict } from './verdict.ts';
import { isResetElapsed } from './windows.ts';

/** Whether the numbers are of this run's last poll, and no reset has made them old since. */
export function isCurrent(reading: Reading, nowMs: number): boolean {
  if (reading.kind !== 'fresh' || isOldNote(reading.snapshot, nowMs)) return false;
  const { snapshot } = reading;
  if (snapshot.windows.some((window) => isResetElapsed(window, nowMs))) return false;
  return decideVerdict(snapshot, nowMs).kind !== 'outdated';
}
