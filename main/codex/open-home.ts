// Puts the parts of one Codex home together, the same way for the app and for the command.
// Only wiring: what a poll does is in session.ts, and where things are is told from outside.

import type { Outcome, Reading } from '../core/reading.ts';
import { loadConfig } from './config-file.ts';
import { isLoopbackAddress, usageUrl } from './endpoints.ts';
import { createHttp, type ProxyFor } from './http.ts';
import { createLedgerFile } from './ledger-file.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';
import { createOpenAi } from './openai.ts';
import { createReadingsFile, type ReadingsFile } from './readings-file.ts';
import { createSession, type Session } from './session.ts';

export interface HomeOptions {
  readonly codexHome: string;
  readonly plimsollHome: string;
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly proxyFor: ProxyFor;
  /** PLIMSOLL_PACE, and whether this build may obey it. */
  readonly pace: string | undefined;
  readonly tokenUrlOverride: string | undefined;
}

export interface OpenedHome {
  /** One poll with recovery; good numbers are saved for later. */
  poll(options: { readonly force: boolean }): Promise<Outcome>;
  /** Numbers from an earlier poll, unless the file now holds the sign-in of somebody else. */
  savedReading(): Promise<(Reading & { kind: 'saved' }) | null>;
  readonly paceDivisor: number;
}

const DEMO_PACE_DIVISOR = 60;

export async function openHome(options: HomeOptions): Promise<OpenedHome> {
  const { codexHome, plimsollHome, version, platform, proxyFor } = options;
  const paceDivisor = await paceDivisorOf(options);
  const locks = createLocks({ ...nodePorts, platform });
  const ledger = createLedgerFile({ ...nodePorts, locks, plimsollHome, paceDivisor });
  const openai = createOpenAi({
    http: createHttp({ proxyFor }),
    nowMs: nodePorts.clock.nowMs,
    version,
  });
  const session = createSession({ ports: nodePorts, codexHome, ledger, openai, rotate: null });
  const readings = createReadingsFile({ ...nodePorts, plimsollHome, codexHome });
  return {
    paceDivisor,
    poll: (how) => pollAndSave(session, readings, how),
    savedReading: () => savedReading(session, readings),
  };
}

async function pollAndSave(
  session: Session,
  readings: ReadingsFile,
  how: { readonly force: boolean },
): Promise<Outcome> {
  const outcome = await session.readUsage(how);
  const { account, result } = outcome;
  if (result.ok && account !== null) await readings.save(account, result.value);
  return outcome;
}

async function savedReading(
  session: Session,
  readings: ReadingsFile,
): Promise<(Reading & { kind: 'saved' }) | null> {
  const [saved, account] = await Promise.all([readings.load(), session.identify()]);
  const isOthers = saved !== null && account.ok && account.value.key !== saved.account.key;
  return isOthers ? null : saved;
}

/** A faster pace is for stand-ins only: every address must be on this computer. */
async function paceDivisorOf({ pace, codexHome, tokenUrlOverride }: HomeOptions): Promise<number> {
  if (pace !== 'demo' || tokenUrlOverride === undefined) return 1;
  const config = await loadConfig(nodePorts.files, codexHome);
  if (!config.ok) return 1;
  const addresses = [usageUrl(config.value.baseUrl), tokenUrlOverride];
  return addresses.every(isLoopbackAddress) ? DEMO_PACE_DIVISOR : 1;
}
