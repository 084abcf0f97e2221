// Proof that auth.json can be replaced, before a refresh token is spent, whoever spends it: we, or a Codex
// that we start. Codex itself finds out only afterwards, and then its new token is lost.
// Source: reliability.md §3.2 step 5.

import type { Failure } from '../../core/failure.ts';
import { proveWritable } from '../durable.ts';
import type { Look } from '../look.ts';
import { errorCode } from '../small-file.ts';
import { codexLockPaths, isUsableLock } from './codex-locks.ts';
import { type RotationContext, unwritable } from './rotation-parts.ts';
import { createTempFile, type TempFile } from './temp-file.ts';

/** A filled temp file beside it, which the caller discards; or what keeps it from being saved. */
export async function proveSavable(
  { ports, codexHome }: Pick<RotationContext, 'ports' | 'codexHome'>,
  { realPath, text }: Look,
): Promise<TempFile | Failure> {
  const paths = codexLockPaths(codexHome, realPath);
  for (const lock of [paths.home, paths.file]) {
    if (!(await isUsableLock(ports.files, lock))) return unwritable('a lock of Codex is no file');
  }
  try {
    await proveWritable(ports.files, realPath);
    return await createTempFile(ports, realPath, Buffer.byteLength(text));
  } catch (error) {
    return cannotPrepare(error);
  }
}

export function cannotPrepare(error: unknown): Failure {
  return unwritable(errorCode(error) ?? 'it cannot be prepared');
}
