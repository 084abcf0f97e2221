// The ledger on disk: request budget and Retry-After, shared by app and command and kept across
// restarts. Changed only under its own lock, by temp file and rename. Holds no secret, only
// fingerprints. Without a usable disk the same bounds are kept in memory.

import { createHash } from 'node:crypto';
import { rememberedAccounts } from '../core/alert-memory.ts';
import {
  beginExchange,
  countExchange,
  type ExchangeAsk,
  type ExchangePermit,
  markRefused,
  markSent,
  markShared,
  permitExchange,
  presumeSent,
  type RefusalReason,
  unmarkSent,
} from '../core/exchange-ledger.ts';
import { fail, type Result, succeed } from '../core/failure.ts';
import {
  type Ledger,
  noteResetList,
  noteRetryAt,
  reserveUsageRequest,
  usageNotBeforeMs,
} from '../core/ledger.ts';
import type { ResetListNote } from '../core/reset-credits.ts';
import type { Secret } from '../core/secret.ts';
import { createLedgerStore, type LedgerStore, type LedgerStoreContext } from './ledger-store.ts';

const FINGERPRINT_DIGITS = 16;

export interface LedgerFile {
  /** A short stand-in for a value that must not be written down. Stable for this installation. */
  fingerprint(value: string | Secret): Promise<string>;
  /** Takes one usage request out of an account's budget. Fails with rate-limited or busy. */
  reserveUsage(account: string): Promise<Result<void>>;
  /** When this account's next usage request is allowed, epoch ms; null if one is now. */
  usageNotBeforeMs(account: string): Promise<number | null>;
  /** Remembers until when the service asked this account to wait. */
  noteRetryAt(account: string, retryAtMs: number): Promise<void>;
  /** What came of the last look at the list of earned resets; null if there was none. */
  resetList(account: string): Promise<ResetListNote | null>;
  noteResetList(account: string, note: ResetListNote): Promise<void>;
  /** What an account was told already, as it was saved; `alerts.ts` says what it means. */
  alertMemory(account: string): Promise<unknown>;
  saveAlertMemory(account: string, memory: unknown): Promise<void>;
  /** Whether a refresh token may be sent now; changes nothing that matters. */
  permitExchange(ask: ExchangeQuestion): Promise<ExchangePermit>;
  /**
   * Marks the token sent and counts the exchange, durably, before a byte leaves. Null where that
   * cannot be done under our lock and on the disk, or the fingerprint is not one of the ledger that is
   * on the disk: then nothing may be sent.
   */
  beginExchange(ask: ExchangeQuestion & TokenInHand): Promise<BegunExchange | null>;
  /** Counts that Codex is asked to renew; says whether that is durable. */
  countExchange(account: string): Promise<boolean>;
  /** Marks a token that a crash may have sent; says whether that is durable. */
  markSent(token: string, sentAtMs: number): Promise<boolean>;
  /** Marks a token that lies in two files: it is not sent any more, by nobody of ours. */
  markShared(token: string): Promise<void>;
}

export type ExchangeQuestion = Pick<ExchangeAsk, 'account' | 'token' | 'onceMore'>;

/** The token that the question's fingerprint stands for. */
export interface TokenInHand {
  readonly refreshToken: Secret;
}

/** How an exchange that was begun ended; exactly one is called, or none where it is not known. */
export interface BegunExchange {
  notSent(): Promise<void>;
  refused(reason: RefusalReason): Promise<void>;
}

export interface LedgerContext extends LedgerStoreContext {
  readonly paceDivisor: number;
  /** The one of this process, where several accounts are open: they share salt and memory. */
  readonly store?: LedgerStore;
}

export function createLedgerFile(context: LedgerContext): LedgerFile {
  const store = context.store ?? createLedgerStore(context);
  return {
    async fingerprint(value) {
      const { salt } = await store.read();
      const hash = (text: string): string => saltedHash(salt, text);
      return typeof value === 'string' ? hash(value) : value.digest(hash);
    },
    reserveUsage: (account) =>
      store.change<Result<void>>(
        (ledger) => {
          const nowMs = context.clock.nowMs();
          const { paceDivisor } = context;
          const answer = reserveUsageRequest(ledger, { account, nowMs, paceDivisor });
          if (answer.allowed) return { next: answer.ledger, answer: succeed(undefined) };
          const failure = { kind: 'rate-limited', retryAtMs: answer.retryAtMs } as const;
          return { next: ledger, answer: fail(failure) };
        },
        fail({ kind: 'busy' }),
      ),
    async usageNotBeforeMs(account) {
      const request = { account, nowMs: context.clock.nowMs(), paceDivisor: context.paceDivisor };
      return usageNotBeforeMs(await store.read(), request);
    },
    noteRetryAt: (account, retryAtMs) =>
      store.change((ledger) => ({
        next: noteRetryAt(ledger, account, { retryAtMs, nowMs: context.clock.nowMs() }),
        answer: undefined,
      })),
    ...exchangeMarks(context, store),
    ...memories(context, store),
  };
}

