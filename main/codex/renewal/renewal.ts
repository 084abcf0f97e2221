// Lets Codex renew the sign-in instead of us: waits while a Codex of this person is alive, and looks
// again for a while when OpenAI says that somebody was faster. Spends nothing.

import type { AuthFile } from '../../core/auth.ts';
import { type Look, lookAt } from '../look.ts';
import type { CodexPorts, Processes } from '../ports.ts';

/** Source: reliability.md §3.2 step 4, measured: the most effective rule there is. */
const CODEX_WAIT_MS = 60_000;
const CODEX_LOOK_EVERY_MS = 2_000;
/** When to look again after `refresh_token_reused`, from the answer on. Source: reliability.md §4.3. */
const REUSED_LOOKS_MS = [2_000, 5_000, 15_000, 30_000, 60_000];

export interface RenewalContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'> & { readonly processes: Processes };
  readonly codexHome: string;
  readonly authFile: string;
  /** What waits are divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
}

export type CodexWait =
  | { readonly kind: 'no-codex' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'renewed'; readonly look: Look };

/** While a Codex is alive, gives it a minute to put another access token into the file. */
export async function waitForCodex(
  context: RenewalContext,
  rejected: AuthFile,
): Promise<CodexWait> {
  const { ports, codexHome, paceDivisor } = context;
  if (!(await ports.processes.isCodexAlive(codexHome))) return { kind: 'no-codex' };
  const rounds = CODEX_WAIT_MS / CODEX_LOOK_EVERY_MS;
  for (let round = 0; round < rounds; round += 1) {
    const look = await changedLook(context, rejected);
    if (look !== null) return { kind: 'renewed', look };
    await ports.clock.sleep(CODEX_LOOK_EVERY_MS / paceDivisor);
    // Why: nobody is left who would renew it.
    if (!(await ports.processes.isCodexAlive(codexHome))) break;
  }
  const look = await changedLook(context, rejected);
  return look === null ? { kind: 'unchanged' } : { kind: 'renewed', look };
}

/** Somebody used the token before us: their sign-in may reach the file within a minute. */
export async function waitForWinner(
  { ports, ...rest }: RenewalContext,
  sent: AuthFile,
): Promise<Look | null> {
  let waitedMs = 0;
  for (const atMs of REUSED_LOOKS_MS) {
    await ports.clock.sleep((atMs - waitedMs) / rest.paceDivisor);
    waitedMs = atMs;
    const look = await changedLook({ ports, ...rest }, sent);
    if (look !== null) return look;
  }
  return null;
}

/** A look that shows another access token than the one known, or null. */
export async function changedLook(
  { ports, authFile }: Pick<RenewalContext, 'authFile'> & { ports: Pick<CodexPorts, 'files'> },
  known: AuthFile,
): Promise<Look | null> {
  const look = await lookAt(ports, authFile);
  if (!look.ok) return null;
  const isSame = look.value.signIn.tokens.accessToken.equals(known.tokens.accessToken);
  return isSame ? null : look.value;
}
