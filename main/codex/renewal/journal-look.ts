// auth.json seen from a journal: whether it still has the sign-in that the exchange was paid with, the
// granted one, or somebody else's. Only compares; settle.ts does what follows from it.

import { type AuthFile, sameAccount } from '../../core/auth.ts';
import type { TokenGrant } from '../../core/grant.ts';
import type { FileNow, JournalHeader } from '../../core/journal.ts';
import type { LedgerFile } from '../ledger-file.ts';
import { isSameSignIn, type Look } from '../look.ts';
import { accountPrintOf, paidWith, parentOf, type RotationContext } from './rotation-parts.ts';

/**
 * What a damaged header said, when the file's own token is the one that the ledger knows as sent; null
 * if it is not, and then somebody newer is in the file.
 * Why not of a token that is only presumed sent: a newer sign-in of the same account looks like that
 * too, once a ledger was lost, and nothing may be published over it.
 */
export async function headerOf(
  { ledger, ports }: Pick<RotationContext, 'ledger' | 'ports'>,
  { signIn, text }: Look,
): Promise<JournalHeader | null> {
  const parent = await parentOf(ledger, signIn);
  const permit = await ledger.permitExchange({ account: '', token: parent, onceMore: false });
  if (permit.kind !== 'sent' || permit.isPresumed) return null;
  const account = await accountPrintOf(ledger, signIn);
  return { version: 1, parent, account, sentAtMs: ports.clock.nowMs(), document: text };
}

/** auth.json now, as decideSettling asks for it. */
export async function fileNow(
  ledger: LedgerFile,
  known: {
    readonly header: JournalHeader;
    readonly grant: TokenGrant | null;
    readonly look: Look | null;
  },
  failureKind: string | null,
): Promise<FileNow> {
  const { header, grant, look } = known;
  if (look === null) {
    if (failureKind === 'auth-file-missing') return 'none';
    const unreadable = ['auth-file-malformed', 'auth-file-unreadable'];
    return unreadable.includes(failureKind ?? '') ? 'unreadable' : 'other-account';
  }
  const { signIn } = look;
  if (!(await isSameOwner(ledger, signIn, header))) return 'other-account';
  // Why the parent first: a server that does not rotate grants the same refresh token again.
  if (await isParent(ledger, signIn, header)) return 'has-parent';
  return hasGranted(signIn, grant) ? 'has-granted' : 'other-token';
}

async function isSameOwner(
  ledger: LedgerFile,
  signIn: AuthFile,
  header: JournalHeader,
): Promise<boolean> {
  const before = paidWith(header);
  if (before !== null) return before.mode === signIn.mode && sameAccount(before, signIn);
  return (await accountPrintOf(ledger, signIn)) === header.account;
}

/** Whether a sign-in is still the one that the exchange was paid with. */
export async function isParent(
  ledger: LedgerFile,
  signIn: AuthFile,
  header: JournalHeader,
): Promise<boolean> {
  const before = paidWith(header);
  if (before !== null) return isSameSignIn(before, signIn);
  const isSameToken = (await parentOf(ledger, signIn)) === header.parent;
  return isSameToken && (await isSameOwner(ledger, signIn, header));
}

function hasGranted({ tokens }: AuthFile, grant: TokenGrant | null): boolean {
  const { refreshToken } = tokens;
  if (grant === null || refreshToken === null || grant.refreshToken === null) return false;
  return refreshToken.equals(grant.refreshToken);
}
