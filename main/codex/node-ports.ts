// The real world behind the ports: node:fs, the system clock, the system's randomness.
// Decides nothing, so that everything else can be run against a simulated world.

import { randomBytes } from 'node:crypto';
import files from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CodexPorts } from './ports.ts';

export const nodePorts: CodexPorts = {
  files,
  clock: { nowMs: () => Date.now(), sleep: (ms) => sleep(ms) },
  chance: { hex: (bytes) => randomBytes(bytes).toString('hex') },
};
