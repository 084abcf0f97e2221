// Our note about an exchange in progress, beside auth.json: same owner, same secrecy, same volume.
// Created before a token is sent, with room for the answer, so that keeping the answer needs no new
// block. It exists for seconds.

import path from 'node:path';
import {
  formatJournalHeader,
  formatReceived,
  JOURNAL_ROOM_BYTES,
  type Journal,
  type JournalHeader,
  parseJournal,
} from '../../core/journal.ts';
import { createExclusive, flushQuietly, removeQuietly, syncFolder, writeAt } from '../durable.ts';
import { AUTH_FILE_NAME, besideAuth } from '../look.ts';
import type { Files } from '../ports.ts';
import { readSmallFile } from '../small-file.ts';

export const JOURNAL_NAME = '.plimsoll-rotation';
/** Left to the name of the file, of which file systems take 255 bytes in all. */
const NAME_TAIL_MAX = 100;
const JOURNAL_MAX_BYTES = 3 * 1024 * 1024;

export interface OpenJournal {
  /** Keeps the raw answer, before anything is understood of it. */
  received(answer: string): Promise<void>;
  close(): Promise<void>;
}

export interface JournalFile {
  /** Null if there is none; `unreadable` if there is one that cannot be read now. */
  read(): Promise<Journal | 'unreadable' | null>;
  /** Throws Node's error if it cannot be made durable; none is then left. */
  begin(header: JournalHeader): Promise<OpenJournal>;
  remove(): Promise<void>;
  /**
   * Removes it because something newer is in auth.json, or nothing is. That is made durable first: a
   * Codex that writes in place does not flush, and a power failure would bring the spent token back.
   */
  yieldTo(authFile: string): Promise<void>;
}

/**
 * The journal of a file. Each has its own: several sign-ins may lie in one folder, and settling the
 * one by the other's note would throw away what the other was granted.
 */
export function journalNameOf(realPath: string): string {
  const name = path.basename(realPath);
  return name === AUTH_FILE_NAME ? JOURNAL_NAME : `${JOURNAL_NAME}-${name.slice(-NAME_TAIL_MAX)}`;
}

export function createJournalFile(files: Files, realPath: string): JournalFile {
  const file = besideAuth(realPath, journalNameOf(realPath));
  const remove = async (): Promise<void> => {
    await removeQuietly(files, file);
    await syncFolder(files, file).catch(() => undefined);
  };
  return {
    remove,
    async yieldTo(authFile) {
      await flushQuietly(files, authFile);
      await syncFolder(files, authFile).catch(() => undefined);
      await remove();
    },
    async read() {
      const read = await readSmallFile(files, file, JOURNAL_MAX_BYTES);
      if (read.ok) return parseJournal(read.value.text);
      return read.failure === 'missing' ? null : 'unreadable';
    },
    async begin(header) {
      const handle = await createExclusive(files, file);
      const line = Buffer.from(formatJournalHeader(header), 'utf8');
      try {
        await writeAt(handle, line, 0);
        await writeAt(handle, Buffer.alloc(JOURNAL_ROOM_BYTES, 0x20), line.length);
        await handle.sync();
        await syncFolder(files, file);
      } catch (error) {
        await handle.close().catch(() => undefined);
        await remove();
        throw error;
      }
      return {
        async received(answer) {
          await writeAt(handle, Buffer.from(formatReceived(answer), 'utf8'), line.length);
          await handle.datasync();
        },
        close: () => handle.close(),
      };
    },
  };
}
