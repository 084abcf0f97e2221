// The gates before a refresh token may be spent, whoever spends it: we, or a Codex that we start.
// Only those that need the world; whether a rejection is about the token at all is core's decision.
// Source: reliability.md §3.1.

import type { Failure } from '../../core/failure.ts';
import { type Look, refusesWriting } from '../look.ts';
import type { RotationContext } from './rotation-parts.ts';

export interface GateQuestion {
  readonly look: Look;
  readonly onceMore: boolean;
  /** Fingerprints of the refresh token, and of account and mode. */
  readonly parent: string;
  readonly account: string;
}

/** Why nothing may be spent now; null if all gates are open. */
export async function closedGate(
  { ports, ledger, renewal, uid }: RotationContext,
  ask: GateQuestion,
): Promise<Failure | null> {
  const { look, onceMore, parent, account } = ask;
  if (!look.signIn.mayExchange.ok) return { kind: 'sign-in-required', reason: 'rejected' };
  if (renewal() === 'nobody') return { kind: 'sign-in-required', reason: 'refresh-disabled' };
  const refusal = refusesWriting(look, uid);
  if (refusal !== null) return refusal;
  if (!ports.power.mayExchange()) return { kind: 'busy' };
  const permit = await ledger.permitExchange({ account, token: parent, onceMore });
  switch (permit.kind) {
    case 'allowed':
      return null;
    case 'sent':
      return { kind: 'sign-in-required', reason: 'rejected' };
    case 'refused':
      return { kind: 'sign-in-required', reason: permit.reason };
    case 'shared':
      return { kind: 'sign-in-required', reason: 'refresh-reused' };
    case 'too-soon':
      return { kind: 'rate-limited', retryAtMs: permit.untilMs };
  }
}
