// The sign-in as the doctor sees it: auth.json, where it is, and what its tokens claim. The tokens
// themselves stay in the look, which only the ledger's marks are compared with.

import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { AuthFacts, AuthPlaceFacts } from '../../core/doctor/facts.ts';
import { signInFacts } from '../../core/doctor/sign-in-facts.ts';
import { succeed } from '../../core/failure.ts';
import { authFilePath } from '../auth-file.ts';
import { type Look, lookAt } from '../look.ts';
import { nodePorts } from '../node-ports.ts';
import { folderFacts, writableOf } from './places.ts';

export interface SeenSignIn {
  readonly facts: AuthFacts;
  /** For who has to compare it with the ledger; null if there is none. */
  readonly look: Look | null;
}

export async function seeSignIn(where: {
  readonly codexHome: string;
  readonly platform: string;
  readonly uid: number | null;
}): Promise<SeenSignIn> {
  const file = authFilePath(where.codexHome);
  const [look, place] = await Promise.all([lookAt(nodePorts, file), seePlace(file, where)]);
  const result = look.ok ? succeed(signInFacts(look.value.signIn, look.value.text)) : look;
  return { facts: { path: file, place, result }, look: look.ok ? look.value : null };
}

async function seePlace(
  file: string,
  { platform, uid }: { readonly platform: string; readonly uid: number | null },
): Promise<AuthPlaceFacts | null> {
  const named = await lstat(file).catch(() => null);
  const realPath = await nodePorts.files.realpath(file).catch(() => null);
  if (named === null || realPath === null) return null;
  const found = await lstat(realPath);
  if (!found.isFile()) return null;
  const [folder, writable] = await Promise.all([
    folderFacts(path.dirname(realPath), platform),
    writableOf(realPath),
  ]);
  return {
    isLink: named.isSymbolicLink(),
    realPath,
    mode: platform === 'win32' ? null : found.mode,
    isOwn: uid === null || found.uid === uid,
    hardLinks: found.nlink,
    writable,
    folder,
  };
}
