// Puts back an auth.json that was cut short and stays so, from the journal: the document as it was, with
// the tokens that were granted since. Only by a person's click, and never over anybody's whole file.
// Source: reliability.md §3.3.

import { AUTH_FILE_MAX_BYTES, parseAuthFile } from '../../core/auth.ts';
import type { TokenGrant } from '../../core/grant.ts';
import { type JournalHeader, mayBePieceOf } from '../../core/journal.ts';
import { writingRefusal } from '../look.ts';
import { type FileText, readSmallFile } from '../small-file.ts';
import { codexLockPaths, takeCodexLocks } from './codex-locks.ts';
import { HALF_FILE_LIMIT_MS, mergedDocument, type PublishContext, replaceWith } from './publish.ts';

export interface Repair {
  readonly header: JournalHeader;
  readonly grant: TokenGrant;
}

/** Says whether it did. Never throws for what a disk can do; a missing file stays missing. */
export async function repairHalfFile(context: PublishContext, repair: Repair): Promise<boolean> {
  const { ports, codexHome, authFile, usesCodexLocks } = context;
  const realPath = await ports.files.realpath(authFile).catch(() => null);
  if (realPath === null || !usesCodexLocks) return false;
  const seen = await readSmallFile(ports.files, realPath, AUTH_FILE_MAX_BYTES);
  if (!seen.ok) return false;
  // Why: an old Codex takes no lock, and what it is still writing would go into a file without a name.
  await ports.clock.sleep(HALF_FILE_LIMIT_MS);
  const release = await takeCodexLocks(ports.locks, codexLockPaths(codexHome, realPath));
  if (typeof release !== 'function') return false;
  try {
    return await repairLocked(context, repair, { realPath, seen: seen.value });
  } catch {
    // A full or failing disk: the journal keeps the tokens.
    return false;
  } finally {
    await release();
  }
}

async function repairLocked(
  { ports, uid }: PublishContext,
  { header, grant }: Repair,
  { realPath, seen }: { readonly realPath: string; readonly seen: FileText },
): Promise<boolean> {
  const isSame = async (): Promise<boolean> => {
    const again = await readSmallFile(ports.files, realPath, AUTH_FILE_MAX_BYTES);
    if (!again.ok) return false;
    const { text, stat } = again.value;
    return text === seen.text && stat.mtimeMs === seen.stat.mtimeMs;
  };
  if (!(await isSame())) return false;
  const { text, stat } = seen;
  const now = parseAuthFile(text);
  const isHalf = !now.ok && now.failure.kind === 'auth-file-malformed';
  // Why: an old Codex may have been cut short while it wrote a newer sign-in, or somebody else's.
  if (!isHalf || !mayBePieceOf(text, header.document)) return false;
  if (writingRefusal(stat, uid) !== null) return false;
  const merged = mergedDocument(header.document, grant, ports.clock.nowMs());
  if (merged === null) return false;
  return replaceWith(ports, { realPath, merged, temp: null, isSame });
}
