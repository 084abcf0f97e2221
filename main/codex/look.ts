// A look at auth.json where it really is: its text, its meaning and its place on the disk, taken
// together, so that a later look can say whether anything has changed in between.

import { constants } from 'node:fs';
import path from 'node:path';
import { AUTH_FILE_MAX_BYTES, type AuthFile, parseAuthFile, sameAccount } from '../core/auth.ts';
import { type Failure, fail, type Result, succeed } from '../core/failure.ts';
import type { CodexPorts, FileStat } from './ports.ts';
import { readSmallFile } from './small-file.ts';

/** Codex's own name for it. */
export const AUTH_FILE_NAME = 'auth.json';

export interface Look {
  /** Links resolved: locks, journal and temp files stand beside this path. */
  readonly realPath: string;
  readonly text: string;
  readonly stat: FileStat;
  readonly signIn: AuthFile;
}

/** One look, without waiting. Fails as loading does; never changes anything. */
export async function lookAt(
  { files }: Pick<CodexPorts, 'files'>,
  authFile: string,
): Promise<Result<Look>> {
  const realPath = await files.realpath(authFile).catch(() => authFile);
  const read = await readSmallFile(files, realPath, AUTH_FILE_MAX_BYTES);
  if (!read.ok) {
    const missing = read.failure === 'missing';
    if (missing) return fail({ kind: 'auth-file-missing' });
    return fail({ kind: 'auth-file-unreadable', issue: read.failure });
  }
  const { text, stat } = read.value;
  const signIn = parseAuthFile(text);
  return signIn.ok ? succeed({ realPath, text, stat, signIn: signIn.value }) : signIn;
}

/** Nothing that matters for an exchange has changed between two looks. */
export function isSameLook(a: Look, b: Look): boolean {
  const samePlace =
    a.realPath === b.realPath && a.stat.ino === b.stat.ino && a.stat.mtimeMs === b.stat.mtimeMs;
  return samePlace && isSameSignIn(a.signIn, b.signIn);
}

/** Same account, mode and refresh token: a grant for one is a grant for the other. */
export function isSameSignIn(a: AuthFile, b: AuthFile): boolean {
  const token = a.tokens.refreshToken;
  const other = b.tokens.refreshToken;
  const sameToken = token !== null && other !== null && token.equals(other);
  return sameToken && a.mode === b.mode && sameAccount(a, b);
}

/** The file itself allows to be replaced: ours, regular, owner-writable, with one name only. */
export function refusesWriting({ stat }: Look, uid: number | null): Failure | null {
  return writingRefusal(stat, uid);
}

export function writingRefusal(stat: FileStat, uid: number | null): Failure | null {
  const refuse = (issue: string): Failure => ({ kind: 'auth-file-unwritable', issue });
  if (!stat.isFile()) return refuse('not a regular file');
  if (uid !== null && stat.uid !== uid) return refuse('owned by another user');
  if (stat.nlink !== 1) return refuse('it has another hard link');
  return (stat.mode & constants.S_IWUSR) === 0 ? refuse('its mode says read-only') : null;
}

/** A file of ours or of Codex's beside the real auth.json. */
export function besideAuth(realPath: string, name: string): string {
  return path.join(path.dirname(realPath), name);
}
