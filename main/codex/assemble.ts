// Puts the parts of one Codex home together over its ports: the same way for the app, the command and
// the simulation, which differ in their ports alone.

import type { SignInPrint } from '../core/copies.ts';
import { succeed } from '../core/failure.ts';
import type { HistorySample } from '../core/history.ts';
import type { Outcome, Reading } from '../core/reading.ts';
import { withTrends } from '../core/trend.ts';
import { authFilePath } from './auth-file.ts';
import { createHistoryFile, type HistoryFile } from './history-file.ts';
import type { Http } from './http.ts';
import { createLedgerFile, type LedgerFile } from './ledger-file.ts';
import type { LedgerStore } from './ledger-store.ts';
import { lookAt } from './look.ts';
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
import { parentOf, type Renewal } from './rotation-parts.ts';
import { createSession, type ReadOptions, type Session } from './session.ts';
import type { SignInSource } from './sign-in.ts';

export interface WorldPorts extends CodexPorts {
  readonly locks: Locks;
  readonly http: Http;
  readonly processes: Processes;
  readonly power: Power;
}

export interface HomeParts {
  readonly ports: WorldPorts;
  readonly codexHome: string;
  /** Where the sign-in is, if that is not the home's own auth.json. */
  readonly source?: SignInSource;
  readonly plimsollHome: string;
  /** Shared by the accounts of one process; by itself a home opens its own. */
  readonly ledgerStore?: LedgerStore;
  readonly version: string;
  readonly platform: NodeJS.Platform;
  /** Our own user; null where the system has none. */
  readonly uid: number | null;
  readonly renewal: () => Renewal;
  readonly askCodex: (() => Promise<void>) | null;
  readonly hasCodex?: () => Promise<boolean>;
  readonly tokenUrlOverride: string | null;
  readonly paceDivisor: number;
}

export interface OpenedHome {
  /** One poll with recovery; good numbers are saved for later. */
  poll(options: ReadOptions): Promise<Outcome>;
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
  /** What its sign-in is told from others by; makes no request. */
  print(): Promise<SignInPrint>;
  /** Marks a refresh token that lies in two files, by its fingerprint: nobody of ours sends it. */
  markShared(print: string): Promise<void>;
  /** Whether there is a Codex program that could be started to renew. */
  hasCodex(): Promise<boolean>;
  /** What accounts were told, kept beside their budgets. */
  readonly alerts: Pick<LedgerFile, 'alertMemory' | 'saveAlertMemory'>;
  readonly paceDivisor: number;
}

export function createHome(parts: HomeParts): OpenedHome {
  const { ports, codexHome, source, plimsollHome, version, platform, paceDivisor } = parts;
  const authFile = source?.authFile ?? authFilePath(codexHome);
  const ledger = openLedger(parts);
  const openai = createOpenAi({ http: ports.http, nowMs: () => ports.clock.nowMs(), version });
  const rotation = createRotation({
    ports,
    codexHome,
    authFile,
    uid: parts.uid,
    // Why: share-denying opens would make Codex fail instead of wait (reliability.md §6.1).
    usesCodexLocks: platform !== 'win32',
    ledger,
    openai,
    renewal: parts.renewal,
    // Why not for another file: Codex would renew the auth.json beside it, and not this one.
    askCodex: source === undefined ? parts.askCodex : null,
    ...(parts.hasCodex && { hasCodex: parts.hasCodex }),
    tokenUrlOverride: parts.tokenUrlOverride,
    paceDivisor,
  });
  const signIn = { ports, codexHome, ledger, ...(source !== undefined && { source }) };
  const session = createSession({ ...signIn, openai, rotation, paceDivisor });
  const place = source?.place ?? codexHome;
  const readings = createReadingsFile({ ...ports, plimsollHome, place });
  const history = createHistoryFile({ ...ports, plimsollHome });
  return {
    paceDivisor,
    refreshAuth: (options) => refreshAuth({ ...signIn, rotation }, options),
    showExchange: () =>
      showExchange({ ports, authFile, version, override: parts.tokenUrlOverride }),
    poll: (options) => pollAndSave({ session, readings, history }, options),
    savedHistory: (accountKey) => history.load(accountKey),
    isNews: () => session.isNews(),
    notBeforeMs: () => session.notBeforeMs(),
    savedReading: () => savedReading(session, readings),
    print: () => printOf(ports, authFile, ledger),
    markShared: (print) => ledger.markShared(print),
    hasCodex: parts.hasCodex ?? (async () => parts.askCodex !== null),
    alerts: ledger,
  };
}

function openLedger({
  ports,
  plimsollHome,
  paceDivisor,
  ledgerStore: store,
}: HomeParts): LedgerFile {
  const shared = store !== undefined && { store };
  return createLedgerFile({ ...ports, plimsollHome, paceDivisor, ...shared });
}

async function printOf(
  ports: WorldPorts,
  authFile: string,
  ledger: LedgerFile,
): Promise<SignInPrint> {
  const look = await lookAt(ports, authFile);
  if (!look.ok) return { print: null, realPath: authFile };
  const { signIn, realPath } = look.value;
  const hasToken = signIn.tokens.refreshToken !== null;
  return { print: hasToken ? await parentOf(ledger, signIn) : null, realPath };
}

interface Keeping {
  readonly session: Session;
  readonly readings: ReadingsFile;
  readonly history: HistoryFile;
}

async function pollAndSave(
  { session, readings, history }: Keeping,
  options: ReadOptions,
): Promise<Outcome> {
  const outcome = await session.readUsage(options);
  const { account, result } = outcome;
  if (!result.ok || account === null) return outcome;
  const samples = await history.record(account.key, result.value);
  const snapshot = withTrends(result.value, samples);
  await readings.save(account, snapshot);
  return { ...outcome, result: succeed(snapshot), history: samples };
}

async function savedReading(
  session: Session,
  readings: ReadingsFile,
): Promise<(Reading & { kind: 'saved' }) | null> {
  const [saved, account] = await Promise.all([readings.load(), session.identify()]);
  const isOthers = saved !== null && account.ok && account.value.key !== saved.account.key;
  return isOthers ? null : saved;
}
