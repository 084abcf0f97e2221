// Puts the parts of one Codex home together over its ports: the same way for the app, the command and
// the simulation, which differ in their ports alone.

import { fail, succeed } from '../core/failure.ts';
import type { HistorySample } from '../core/history.ts';
import type { Numbers, Outcome, Past, Reading } from '../core/reading.ts';
import { withTrends } from '../core/trend.ts';
import { COUNTED_LATE_MS, findUnexplained, LOOKED_BACK_MS } from '../core/unexplained.ts';
import { authFilePath } from './auth-file.ts';
import { createHistoryFile, type HistoryFile } from './history-file.ts';
import type { Http } from './http.ts';
import type { Keyring } from './keyring.ts';
import { createLedgerFile, type LedgerFile } from './ledger-file.ts';
import { localUse } from './local-use.ts';
import { createOpenAi } from './openai.ts';
import type { CodexPorts, Locks, Power, Processes } from './ports.ts';
import { createReadingsFile, type ReadingsFile } from './readings-file.ts';
import {
  type RefreshOutcome,
  refreshAuth,
  type ShownRequest,
  showExchange,
} from './refresh-auth.ts';
import { createRotation } from './rotation.ts';
import type { Renewal } from './rotation-parts.ts';
import { createSession, type ReadOptions, type Session } from './session.ts';
import { type LogContext, newestFromLog, newestOf } from './session-limits.ts';

export interface WorldPorts extends CodexPorts {
  readonly locks: Locks;
  readonly http: Http;
  readonly processes: Processes;
  readonly power: Power;
}

export interface HomeParts {
  readonly ports: WorldPorts;
  readonly codexHome: string;
  readonly plimsollHome: string;
  readonly version: string;
  readonly platform: NodeJS.Platform;
  /** Our own user; null where the system has none. */
  readonly uid: number | null;
  readonly renewal: () => Renewal;
  readonly keyring?: Keyring;
  readonly askCodex: (() => Promise<void>) | null;
  readonly tokenUrlOverride: string | null;
  readonly paceDivisor: number;
  /** Whether nobody may be asked now: numbers come from Codex's own log alone. */
  readonly asksNobody?: () => boolean;
  /** Whether the times of session files may be looked at; without it they are not. */
  readonly mayLookAtUse?: () => boolean;
}

export interface Noted extends Numbers, Past {}

export interface OpenedHome {
  /** One poll with recovery; good numbers are saved for later. */
  poll(options: ReadOptions): Promise<Outcome>;
  /** What Codex itself noted last for the sign-in on the disk; makes no request. */
  lookIntoLog(): Promise<Noted | null>;
  asksNobody(): boolean;
  /** The person asked: the keychain may be read until this process ends. */
  openKeyring(): void;
  /** Numbers from an earlier poll, unless the file now holds the sign-in of somebody else. */
  savedReading(): Promise<(Reading & { kind: 'saved' }) | null>;
  /** When the sign-in may be asked about again, epoch ms; null if now. Makes no request. */
  notBeforeMs(): Promise<number | null>;
  /** The samples of that account so far; from the disk, without a request. */
  savedHistory(accountKey: string): Promise<readonly HistorySample[]>;
  /** Whether the file holds anything else than the last poll asked with; makes no request. */
  isNews(): Promise<boolean>;
  /** Renews the sign-in now, as if its access token had been rejected; asks no usage. */
  refreshAuth(options: { readonly onceMore: boolean }): Promise<RefreshOutcome>;
  /** The request that a renewal would make, without its secret; changes nothing, asks nobody. */
  showExchange(): Promise<ShownRequest>;
  /** What accounts were told, kept beside their budgets. */
  readonly alerts: Pick<LedgerFile, 'alertMemory' | 'saveAlertMemory'>;
  readonly paceDivisor: number;
}

