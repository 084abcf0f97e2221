// Rotation: the only road on which a refresh token is spent, and what comes back is saved. Last resort,
// after reload and after waiting for a live Codex; one at a time on this computer; never repeated.
// Source of the steps: reliability.md §3.2.

import type { AuthFile } from '../../core/auth.ts';
import type { SignInReason, Warning } from '../../core/failure.ts';
import { type RefreshPermit, stampStep } from '../../core/recovery.ts';
import { type Look, lookAt } from '../look.ts';
import type { Locks } from '../ports.ts';
import { letCodexRenew } from './codex-renews.ts';
import { exchangeOnce } from './exchange.ts';
import { changedLook, waitForCodex, waitForWinner } from './renewal.ts';
import {
  adopt,
  ended,
  OUTCOME_UNKNOWN,
  parentOf,
  type Rotated,
  type RotationContext,
  unwritable,
} from './rotation-parts.ts';
import { CLEAR, hasLeftOvers, type Settled, type SettleOptions, settleLocked } from './settle.ts';

/** Source: reliability.md §3.2 step 1. */
const OWN_LOCK_WAIT_MS = 30_000;
const LOCK_SUFFIX = '.plimsoll.lock';

export interface RotateOptions {
  /** The person clicked "Try once more": a token whose fate is unknown may be sent again. */
  readonly onceMore: boolean;
}

export interface Permitted {
  readonly permit: RefreshPermit;
  /** A token whose fate is unknown: the person may try once more. */
  readonly warning: Warning | null;
}

export interface Rotation {
  /**
   * Whether a refresh is possible for this sign-in, and if not, the true reason. Waits for another
   * process that is sending the token.
   */
  permit(signIn: AuthFile, options: RotateOptions): Promise<Permitted>;
  /** Spends the refresh token once, unless somebody was faster. One at a time in this process. */
  rotate(rejected: AuthFile, options: RotateOptions): Promise<Rotated>;
  /** Finishes or clears what a crash or a full disk left. Cheap when there is nothing. */
  settle(options?: SettleOptions): Promise<Settled>;
}

export function createRotation(context: RotationContext): Rotation {
  let running: Promise<Rotated> | null = null;
  return {
    permit: (signIn, options) => permit(context, signIn, options),
    rotate(rejected, options) {
      running ??= rotate(context, rejected, options).finally(() => {
        running = null;
      });
      return running;
    },
    async settle(options = { repair: false }) {
      const { ports, authFile } = context;
      const realPath = await realPathOf(ports, authFile);
      if (!(await hasLeftOvers(ports.files, authFile, realPath))) return CLEAR;
      const release = await acquireOwnLock(ports, realPath);
      if (typeof release !== 'function') return { ...CLEAR, waitsFor: 'disk' };
      try {
        const settled = await settleLocked(context, realPath, options);
        // Why again: a young temp file, or a note that would not go, needs another turn.
        const isLeft = await hasLeftOvers(ports.files, authFile, realPath);
        return { ...settled, waitsFor: settled.waitsFor ?? (isLeft ? 'disk' : null) };
      } finally {
        await release();
      }
    },
  };
}

async function permit(
  context: RotationContext,
  signIn: AuthFile,
  { onceMore }: RotateOptions,
): Promise<Permitted> {
  const { ledger, renewal } = context;
  if (!signIn.mayExchange.ok) {
    const isMissing = signIn.mayExchange.why === 'no-refresh-token';
    return refusedFor(isMissing ? 'no-refresh-token' : 'rejected');
  }
  if (renewal() === 'nobody') return refusedFor('refresh-disabled');
  const token = await parentOf(ledger, signIn);
  // Why no account: only the marks are asked here; the budget makes it wait, not give up.
  const ask = { account: '', token, onceMore };
  let permitted = await ledger.permitExchange(ask);
  if (permitted.kind === 'sent') {
    if (await isRenewedByOther(context, signIn)) return ALLOWED;
    permitted = await ledger.permitExchange(ask);
  }
  if (permitted.kind === 'refused') return refusedFor(permitted.reason);
  // Why by that name: the other holder's renewal is what ends this one.
  if (permitted.kind === 'shared') return refusedFor('refresh-reused');
  if (permitted.kind === 'sent') return { ...refusedFor('rejected'), warning: OUTCOME_UNKNOWN };
  return ALLOWED;
}

const ALLOWED: Permitted = { permit: { allowed: true }, warning: null };