/** What is remembered of an account beside its requests; read as of the last change. */
function memories(
  { clock }: LedgerContext,
  store: LedgerStore,
): Pick<LedgerFile, 'resetList' | 'noteResetList' | 'alertMemory' | 'saveAlertMemory'> {
  const change = (apply: (ledger: Ledger) => Ledger): Promise<void> =>
    store.change((ledger) => ({ next: apply(ledger), answer: undefined }));
  return {
    async resetList(account) {
      const { accounts } = await store.read();
      return accounts[account]?.resetList ?? null;
    },
    noteResetList: (account, note) => change((ledger) => noteResetList(ledger, account, note)),
    async alertMemory(account) {
      const { alerts } = await store.read();
      return alerts[account] ?? null;
    },
    saveAlertMemory: (account, memory) =>
      change((ledger) => {
        const alerts = { ...ledger.alerts, [account]: memory };
        const nowMs = clock.nowMs();
        return { ...ledger, alerts: rememberedAccounts(alerts, { account, nowMs }) };
      }),
  };
}

function exchangeMarks(
  { clock, paceDivisor }: LedgerContext,
  store: LedgerStore,
): Pick<
  LedgerFile,
  'permitExchange' | 'beginExchange' | 'countExchange' | 'markSent' | 'markShared'
> {
  const askNow = (ask: ExchangeQuestion): ExchangeAsk => ({
    ...ask,
    nowMs: clock.nowMs(),
    paceDivisor,
  });
  return {
    permitExchange: (ask) =>
      store.change((ledger) => {
        const now = askNow(ask);
        // Why: an unreadable ledger may have held this token's mark, so it counts as sent.
        const next = ledger.pastUnknown
          ? { ...presumeSent(ledger, ask.token, now.nowMs), pastUnknown: false }
          : ledger;
        return { next, answer: permitExchange(next, now) };
      }),
    async beginExchange({ refreshToken, ...ask }) {
      const now = askNow(ask);
      const permitted = await store.changeDurably((ledger) => {
        const isAllowed =
          isMadeFor(ledger, refreshToken, ask.token) &&
          permitExchange(ledger, now).kind === 'allowed';
        return { next: isAllowed ? beginExchange(ledger, now) : ledger, answer: isAllowed };
      });
      if (permitted !== true) return null;
      const { token } = ask;
      const settle = (apply: (ledger: Ledger) => Ledger): Promise<void> =>
        store.change((ledger) => ({ next: apply(ledger), answer: undefined }));
      return {
        notSent: () => settle((ledger) => unmarkSent(ledger, token, now.nowMs)),
        refused: (reason) =>
          settle((ledger) => markRefused(ledger, token, { reason, atMs: now.nowMs })),
      };
    },
    countExchange: async (account) =>
      (await store.changeDurably((ledger) => ({
        next: countExchange(ledger, { account, nowMs: clock.nowMs(), paceDivisor }),
        answer: true,
      }))) === true,
    markSent: async (token, sentAtMs) =>
      (await store.changeDurably((ledger) => ({
        next: markSent(ledger, token, sentAtMs),
        answer: true,
      }))) === true,
    markShared: (token) =>
      store.change((ledger) => ({
        next: markShared(ledger, token, clock.nowMs()),
        answer: undefined,
      })),
  };
}

/**
 * Why: while the disk failed, fingerprints were made with a salt that no other process knows, and a mark
 * under such a one would stop nobody.
 */
function isMadeFor({ salt }: Ledger, token: Secret, fingerprint: string): boolean {
  return token.digest((text) => saltedHash(salt, text)) === fingerprint;
}

/** How a ledger names what it must not hold. */
export function saltedHash(salt: string, text: string): string {
  const digest = createHash('sha256').update(`${salt}\0${text}`).digest('hex');
  return digest.slice(0, FINGERPRINT_DIGITS);
}
