// What may be wrong with a rename of ours over auth.json: the new document, the old one it displaced,
// and whether the one was paid with the other (I3 to I7).

import { codexRefusal } from '../../main/core/codex-rules.ts';
import { readCredentials } from './actor.ts';
import type { Deed, Inode } from './files.ts';
import type { Server } from './server.ts';
import { sameButTokens } from './unchanged.ts';

export interface PublicationFault {
  readonly invariant: string;
  readonly note: string;
  /** A writer that takes no locks may have made it so between our look and our rename (4.4). */
  readonly isRace: boolean;
}

export function faultsOfPublication(
  { inode, displaced, path }: Deed,
  server: Server,
): readonly PublicationFault[] {
  const text = textOf(inode);
  const refusal = codexRefusal(text);
  if (refusal !== null) return [fault('I3', `published what Codex refuses: ${refusal}`)];
  const wider = (inode.mode & 0o077) !== 0 ? [fault('I5', 'auth.json became wider than 0600')] : [];
  if (displaced === null) return [...wider, race('I6', `${path} was created anew`)];
  if (displaced.kind === 'link') return [...wider, race('I4', 'a link was replaced')];
  return [...wider, ...faultsOfSwap(textOf(displaced), text, server)];
}

function faultsOfSwap(old: string, text: string, server: Server): readonly PublicationFault[] {
  const before = readCredentials(old);
  const after = readCredentials(text);
  if (after === null) return [fault('I7', 'published no sign-in')];
  if (before === null) return [race('I7', 'published over what was no sign-in')];
  const account = server.accountOf(after.refreshToken);
  const isMixed = account !== after.accountId || server.accountOf(after.accessToken) !== account;
  const mixed = isMixed ? [fault('I6', 'tokens and account do not belong together')] : [];
  const paidWith = server.parentOf(after.refreshToken);
  if (paidWith !== before.refreshToken && after.refreshToken !== before.refreshToken) {
    return [...mixed, race('I6', 'published over a sign-in that it was not paid with')];
  }
  if (after.accountId !== before.accountId) return [...mixed, race('I6', 'the account changed')];
  const changed = sameButTokens(old, text);
  return changed === null ? mixed : [...mixed, race('I4', changed)];
}

function fault(invariant: string, note: string): PublicationFault {
  return { invariant, note, isRace: false };
}

function race(invariant: string, note: string): PublicationFault {
  return { invariant, note, isRace: true };
}

export function textOf({ bytes }: Inode): string {
  return Buffer.from(bytes).toString('utf8');
}
