// Puts the parts of one Codex home together over its ports: the same way for the app, the command and
// the simulation, which differ in their ports alone.

import type { SignInPrint } from '../core/copies.ts';
import type { HistorySample } from '../core/history.ts';
import type { Outcome, Reading } from '../core/reading.ts';
import { authFilePath } from './auth-file.ts';
import { createHistoryFile } from './history-file.ts';
import type { Http } from './http/http.ts';
import { lookIntoLog, type Noted, pollAndSave, readLog } from './keeping.ts';
import type { Keyring } from './keyring.ts';
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
} from './renewal/refresh-auth.ts';
import { createRotation, type Rotation } from './renewal/rotation.ts';
import { parentOf, type Renewal, type RotationContext } from './renewal/rotation-parts.ts';
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
  readonly keyring?: Keyring;
  readonly askCodex: (() => Promise<void>) | null;
  readonly hasCodex?: () => Promise<boolean>;
  readonly tokenUrlOverride: string | null;
  readonly paceDivisor: number;
  /** Whether nobody may be asked now: numbers come from Codex's own log alone. */
  readonly asksNobody?: () => boolean;
  /** Whether the times of session files may be looked at; without it they are not. */
  readonly mayLookAtUse?: () => boolean;
}

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
  const { ports, codexHome, source, plimsollHome, version, paceDivisor } = parts;
  const authFile = source?.authFile ?? authFilePath(codexHome);
  const ledger = openLedger(parts);
  const openai = createOpenAi({ http: ports.http, nowMs: () => ports.clock.nowMs(), version });
  const rotation = openRotation(parts, { authFile, ledger, openai });
  // Why apart: what renews a sign-in reads the file alone, and never the keychain.
  const onDisk = { ports, codexHome, ledger, ...(source !== undefined && { source }) };
  const signIn = { ...onDisk, ...(parts.keyring && { keyring: parts.keyring }) };
  const session = createSession({ ...signIn, openai, rotation, paceDivisor });
  const place = source?.place ?? codexHome;
  const readings = createReadingsFile({ ...ports, plimsollHome, place });
  const history = createHistoryFile({ ...ports, plimsollHome });
  const mayLookAtUse = parts.mayLookAtUse ?? (() => false);
  const keeping = { session, readings, history, log: signIn, mayLookAtUse };
  const asksNobody = parts.asksNobody ?? (() => false);
  return {
    paceDivisor,
    asksNobody,
    openKeyring: () => parts.keyring?.open(),
    lookIntoLog: () => lookIntoLog(keeping),
    refreshAuth: (options) => refreshAuth({ ...onDisk, rotation }, options),
    showExchange: () =>
      showExchange({ ports, authFile, version, override: parts.tokenUrlOverride }),
    poll: (options) => (asksNobody() ? readLog : pollAndSave)(keeping, options),
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

function openRotation(
  parts: HomeParts,
  { authFile, ledger, openai }: Pick<RotationContext, 'authFile' | 'ledger' | 'openai'>,
): Rotation {
  return createRotation({
    ports: parts.ports,
    codexHome: parts.codexHome,
    authFile,
    uid: parts.uid,
    // Why: share-denying opens would make Codex fail instead of wait (reliability.md §6.1).
    usesCodexLocks: parts.platform !== 'win32',
    ledger,
    openai,
    renewal: parts.renewal,
    // Why not for another file: Codex would renew the auth.json beside it, and not this one.
    askCodex: parts.source === undefined ? parts.askCodex : null,
    ...(parts.hasCodex && { hasCodex: parts.hasCodex }),
    tokenUrlOverride: parts.tokenUrlOverride,
    paceDivisor: parts.paceDivisor,
  });
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

async function savedReading(
  session: Session,
  readings: ReadingsFile,
): Promise<(Reading & { kind: 'saved' }) | null> {
  const [saved, account] = await Promise.all([readings.load(), session.identify()]);
  const isOthers = saved !== null && account.ok && account.value.key !== saved.account.key;
  return isOthers ? null : saved;
}
