// The last good numbers on disk, one small private file for each account, written by app and
// command alike. Losing it costs nothing but numbers until the next poll.

import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Account, Reading } from '../core/reading.ts';
import { formatSaved, parseSaved } from '../core/saved.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import type { CodexPorts } from './ports.ts';
import { readSmallFile, replaceFile } from './small-file.ts';

const READING_MAX_BYTES = 256 * 1024;
const NAME_DIGITS = 16;

export interface ReadingsFile {
  load(): Promise<(Reading & { kind: 'saved' }) | null>;
  /** Says whether it could be saved; numbers are shown all the same. */
  save(account: Account, snapshot: UsageSnapshot): Promise<boolean>;
}

export interface ReadingsContext extends Pick<CodexPorts, 'files' | 'chance'> {
  readonly plimsollHome: string;
  /** What tells this account from others: a Codex home's folder, a file, or what it was imported as. */
  readonly place: string;
}

export function createReadingsFile(context: ReadingsContext): ReadingsFile {
  const name = createHash('sha256').update(context.place).digest('hex').slice(0, NAME_DIGITS);
  const file = path.join(context.plimsollHome, 'readings', `${name}.json`);
  return {
    async load() {
      const read = await readSmallFile(context.files, file, READING_MAX_BYTES);
      return read.ok ? parseSaved(read.value.text) : null;
    },
    async save(account, snapshot) {
      return replaceFile(context, file, formatSaved(account, snapshot)).then(
        () => true,
        () => false,
      );
    },
  };
}
