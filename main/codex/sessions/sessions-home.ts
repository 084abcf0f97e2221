// Where the sessions of an account are counted. Archived sessions lie beside the folder of the others,
// so it is the folder around both that is needed.

import path from 'node:path';
import type { AccountFolders } from '../account-place.ts';

/** The folder whose `sessions` are this account's; null where nobody knows. */
export function sessionsHomeOf({
  sessionsDir,
}: Pick<AccountFolders, 'sessionsDir'>): string | null {
  const isUsual = sessionsDir !== null && path.basename(sessionsDir) === 'sessions';
  return isUsual ? path.dirname(sessionsDir) : null;
}
