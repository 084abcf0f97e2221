// When sessions of a Codex home may have been active, by their names and the times of their files alone:
// none is opened. Null where that cannot be said for all of them.

import path from 'node:path';
import type { ActiveSpan } from '../../core/unexplained.ts';
import type { Files } from '../ports.ts';
import { allSessionFiles } from './session-files.ts';

/**
 * Source: codex-protocol.md §10: a name ends with a UUID of version 7, whose first 48 bits are the moment
 * of the beginning in epoch ms (RFC 9562 §5.7). Why not the name's own time: it is in local time.
 */
const BEGINNING = /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\.jsonl$/;

/** The stretches since that moment, each from a session's beginning to its last line. */
export async function localUse(
  files: Files,
  codexHome: string,
  sinceMs: number,
): Promise<readonly ActiveSpan[] | null> {
  const sessions = await allSessionFiles(files, codexHome);
  if (sessions === null) return null;
  return sessions
    .filter(({ changedAtMs }) => changedAtMs >= sinceMs)
    .map(({ path: file, changedAtMs }) => ({ fromMs: beginningOf(file), toMs: changedAtMs }));
}

/** A name that does not tell stands for a session that was always there. */
function beginningOf(file: string): number {
  const [, high, low] = BEGINNING.exec(path.basename(file)) ?? [];
  return high === undefined || low === undefined ? 0 : Number.parseInt(high + low, 16);
}