/** Who sent the token may be another process that is at it just now: it holds our lock until it ends. */
async function isRenewedByOther(context: RotationContext, signIn: AuthFile): Promise<boolean> {
  const { ports, authFile } = context;
  const release = await acquireOwnLock(ports, await realPathOf(ports, authFile));
  if (typeof release === 'function') await release();
  return (await changedLook(context, signIn)) !== null;
}

function realPathOf({ files }: RotationContext['ports'], authFile: string): Promise<string> {
  return files.realpath(authFile).catch(() => authFile);
}

function acquireOwnLock(
  { locks }: RotationContext['ports'],
  realPath: string,
): ReturnType<Locks['acquire']> {
  return locks.acquire(realPath + LOCK_SUFFIX, OWN_LOCK_WAIT_MS);
}

function refusedFor(reason: SignInReason): Permitted {
  return { permit: { allowed: false, reason }, warning: null };
}

async function rotate(
  context: RotationContext,
  rejected: AuthFile,
  options: RotateOptions,
): Promise<Rotated> {
  const { ports, authFile } = context;
  const realPath = await realPathOf(ports, authFile);
  const release = await acquireOwnLock(ports, realPath);
  if (release === 'busy') return ended({ kind: 'busy' });
  if (release === 'unsupported') return ended(unwritable('no lock can be had here'));
  let rotated: Rotated;
  try {
    rotated = await rotateLocked(context, { rejected, realPath, options });
  } finally {
    await release();
  }
  return isReused(rotated) ? watchForWinner(context, rejected, rotated) : rotated;
}

interface Rotating {
  readonly rejected: AuthFile;
  readonly realPath: string;
  readonly options: RotateOptions;
}

async function rotateLocked(
  context: RotationContext,
  { rejected, realPath, options }: Rotating,
): Promise<Rotated> {
  const settled = await settleLocked(context, realPath, { repair: false });
  const { steps, warning } = settled;
  const look = await lookAt(context.ports, context.authFile);
  if (!look.ok) return ended(look.failure, steps, warning);
  const known = adoptIfChanged(context, rejected, look.value);
  if (known !== null) return { ...known, steps: [...steps, ...known.steps], warning };
  if (settled.waitsFor === 'other-sign-in') {
    return ended({ kind: 'sign-in-required', reason: 'rejected' }, steps, warning);
  }
  if (settled.waitsFor !== null)
    return ended(unwritable('an earlier renewal waits to be saved'), steps, warning);

  const waited = await waitForCodex(context, rejected);
  const nowMs = context.ports.clock.nowMs();
  const soFar =
    waited.kind === 'no-codex'
      ? steps
      : [...steps, stampStep({ step: 'wait-for-codex', outcome: waited.kind }, nowMs)];
  if (waited.kind === 'renewed') return adopt(rejected, waited.look, soFar);
  if (context.renewal() === 'codex') {
    const asked = await letCodexRenew(context, { rejected, look: look.value, ...options });
    return { ...asked, steps: [...soFar, ...asked.steps] };
  }
  const isWindows = !context.usesCodexLocks;
  if (isWindows && waited.kind !== 'no-codex') return ended({ kind: 'busy' }, soFar);
  const exchanged = await exchangeOnce(context, { look: look.value, onceMore: options.onceMore });
  return { ...exchanged, steps: [...soFar, ...exchanged.steps] };
}

/** Other tokens are on the disk by now: they are used, and nothing is spent. */
function adoptIfChanged(context: RotationContext, rejected: AuthFile, look: Look): Rotated | null {
  if (look.signIn.tokens.accessToken.equals(rejected.tokens.accessToken)) return null;
  const nowMs = context.ports.clock.nowMs();
  return adopt(rejected, look, [stampStep({ step: 'refresh', outcome: 'adopted' }, nowMs)]);
}

function isReused({ result }: Rotated): boolean {
  if (result.ok || result.failure.kind !== 'sign-in-required') return false;
  return result.failure.reason === 'refresh-reused';
}

/** Somebody used the token first; within a minute their tokens may be on the disk. */
async function watchForWinner(
  context: RotationContext,
  rejected: AuthFile,
  rotated: Rotated,
): Promise<Rotated> {
  const look = await waitForWinner(context, rejected);
  if (look === null) return rotated;
  const nowMs = context.ports.clock.nowMs();
  const step = stampStep({ step: 'refresh', outcome: 'adopted' }, nowMs);
  return adopt(rejected, look, [...rotated.steps, step]);
}
