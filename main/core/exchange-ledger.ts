// The part of the ledger that guards refresh tokens: which were sent and which refused, by fingerprint,
// and how often an account exchanged. Kept across restarts: a token is sent at most once, ever.
// Source of the bounds: reliability.md I2 and I9.

import { EMPTY_ACCOUNT, type Ledger, toldWaitMs } from './ledger.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';

const EXCHANGE_PAUSE_MS = 15 * MINUTE_MS;
const EXCHANGES_PER_DAY = 4;
const MARKS_MAX = 500;

export type RefusalReason = Ledger['refused'][string]['reason'];

export interface ExchangeAsk {
  readonly account: string;
  /** Fingerprint of the refresh token. */
  readonly token: string;
  readonly nowMs: number;
  /** What pause and day are divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
  /** The person clicked "Try once more": one more sending of a token marked sent. */
  readonly onceMore: boolean;
}

export type ExchangePermit =
  | { readonly kind: 'allowed' }
  /** It may be spent already; only the person may send it again. */
  | {
      readonly kind: 'sent';
      /** Nothing says that it was; a lost ledger may have. */
      readonly isPresumed: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** It was seen in two files at once: whoever spends it ends the other. Not even a person may. */
  | { readonly kind: 'shared' }
  | { readonly kind: 'too-soon'; readonly untilMs: number };

/** Whether a refresh token may be sent now. */
export function permitExchange(ledger: Ledger, ask: ExchangeAsk): ExchangePermit {
  const refused = ledger.refused[ask.token];
  if (refused !== undefined) return { kind: 'refused', reason: refused.reason };
  if (ledger.shared[ask.token] !== undefined) return { kind: 'shared' };
  const sent = ledger.sent[ask.token];
  if (sent !== undefined && !ask.onceMore)
    return { kind: 'sent', isPresumed: sent.presumed === true };
  const untilMs = nextExchangeAtMs(ledger, ask);
  return untilMs === null ? { kind: 'allowed' } : { kind: 'too-soon', untilMs };
}

function nextExchangeAtMs(ledger: Ledger, ask: ExchangeAsk): number | null {
  const { account, nowMs, paceDivisor } = ask;
  const dayMs = DAY_MS / paceDivisor;
  const entry = ledger.accounts[account] ?? EMPTY_ACCOUNT;
  const told = toldWaitMs(entry, nowMs);
  if (told !== null) return told;
  // Why in order: while the clock was set back, later ones were noted as earlier.
  const today = entry.exchangesAtMs
    .filter((at) => at <= nowMs && at > nowMs - dayMs)
    .toSorted((a, b) => a - b);
  const last = today.at(-1);
  if (last === undefined) return null;
  const afterPause = last + EXCHANGE_PAUSE_MS / paceDivisor;
  const oldest = today[today.length - EXCHANGES_PER_DAY];
  const untilMs = Math.max(afterPause, oldest === undefined ? 0 : oldest + dayMs);
  return untilMs > nowMs ? untilMs : null;
}

/** The ledger after the decision to send: marked and counted before a byte leaves. */
export function beginExchange(ledger: Ledger, ask: ExchangeAsk): Ledger {
  const { nowMs, token } = ask;
  const sent = newest({ ...ledger.sent, [token]: { atMs: ledger.sent[token]?.atMs ?? nowMs } });
  return { ...countExchange(ledger, ask), sent };
}

/**
 * The ledger after the decision to let Codex renew: counted, but the token is not marked as sent.
 * Why counted: on a bad network Codex repeats itself, 7 to 10 times in a few seconds.
 */
export function countExchange(
  ledger: Ledger,
  { account, nowMs, paceDivisor }: Omit<ExchangeAsk, 'token' | 'onceMore'>,
): Ledger {
  const entry = ledger.accounts[account] ?? EMPTY_ACCOUNT;
  const recent = entry.exchangesAtMs.filter((at) => at > nowMs - DAY_MS / paceDivisor);
  const counted = { ...entry, exchangesAtMs: [...recent, nowMs] };
  return { ...ledger, accounts: { ...ledger.accounts, [account]: counted } };
}

/** Proof that a sending never reached OpenAI: the mark goes, unless an earlier sending made it. */
export function unmarkSent(ledger: Ledger, token: string, markedAtMs: number): Ledger {
  if (ledger.sent[token]?.atMs !== markedAtMs) return ledger;
  const { [token]: _gone, ...sent } = ledger.sent;
  return { ...ledger, sent };
}

/** A token that may be spent, found in a journal after a crash. */
export function markSent(ledger: Ledger, token: string, sentAtMs: number): Ledger {
  const known = ledger.sent[token];
  if (known !== undefined && known.presumed !== true) return ledger;
  return { ...ledger, sent: newest({ ...ledger.sent, [token]: { atMs: sentAtMs } }) };
}

/** It was seen in two files at once. */
export function markShared(ledger: Ledger, token: string, atMs: number): Ledger {
  if (ledger.shared[token] !== undefined) return ledger;
  return { ...ledger, shared: newest({ ...ledger.shared, [token]: { atMs } }) };
}

/** A token whose mark may have been lost with an older ledger. */
export function presumeSent(ledger: Ledger, token: string, atMs: number): Ledger {
  if (ledger.sent[token] !== undefined) return ledger;
  const mark = { atMs, presumed: true } as const;
  return { ...ledger, sent: newest<Ledger['sent'][string]>({ ...ledger.sent, [token]: mark }) };
}

/** OpenAI refused it for good. */
export function markRefused(
  ledger: Ledger,
  token: string,
  { reason, atMs }: { readonly reason: RefusalReason; readonly atMs: number },
): Ledger {
  return { ...ledger, refused: newest({ ...ledger.refused, [token]: { reason, atMs } }) };
}

/** The newest marks; a limit with a name, since sign-ins come and go for years. */
function newest<T extends { readonly atMs: number }>(marks: Record<string, T>): Record<string, T> {
  const entries = Object.entries(marks);
  if (entries.length <= MARKS_MAX) return marks;
  return Object.fromEntries(
    entries.toSorted(([, a], [, b]) => b.atMs - a.atMs).slice(0, MARKS_MAX),
  );
}
