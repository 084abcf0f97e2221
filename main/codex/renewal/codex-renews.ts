// Starts the installed Codex instead of exchanging: through the same gates, inside the same budget, after
// the same proof that what it is granted can be saved. What came of it, the file says.

import type { AuthFile } from '../../core/auth.ts';
import { stampStep } from '../../core/recovery.ts';
import { type Look, lookAt } from '../look.ts';
import { closedGate } from './gates.ts';
import { proveSavable } from './preflight.ts';
import {
  accountPrintOf,
  adopt,
  ended,
  parentOf,
  type Rotated,
  type RotationContext,
  unwritable,
} from './rotation-parts.ts';

export interface CodexRenewal {
  readonly rejected: AuthFile;
  readonly look: Look;
  readonly onceMore: boolean;
}

/** Invariant: called with our own lock held and no journal left. */
export async function letCodexRenew(
  context: RotationContext,
  { rejected, look, onceMore }: CodexRenewal,
): Promise<Rotated> {
  const { ledger, ports } = context;
  const parent = await parentOf(ledger, look.signIn);
  const account = await accountPrintOf(ledger, look.signIn);
  const gate = await closedGate(context, { look, onceMore, parent, account });
  if (gate !== null) return ended(gate);
  if (context.hasCodex !== undefined && !(await context.hasCodex())) {
    return ended({ kind: 'sign-in-required', reason: 'codex-not-found' });
  }
  const proof = await proveSavable(context, look);
  if ('kind' in proof) return ended(proof);
  await proof.discard();
  // Why: a Codex that sleep or our end tears away from its exchange loses what it was granted.
  const stayed = ports.power.stayAwake();
  try {
    if (!(await ledger.countExchange(account))) {
      return ended(unwritable('the ledger cannot be saved'));
    }
    if (!ports.power.mayExchange()) return ended({ kind: 'busy' });
    return await askAndLook(context, rejected);
  } finally {
    stayed();
  }
}

async function askAndLook(
  { ports, authFile, askCodex }: RotationContext,
  rejected: AuthFile,
): Promise<Rotated> {
  if (askCodex !== null) await askCodex();
  const after = await lookAt(ports, authFile);
  const isRenewed =
    after.ok && !after.value.signIn.tokens.accessToken.equals(rejected.tokens.accessToken);
  const outcome = isRenewed ? 'renewed' : 'unchanged';
  const step = stampStep({ step: 'ask-codex', outcome }, ports.clock.nowMs());
  if (after.ok && isRenewed) return adopt(rejected, after.value, [step]);
  return ended({ kind: 'sign-in-required', reason: 'not-renewed' }, [step]);
}