export function createHome(parts: HomeParts): OpenedHome {
  const { ports, codexHome, plimsollHome, version, platform, paceDivisor } = parts;
  const ledger = createLedgerFile({ ...ports, plimsollHome, paceDivisor });
  const openai = createOpenAi({ http: ports.http, nowMs: () => ports.clock.nowMs(), version });
  const rotation = createRotation({
    ports,
    codexHome,
    authFile: authFilePath(codexHome),
    uid: parts.uid,
    // Why: share-denying opens would make Codex fail instead of wait (reliability.md §6.1).
    usesCodexLocks: platform !== 'win32',
    ledger,
    openai,
    renewal: parts.renewal,
    askCodex: parts.askCodex,
    tokenUrlOverride: parts.tokenUrlOverride,
    paceDivisor,
  });
  const keyring = parts.keyring ? { keyring: parts.keyring } : {};
  const signIn = { ports, codexHome, ledger, ...keyring };
  const session = createSession({ ...signIn, openai, rotation, paceDivisor });
  const readings = createReadingsFile({ ...ports, plimsollHome, codexHome });
  const history = createHistoryFile({ ...ports, plimsollHome });
  const mayLookAtUse = parts.mayLookAtUse ?? (() => false);
  const keeping = { session, readings, history, log: signIn, mayLookAtUse };
  const asksNobody = parts.asksNobody ?? (() => false);
  return {
    paceDivisor,
    asksNobody,
    openKeyring: () => parts.keyring?.open(),
    lookIntoLog: () => lookIntoLog(keeping),
    refreshAuth: (options) => refreshAuth({ ports, codexHome, ledger, rotation }, options),
    showExchange: () =>
      showExchange({ ports, codexHome, version, override: parts.tokenUrlOverride }),
    poll: (options) => (asksNobody() ? readLog : pollAndSave)(keeping, options),
    savedHistory: (accountKey) => history.load(accountKey),
    isNews: () => session.isNews(),
    notBeforeMs: () => session.notBeforeMs(),
    savedReading: () => savedReading(session, readings),
    alerts: ledger,
  };
}

interface Keeping {
  readonly session: Session;
  readonly readings: ReadingsFile;
  readonly history: HistoryFile;
  readonly log: LogContext;
  readonly mayLookAtUse: () => boolean;
}

async function pollAndSave(keeping: Keeping, options: ReadOptions): Promise<Outcome> {
  const { session, readings } = keeping;
  const outcome = await session.readUsage(options);
  const { account, result } = outcome;
  if (account === null) return outcome;
  if (!result.ok) {
    const noted = await lookIntoLog(keeping);
    if (noted?.account.key !== account.key) return outcome;
    const { snapshot, history, unexplained } = noted;
    return { ...outcome, fromLog: snapshot, history, unexplained };
  }
  const { snapshot, ...past } = await note(keeping, { account, snapshot: result.value });
  await readings.save(account, snapshot);
  return { ...outcome, ...past, result: succeed(snapshot) };
}

/** The numbers of the log in place of a poll. */
async function readLog(keeping: Keeping, options: ReadOptions): Promise<Outcome> {
  const { loaded, ...settled } = await keeping.session.loadOnly(options);
  if (!loaded.ok) return { ...settled, account: null, result: loaded };
  const { account } = loaded.value;
  const snapshot = await newestOf(keeping.log, loaded.value);
  if (snapshot === null) return { ...settled, account, result: fail({ kind: 'nothing-in-log' }) };
  const { snapshot: noted, ...past } = await note(keeping, { account, snapshot });
  return { ...settled, ...past, account, result: succeed(noted) };
}

async function lookIntoLog(keeping: Keeping): Promise<Noted | null> {
  const found = await newestFromLog(keeping.log);
  return found && note(keeping, found);
}

/**
 * Why the log's numbers too: what Codex notes is exact at its moment, and the chart has no gap where only
 * the answer was missing. They are not saved: the log itself keeps them.
 */
async function note(keeping: Keeping, { account, snapshot }: Numbers): Promise<Noted> {
  const history = await keeping.history.record(account.key, snapshot);
  const unexplained = await unexplainedIn(keeping, history);
  return { account, snapshot: withTrends(snapshot, history), history, unexplained };
}

async function unexplainedIn(
  { log: { ports, codexHome }, mayLookAtUse }: Keeping,
  samples: readonly HistorySample[],
): Promise<Past['unexplained']> {
  if (!mayLookAtUse()) return null;
  const nowMs = ports.clock.nowMs();
  // Why first: where nothing rose, thousands of files need not be looked at.
  if (findUnexplained({ samples, active: [], nowMs }) === null) return null;
  const active = await localUse(ports.files, codexHome, nowMs - LOOKED_BACK_MS - COUNTED_LATE_MS);
  return active && findUnexplained({ samples, active, nowMs });
}

async function savedReading(
  session: Session,
  readings: ReadingsFile,
): Promise<(Reading & { kind: 'saved' }) | null> {
  const [saved, account] = await Promise.all([readings.load(), session.identify()]);
  const isOthers = saved !== null && account.ok && account.value.key !== saved.account.key;
  return isOthers ? null : saved;
}
