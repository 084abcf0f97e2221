// The disk's bad days: windows in which it is full, read-only, forbidden or broken, and writes that
// take less than they were given. Everybody meets them, Codex as well.

import { PLIMSOLL_HOME } from './actor.ts';
import type { DiskFaults } from './files.ts';
import { createRandom } from './random.ts';
import type { DiskWindow, Scenario } from './scenario.ts';

const SHORT_WRITE_CHANCE = 0.25;
const EIO_CHANCE = 0.5;

export interface FaultOptions {
  readonly scenario: Scenario;
  /** Since the world began. */
  readonly ageMs: () => number;
}

export function createDiskFaults({ scenario, ageMs }: FaultOptions): DiskFaults {
  const { seed, diskWindows, shortWrites, chaosMs } = scenario;
  const random = createRandom(seed, 'disk faults');
  const windowAt = (path: string): DiskWindow | null => {
    if (diskWindows.length === 0) return null;
    const isOurs = path.startsWith(PLIMSOLL_HOME);
    const age = ageMs();
    const active = diskWindows.find(
      ({ fromMs, toMs, where }) =>
        age >= fromMs && age < toMs && (where === 'both' || (where === 'plimsoll') === isOurs),
    );
    return active ?? null;
  };
  return {
    errorOf(_by, op, path) {
      const window = windowAt(path);
      if (window === null) return null;
      const { code } = window;
      if (code === 'EIO') return random.chance(EIO_CHANCE) ? code : null;
      if (code === 'ENOSPC') return op === 'create' ? code : null;
      const isChange = op === 'create' || op === 'change' || (op === 'write' && code === 'EROFS');
      return isChange ? code : null;
    },
    bytesWritten(_by, path, { length, growth }) {
      const isFull = windowAt(path)?.code === 'ENOSPC' && growth > 0;
      if (isFull) return random.chance(0.5) ? 0 : random.int(0, length);
      if (!shortWrites || ageMs() > chaosMs || length < 2) return length;
      return random.chance(SHORT_WRITE_CHANCE) ? random.int(1, length) : length;
    },
  };
}
