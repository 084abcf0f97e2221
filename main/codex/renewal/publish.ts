// Puts granted tokens into auth.json: a compare-and-swap under Codex's own locks, by a text merge, a
// filled and flushed temp file and one rename. If anybody was faster, the disk wins.
// Source of the steps: reliability.md §3.4.

import { type AuthFile, type GrantedTokens, mergeTokens } from '../../core/auth.ts';
import { codexRefusal } from '../../core/codex-rules.ts';
import type { TokenGrant } from '../../core/grant.ts';
import { syncFolder } from '../durable.ts';
import { type Look, lookAt, refusesWriting } from '../look.ts';
import type { CodexPorts, Locks } from '../ports.ts';
import { codexLockPaths, takeCodexLocks } from './codex-locks.ts';
import { createTempFile, type TempFile } from './temp-file.ts';

const GIVE_UP_MS = 60_000;
const RETRY_MS = 50;
/** How long a half-written file is waited for: an old Codex is writing. */
export const HALF_FILE_LIMIT_MS = 2_000;

export interface PublishContext {
  readonly ports: CodexPorts & { readonly locks: Locks };
  readonly codexHome: string;
  readonly authFile: string;
  readonly uid: number | null;
  /** False where Codex's locks cannot be taken the way Codex takes them (Windows). */
  readonly usesCodexLocks: boolean;
}

export interface Publication {
  readonly grant: TokenGrant;
  /** Where the file was when the exchange began. */
  readonly realPath: string;
  /** Whether a sign-in is still the one that the exchange was paid with. */
  readonly isParent: (signIn: AuthFile) => Promise<boolean>;
  /** Prepared before the exchange; null when a crash took it. */
  readonly temp: TempFile | null;
}

export type Published =
  | { readonly kind: 'saved'; readonly look: Look }
  /** Somebody newer, another account, or nobody is in the file now. */
  | { readonly kind: 'disk-won'; readonly look: Look | null }
  /** It could not be done now; the journal still has the tokens. */
  | { readonly kind: 'pending' };

/** Tries for up to a minute. Never throws for what a disk can do; never writes in place. */
export async function publish(
  context: PublishContext,
  publication: Publication,
): Promise<Published> {
  const { clock } = context.ports;
  const startedAtMs = clock.nowMs();
  let halfSinceMs: number | null = null;
  let { temp } = publication;
  try {
    for (;;) {
      const attempt = await tryOnce(context, { ...publication, temp });
      if (isPublished(attempt)) return attempt;
      if (attempt.kind === 'changed') temp = null;
      halfSinceMs = attempt.kind === 'half' ? (halfSinceMs ?? clock.nowMs()) : null;
      const nowMs = clock.nowMs();
      const isHalfTooLong = halfSinceMs !== null && nowMs - halfSinceMs > HALF_FILE_LIMIT_MS;
      if (isHalfTooLong || nowMs - startedAtMs > GIVE_UP_MS) return { kind: 'pending' };
      await clock.sleep(RETRY_MS);
    }
  } catch {
    // A full or failing disk: the journal keeps the tokens, and the next poll tries again.
    return { kind: 'pending' };
  } finally {
    await publication.temp?.discard();
  }
}

const UNFINISHED: readonly Attempt['kind'][] = ['half', 'busy', 'changed'];

function isPublished(attempt: Attempt): attempt is Published {
  return !UNFINISHED.includes(attempt.kind);
}

type Attempt =
  | Published
  | { readonly kind: 'half' | 'busy' }
  /** After the compare, so that the prepared temp file holds an answer to what is no more. */
  | { readonly kind: 'changed' };

async function tryOnce(context: PublishContext, publication: Publication): Promise<Attempt> {
  const { ports, codexHome, authFile, usesCodexLocks } = context;
  // Why anew: a link may point elsewhere by now, and the locks belong to the real file.
  const realPath = await ports.files.realpath(authFile).catch(() => publication.realPath);
  const paths = codexLockPaths(codexHome, realPath);
  const release = usesCodexLocks ? await takeCodexLocks(ports.locks, paths) : NOTHING_HELD;
  if (release === 'busy') return { kind: 'busy' };
  if (release === 'unsupported') return { kind: 'pending' };
  try {
    return await compareAndSwap(context, publication, realPath);
  } finally {
    await release();
  }
}

const NOTHING_HELD = async (): Promise<void> => {};

async function compareAndSwap(
  context: PublishContext,
  { grant, isParent, temp, ...begun }: Publication,
  realPath: string,
): Promise<Attempt> {
  const { ports, authFile, uid } = context;
  const look = await lookAt(ports, authFile);
  if (!look.ok) {
    if (look.failure.kind === 'auth-file-malformed') return { kind: 'half' };
    const isGone = look.failure.kind !== 'auth-file-unreadable';
    return isGone ? { kind: 'disk-won', look: null } : { kind: 'pending' };
  }
  if (!(await isParent(look.value.signIn))) return { kind: 'disk-won', look: look.value };
  if (look.value.realPath !== realPath) return { kind: 'busy' };
  if (refusesWriting(look.value, uid) !== null) return { kind: 'pending' };
  const merged = mergedDocument(look.value.text, grant, ports.clock.nowMs());
  if (merged === null) return { kind: 'pending' };
  const prepared = realPath === begun.realPath ? temp : null;
  const isSame = async (): Promise<boolean> => {
    const again = await lookAt(ports, authFile);
    return again.ok && again.value.realPath === realPath && again.value.text === look.value.text;
  };
  const isDone = await replaceWith(ports, { realPath, merged, temp: prepared, isSame });
  if (!isDone) return { kind: 'changed' };
  const after = await lookAt(ports, authFile);
  if (after.ok) return { kind: 'saved', look: after.value };
  return { kind: 'saved', look: look.value };
}

/** The file's own text with the granted tokens in it; null if Codex would not accept the result. */
export function mergedDocument(text: string, grant: TokenGrant, nowMs: number): string | null {
  const merged = mergeTokens(text, grantedTokens(grant), new Date(nowMs).toISOString());
  return merged.ok && codexRefusal(merged.value) === null ? merged.value : null;
}

export function grantedTokens({ accessToken, refreshToken, idToken }: TokenGrant): GrantedTokens {
  return {
    ...(accessToken !== null && { accessToken }),
    ...(refreshToken !== null && { refreshToken }),
    ...(idToken !== null && { idToken }),
  };
}

export interface Replacement {
  readonly realPath: string;
  readonly merged: string;
  readonly temp: TempFile | null;
  /** Whether the file is still what the new document was made from. */
  readonly isSame: () => Promise<boolean>;
}

/** Says whether it did: not if the file has changed since the document was made. */
export async function replaceWith(
  ports: CodexPorts,
  { realPath, merged, temp, isSame }: Replacement,
): Promise<boolean> {
  const size = Buffer.byteLength(merged);
  const prepared = temp ?? (await createTempFile(ports, realPath, size));
  try {
    await prepared.fill(merged);
    // Why once more: flushing takes a disk its time, and an old Codex or a person takes no lock.
    if (!(await isSame())) {
      await prepared.discard();
      return false;
    }
    await ports.files.rename(prepared.path, realPath);
    await syncFolder(ports.files, realPath);
    return true;
  } catch (error) {
    await prepared.discard();
    throw error;
  }
}
