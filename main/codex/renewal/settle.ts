// Settles what a crash left of a rotation: the journal beside auth.json against the file as it is now.
// The table of what to do is core's; here it is carried out, under our own lock.

import path from 'node:path';
import type { Warning } from '../../core/failure.ts';
import type { TokenGrant } from '../../core/grant.ts';
import {
  decideSettling,
  type FileNow,
  grantOfJournal,
  type JournalHeader,
} from '../../core/journal.ts';
import type { RecoveryStep } from '../../core/recovery.ts';
import { lookAt } from '../look.ts';
import type { Files } from '../ports.ts';
import { createJournalFile, journalNameOf } from './journal-file.ts';
import { fileNow, headerOf, isParent } from './journal-look.ts';
import { publish } from './publish.ts';
import { repairHalfFile } from './repair.ts';
import {
  fittingGrant,
  NOT_SAVED,
  paidWith,
  parentOf,
  type RotationContext,
} from './rotation-parts.ts';
import { removeLeftOvers, TEMP_NAME } from './temp-file.ts';

export interface Settled {
  readonly steps: readonly RecoveryStep[];
  readonly warning: Warning | null;
  /**
   * What a journal that is left waits for: a disk or a lock, a file that is whole again, or another
   * sign-in, since it was granted for somebody else. Null if none is left; a new exchange may begin.
   */
  readonly waitsFor: 'disk' | 'whole-file' | 'other-sign-in' | null;
}

export interface SettleOptions {
  /** The person clicked "Repair": a half file may be replaced by the one before, renewed. */
  readonly repair: boolean;
}

export const CLEAR: Settled = { steps: [], warning: null, waitsFor: null };

/** Whether anything of ours lies beside auth.json; a look at its folder, and no lock. */
export async function hasLeftOvers(
  files: Files,
  authFile: string,
  realPath: string,
): Promise<boolean> {
  for (const place of placesOf(authFile, realPath)) {
    const names = await files.readdir(path.dirname(place)).catch((): string[] => []);
    const journal = journalNameOf(place);
    if (names.some((name) => name === journal || TEMP_NAME.test(name))) return true;
  }
  return false;
}

/** A file that has become a link since leaves its journal where it was before. */
function placesOf(authFile: string, realPath: string): readonly string[] {
  return path.dirname(authFile) === path.dirname(realPath) ? [realPath] : [realPath, authFile];
}

/** Invariant: called with our own lock held. */
export async function settleLocked(
  context: RotationContext,
  realPath: string,
  options: SettleOptions,
): Promise<Settled> {
  let all = CLEAR;
  for (const place of placesOf(context.authFile, realPath)) {
    const { steps, warning, waitsFor } = await settleAt(context, place, options);
    all = {
      steps: [...all.steps, ...steps],
      warning: warning ?? all.warning,
      waitsFor: waitsFor ?? all.waitsFor,
    };
  }
  return all;
}

async function settleAt(
  context: RotationContext,
  realPath: string,
  options: SettleOptions,
): Promise<Settled> {
  const { ports, uid } = context;
  await removeLeftOvers(ports, realPath, uid);
  const journalFile = createJournalFile(ports.files, realPath);
  const journal = await journalFile.read();
  if (journal === null) return CLEAR;
  if (journal === 'unreadable') return kept('disk', null);
  const grant = grantOfJournal(journal);
  if (journal.header === null && grant === null) {
    // The note itself is not whole, so nothing was sent yet.
    await journalFile.remove();
    return CLEAR;
  }
  const look = await lookAt(ports, context.authFile);
  const header = journal.header ?? (look.ok ? await headerOf(context, look.value) : null);
  if (header === null) {
    const isGone = look.ok || look.failure.kind === 'auth-file-missing';
    if (!isGone) return kept('disk', stepOf(context, 'kept'));
    await journalFile.yieldTo(context.authFile);
    return { ...CLEAR, steps: [stepOf(context, 'dropped')] };
  }
  const state = grant === null ? 'sending' : 'received';
  const file = await fileNow(
    context.ledger,
    { header, grant, look: look.ok ? look.value : null },
    look.ok ? null : look.failure.kind,
  );
  return carryOut(context, { header, grant, realPath, file, state, ...options });
}

