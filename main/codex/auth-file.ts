// The sign-in on disk. Owns finding and reading auth.json; hands out tokens for one poll and keeps
// none. Never writes anything.

import path from 'node:path';
import { AUTH_FILE_MAX_BYTES, type AuthFile, parseAuthFile } from '../core/auth.ts';
import { type Failure, fail, type Result } from '../core/failure.ts';
import { AUTH_FILE_NAME } from './look.ts';
import type { CodexPorts } from './ports.ts';
import { type ReadIssue, readSmallFile } from './small-file.ts';

/** Waits between looks at a file that may be half-written. Source: reliability.md §5.3. */
const REREAD_DELAYS_MS = [50, 100, 200, 400, 600, 650];

export function authFilePath(codexHome: string): string {
  return path.join(codexHome, AUTH_FILE_NAME);
}

/**
 * Loads the sign-in now; a file caught half-written is read again for up to 2 s.
 * Fails with auth-file-missing, -unreadable, -malformed, api-key-only, other-sign-in or
 * sign-in-required: no-tokens.
 */
export async function loadAuthFile(
  { files, clock }: Pick<CodexPorts, 'files' | 'clock'>,
  file: string,
): Promise<Result<AuthFile>> {
  let result = await loadOnce(files, file);
  for (const delayMs of REREAD_DELAYS_MS) {
    if (result.ok || result.failure.kind !== 'auth-file-malformed') return result;
    await clock.sleep(delayMs);
    result = await loadOnce(files, file);
  }
  return result;
}

async function loadOnce(files: CodexPorts['files'], file: string): Promise<Result<AuthFile>> {
  const read = await readSmallFile(files, file, AUTH_FILE_MAX_BYTES);
  return read.ok ? parseAuthFile(read.value.text) : fail(failureOf(read.failure));
}

function failureOf(issue: ReadIssue): Failure {
  switch (issue) {
    case 'missing':
      return { kind: 'auth-file-missing' };
    case 'too-large':
      return { kind: 'auth-file-malformed', issue: 'auth.json: larger than 1 MiB' };
    default:
      return { kind: 'auth-file-unreadable', issue };
  }
}
