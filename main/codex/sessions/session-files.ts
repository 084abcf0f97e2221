// Codex's session files on disk: which there are, newest first, and their first and last lines. Reads
// within limits, never through a link, FIFO or device, and writes nothing.

import { constants } from 'node:fs';
import path from 'node:path';
import type { Files, OpenFile } from '../ports.ts';

export interface SessionFile {
  readonly path: string;
  readonly changedAtMs: number;
}

/**
 * How the folders below `sessions` are called, level by level.
 * Source: codex-protocol.md §10, observed: sessions/YYYY/MM/DD, by the local day of the beginning; what
 * is archived is moved elsewhere.
 * Why by name and not by today's date: a clock that is set, or another zone, then changes nothing.
 */
export const DAY_FOLDERS = [/^\d{4}$/, /^\d\d$/, /^\d\d$/];
const NAME = /^rollout-.*\.jsonl$/;
/** Newest folders of days that are looked into: a session older than these is hardly gone on with. */
const DAYS_MAX = 62;
/** As many are looked at. */
const FILES_MAX = 5_000;
const HEAD_MAX_BYTES = 256 * 1024;
/** How much of a file's end is read, and how much if that holds nothing: lines may be long. */
const TAIL_BYTES = [64 * 1024, 1024 * 1024] as const;

/** The session files of the newest days, the last changed first; none if there is no folder. */
export function newestSessionFiles(
  files: Files,
  codexHome: string,
): Promise<readonly SessionFile[]> {
  return filesOf(files, codexHome, { daysMax: DAYS_MAX, others: [] });
}

/** The session files of every day and of the archive; null if there are too many to look at. */
export async function allSessionFiles(
  files: Files,
  codexHome: string,
): Promise<readonly SessionFile[] | null> {
  const others = [path.join(codexHome, 'archived_sessions')];
  const daysMax = Number.POSITIVE_INFINITY;
  const found = await filesOf(files, codexHome, { daysMax, others });
  return found.length < FILES_MAX ? found : null;
}

interface Where {
  readonly daysMax: number;
  readonly others: readonly string[];
}

async function filesOf(
  files: Files,
  codexHome: string,
  { daysMax, others }: Where,
): Promise<readonly SessionFile[]> {
  const found: SessionFile[] = [];
  const days = await newestDays(files, path.join(codexHome, 'sessions'), daysMax);
  for (const folder of [...days, ...others]) {
    for (const name of await namesIn(files, folder, NAME)) {
      if (found.length >= FILES_MAX) break;
      const file = path.join(folder, name);
      const stat = await files.lstat(file).catch(() => null);
      if (stat?.isFile()) found.push({ path: file, changedAtMs: stat.mtimeMs });
    }
  }
  return found.toSorted((a, b) => b.changedAtMs - a.changedAtMs);
}

async function newestDays(
  files: Files,
  sessions: string,
  daysMax: number,
): Promise<readonly string[]> {
  let folders: readonly string[] = [sessions];
  for (const level of DAY_FOLDERS) {
    const below: string[] = [];
    for (const folder of folders) {
      if (below.length >= daysMax) break;
      const names = await namesIn(files, folder, level);
      below.push(...names.map((name) => path.join(folder, name)));
    }
    folders = below.slice(0, daysMax);
  }
  return folders;
}

/** Newest first, which is by name. */
async function namesIn(files: Files, folder: string, pattern: RegExp): Promise<readonly string[]> {
  // Not there, or not a folder: nothing was used in it.
  const names = await files.readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => pattern.test(name))
    .toSorted()
    .reverse();
}

export interface SessionLines {
  /** The first line; null if it is not whole, or longer than is read. */
  first(): Promise<string | null>;
  /** The first answer that is not null, asking the whole lines from the last one backwards. */
  fromLast<T>(ask: (line: string) => T | null): Promise<T | null>;
}

/** Opens one session file for `use`; null for whatever is no regular file that can be read. */
export async function withSessionLines<T>(
  files: Files,
  file: string,
  use: (lines: SessionLines) => Promise<T>,
): Promise<T | null> {
  let handle: OpenFile | null = null;
  try {
    // Why: without O_NONBLOCK the open of a FIFO waits for a writer that may never come.
    const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
    handle = await files.open(file, O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0));
    const stat = await handle.stat();
    return stat.isFile() ? await use(linesOf(handle, stat.size)) : null;
  } catch {
    // Gone, moved to the archive, or not ours to read: the next file may be.
    return null;
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

function linesOf(handle: OpenFile, size: number): SessionLines {
  return {
    async first() {
      const text = await readText(handle, 0, Math.min(size, HEAD_MAX_BYTES));
      const end = text.indexOf('\n');
      return end === -1 ? null : text.slice(0, end);
    },
    async fromLast(ask) {
      for (const bytes of TAIL_BYTES) {
        const from = Math.max(0, size - bytes);
        const lines = wholeLines(await readText(handle, from, size - from), from === 0);
        for (const line of lines.toReversed()) {
          const answer = ask(line);
          if (answer !== null) return answer;
        }
        if (from === 0) return null;
      }
      return null;
    },
  };
}

/** Without a last line that is still being written, and without a first one that began before. */
function wholeLines(text: string, isFromStart: boolean): readonly string[] {
  return text.split('\n').slice(isFromStart ? 0 : 1, -1);
}

async function readText(handle: OpenFile, from: number, length: number): Promise<string> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, from + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.toString('utf8', 0, read);
}