interface Settlement extends SettleOptions {
  readonly header: JournalHeader;
  readonly grant: TokenGrant | null;
  readonly realPath: string;
  readonly file: FileNow;
  readonly state: 'sending' | 'received';
}

async function carryOut(context: RotationContext, settlement: Settlement): Promise<Settled> {
  const { ports, ledger } = context;
  const { header, realPath, file, state } = settlement;
  const journalFile = createJournalFile(ports.files, realPath);
  switch (decideSettling(state, file)) {
    case 'remove':
      await journalFile.yieldTo(context.authFile);
      return { ...CLEAR, steps: [stepOf(context, 'dropped')] };
    case 'keep':
      return keepOrRepair(context, settlement);
    case 'mark-sent': {
      const before = paidWith(header);
      const parent = before === null ? header.parent : await parentOf(ledger, before);
      if (!(await ledger.markSent(parent, header.sentAtMs))) return kept('disk', null);
      await journalFile.remove();
      return CLEAR;
    }
    case 'publish':
      return publishLate(context, settlement);
  }
}

async function keepOrRepair(
  context: RotationContext,
  { header, grant, realPath, repair }: Settlement,
): Promise<Settled> {
  if (grant === null) return kept('disk', stepOf(context, 'kept'));
  const before = paidWith(header);
  const fitting = before === null ? null : fittingGrant(grant, before);
  // Why not offered: it would put the tokens of one account into the file of another.
  if (before !== null && fitting === null) return { ...CLEAR, waitsFor: 'other-sign-in' };
  const isRepaired =
    repair && fitting !== null && (await repairHalfFile(context, { header, grant: fitting }));
  // Why not offered where Codex's locks cannot be taken: there it is never done.
  const waitsFor = context.usesCodexLocks ? 'whole-file' : 'disk';
  if (!isRepaired) return kept(waitsFor, stepOf(context, 'kept'));
  await createJournalFile(context.ports.files, realPath).remove();
  return { ...CLEAR, steps: [stepOf(context, 'published')] };
}

async function publishLate(
  context: RotationContext,
  { header, grant, realPath }: Settlement,
): Promise<Settled> {
  const { ports, ledger, authFile } = context;
  const look = await lookAt(ports, authFile);
  if (!look.ok || grant === null) return kept('disk', stepOf(context, 'kept'));
  const fitting = fittingGrant(grant, look.value.signIn);
  // Why without a warning: these tokens are of no use to this sign-in, and nothing can be done about it.
  if (fitting === null) return { ...CLEAR, waitsFor: 'other-sign-in' };
  const published = await publish(context, {
    grant: fitting,
    realPath,
    temp: null,
    isParent: (signIn) => isParent(ledger, signIn, header),
  });
  if (published.kind === 'pending') return kept('disk', stepOf(context, 'kept'));
  const journalFile = createJournalFile(ports.files, realPath);
  if (published.kind === 'saved') await journalFile.remove();
  else await journalFile.yieldTo(authFile);
  const outcome = published.kind === 'saved' ? 'published' : 'dropped';
  return { ...CLEAR, steps: [stepOf(context, outcome)] };
}

function kept(waitsFor: Settled['waitsFor'], step: RecoveryStep | null): Settled {
  return { steps: step === null ? [] : [step], warning: NOT_SAVED, waitsFor };
}

function stepOf(
  { ports }: RotationContext,
  outcome: 'published' | 'dropped' | 'kept',
): RecoveryStep {
  return { atMs: ports.clock.nowMs(), step: 'settle', outcome };
}
