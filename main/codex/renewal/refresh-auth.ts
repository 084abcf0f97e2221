// `plimsoll refresh-auth`: the same road as after a rejected token, without asking for usage; and the
// exact request that it would make, with the secret left out.

import type { Failure, Warning } from '../../core/failure.ts';
import { PINNED_TOKEN_ENDPOINT, tokenEndpointOf } from '../../core/provenance.ts';
import type { RecoveryStep } from '../../core/recovery.ts';
import { isSafeAddress } from '../endpoints.ts';
import { lookAt } from '../look.ts';
import { EXCHANGE_HEADERS, ourNameHeaders } from '../openai.ts';
import type { CodexPorts } from '../ports.ts';
import { loadSignIn, type SignInContext } from '../sign-in.ts';
import type { Rotation } from './rotation.ts';

export interface RefreshOutcome {
  /** Who renewed the sign-in that the file now holds; null if nobody did. */
  readonly by: 'plimsoll' | 'codex' | null;
  readonly steps: readonly RecoveryStep[];
  readonly warning: Warning | null;
  readonly failure: Failure | null;
}

export async function refreshAuth(
  context: SignInContext & { readonly rotation: Rotation },
  options: { readonly onceMore: boolean },
): Promise<RefreshOutcome> {
  const { rotation } = context;
  const settled = await rotation.settle();
  if (settled.steps.some(({ outcome }) => outcome === 'published')) {
    // What was asked for has just been done: tokens that waited are in the file now.
    return { by: 'plimsoll', steps: settled.steps, warning: null, failure: null };
  }
  const loaded = await loadSignIn(context);
  const before = { by: null, steps: settled.steps, warning: settled.warning };
  if (!loaded.ok) return { ...before, failure: loaded.failure };
  const { signIn, config } = loaded.value;
  if (config.store === 'auto') {
    return { ...before, failure: { kind: 'sign-in-required', reason: 'rejected' } };
  }
  const { permit, warning } = await rotation.permit(signIn, options);
  if (!permit.allowed) {
    const failure: Failure = { kind: 'sign-in-required', reason: permit.reason };
    return { ...before, warning: warning ?? before.warning, failure };
  }
  const rotated = await rotation.rotate(signIn, options);
  const steps = [...settled.steps, ...rotated.steps];
  const failure = rotated.result.ok ? null : rotated.result.failure;
  return { by: whoRenewed(steps), steps, warning: rotated.warning, failure };
}

function whoRenewed(steps: readonly RecoveryStep[]): RefreshOutcome['by'] {
  const last = steps.at(-1);
  if (last === undefined) return null;
  if (last.outcome === 'saved' || last.outcome === 'published') return 'plimsoll';
  return last.outcome === 'renewed' || last.outcome === 'adopted' ? 'codex' : null;
}

export interface ShownRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The form, with the refresh token replaced. */
  readonly body: string;
}

export async function showExchange(context: {
  readonly ports: Pick<CodexPorts, 'files'>;
  readonly authFile: string;
  readonly version: string;
  readonly override: string | null;
}): Promise<ShownRequest> {
  const { ports, authFile, version, override } = context;
  const look = await lookAt(ports, authFile);
  const endpoint = look.ok ? tokenEndpointOf(look.value.text) : PINNED_TOKEN_ENDPOINT;
  // Why not as it is: what somebody put there may hold a password, or what a terminal obeys.
  const url = override ?? endpoint.url;
  return {
    method: 'POST',
    url: isSafeAddress(url) ? url : '<an address that is refused>',
    headers: { ...ourNameHeaders(version), ...EXCHANGE_HEADERS },
    body: `grant_type=refresh_token&refresh_token=<refresh_token>&client_id=${encodeURIComponent(endpoint.clientId)}`,
  };
}
