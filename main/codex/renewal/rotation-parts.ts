// What rotation and settling share: the context they work in, whose grant may go into which sign-in,
// and the names of what they leave beside auth.json.

import {
  type AuthFile,
  claimsOf,
  mergeTokens,
  parseAuthFile,
  sameAccount,
} from '../../core/auth.ts';
import { type Failure, fail, type Result, type Warning } from '../../core/failure.ts';
import type { TokenGrant } from '../../core/grant.ts';
import type { JournalHeader } from '../../core/journal.ts';
import type { RecoveryStep } from '../../core/recovery.ts';
import type { Secret } from '../../core/secret.ts';
import type { LedgerFile } from '../ledger-file.ts';
import type { Look } from '../look.ts';
import type { OpenAi } from '../openai.ts';
import type { CodexPorts, Locks, Power, Processes } from '../ports.ts';
import { grantedTokens, type PublishContext } from './publish.ts';

/** Who renews a stale sign-in: the person's choice. */
export type Renewal = 'plimsoll' | 'codex' | 'nobody';

export interface RotationContext extends PublishContext {
  readonly ports: CodexPorts & {
    readonly locks: Locks;
    readonly processes: Processes;
    readonly power: Power;
  };
  readonly ledger: LedgerFile;
  readonly openai: Pick<OpenAi, 'exchange'>;
  readonly renewal: () => Renewal;
  /** Starts the installed Codex once, so that it renews; null where none is known. */
  readonly askCodex: (() => Promise<void>) | null;
  /** Whether there is a Codex to start; absent where nobody can tell beforehand. */
  readonly hasCodex?: () => Promise<boolean>;
  /** The token endpoint of tests; null in packaged builds. */
  readonly tokenUrlOverride: string | null;
  readonly paceDivisor: number;
}

export interface Rotated {
  /** The tokens to ask with. */
  readonly result: Result<AuthFile>;
  /** Whether they came by our own exchange, or somebody else put them on the disk. */
  readonly tokensFrom: 'reload' | 'refresh';
  /** When those are rejected although the disk has others of the same account: theirs. */
  readonly otherwise: AuthFile | null;
  readonly steps: readonly RecoveryStep[];
  readonly warning: Warning | null;
}

export const NOT_SAVED: Warning = { kind: 'refreshed-tokens-not-saved' };
export const OUTCOME_UNKNOWN: Warning = { kind: 'exchange-outcome-unknown' };

/** What we cannot save we do not spend: the failure of everything that keeps us from saving. */
export function unwritable(issue: string): Failure {
  return { kind: 'auth-file-unwritable', issue };
}

/** A way to end with nothing changed. */
export function ended(
  failure: Failure,
  steps: readonly RecoveryStep[] = [],
  warning: Warning | null = null,
): Rotated {
  return { result: fail(failure), tokensFrom: 'reload', otherwise: null, steps, warning };
}

/** The tokens of a look serve this poll, if they are of the same account. */
export function adopt(
  rejected: AuthFile,
  { signIn }: Look,
  steps: readonly RecoveryStep[],
): Rotated {
  if (!sameAccount(signIn, rejected)) return ended({ kind: 'account-changed' }, steps);
  const result = { ok: true, value: signIn } as const;
  return { result, tokensFrom: 'reload', otherwise: null, steps, warning: null };
}

/**
 * The part of a grant that may go into a sign-in; null if it is somebody else's. Claims that are
 * absent are no mismatch; an id token of another account is left out when the access token fits.
 */
export function fittingGrant(grant: TokenGrant, signIn: AuthFile): TokenGrant | null {
  const access = fitOf(grant.accessToken, signIn);
  if (access === 'other') return null;
  if (fitOf(grant.idToken, signIn) !== 'other') return grant;
  return access === 'same' ? { ...grant, idToken: null } : null;
}

function fitOf(token: Secret | null, signIn: AuthFile): 'same' | 'other' | 'unsaid' {
  const claims = token === null ? null : claimsOf(token);
  if (claims === null) return 'unsaid';
  const { accountId, userId } = claims;
  const { accountHeader } = signIn;
  if (accountId !== null && accountHeader !== null && accountId !== accountHeader) return 'other';
  if (userId !== null && signIn.userId !== null && userId !== signIn.userId) return 'other';
  return accountId === null && userId === null ? 'unsaid' : 'same';
}

/** A sign-in as it reads with granted tokens in it, whether or not the disk has them yet. */
export function withGrant(look: Look, grant: TokenGrant): AuthFile {
  const merged = mergeTokens(look.text, grantedTokens(grant), '1970-01-01T00:00:00Z');
  const parsed = merged.ok ? parseAuthFile(merged.value) : null;
  return parsed?.ok ? parsed.value : look.signIn;
}

/** Fingerprint of the refresh token; a sign-in without one has none. */
export async function parentOf(ledger: LedgerFile, signIn: AuthFile): Promise<string> {
  const { refreshToken } = signIn.tokens;
  return refreshToken === null ? '' : ledger.fingerprint(refreshToken);
}

/** Fingerprint of account and mode: what must not have changed under a grant. */
export function accountPrintOf(ledger: LedgerFile, signIn: AuthFile): Promise<string> {
  return ledger.fingerprint(JSON.stringify([signIn.mode, signIn.tokens.accountId, signIn.userId]));
}

/**
 * Why by the document before the fingerprints: their salt goes with a ledger that is lost or cannot be
 * read, and the note must outlive that.
 */
export function paidWith({ document }: JournalHeader): AuthFile | null {
  const parsed = parseAuthFile(document);
  return parsed.ok ? parsed.value : null;
}
