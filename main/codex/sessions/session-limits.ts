// The quota as Codex itself noted it last: the newest line of its session files that carries the main
// limits and belongs to the sign-in on the disk. Reads only the ends of the newest files; asks nobody.

import type { AuthFile } from '../../core/auth.ts';
import type { Numbers } from '../../core/reading.ts';
import {
  isOf,
  type PresentSignIn,
  parseSessionLimits,
  parseSessionOwner,
} from '../../core/session-limits.ts';
import type { UsageSnapshot } from '../../core/snapshot.ts';
import { SECOND_MS } from '../../core/time.ts';
import { authFilePath } from '../auth-file.ts';
import type { CodexPorts } from '../ports.ts';
import { loadSignIn, type SignedIn, type SignInContext } from '../sign-in.ts';
import { newestSessionFiles, withSessionLines } from './session-files.ts';

/** Files whose ends are read at most; what the newest do not say is too old to be worth more. */
const READ_MAX = 20;
/** Some systems keep the time of a change in whole seconds. */
const COARSE_MS = 2 * SECOND_MS;

export interface LogContext extends SignInContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'>;
}

/** The newest numbers of the sign-in on the disk, and whose; null if there is none, or no numbers. */
export async function newestFromLog(context: LogContext): Promise<Numbers | null> {
  const loaded = await loadSignIn(context);
  if (!loaded.ok) return null;
  const snapshot = await newestOf(context, loaded.value);
  return snapshot && { account: loaded.value.account, snapshot };
}

/** The newest numbers of that sign-in; null if its sessions say none. */
export async function newestOf(
  context: LogContext,
  { signIn, isFromKeyring }: SignedIn,
): Promise<UsageSnapshot | null> {
  const { files } = context.ports;
  const { accountHeader: accountId, userId } = signIn;
  // When the keychain was written nobody can say.
  const changedAtMs = isFromKeyring ? null : await fileChangedAtMs(context);
  const present = { accountId, userId, changedAtMs };
  let newest: UsageSnapshot | null = null;
  const sessions = await newestSessionFiles(files, context.codexHome);
  for (const { path, changedAtMs } of sessions.slice(0, READ_MAX)) {
    if (newest !== null && changedAtMs + COARSE_MS < newest.takenAtMs) break;
    const found = await lastOf(context, path, { signIn, present });
    if (found !== null && found.takenAtMs > (newest?.takenAtMs ?? 0)) newest = found;
  }
  return newest;
}

interface Asked {
  readonly signIn: AuthFile;
  readonly present: PresentSignIn;
}

function lastOf(
  { ports: { files, clock } }: LogContext,
  file: string,
  { signIn, present }: Asked,
): Promise<UsageSnapshot | null> {
  const context = {
    idToken: { plan: signIn.plan, email: signIn.email },
    nowMs: clock.nowMs(),
  };
  return withSessionLines(files, file, async (lines) => {
    const last = await lines.fromLast((line) => parseSessionLimits(line, context));
    if (last === null) return null;
    const first = await lines.first();
    const owner = first === null ? null : parseSessionOwner(first);
    return isOf(owner, last.takenAtMs, present) ? last : null;
  });
}

async function fileChangedAtMs({
  ports: { files },
  codexHome,
}: LogContext): Promise<number | null> {
  const stat = await files
    .realpath(authFilePath(codexHome))
    .then((real) => files.lstat(real))
    .catch(() => null);
  return stat?.mtimeMs ?? null;
}
